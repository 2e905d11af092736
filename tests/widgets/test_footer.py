"""The last line: which keys are shown where there is little room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naitui.widgets.footer import Entry, fitting

ENTRIES = st.builds(
    Entry,
    st.text("abc", min_size=1, max_size=3),
    st.text("n⏎^", min_size=1, max_size=4),
    st.text("Open 銀", max_size=12),
    enabled=st.booleans(),
    lasting=st.booleans(),
)


@given(st.lists(ENTRIES, max_size=12, unique=True), st.integers(0, 120))
def test_what_is_chosen_fits_keeps_its_order_and_nothing_less_needed_takes_its_place(
    entries: list[Entry], room: int
) -> None:
    chosen = fitting(entries, room)
    used = sum(entry.cells for entry in chosen)
    assert used <= room
    assert chosen == [entry for entry in entries if entry in chosen]
    for left_out in (entry for entry in entries if entry not in chosen):
        stronger = [entry for entry in chosen if (entry.lasting, entry.enabled) >= (left_out.lasting, left_out.enabled)]
        assert sum(entry.cells for entry in stronger) + left_out.cells > room
    if sum(entry.cells for entry in entries) <= room:
        assert chosen == entries


def test_what_lasts_comes_first_and_what_cannot_be_pressed_last() -> None:
    entries = [
        Entry("n", "n", "Next", enabled=False),
        Entry("z", "z", "Full"),
        Entry("i", "i", "Images"),
        Entry("f1", "F1", "Help", lasting=True),
    ]
    assert [entry.key for entry in fitting(entries, 8 + 10 + 9)] == ["z", "i", "f1"]
    assert [entry.key for entry in fitting(entries, 17)] == ["z", "f1"]
    assert [entry.key for entry in fitting(entries, 9)] == ["f1"]
    assert fitting(entries, 6) == []
