"""More canvas around a picture, for infill to paint on."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from naitui.pictures.painting import Cells
from naitui.pictures.prepare import visible
from naitui.pictures.region import CELL

STEP = 64
"""Sides of a request are multiples of it, in pixels."""


@dataclass(frozen=True, slots=True)
class Sides:
    """How much is added on each side, in pixels: multiples of 64."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is added."""
        return not (self.left or self.top or self.right or self.bottom)

    def around(self, width: int, height: int) -> tuple[int, int]:
        """The size in pixels of a picture with them."""
        return width + self.left + self.right, height + self.top + self.bottom


def extended(picture: Image.Image, sides: Sides) -> Image.Image:
    """The picture in the middle of a larger one. The new part continues the colours of the edge, so that a weak infill
    has something to begin with; the old part stays bit for bit. RGB, or RGBA where something can be seen through."""
    seen = visible(picture)
    width, height = seen.size
    whole = Image.new(seen.mode, sides.around(width, height))
    # every strip is one line of edge pixels, stretched; the corners take the corners' colour
    columns = (
        (0, 0, 1, sides.left),
        (sides.left, 0, width, width),
        (sides.left + width, width - 1, width, sides.right),
    )
    rows = (
        (0, 0, 1, sides.top),
        (sides.top, 0, height, height),
        (sides.top + height, height - 1, height, sides.bottom),
    )
    for x, left, right, wide in columns:
        for y, top, bottom, high in rows:
            if wide and high:
                part = seen.crop((left, top, right, bottom))
                whole.paste(part.resize((wide, high), Image.Resampling.NEAREST), (x, y))
    return whole


def grown(painted: Cells, sides: Sides) -> Cells:
    """A mask on the larger picture: what was painted, where that is now, and all that is new."""
    width, height = painted.columns * CELL, painted.rows * CELL
    whole = new_part(width, height, sides)
    data, first = bytearray(whole.data), sides.top // CELL * whole.columns + sides.left // CELL
    for row in range(painted.rows):
        at = first + row * whole.columns
        data[at : at + painted.columns] = painted.data[row * painted.columns : (row + 1) * painted.columns]
    return Cells(whole.columns, whole.rows, bytes(data))


def new_part(width: int, height: int, sides: Sides) -> Cells:
    """The cells that `extended` adds to a picture of that size, whose sides are multiples of 8."""
    whole = Cells.blank(*sides.around(width, height)).inverted()
    first = sides.left // CELL, sides.top // CELL
    last = first[0] + width // CELL - 1, first[1] + height // CELL - 1
    return whole.rectangle(first, last, on=False)
