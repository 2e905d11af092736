"""Places in a picture: cells of the 5×5 grid and free places, how both are written, and what may be wrong with them.

Source: the service's reference, geometry (columns A to E, rows 1 to 5, centres at 0.1 0.3 0.5 0.7 0.9).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Point = tuple[float, float]
"""The centre of a figure as fractions of width and height, both 0 to 1."""

COLUMNS = "ABCDE"
CELLS = len(COLUMNS)
DECIMALS = 3
"""Of a free place, as it is sent."""
NEAR = 0.1
"""Half a cell: figures whose centres are nearer than that in both directions stand in one another."""
EDGE = 0.05
"""A figure nearer to the edge than that is cut off by it."""

_CELL = re.compile(r"([A-Ea-e])([1-5])")
_NUMBER = r"\d*\.?\d+|\d+\."
_PAIR = re.compile(rf"\[?\s*({_NUMBER})(?:\s*[,;]\s*|\s+)({_NUMBER})\s*\]?")


def cell_centre(cell: str) -> Point | None:
    """The centre of a cell of the 5×5 grid: ``"B3"`` → (0.3, 0.5); None when it is not a cell's name."""
    match = _CELL.fullmatch(cell.strip())
    if match is None:
        return None
    column, row = COLUMNS.index(match[1].upper()), int(match[2]) - 1
    return (2 * column + 1) / 10, (2 * row + 1) / 10


def cell_name(place: Point) -> str:
    """The cell that a place lies in: (0.25, 0.5) → ``"B3"``."""
    column, row = (_index(side) for side in place)
    return f"{COLUMNS[column]}{row + 1}"


def snapped(place: Point) -> Point:
    """The centre of the cell that a place lies in: what models with the grid are sent."""
    x, y = ((2 * _index(side) + 1) / 10 for side in place)
    return x, y


def rounded(place: Point) -> Point:
    """A free place as it is sent."""
    return round(place[0], DECIMALS), round(place[1], DECIMALS)


def read_place(text: str) -> Point | None:
    """A place as people write it: ``B3``, ``0.25 0.5``, ``.25, .5``; None when it is neither."""
    centre = cell_centre(text)
    if centre is not None:
        return centre
    match = _PAIR.fullmatch(text.strip())
    if match is None:
        return None
    place = float(match[1]), float(match[2])
    return place if max(place) <= 1 else None


def write_place(place: Point, *, grid: bool) -> str:
    """A place in a few letters, which `read_place` takes: ``B3`` on the grid, else ``0.25 0.5``."""
    return cell_name(place) if grid else " ".join(f"{side:g}" for side in rounded(place))


def overlapping(places: Sequence[Point], *, grid: bool) -> list[tuple[int, int]]:
    """Pairs of indices of figures that stand in one another: in one cell, or nearer than half a cell."""
    return [
        (one, other)
        for other in range(len(places))
        for one in range(other)
        if _too_near(places[one], places[other], grid=grid)
    ]


def leaving(places: Sequence[Point], *, grid: bool) -> list[int]:
    """Indices of figures that the picture's edge cuts off; on the grid nobody can stand so near to it."""
    return [] if grid else [index for index, (x, y) in enumerate(places) if min(x, y, 1 - x, 1 - y) < EDGE - _ALMOST]


_ALMOST = 1e-9
"""0.3 − 0.2 is a little less than 0.1."""


def _too_near(one: Point, other: Point, *, grid: bool) -> bool:
    if grid:
        return snapped(one) == snapped(other)
    return all(abs(a - b) < NEAR - _ALMOST for a, b in zip(one, other, strict=True))


def _index(side: float) -> int:
    return min(CELLS - 1, int(CELLS * side))
