"""What is done to a mask while it is painted: cursor, brush, pen, anchor. Knows no keys and no screen.

It is painted in units: squares of ``unit`` cells (of 8×8 pixels each) in which the terminal shows it, two of them one
above the other in a character. So what is seen is what is painted, and a unit is never a part of a cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from naitui.pictures.painting import Cells, line
from naitui.pictures.strokes import Strokes

Pen = Literal["up", "paint", "erase"]
Spot = tuple[int, int]
"""Column and row of a unit."""
LARGEST_BRUSH = 15


class Easel:
    """One mask under the brush.

    Args:
        cells: the mask to begin with.
        unit: cells that a unit has each way.
    """

    def __init__(self, cells: Cells, unit: int = 1) -> None:
        self._strokes = Strokes(cells)
        self._draft: Cells | None = None
        self.unit = unit
        self.brush = 1
        """Units that the brush has each way."""
        self.pen: Pen = "up"
        self.anchor: Spot | None = None
        """The first corner of a rectangle, or end of a line."""
        self.at: Spot = (self.columns // 2, self.rows // 2)
        """Where the cursor is."""

    @property
    def cells(self) -> Cells:
        """The mask as it is seen, with the stroke that is being painted."""
        return self._draft or self._strokes.cells

    @property
    def columns(self) -> int:
        """Units beside each other; the last one may be cut off by the picture's edge."""
        return -(-self._strokes.cells.columns // self.unit)

    @property
    def rows(self) -> int:
        """Units one above the other."""
        return -(-self._strokes.cells.rows // self.unit)

    @property
    def erases(self) -> bool:
        """Whether what is done takes away."""
        return self.pen == "erase"

    @property
    def steps(self) -> int:
        """How many strokes can be undone."""
        return self._strokes.steps

    @property
    def has_strokes(self) -> bool:
        """Whether anything has been painted, taken back or not."""
        return self._strokes.count > 0 or self._draft is not None

    @property
    def branches(self) -> int:
        """How many strokes were painted in the place of the last one, itself included."""
        return self._strokes.branches

    # ------------------------------------------------------------------ the cursor

    def move(self, across: int, down: int) -> None:
        """Move the cursor, as far as there is picture; with the pen down it paints, or erases, on the way."""
        before = self.at
        self.at = self._inside((before[0] + across, before[1] + down))
        if self.pen != "up":
            self._stroke(before, self.at, on=not self.erases)

    def drag(self, across: int, down: int) -> None:
        """Move the cursor and paint on the way, whether or not the pen is down."""
        before = self.at
        self.at = self._inside((before[0] + across, before[1] + down))
        self._stroke(before, self.at, on=not self.erases)

    def go(self, spot: Spot) -> None:
        """Put the cursor somewhere without painting."""
        self.at = self._inside(spot)

    def draw_to(self, spot: Spot, *, on: bool) -> None:
        """Draw from the cursor to a spot: a pointer was dragged there. A pointer knows characters alone, so both of
        the units in one are painted: this one and the one below it."""
        before, self.at = self.at, self._inside(spot)
        for lower in (0, 1):
            self._stroke((before[0], before[1] + lower), (self.at[0], self.at[1] + lower), on=on)

    def zoom(self, unit: int) -> None:
        """Other units; the cursor stays where it is in the picture."""
        middle = [
            min(place * self.unit + self.unit // 2, most - 1) for place, most in zip(self.at, self._size, strict=True)
        ]
        anchor = self.anchor
        if anchor is not None:
            self.anchor = anchor[0] * self.unit // unit, anchor[1] * self.unit // unit
        self.unit = unit
        self.at = self._inside((middle[0] // unit, middle[1] // unit))

    @property
    def pixels(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the unit under the cursor in pixels of the picture."""
        (x, y), side = self.at, 8 * self.unit
        wide, high = self._size
        return x * side, y * side, min((x + 1) * side, wide * 8), min((y + 1) * side, high * 8)

    @property
    def _size(self) -> tuple[int, int]:
        return self._strokes.cells.columns, self._strokes.cells.rows

    def _inside(self, spot: Spot) -> Spot:
        return max(0, min(spot[0], self.columns - 1)), max(0, min(spot[1], self.rows - 1))

    # ------------------------------------------------------------------ strokes

    def press_pen(self, pen: Literal["paint", "erase"]) -> None:
        """Put the pen down, which paints at once; or lift it when it is down for that already: the stroke is done."""
        self.settle()
        if self.pen == pen:
            self.pen = "up"
        else:
            self.pen = pen
            self._stroke(self.at, self.at, on=pen == "paint")

    def _stroke(self, a: Spot, b: Spot, *, on: bool) -> None:
        self._draft = self.cells.dabs(line(a, b), self.unit, self.brush, on=on)

    def settle(self) -> bool:
        """What has been painted so far is a step; False when nothing has changed."""
        draft, self._draft = self._draft, None
        return draft is not None and self._strokes.take(draft)

    def drop(self) -> bool:
        """Lift the pen and forget the anchor; False when neither was there."""
        self.settle()
        had = self.pen != "up" or self.anchor is not None
        self.pen, self.anchor = "up", None
        return had

    # ------------------------------------------------------------------ whole steps

    def edit(self, change: Callable[[Cells], Cells]) -> bool:
        """Do something to the whole mask as one step; False when it changes nothing."""
        self.settle()
        return self._strokes.take(change(self._strokes.cells))

    def mark(self) -> bool:
        """Set the first corner here; or with one, paint (erase) the rectangle to here. False for a first corner."""
        self.settle()
        anchor, self.anchor = self.anchor, self.at if self.anchor is None else None
        if anchor is None:
            return False
        self.edit(lambda cells: self._rectangle(cells, anchor))
        return True

    def _rectangle(self, cells: Cells, anchor: Spot) -> Cells:
        (a, b), unit = (anchor, self.at), self.unit
        first = min(a[0], b[0]) * unit, min(a[1], b[1]) * unit
        last = (max(a[0], b[0]) + 1) * unit - 1, (max(a[1], b[1]) + 1) * unit - 1
        return cells.rectangle(first, last, on=not self.erases)

    def draw_line(self) -> bool:
        """A line from the anchor to here, where the anchor goes; False without one."""
        anchor, self.anchor = self.anchor, self.at
        if anchor is None:
            return False
        return self.edit(lambda cells: cells.dabs(line(anchor, self.at), self.unit, self.brush, on=not self.erases))

    def fill(self) -> bool:
        """Fill the area around the cursor that is bare (painted, when the eraser is on), up to what is not."""
        place = self.at[0] * self.unit, self.at[1] * self.unit
        return self.edit(lambda cells: cells.fill(place, on=not self.erases))

    def clear(self) -> bool:
        """Nothing is painted; False when nothing was."""
        return self.edit(lambda cells: Cells(cells.columns, cells.rows, bytes(len(cells.data))))

    def resize_brush(self, by: int) -> None:
        """A larger brush, or a smaller one."""
        self.brush = max(1, min(LARGEST_BRUSH, self.brush + by))

    def undo(self) -> bool:
        """The last stroke goes; False when there is none."""
        self.settle()
        return self._strokes.undo()

    def redo(self) -> bool:
        """It comes back; False when there is none."""
        self.settle()
        return self._strokes.redo()

    def other(self) -> bool:
        """What was painted instead; False when nothing was."""
        self.settle()
        return self._strokes.other()
