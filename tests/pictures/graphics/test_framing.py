"""Which cells, and which part of the picture: laws that hold for every picture, pane and view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.pictures.graphics.framing import MODES, Frame, Place, View, fit, frame, zoomed

sides = st.integers(1, 4000)
pictures = st.tuples(sides, sides)
places = st.builds(
    Place,
    st.tuples(st.integers(1, 200), st.integers(1, 80)),
    st.tuples(st.integers(4, 20), st.integers(8, 40)),
    st.sampled_from([1, 10]),
)
shares = st.floats(0, 1)
views = st.builds(View, st.sampled_from(MODES), st.integers(-6, 6), st.tuples(shares, shares))


def test_the_whole_picture_fits() -> None:
    assert fit((832, 1216), (40, 30), (10, 20)) == (40, 29)
    assert fit((100, 100), (40, 40), (10, 20)) == (40, 20)
    assert fit((10, 10_000), (40, 30), (10, 20)) == (1, 30)
    assert fit((10_000, 10), (40, 30), (10, 20)) == (40, 1)
    assert fit((1, 1), (1, 1), (10, 20)) == (1, 1)


@given(pictures, places, views)
def test_the_window_lies_on_the_grid_and_in_the_pane(picture: tuple[int, int], place: Place, view: View) -> None:
    framed = frame(picture, place, view)
    left, top, columns, rows = framed.window
    assert 0 <= left <= framed.grid[0] - columns
    assert 0 <= top <= framed.grid[1] - rows
    assert 1 <= columns <= place.box[0]
    assert 1 <= rows <= place.box[1]
    crop = framed.crop(picture)
    assert 0 <= crop[0] < crop[2] <= picture[0] + 1e-6
    assert 0 <= crop[1] < crop[3] <= picture[1] + 1e-6


@given(pictures, places)
def test_fit_shows_all_of_it_and_fill_leaves_no_gap(picture: tuple[int, int], place: Place) -> None:
    whole = frame(picture, place, View("fit"))
    assert not whole.pannable
    assert whole.grid == fit(picture, place.box, place.cell)
    full = frame(picture, place, View("fill"))
    assert full.window[2:] == place.box or 1 in full.grid


@pytest.mark.parametrize(("dot", "grid"), [(1, (83, 61)), (10, (832, 608))])
def test_its_own_pixels(dot: int, grid: tuple[int, int]) -> None:
    framed = frame((832, 1216), Place((40, 30), (10, 20), dot), View("actual"))
    assert framed.grid == grid
    assert framed.window[2:] == (40, 30)
    left, top, right, bottom = framed.crop((832, 1216))
    assert (right - left) == pytest.approx(40 * 10 / dot, abs=2)
    assert (bottom - top) == pytest.approx(30 * 20 / dot, abs=2)


steps = st.integers(-30, 30)


@given(pictures, places, views, steps, steps)
def test_panning_moves_by_cells_and_stops_at_the_edges(
    picture: tuple[int, int], place: Place, view: View, across: int, down: int
) -> None:
    before = frame(picture, place, view)
    after = frame(picture, place, before.panned(view, across, down))
    for axis, step in enumerate((across, down)):
        room = before.grid[axis] - before.window[2 + axis]
        assert after.window[axis] == min(max(before.window[axis] + step, 0), room)
    assert after.window[2:] == before.window[2:]


@given(pictures, places, views)
def test_panning_comes_to_every_edge(picture: tuple[int, int], place: Place, view: View) -> None:
    far = 10**9
    framed = frame(picture, place, view)
    first = framed.panned(view, -far, -far)
    last = framed.panned(view, far, far)
    assert frame(picture, place, first).window[:2] == (0, 0)
    left, top, columns, rows = frame(picture, place, last).window
    assert (left + columns, top + rows) == framed.grid
    assert frame(picture, place, last).panned(last, far, far) == last


@settings(deadline=None)
@given(pictures, places, views)
def test_zooming_ends_both_ways(picture: tuple[int, int], place: Place, view: View) -> None:
    nearer = view
    for _ in range(100):
        if (after := zoomed(picture, place, nearer, 1)) == nearer:
            break
        assert frame(picture, place, after).grid >= frame(picture, place, nearer).grid
        nearer = after
    else:
        raise AssertionError("nearer and nearer without end")
    for _ in range(100):
        if (after := zoomed(picture, place, nearer, -1)) == nearer:
            break
        nearer = after
    assert not frame(picture, place, nearer).pannable


def test_words() -> None:
    assert View().words == "fit"
    assert View("fill").words == "fill"
    assert View("actual", 2).words == "1:1 ×2"
    assert View().cycled().cycled().cycled() == View()
    assert replace(View(), centre=(0.1, 0.9)).cycled().centre == (0.1, 0.9)


def test_the_crop_of_everything_is_everything() -> None:
    assert Frame((40, 29), (0, 0, 40, 29)).crop((832, 1216)) == (0, 0, 832, 1216)
