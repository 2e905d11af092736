"""Pictures out of characters: two coloured pixels a cell (`▀`), or shades of grey without any colour.

Works in every terminal, in screenshots and in tests. What comes out are runs of equal cells: whoever draws them has
fewer colours to change and fewer bytes to send.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

SHADES = " ░▒▓█"

_CUBE = (0, 95, 135, 175, 215, 255)


class Run(NamedTuple):
    """Some equal cells beside each other.

    `upper`, `lower`: their two pixels, each three bytes (red, green, blue), or one byte (one of the fixed colours of a
    256-colour terminal, counted from 16 on).
    """

    upper: bytes
    lower: bytes
    cells: int


def half_blocks(image: Image.Image, columns: int, rows: int, *, truecolor: bool, bits: int = 6) -> list[list[Run]]:
    """`rows` lines of `columns` cells, each cell an upper and a lower pixel.

    Args:
        image: RGB, any size; it is brought to `columns` x 2·`rows` pixels.
        truecolor: False rounds to the 240 fixed colours of a 256-colour terminal here, as Rich's own rounding turns
            dark pictures yellow, red and blue.
        bits: kept of each channel in truecolour. Nobody sees a difference with 6, and many more neighbours are equal.
    """
    from PIL import Image

    small = image.resize((columns, rows * 2), Image.Resampling.BOX)
    pixels, depth = pixels_of(small, truecolor=truecolor, bits=bits)
    stride = columns * depth
    lines = []
    for start in range(0, rows * 2 * stride, 2 * stride):
        lines.append(list(_runs(pixels[start : start + stride], pixels[start + stride : start + 2 * stride], depth)))
        time.sleep(0)  # lets another thread have the interpreter between two rows
    return lines


def pixels_of(image: Image.Image, *, truecolor: bool, bits: int = 6) -> tuple[bytes, int]:
    """The pixels of an RGB picture as a terminal shows them, row by row, and the bytes that each has; see `Run`."""
    from PIL import Image

    if truecolor:
        return image.point(_rounded(bits)).tobytes(), 3
    return image.quantize(palette=_xterm_palette(), dither=Image.Dither.NONE).tobytes(), 1


def shades(image: Image.Image, columns: int, rows: int, *, dark: bool) -> list[str]:
    """The picture in five shades of the text's colour; `dark` says that the text is lighter than its ground."""
    from PIL import Image

    small = image.resize((columns, rows), Image.Resampling.BOX).convert("L").tobytes()
    ladder = SHADES if dark else SHADES[::-1]
    text = "".join(ladder[value * len(ladder) // 256] for value in small)
    return [text[start : start + columns] for start in range(0, columns * rows, columns)]


def coarse(image: Image.Image, columns: int, rows: int) -> Image.Image:
    """The same picture with one colour for two cells: a fifth of the bytes, for what is only seen for a moment."""
    from PIL import Image

    small = image.resize((max(1, columns // 2), rows), Image.Resampling.BOX)
    return small.resize((columns, rows * 2), Image.Resampling.NEAREST)


def _runs(upper: bytes, lower: bytes, depth: int) -> Iterator[Run]:
    """One line of cells, equal neighbours as one."""
    last, count = (b"", b""), 0
    for x in range(0, len(upper), depth):
        pair = upper[x : x + depth], lower[x : x + depth]
        if pair == last:
            count += 1
            continue
        if count:
            yield Run(*last, count)
        last, count = pair, 1
    yield Run(*last, count)


@cache
def _rounded(bits: int) -> list[int]:
    most = (1 << bits) - 1
    return [(value * most + 127) // 255 * 255 // most for value in range(256)] * 3


@cache
def _xterm_palette() -> Image.Image:
    """xterm's fixed colours 16 to 255 (a cube of 216 and 24 greys) as a palette to quantise with."""
    from PIL import Image

    cube = [(red, green, blue) for red in _CUBE for green in _CUBE for blue in _CUBE]
    greys = [(level, level, level) for level in range(8, 239, 10)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in cube + greys for channel in colour])
    return palette
