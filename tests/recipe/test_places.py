"""Places: cells and pairs as people write them, the grid, figures in one another and at the edge (api.md 4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.places import (
    cell_centre,
    cell_name,
    leaving,
    overlapping,
    read_place,
    rounded,
    snapped,
    write_place,
)

SHARE = st.floats(0, 1)
SPOT = st.tuples(SHARE, SHARE)
CENTRES = (0.1, 0.3, 0.5, 0.7, 0.9)


@pytest.mark.parametrize(
    ("cell", "centre"),
    [
        ("A1", (0.1, 0.1)),
        ("E5", (0.9, 0.9)),
        ("b3", (0.3, 0.5)),
        (" D2 ", (0.7, 0.3)),
        ("F1", None),
        ("A0", None),
        ("A6", None),
        ("A", None),
        ("A11", None),
        ("", None),
    ],
)
def test_cells_of_the_grid(cell: str, centre: tuple[float, float] | None) -> None:
    """Columns A–E and rows 1–5 have their centres at 0.1 0.3 0.5 0.7 0.9 (api.md 4)."""
    assert cell_centre(cell) == centre


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("B3", (0.3, 0.5)),
        ("0.25 0.5", (0.25, 0.5)),
        (" .25,.5 ", (0.25, 0.5)),
        ("0.25, 0.5", (0.25, 0.5)),
        ("[0.25, 0.5]", (0.25, 0.5)),
        ("0 1", (0.0, 1.0)),
        ("1. 0.0", (1.0, 0.0)),
        ("0.123456 0.9", (0.123456, 0.9)),
        ("0.5", None),
        ("0.5 1.1", None),
        ("-0.1 0.5", None),
        ("0.1 0.2 0.3", None),
        ("nan nan", None),
        ("1e-3 0.5", None),
        ("B3 C4", None),
        ("", None),
    ],
)
def test_a_place_is_read_as_people_write_it(text: str, place: tuple[float, float] | None) -> None:
    assert read_place(text) == place


@given(SPOT)
def test_what_is_written_is_read_again(place: tuple[float, float]) -> None:
    assert read_place(write_place(place, grid=False)) == rounded(place)
    assert read_place(write_place(place, grid=True)) == snapped(place)


def test_places_are_written_short() -> None:
    assert write_place((0.25, 0.5), grid=False) == "0.25 0.5"
    assert write_place((0.12345, 1.0), grid=False) == "0.123 1"
    assert write_place((0.25, 0.5), grid=True) == "B3"


@given(SPOT)
def test_snapping_goes_to_the_cell_a_place_lies_in(place: tuple[float, float]) -> None:
    x, y = snapped(place)
    assert x in CENTRES
    assert y in CENTRES
    assert abs(x - place[0]) <= 0.1 + 1e-9
    assert abs(y - place[1]) <= 0.1 + 1e-9
    assert snapped((x, y)) == (x, y) == cell_centre(cell_name(place))


def test_figures_that_stand_in_one_another() -> None:
    near = [(0.3, 0.5), (0.39, 0.41), (0.41, 0.5), (0.4, 0.5)]
    assert overlapping(near, grid=False) == [(0, 1), (1, 2), (1, 3), (2, 3)]
    assert overlapping(near, grid=True) == [(0, 1), (2, 3)]
    assert overlapping([(0.39, 0.5), (0.41, 0.5)], grid=True) == [], "two cells"
    assert overlapping([], grid=True) == overlapping([(0.5, 0.5)], grid=False) == []


@given(st.lists(SPOT, max_size=6), st.booleans())
def test_overlaps_do_not_depend_on_the_order(places: list[tuple[float, float]], grid: bool) -> None:
    def named(order: list[tuple[float, float]]) -> list[tuple[tuple[float, float], ...]]:
        return sorted(tuple(sorted((order[a], order[b]))) for a, b in overlapping(order, grid=grid))

    assert named(places) == named(places[::-1])


def test_figures_that_the_edge_cuts_off() -> None:
    places = [(0.5, 0.5), (0.04, 0.5), (0.05, 0.95), (0.5, 0.96), (1.0, 0.0)]
    assert leaving(places, grid=False) == [1, 3, 4]
    assert leaving(places, grid=True) == []
