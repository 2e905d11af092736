"""The part of a picture that a focused infill sends, in numbers alone: prices need it before any picture is opened."""

from __future__ import annotations

import math

CELL = 8
"""Side of a cell of a mask in pixels."""

FOCUS_AREA = 1_048_576
"""Small regions are enlarged to about this many pixels."""

_SIDE_STEP = 64
_BIG_ENOUGH = 0.8

Region = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, the last two behind it; multiples of 8."""


def fits(region: Region, width: int, height: int) -> bool:
    """Whether a region lies inside a picture of that size and on the cells of its mask."""
    left, top, right, bottom = region
    return 0 <= left < right <= width and 0 <= top < bottom <= height and not any(edge % CELL for edge in region)


def focus_size(region: Region) -> tuple[int, int]:
    """Return (width, height) in pixels that a region is sent and repainted in, multiples of 64.

    Below 0.8 of 1,048,576 pixels it is enlarged to about that, as on NovelAI's page, else it keeps its size; sides are
    rounded down, never below 64. Raises ValueError for an empty region.
    """
    width, height = region[2] - region[0], region[3] - region[1]
    if width < 1 or height < 1:
        raise ValueError("the region has at least one pixel each way")
    area = width * height
    scale = math.sqrt(FOCUS_AREA / area) if area < _BIG_ENOUGH * FOCUS_AREA else 1.0
    wide, high = (max(_SIDE_STEP, math.floor(side * scale) // _SIDE_STEP * _SIDE_STEP) for side in (width, height))
    return wide, high
