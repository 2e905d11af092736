"""Contact sheets: every picture in its place, and a place that says why for every one that is missing."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.errors import BadPicture
from naitui.pictures.sheet import MOST_PIXELS, Grid, draw_sheet

COLOURS = {(0, 0): (200, 0, 0), (1, 0): (0, 200, 0), (0, 1): (0, 0, 200)}


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (832, 1216)) -> Callable[[], Image.Image]:
    return lambda: Image.new("RGB", size, colour)


def drawn(*grids: Grid, cell: int = 100) -> Image.Image:
    return Image.open(io.BytesIO(draw_sheet(grids, cell=cell)))


def areas(sheet: Image.Image) -> dict[tuple[int, int, int], tuple[int, int, int, int]]:
    """The box of every colour of the pictures."""
    found = {}
    for colour in COLOURS.values():
        mask = Image.frombytes("L", sheet.size, bytes(255 * (p == colour) for p in sheet.get_flattened_data()))
        box = mask.getbbox()
        assert box is not None
        found[colour] = box
    return found


def test_pictures_stand_in_their_columns_and_rows() -> None:
    grid = Grid(["steps 20", "steps 28"], ["red", "blue"], {at: plain(c) for at, c in COLOURS.items()}, {}, "cat")
    found = areas(drawn(grid))
    red, green, blue = (found[COLOURS[at]] for at in ((0, 0), (1, 0), (0, 1)))
    assert red[1] == green[1]
    assert red[0] == blue[0]
    assert red[2] < green[0]
    assert red[3] < blue[1]
    assert (red[2] - red[0], red[3] - red[1]) == (68, 100)


def test_a_place_without_a_picture_says_why() -> None:
    def gone() -> Image.Image:
        raise OSError("gone")

    def broken() -> Image.Image:
        raise BadPicture("cut short")

    here = {(0, 0): plain((9, 9, 9))}
    bare = drawn(Grid(["a", "b"], ["c"], here, {}))
    noted = drawn(Grid(["a", "b"], ["c"], here, {(1, 0): "skipped"}))
    for load in (gone, broken):
        told = drawn(Grid(["a", "b"], ["c"], {**here, (1, 0): load}, {(1, 0): "skipped"}))
        assert told.size == bare.size == noted.size
        assert len({told.tobytes(), bare.tobytes(), noted.tobytes()}) == 3


def test_clear_pictures_lie_on_paper() -> None:
    clear = drawn(Grid([""], [""], {(0, 0): lambda: Image.new("RGBA", (64, 64))}, {}))
    assert set(clear.convert("RGB").getcolors() or []) == {(clear.width * clear.height, (250, 250, 248))}


def test_many_pictures_make_smaller_cells_not_a_larger_sheet() -> None:
    names = [str(number) for number in range(40)]
    assert drawn(Grid(names, names, {}, {}), cell=1000).size < (2 * MOST_PIXELS**0.5,) * 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=3), st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_no_label_breaks_the_sheet(columns: list[str], rows: list[str]) -> None:
    assert drawn(Grid(columns, rows, {}, {}, columns[0]), cell=60).width >= 60 * len(columns)


@pytest.mark.parametrize("count", [1, 3])
def test_grids_lie_below_each_other(count: int) -> None:
    one = drawn(Grid(["a"], ["b"], {(0, 0): plain((1, 2, 3))}, {}))
    many = drawn(*[Grid(["a"], ["b"], {(0, 0): plain((1, 2, 3))}, {}) for _ in range(count)])
    assert many.size == (one.width, one.height * count)
