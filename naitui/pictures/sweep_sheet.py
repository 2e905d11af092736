"""The contact sheet of a sweep: which picture stands in which cell, with the heads of its columns, rows and sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from naitui.pictures.decode import open_picture
from naitui.pictures.sheet import Grid, draw_sheet
from naitui.recipe.sweep import Cell

At = tuple[int, int, int]
"""Column, row, sheet, from 0."""
_ACROSS = 6
"""Pictures of a sheet beside one another, where it has but one row."""


def draw_sweep(cells: Sequence[Cell], pictures: Mapping[At, Path], title: str) -> bytes:
    """The sheet as a PNG: one grid below another for the third axis; a row that is too long goes on below.

    Pictures that are missing or cannot be read leave a place that says so. Reads files: use a thread.
    """
    depth = 1 + max(cell.at[2] for cell in cells)
    grids = [_grid_at(cells, pictures, title, z) for z in range(depth)]
    return draw_sheet([part for grid in grids for part in _folded(grid)])


def heads_of(cells: Sequence[Cell]) -> tuple[list[str], list[str], list[str]]:
    """What stands at the heads of columns, rows and sheets; those of which every cell is skipped are empty."""
    found: tuple[dict[int, str], ...] = ({}, {}, {})
    for cell in cells:
        for axis, heads in enumerate(found):
            heads[cell.at[axis]] = cell.labels[axis]
    columns, rows, sheets = ([heads.get(at, "") for at in range(1 + max(heads))] for heads in found)
    return columns, rows, sheets


def _grid_at(cells: Sequence[Cell], pictures: Mapping[At, Path], title: str, z: int) -> Grid:
    columns, rows, sheets = heads_of(cells)
    wanted = {cell.at[:2] for cell in cells if cell.at[2] == z}
    here = {at[:2]: partial(_open, path) for at, path in pictures.items() if at[2] == z}
    notes = {
        (x, y): "no picture" if (x, y) in wanted else "skipped" for x in range(len(columns)) for y in range(len(rows))
    }
    return Grid(columns, rows, here, notes, sheets[z] or title)


def _folded(grid: Grid) -> Iterator[Grid]:
    """A grid of one row in rows of `_ACROSS`, each with its own heads; any other as it is."""
    if len(grid.rows) > 1 or len(grid.columns) <= _ACROSS:
        yield grid
        return
    for first in range(0, len(grid.columns), _ACROSS):
        here = range(first, min(first + _ACROSS, len(grid.columns)))
        pictures = {(at - first, 0): grid.pictures[at, 0] for at in here if (at, 0) in grid.pictures}
        notes = {(at - first, 0): grid.notes[at, 0] for at in here if (at, 0) in grid.notes}
        yield Grid([grid.columns[at] for at in here], grid.rows, pictures, notes, "" if first else grid.title)


def _open(path: Path) -> Image.Image:
    return open_picture(path.read_bytes())
