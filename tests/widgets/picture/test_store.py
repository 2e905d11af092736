"""A store of bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naitui.widgets.picture.store import Store


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 60)), max_size=60))
def test_it_never_holds_more_than_it_may_but_for_the_last(things: list[tuple[int, int]]) -> None:
    store: Store[int, bytes] = Store(100, len)
    for key, size in things:
        store.put(key, bytes(size))
        assert store.get(key) == bytes(size)
        assert store.weight <= 100 or len(store) == 1


def test_what_was_used_last_stays() -> None:
    store: Store[str, bytes] = Store(10, len)
    for key in "abc":
        store.put(key, b"xyz")
    assert store.get("a") is not None
    store.put("d", b"xyz")
    assert store.get("b") is None
    assert store.get("a") is not None


def test_things_may_grow() -> None:
    store: Store[str, bytearray] = Store(10, len)
    first = bytearray(2)
    store.put("a", first)
    store.put("b", bytearray(2))
    first.extend(bytes(20))
    store.put("b", bytearray(2))
    assert len(store) == 1
    store.clear()
    assert store.weight == 0
