"""What stands on the action bar where not all of it has room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from naitui.widgets.action_bar import shared

NOTE, HINT = ("! V3 has no furry mode", "(+2)"), ("~ rain stands here twice", "(+1, F10)")


@pytest.mark.parametrize(
    ("room", "note", "hint"),
    [
        (80, "  ! V3 has no furry mode (+2)", "  ~ rain stands here twice (+1, F10)"),
        (50, "  ! V3 has no furry… (+2)", "  ~ rain stand… (+1, F10)"),
        (30, "  ! V3 ha… (+2)", "  ~… (+1, F10)"),
        (10, "", ""),
    ],
)
def test_both_are_cut_to_fit(room: int, note: str, hint: str) -> None:
    assert shared(NOTE, HINT, room) == (note, hint)


def test_one_alone_has_all_the_room() -> None:
    assert shared(NOTE, ("", ""), 40) == ("  ! V3 has no furry mode (+2)", "")
    assert shared(("", ""), HINT, 40) == ("", "  ~ rain stands here twice (+1, F10)")


words = st.text(st.sampled_from("ab 銀あ!"), min_size=1, max_size=40).filter(str.strip)


@given(words, st.sampled_from(["", "(+2)"]), words, st.integers(0, 90))
def test_they_never_take_more_than_there_is(note: str, more: str, hint: str, room: int) -> None:
    first, second = shared((note, more), (hint, "(F10)"), room)
    assert cell_len(first) + cell_len(second) <= room
    assert not second or second.endswith("(F10)")
    assert not first or first.rstrip().endswith((more or note.rstrip(), "…"))
