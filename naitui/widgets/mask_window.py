"""Which part of a mask is seen in a pane, in characters of two units each: it follows the cursor."""

from __future__ import annotations

from naitui.pictures.painting import Cells
from naitui.widgets.easel import Easel, Spot

EDGE = 3
"""Characters between the cursor and the edge of the pane, where there is more of the picture."""


def whole_unit(cells: Cells, pane: tuple[int, int]) -> int:
    """The smallest unit, in cells, at which a whole picture is seen in a pane of so many columns and rows."""
    width, height = pane
    if not width or not height:
        return 1
    return max(1, -(-cells.columns // width), -(-cells.rows // (2 * height)))


class MaskWindow:
    """The part that is seen."""

    def __init__(self) -> None:
        self.first: Spot = (0, 0)
        """Column and row of its first character."""

    def follow(self, easel: Easel, pane: tuple[int, int]) -> bool:
        """Keep the cursor in view, with some picture around it; whether the window has moved."""
        place, sizes = (easel.at[0], easel.at[1] // 2), (easel.columns, -(-easel.rows // 2))
        found = []
        for at, first, room, size in zip(place, self.first, pane, sizes, strict=True):
            edge = min(EDGE, room // 4)
            if not first + edge <= at < first + room - edge:
                first = at - room // 2
            found.append(max(0, min(first, size - room)))
        before, self.first = self.first, (found[0], found[1])
        return before != self.first

    def origin(self, easel: Easel, pane: tuple[int, int]) -> Spot:
        """Where the picture begins in the pane, when it is smaller than that."""
        width, height = pane
        return max(0, (width - easel.columns) // 2), max(0, (height - -(-easel.rows // 2)) // 2)
