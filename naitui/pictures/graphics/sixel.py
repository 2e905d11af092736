"""Sixel pictures: an encoder.

The encoder is our own, of Pillow and the standard library. The only one at hand, textual-image's private one, makes the
same size, but stops the whole interpreter for some 90 ms a picture (it counts all pixels in one call), and its 0.12
defines colours between pixels, of which xterm makes streaks. Format: DEC STD 070, chapter 9: a character is a column of
six pixels in the chosen colour, `!n` repeats, `$` goes back to the start of the band, `-` to the next band.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

BAND = 6
"""Rows of pixels that one line of sixels has."""

_LONG_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_STRETCH = re.compile(rb"[^\0]+(?:\0{1,9}[^\0]+)*")  # gaps under ten columns are cheaper drawn than jumped over
_CHARACTERS = bytes(range(63, 127)) + bytes(192)
_BITS = (1, 2, 4, 8, 16, 32)


class _Stretch(NamedTuple):
    """Where one colour is drawn in a band. Sorts by start, the longer first."""

    start: int
    minus_end: int
    colour: int
    columns: bytes
    """The six pixels of each column as bits, the topmost lowest."""


def quantised(image: Image.Image, columns: int, rows: int, cell: tuple[int, int], colours: int) -> Image.Image:
    """The picture in at most `colours` (256) colours, as large as its cells but for less than a band at the bottom.

    The height is a multiple of 6: with another one Konsole scrolls the screen when a picture ends near the bottom.

    Args:
        cell: width and height of a cell in pixels.
    """
    from PIL import Image

    width, height = columns * cell[0], rows * cell[1]
    full = image.resize((width, max(BAND, height - height % BAND)), Image.Resampling.BICUBIC)
    sample = full.reduce(2) if min(full.size) > 64 else full
    palette = sample.quantize(colours, method=Image.Quantize.FASTOCTREE, kmeans=2)
    return full.quantize(palette=palette, dither=Image.Dither.NONE)


def unit(cell_height: int) -> int:
    """The fewest rows of cells that whole bands of sixels can draw."""
    return BAND // math.gcd(BAND, cell_height)


def encode_rows(image: Image.Image, cell_height: int, first: int, last: int, wanted: Callable[[], bool]) -> str:
    """Rows of cells `first` to `last` (exclusive) of a picture that `quantised` made, as one sequence."""
    top, bottom = first * cell_height, min(last * cell_height, image.height)
    whole = (top, bottom) == (0, image.height)
    return encode_palette(image if whole else image.crop((0, top, image.width, bottom)), wanted)


def encode_palette(image: Image.Image, wanted: Callable[[], bool]) -> str:
    """A palette picture as a sixel sequence, all colours defined before the first pixel.

    There is no line feed after the last band: with one, Konsole scrolls when the picture ends near the bottom.

    Args:
        wanted: asked after each band; False ends the work, and the result is empty.
    """
    (width, height), pixels = image.size, image.tobytes()
    channels = [(level * 100 + 127) // 255 for level in image.getpalette() or []]  # sixels have per cent
    defined = [
        "#{};2;{};{};{}".format(colour, *channels[3 * colour : 3 * colour + 3])
        for colour, uses in enumerate(image.histogram())
        if uses
    ]
    bands: list[str] = []
    pen = -1
    for top in range(0, height * width, BAND * width):
        lines = [pixels[start : start + width] for start in range(top, min(top + BAND * width, len(pixels)), width)]
        band, pen = _band(lines, pen)
        bands.append(band.decode("ascii"))
        if not wanted():
            return ""
    return f'\x1bP0;0;0q"1;1;{width};{height}' + "".join(defined) + "-".join(bands) + "\x1b\\"


def _band(lines: list[bytes], pen: int) -> tuple[bytearray, int]:
    """Up to six rows of pixels; `pen` is the colour chosen before, and the one chosen after is given back.

    Stretches of several colours that do not overlap share one pass. Those of the first pass are drawn solid, which is
    a few bytes: whatever else lies in them is drawn over in a later pass.
    """
    out = bytearray()
    solid: int | None = 63 + (1 << len(lines)) - 1
    waiting = sorted(_stretches(lines))
    while waiting:
        later = []
        x = 0
        if solid is None:
            out += b"$"
        for stretch in waiting:
            if stretch.start < x:
                later.append(stretch)
                continue
            if stretch.colour != pen:
                pen = stretch.colour
                out += b"#%d" % pen
            out += _repeat(63, stretch.start - x)
            x = -stretch.minus_end
            if solid is not None:
                out += _repeat(solid, x - stretch.start)
            else:
                out += _LONG_RUN.sub(_shorten, stretch.columns.translate(_CHARACTERS))
        waiting = later
        solid = None
    return out, pen


def _stretches(lines: list[bytes]) -> Iterator[_Stretch]:
    """Every stretch of every colour in the band."""
    width = len(lines[0])
    drawn: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(width))
    for x, column in enumerate(zip(*lines, strict=True)):
        for bit, colour in zip(_BITS, column, strict=False):
            drawn[colour][x] |= bit
    for colour, columns in drawn.items():
        start, end = width - len(columns.lstrip(b"\0")), len(columns.rstrip(b"\0"))
        for found in _STRETCH.finditer(columns, start, end):
            yield _Stretch(found.start(), -found.end(), colour, found.group())


def _repeat(character: int, times: int) -> bytes:
    return b"!%d%c" % (times, character) if times > 3 else bytes([character]) * times


def _shorten(run: re.Match[bytes]) -> bytes:
    return _repeat(run.group()[0], run.end() - run.start())
