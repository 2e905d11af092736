"""A picture in the cells of a tile, for grids: half blocks, whatever else the terminal can do, for they are small."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from naitui.pictures.graphics.framing import fit
from naitui.terminal import DEFAULT_CELL
from naitui.widgets.picture import strips
from naitui.widgets.picture.prepared import Depth

COLUMNS, ROWS = 16, 10
Tile = Sequence[list[Segment]]
"""Lines of equal width, not more than a tile has room for."""


def make_tile(thumbnail: bytes, depth: Depth, *, dark: bool) -> Tile:
    """The whole picture, as large as fits into COLUMNS by ROWS cells. Decodes: use a thread.

    Raises:
        naitui.pictures.errors.BadPicture: it is none.
    """
    from naitui.pictures.decode import open_picture
    from naitui.pictures.graphics import blocks

    image = open_picture(thumbnail).convert("RGB")
    columns, rows = fit(image.size, (COLUMNS, ROWS), DEFAULT_CELL)
    if depth == "none":
        return [[Segment(row, Style())] for row in blocks.shades(image, columns, rows, dark=dark)]
    return strips.of_runs(blocks.half_blocks(image, columns, rows, truecolor=depth == "true"))
