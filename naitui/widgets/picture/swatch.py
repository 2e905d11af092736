"""A picture in a few cells, for a line of a list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from naitui.terminal import Protocol, draws
from naitui.widgets.picture import strips
from naitui.widgets.picture.prepared import Depth

COLUMNS, ROWS = 6, 3
Swatch = Sequence[list[Segment]]


def make_swatch(thumbnail: bytes, protocol: Protocol, depth: Depth, *, dark: bool) -> Swatch:
    """The middle of a picture as ROWS lines of COLUMNS cells; nothing where pictures are not drawn. Decodes: use a
    thread.

    Raises:
        naitui.pictures.errors.BadPicture: it is none.
    """
    if not draws(protocol):
        return ()
    from PIL import ImageOps

    from naitui.pictures.decode import open_picture
    from naitui.pictures.graphics import blocks

    image = open_picture(thumbnail).convert("RGB")
    square = ImageOps.fit(image, (COLUMNS * 4, ROWS * 8))  # cells are twice as high as wide
    if depth == "none":
        return [[Segment(row, Style())] for row in blocks.shades(square, COLUMNS, ROWS, dark=dark)]
    return strips.of_runs(blocks.half_blocks(square, COLUMNS, ROWS, truecolor=depth == "true"))
