"""What is done to a mask while it is painted, without any screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naitui.pictures.painting import Cells
from naitui.widgets.easel import Easel

WIDE, HIGH = 104, 152
"""Cells of a picture of 832×1216."""


def easel(unit: int = 4) -> Easel:
    made = Easel(Cells.blank(8 * WIDE, 8 * HIGH), unit)
    made.go((10, 10))
    return made


def painted(cells: Cells) -> set[tuple[int, int]]:
    return {(x, y) for y in range(cells.rows) for x in range(cells.columns) if cells[x, y]}


def block(left: int, top: int, right: int, bottom: int) -> set[tuple[int, int]]:
    return {(x, y) for x in range(left, right) for y in range(top, bottom)}


def test_moving_with_the_pen_down_paints_whole_units_and_is_one_step() -> None:
    here = easel()
    here.press_pen("paint")
    here.move(2, 0)
    here.move(0, 1)
    here.press_pen("paint")
    assert painted(here.cells) == block(40, 40, 52, 44) | block(48, 44, 52, 48)
    assert (here.pen, here.steps) == ("up", 1)
    assert here.undo()
    assert here.cells.is_empty
    assert here.redo()
    assert here.cells.count == 64


def test_the_eraser_takes_away_and_the_pen_after_it_is_another_step() -> None:
    here = easel()
    here.press_pen("paint")
    here.move(3, 0)
    here.press_pen("erase")
    here.move(-1, 0)
    here.drop()
    assert painted(here.cells) == block(40, 40, 48, 44)
    assert here.steps == 2


def test_a_rectangle_is_both_corners_and_all_between() -> None:
    here = easel()
    assert not here.mark()
    here.move(-3, -2)
    assert here.mark()
    assert painted(here.cells) == block(28, 32, 44, 44)
    assert here.anchor is None


def test_lines_go_on_from_where_the_last_one_ended() -> None:
    here = easel(1)
    assert not here.draw_line()
    here.move(4, 0)
    assert here.draw_line()
    here.move(0, 3)
    assert here.draw_line()
    assert painted(here.cells) == block(10, 10, 15, 11) | block(14, 10, 15, 14)


def test_a_fill_stops_at_what_is_painted() -> None:
    here = easel(1)
    here.mark()
    here.move(6, 6)
    here.mark()  # a block of 7×7 …
    here.edit(lambda cells: cells.rectangle((12, 12), (14, 14), on=False))  # … with a hole
    here.go((13, 13))
    assert here.fill()
    assert painted(here.cells) == block(10, 10, 17, 17)
    assert not here.fill()  # nothing bare is left here


@given(st.integers(1, 12), st.integers(1, 12), st.integers(-200, 200), st.integers(-200, 200))
def test_the_cursor_stays_in_the_picture_and_on_its_place_when_units_change(
    before: int, after: int, across: int, down: int
) -> None:
    here = easel(before)
    here.move(across, down)
    left, top, right, bottom = here.pixels
    assert 0 <= left < right <= 8 * WIDE
    assert 0 <= top < bottom <= 8 * HIGH
    here.zoom(after)
    again = here.pixels
    assert again[0] < right
    assert again[2] > left
    assert again[1] < bottom
    assert again[3] > top


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=12), st.integers(1, 4))
def test_whatever_is_painted_is_made_of_whole_units(unit: int, way: list[tuple[int, int]], brush: int) -> None:
    here = easel(unit)
    here.resize_brush(brush - 1)
    here.press_pen("paint")
    for step in way:
        here.move(*step)
    here.drop()
    units = {(x // unit, y // unit) for x, y in painted(here.cells)}
    whole = set().union(*(block(x * unit, y * unit, (x + 1) * unit, (y + 1) * unit) for x, y in units))
    assert painted(here.cells) == {(x, y) for x, y in whole if x < WIDE and y < HIGH}
    assert set(here.cells.shares(unit)) <= {0, 255}


def test_a_pointer_paints_both_halves_of_its_characters() -> None:
    here = easel(1)
    here.go((4, 4))
    here.draw_to((6, 4), on=True)
    assert painted(here.cells) == block(4, 4, 7, 6)
    here.draw_to((6, 4), on=False)
    assert painted(here.cells) == block(4, 4, 6, 6)
