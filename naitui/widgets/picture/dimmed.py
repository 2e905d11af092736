"""A picture in the background: half blocks that have gone most of the way to the ground's colour."""

from __future__ import annotations

from textual.color import Color

from naitui.pictures.graphics.blocks import half_blocks
from naitui.widgets.picture.strips import Row, of_runs

STRENGTH = 0.42
"""Of the picture; the rest is the ground."""
SAME_SHAPE = 0.03
"""How much the ratio of a picture may differ from that of the place it is to fill."""


def dimmed(data: bytes, cells: tuple[int, int], ratio: float, ground: Color, *, truecolor: bool) -> list[Row]:
    """Rows of a picture that fills ``cells``, columns and rows; none when it has another shape than ``ratio``.

    Slow, so use a thread.

    Raises:
        naitui.pictures.errors.BadPicture: the bytes are no picture, or a damaged one.
    """
    from PIL import Image

    from naitui.pictures.decode import open_picture, shrink

    picture = open_picture(data)
    width, height = picture.size
    if abs(width / height / ratio - 1) > SAME_SHAPE:
        return []
    columns, rows = cells
    small = shrink(picture, (columns * 2, rows * 4)).convert("RGB")
    sheet = Image.new("RGB", small.size, ground.rgb)
    return of_runs(half_blocks(Image.blend(sheet, small, STRENGTH), columns, rows, truecolor=truecolor))
