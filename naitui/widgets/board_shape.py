"""The geometry of the position board: which cells the picture takes, and where in it a place lies. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.pictures.graphics.framing import fit
from naitui.recipe.places import CELLS, COLUMNS, Point

CELL = (1, 2)
"""A terminal cell is about twice as high as wide."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The picture on the board: its cells, and where they begin. A frame of one cell lies around them."""

    left: int
    top: int
    columns: int
    rows: int

    @classmethod
    def fitted(cls, box: tuple[int, int], picture: tuple[int, int]) -> Shape:
        """The largest picture of this size's shape in ``box`` (columns, rows), frame included, in the middle."""
        inner = max(CELLS, box[0] - 2), max(1, box[1] - 2)
        columns, rows = fit(picture, inner, CELL)
        columns = max(CELLS, columns)
        return cls((box[0] - columns) // 2, max(1, (box[1] - rows) // 2), columns, rows)

    def spot(self, place: Point) -> tuple[int, int]:
        """Column and row of a place, counted from the picture's own corner."""
        return min(self.columns - 1, int(place[0] * self.columns)), min(self.rows - 1, int(place[1] * self.rows))

    def place(self, x: int, y: int) -> Point:
        """The place in the middle of a cell of the board; what lies outside is brought to the edge."""
        across, down = (x - self.left + 0.5) / self.columns, (y - self.top + 0.5) / self.rows
        return min(1.0, max(0.0, across)), min(1.0, max(0.0, down))

    @property
    def middles(self) -> set[tuple[int, int]]:
        """Columns and rows of the middles of the grid's cells."""
        return {self.spot(((2 * x + 1) / 10, (2 * y + 1) / 10)) for x in range(CELLS) for y in range(CELLS)}

    def letters(self) -> dict[int, str]:
        """The names of the grid's columns, by the columns of the board."""
        return {self.spot(((2 * n + 1) / 10, 0))[0]: letter for n, letter in enumerate(COLUMNS)}

    def digits(self) -> dict[int, str]:
        """The names of the grid's rows, by the rows of the board; none where they would share one."""
        rows = {self.spot((0, (2 * n + 1) / 10))[1]: f"{n + 1}" for n in range(CELLS)}
        return rows if len(rows) == CELLS else {}
