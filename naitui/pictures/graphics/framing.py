"""Which cells of a pane a picture takes, and which part of the picture is in them: pure arithmetic.

At a given scale the whole picture would cover a *grid* of cells. What fits into the pane is a *window* on that grid, so
panning goes by whole cells, and a terminal that has the whole grid already needs nothing new for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["fit", "fill", "actual"]
MODES: tuple[Mode, ...] = ("fit", "fill", "actual")

_STEP = 2**0.5  # one step of zoom
_MOST_STEPS = 64  # from one end of all scales to the other
_LARGEST = 16.0  # dots a picture's pixel can be wide at most


@dataclass(frozen=True, slots=True)
class View:
    """What somebody wants to see of a picture.

    `mode`: the whole of it ("fit"), the pane full of it ("fill"), or its pixels one by one ("actual"). `zoom`: steps
    of √2 from there. `centre`: the point of the picture in the middle of the pane, 0 to 1 each way.
    """

    mode: Mode = "fit"
    zoom: int = 0
    centre: tuple[float, float] = (0.5, 0.5)

    def cycled(self) -> View:
        """The next mode, at the same place."""
        return View(MODES[(MODES.index(self.mode) + 1) % len(MODES)], 0, self.centre)

    @property
    def words(self) -> str:
        """A word or two for a title."""
        name = {"fit": "fit", "fill": "fill", "actual": "1:1"}[self.mode]
        return f"{name} ×{_STEP**self.zoom:.2g}" if self.zoom else name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is shown: `box` in columns and rows, `cell` and `dot` in pixels.

    A `dot` is the width of the smallest thing that can be drawn: a pixel, or a whole column where pictures are made of
    half blocks.
    """

    box: tuple[int, int]
    cell: tuple[int, int]
    dot: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """The cells of a picture. `grid`: columns and rows of all of it. `window`: left, top, columns and rows shown."""

    grid: tuple[int, int]
    window: tuple[int, int, int, int]

    @property
    def pannable(self) -> bool:
        """Is there more of the picture than is shown?"""
        return self.window[2:] != self.grid

    def crop(self, size: tuple[int, int]) -> tuple[float, float, float, float]:
        """The window in pixels of a picture of this size: left, top, right, bottom."""
        left, top, columns, rows = self.window
        across, down = size[0] / self.grid[0], size[1] / self.grid[1]
        return left * across, top * down, (left + columns) * across, (top + rows) * down

    def panned(self, view: View, columns: int, rows: int) -> View:
        """`view` moved by so many cells, no further than to the picture's edges; `view` itself if it is there."""
        start, shown = self.window[:2], self.window[2:]
        centre = list(view.centre)
        for axis, step in enumerate((columns, rows)):
            room = self.grid[axis] - shown[axis]
            target = min(max(start[axis] + step, 0), room)
            if target != start[axis]:
                centre[axis] = (target + shown[axis] / 2) / self.grid[axis]
        return replace(view, centre=(centre[0], centre[1]))


def fit(picture: tuple[int, int], box: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    """Columns and rows of the largest picture of this ratio in the box, at least one each.

    Args:
        picture: width and height in pixels; only their ratio matters, small pictures are enlarged.
        box: columns and rows there are.
        cell: width and height of one cell in pixels.
    """
    scale = min(box[0] * cell[0] / picture[0], box[1] * cell[1] / picture[1])
    columns, rows = (round(side * scale / unit) for side, unit in zip(picture, cell, strict=True))
    return max(1, min(box[0], columns)), max(1, min(box[1], rows))


def frame(picture: tuple[int, int], place: Place, view: View) -> Frame:
    """The cells of a picture of so many pixels in `place`, seen as `view` says."""
    scale = _scale(picture, place, view)
    if scale == _fitting(picture, place):
        grid = fit(picture, place.box, place.cell)
        return Frame(grid, (0, 0, *grid))
    columns, rows = (max(1, round(side * scale / unit)) for side, unit in zip(picture, place.cell, strict=True))
    shown = min(columns, place.box[0]), min(rows, place.box[1])
    left, top = (
        min(max(round(centre * all_ - part / 2), 0), all_ - part)
        for centre, all_, part in zip(view.centre, (columns, rows), shown, strict=True)
    )
    return Frame((columns, rows), (left, top, *shown))


def zoomed(picture: tuple[int, int], place: Place, view: View, way: Literal[1, -1]) -> View:
    """`view` nearer (1) or further away (-1); `view` itself where that changes nothing.

    A view that was made for another picture may be far outside of what this one allows: then the step is as large as it
    takes to see something.
    """
    before = _scale(picture, place, view)
    for steps in range(1, _MOST_STEPS):
        other = replace(view, zoom=view.zoom + way * steps)
        if _scale(picture, place, other) != before:
            return other
    return view


def _fitting(picture: tuple[int, int], place: Place) -> float:
    return min(place.box[axis] * place.cell[axis] / picture[axis] for axis in (0, 1))


def _scale(picture: tuple[int, int], place: Place, view: View) -> float:
    """Pixels of the terminal for one of the picture; the least is all of it, or its own size if that is less."""
    fitting = _fitting(picture, place)
    filling = max(place.box[axis] * place.cell[axis] / picture[axis] for axis in (0, 1))
    own = {"fit": fitting, "fill": filling, "actual": float(place.dot)}[view.mode]
    least = min(fitting, place.dot)
    return min(max(own * _STEP**view.zoom, least), max(_LARGEST * place.dot, filling))
