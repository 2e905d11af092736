"""Pictures out of characters: two coloured pixels a cell (`▀`), or shades of grey without any colour.

Works in every terminal, in screenshots and in tests. Made in a worker thread; the strips come out rendered, so that the
event loop has nothing left to do but write them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from PIL import Image

Row = list[Segment]

SHADES = " ░▒▓█"

_CUBE = (0, 95, 135, 175, 215, 255)
# 6 bits a channel: nobody sees it, and many more neighbours are equal and need no new colour
_SIX_BITS = [(value * 63 + 127) // 255 * 255 // 63 for value in range(256)] * 3


def half_blocks(image: Image.Image, columns: int, rows: int, *, truecolor: bool) -> list[Row]:
    """`rows` lines of `columns` cells, each cell an upper and a lower pixel.

    Args:
        image: RGB, any size; it is brought to `columns` x 2·`rows` pixels.
        truecolor: False rounds to the 240 fixed colours of a 256-colour terminal here, as Rich's own rounding turns
            dark pictures yellow, red and blue.
    """
    from PIL import Image

    small = image.resize((columns, rows * 2), Image.Resampling.BOX)
    if truecolor:
        pixels = small.point(_SIX_BITS).tobytes()
        depth = 3
    else:
        pixels = small.quantize(palette=_xterm_palette(), dither=Image.Dither.NONE).tobytes()
        depth = 1
    styles: dict[bytes, Style] = {}
    stride = columns * depth
    lines = []
    for start in range(0, rows * 2 * stride, 2 * stride):
        upper, lower = pixels[start : start + stride], pixels[start + stride : start + 2 * stride]
        lines.append(_row(upper, lower, depth, styles))
        time.sleep(0)  # lets the event loop have the interpreter between two rows
    return lines


def shades(image: Image.Image, columns: int, rows: int, style: Style, *, dark: bool) -> list[Row]:
    """The picture in five shades of the text colour `style`; `dark` says that the text is lighter than its ground."""
    from PIL import Image

    small = image.resize((columns, rows), Image.Resampling.BOX).convert("L").tobytes()
    ladder = SHADES if dark else SHADES[::-1]
    text = "".join(ladder[value * len(ladder) // 256] for value in small)
    return [[Segment(text[start : start + columns], style)] for start in range(0, columns * rows, columns)]


def _row(upper: bytes, lower: bytes, depth: int, styles: dict[bytes, Style]) -> Row:
    """One line of cells, equal neighbours merged into one segment. `styles` is a cache across rows."""
    row: Row = []
    for pair, count in _runs(upper, lower, depth):
        above, below = pair[:depth], pair[depth:]
        style = styles.get(pair)
        if style is None:
            style = Style(color=_colour(above) if above != below else None, bgcolor=_colour(below))
            styles[pair] = style
        row.append(Segment(("▀" if above != below else " ") * count, style))
    return row


def _runs(upper: bytes, lower: bytes, depth: int) -> Iterator[tuple[bytes, int]]:
    """Pairs of an upper and a lower pixel, and how many cells in a row have the same pair."""
    last, count = b"", 0
    for x in range(0, len(upper), depth):
        pair = upper[x : x + depth] + lower[x : x + depth]
        if pair == last:
            count += 1
            continue
        if count:
            yield last, count
        last, count = pair, 1
    yield last, count


def _colour(pixel: bytes) -> Color:
    """A 24-bit colour, or for one byte one of the fixed colours from 16 on."""
    return Color.from_rgb(*pixel) if len(pixel) == 3 else Color.from_ansi(16 + pixel[0])


@cache
def _xterm_palette() -> Image.Image:
    """xterm's fixed colours 16 to 255 (a cube of 216 and 24 greys) as a palette to quantise with."""
    from PIL import Image

    cube = [(red, green, blue) for red in _CUBE for green in _CUBE for blue in _CUBE]
    greys = [(level, level, level) for level in range(8, 239, 10)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in cube + greys for channel in colour])
    return palette
