"""Masks painted cell by cell: what is drawn is what is sent."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.masks import blocks
from naitui.pictures.painting import Cells, line
from naitui.pictures.region import CELL

WIDE, HIGH = 7, 5
places = st.tuples(st.integers(-3, WIDE + 2), st.integers(-3, HIGH + 2))
drawings = st.binary(min_size=WIDE * HIGH, max_size=WIDE * HIGH).map(
    lambda data: Cells(WIDE, HIGH, bytes(255 if value > 127 else 0 for value in data))
)


def painted(cells: Cells) -> set[tuple[int, int]]:
    return {(x, y) for y in range(cells.rows) for x in range(cells.columns) if cells[x, y]}


@given(drawings)
def test_the_mask_drawn_is_the_mask_sent_block_by_block(cells: Cells) -> None:
    mask = cells.mask()
    assert (mask.mode, mask.size) == ("L", (WIDE * CELL, HIGH * CELL))
    for x in range(mask.width):
        for y in range(mask.height):
            assert mask.getpixel((x, y)) == (255 if cells[x // CELL, y // CELL] else 0)
    assert blocks(mask, *mask.size).tobytes() == mask.tobytes()  # the last step before it is sent changes nothing
    assert Cells.of(mask, *mask.size) == cells


@given(drawings, places, places, st.booleans())
def test_a_rectangle(cells: Cells, a: tuple[int, int], b: tuple[int, int], on: bool) -> None:
    inside = {
        (x, y)
        for x in range(WIDE)
        for y in range(HIGH)
        if min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
    }
    before, after = painted(cells), painted(cells.rectangle(a, b, on=on))
    assert after == (before | inside if on else before - inside)


@given(drawings, places, places, st.integers(1, 4), st.booleans())
def test_a_stroke_has_no_holes(cells: Cells, a: tuple[int, int], b: tuple[int, int], size: int, on: bool) -> None:
    way = list(line(a, b))
    assert (way[0], way[-1]) == (a, b)
    assert all(max(abs(x - u), abs(y - v)) == 1 for (x, y), (u, v) in itertools.pairwise(way))
    before, after = painted(cells), painted(cells.stroke(a, b, size, on=on))
    first = (size - 1) // 2
    brushed = {(x - first + i, y - first + j) for x, y in way for i in range(size) for j in range(size)}
    brushed &= {(x, y) for x in range(WIDE) for y in range(HIGH)}
    assert after == (before | brushed if on else before - brushed)


@given(drawings, places, st.booleans())
def test_filling_reaches_all_neighbours_that_are_alike(cells: Cells, place: tuple[int, int], on: bool) -> None:
    reached: set[tuple[int, int]] = set()
    waiting = [place] if 0 <= place[0] < WIDE and 0 <= place[1] < HIGH else []
    while waiting:
        x, y = waiting.pop()
        if (x, y) not in reached:
            reached.add((x, y))
            around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
            waiting += [p for p in around if 0 <= p[0] < WIDE and 0 <= p[1] < HIGH and cells[p] == cells[place]]
    before, after = painted(cells), painted(cells.fill(place, on=on))
    assert after == (before | reached if on else before - reached)


@given(drawings)
def test_inverting_twice_growing_and_shrinking(cells: Cells) -> None:
    assert painted(cells.inverted()) == {(x, y) for x in range(WIDE) for y in range(HIGH)} - painted(cells)
    assert cells.inverted().inverted() == cells
    near = {(x + i, y + j) for x, y in painted(cells) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    assert painted(cells.grown()) == near & {(x, y) for x in range(WIDE) for y in range(HIGH)}
    assert painted(cells.shrunk()) == painted(cells.inverted().grown().inverted())
    assert painted(cells.grown().shrunk()) >= painted(cells) >= painted(cells.shrunk().grown())
    assert cells.grown(2) == cells.grown().grown()


@given(drawings, drawings)
def test_counting_and_joining(cells: Cells, other: Cells) -> None:
    found = painted(cells)
    assert cells.count == len(found)
    assert cells.is_empty == (not found)
    assert cells.is_full == (len(found) == WIDE * HIGH)
    if cells.box is None:
        assert not found
    else:
        left, top, right, bottom = cells.box
        assert (left, top) == (min(x for x, _ in found), min(y for _, y in found))
        assert (right, bottom) == (max(x for x, _ in found) + 1, max(y for _, y in found) + 1)
    assert painted(cells.joined(other)) == found | painted(other)


def test_what_can_be_seen_through_is_painted_also_a_single_pixel_of_a_cell() -> None:
    picture = Image.new("RGBA", (WIDE * CELL, HIGH * CELL), (10, 20, 30, 255))
    picture.putpixel((17, 9), (0, 0, 0, 100))
    picture.putpixel((40, 30), (0, 0, 0, 251))  # as good as opaque
    assert painted(Cells.see_through(picture, *picture.size)) == {(2, 1)}
    assert Cells.see_through(picture.convert("RGB"), *picture.size).is_empty


@pytest.mark.parametrize("size", [(0, 8), (8, 12), (-8, 8)])
def test_sides_are_multiples_of_a_cell(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="multiples of 8"):
        Cells.blank(*size)
