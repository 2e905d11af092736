"""A picture in a few cells, for a line of a list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from naitui.terminal import Protocol
from naitui.widgets.picture import blocks

COLUMNS, ROWS = 6, 3
Swatch = Sequence[list[Segment]]


def make_swatch(thumbnail: bytes, protocol: Protocol, text: Style, *, truecolor: bool, dark: bool) -> Swatch:
    """The middle of a picture as ROWS lines of COLUMNS cells; nothing where pictures are not wanted. Decodes: use a
    thread.

    Raises:
        naitui.pictures.errors.BadPicture: it is none.
    """
    if protocol == "none":
        return ()
    from PIL import ImageOps

    from naitui.pictures.decode import open_picture

    image = open_picture(thumbnail).convert("RGB")
    square = ImageOps.fit(image, (COLUMNS * 4, ROWS * 8))  # cells are twice as high as wide
    if protocol == "unicode":
        return blocks.shades(square, COLUMNS, ROWS, text, dark=dark)
    return blocks.half_blocks(square, COLUMNS, ROWS, truecolor=truecolor)
