"""A window on many pictures: what is looked at is read once, and the cursor finds its picture again."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from naitui.library.facts import Facts, Stamp
from naitui.library.index import Row
from naitui.library.marks import Mark
from naitui.library.window import AT_ONCE, MOST_ROWS, Window


def row(id: int) -> Row:
    return Row(id, Facts(Path(f"{id}.png"), Stamp(1, id)), Mark())


def window(*ids: int) -> Window:
    made = Window()
    made.show(ids)
    return made


def test_what_is_looked_at_is_wanted_once_and_then_known() -> None:
    shown = window(3, 2, 1)
    assert shown.row(0) is None
    assert shown.row(2) is None
    assert shown.wanted() == [3, 1]
    assert shown.wanted() == []
    shown.put([row(3), row(1)])
    assert [shown.row(at) for at in (0, 2)] == [row(3), row(1)]
    assert shown.wanted() == []
    assert shown.row(3) is None
    assert shown.wanted() == []  # there is no such place


def test_of_what_was_scrolled_by_only_the_last_is_read() -> None:
    shown = window(*range(10_000, 0, -1))
    for at in range(5000):
        shown.row(at)
    assert shown.wanted() == list(range(10_000 - 5000 + AT_ONCE, 5000, -1))


def test_not_everything_is_kept() -> None:
    shown = window(*range(10_000, 0, -1))
    shown.put(map(row, range(10_000, 0, -1)))
    assert shown.row(9_999) == row(1)
    assert shown.row(0) is None
    assert sum(shown.row(at) is not None for at in range(10_000)) == MOST_ROWS


def test_what_is_not_what_it_was_is_read_again() -> None:
    shown = window(2, 1)
    shown.put([row(2), row(1)])
    shown.forget([2])
    assert shown.row(0) is None
    assert shown.wanted() == [2]
    assert shown.row(1) == row(1)


@given(st.sets(st.integers(0, 60), max_size=30), st.integers(-1, 61))
def test_a_picture_is_found_again_or_the_next_older_one(ids: set[int], wanted: int) -> None:
    ordered = sorted(ids, reverse=True)
    place = window(*ordered).place_of(wanted)
    older = [id for id in ordered if id <= wanted]
    assert (None if place is None else ordered[place]) == (older[0] if older else None)
