"""The test card: a picture on which a wrong size, wrong colours, a missing line or a rough scale can be seen.

A circle that must be round, a frame that must be whole on every side, the eight full colours, a ramp of greys without
steps, lines of one pixel, and a corner that can be seen through.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIZE = (480, 320)
"""Width and height in pixels."""
_COLOURS = (
    (255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0),
)  # fmt: skip
_TRANSPARENT = (400, 40, 464, 104)


def card_picture() -> Image.Image:
    """The card, RGBA."""
    from PIL import Image, ImageDraw

    width, height = SIZE
    card = Image.new("RGBA", SIZE, (40, 44, 60, 255))
    draw = ImageDraw.Draw(card)
    bar = width // len(_COLOURS)
    for index, colour in enumerate(_COLOURS):
        draw.rectangle((index * bar, 200, index * bar + bar - 1, 247), fill=(*colour, 255))
    for x in range(width):
        level = x * 255 // (width - 1)
        draw.line((x, 248, x, 279), fill=(level, level, level, 255))
    for x in range(16, width - 16, 2):
        draw.line((x, 284, x, 311), fill=(230, 230, 240, 255) if x % 4 else (120, 120, 130, 255))
    draw.ellipse((160, 24, 319, 183), outline=(242, 166, 90, 255), width=6)
    draw.line((240, 24, 240, 183), fill=(139, 124, 246, 255), width=2)
    draw.line((160, 104, 319, 104), fill=(139, 124, 246, 255), width=2)
    for step in range(5):  # squares within squares: each edge one pixel
        draw.rectangle((24 + 12 * step, 40 + 12 * step, 143 - 12 * step, 159 - 12 * step), outline=(111, 207, 151, 255))
    draw.rectangle(_TRANSPARENT, fill=(0, 0, 0, 0))
    draw.rectangle((0, 0, width - 1, height - 1), outline=(255, 107, 107, 255), width=4)
    return card


@cache
def card_file() -> bytes:
    """The card as the bytes of a PNG file."""
    file = io.BytesIO()
    card_picture().save(file, "PNG")
    return file.getvalue()
