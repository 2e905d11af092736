"""The tree of masks: a stroke is a step, and nothing that was undone is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.pictures.painting import Cells
from naitui.pictures.strokes import Strokes

BLANK = Cells.blank(64, 64)


def cell(x: int, y: int = 0) -> Cells:
    return BLANK.rectangle((x, y), (x, y))


masks = st.integers(0, 63).map(lambda place: cell(place % 8, place // 8))


@given(st.lists(masks, min_size=1, max_size=20))
def test_undo_goes_back_through_every_step_and_redo_forth(painted: list[Cells]) -> None:
    strokes, seen = Strokes(BLANK), [BLANK]
    for mask in painted:
        assert strokes.take(mask) == (mask != seen[-1])
        if mask != seen[-1]:
            seen.append(mask)
    assert strokes.steps == len(seen) - 1
    for before in reversed(seen[:-1]):
        assert strokes.undo()
        assert strokes.cells == before
    assert not strokes.undo()
    for after in seen[1:]:
        assert strokes.redo()
        assert strokes.cells == after
    assert not strokes.redo()


def test_what_was_painted_instead_is_not_lost() -> None:
    strokes = Strokes(BLANK)
    strokes.take(cell(1))
    strokes.undo()
    strokes.take(cell(2))
    assert strokes.branches == 2
    assert strokes.other()
    assert strokes.cells == cell(1)
    assert strokes.undo()
    assert strokes.redo()
    assert strokes.cells == cell(1)  # the branch that was left last
    assert strokes.undo()
    assert strokes.other()  # from where both begin: the one that redo would not take
    assert strokes.cells == cell(2)


def test_one_branch_has_no_other() -> None:
    strokes = Strokes(BLANK)
    assert not strokes.other()
    strokes.take(cell(1))
    assert not strokes.other()
    assert strokes.branches == 1


def test_a_mask_of_another_size_is_no_step() -> None:
    with pytest.raises(ValueError, match="one size"):
        Strokes(BLANK).take(Cells.blank(128, 64))
