"""Sixel pictures: an encoder, and the way they are laid over half blocks.

The encoder is our own, of Pillow and the standard library. The only one at hand, textual-image's private one, makes the
same size, but stops the whole interpreter for some 90 ms a picture (it counts all pixels in one call), and its 0.12
defines colours between pixels, of which xterm makes streaks. Format: DEC STD 070, chapter 9: a character is a column of
six pixels in the chosen colour, `!n` repeats, `$` goes back to the start of the band, `-` to the next band.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.control import Control
from rich.segment import ControlType, Segment
from textual.strip import Strip
from textual.widget import Widget

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


def encode(
    image: Image.Image, columns: int, rows: int, cell: tuple[int, int], colours: int, wanted: Callable[[], bool]
) -> str:
    """The picture as one sixel sequence that covers `columns` x `rows` cells but for less than a band at the bottom.

    The height is a multiple of 6 and there is no line feed after the last band: with either, Konsole scrolls the whole
    screen when the picture ends near the bottom.

    Args:
        cell: width and height of a cell in pixels.
        colours: at most 256.
        wanted: asked after each band; False ends the work, and the result is empty.
    """
    from PIL import Image

    width, height = columns * cell[0], rows * cell[1]
    full = image.resize((width, max(BAND, height - height % BAND)), Image.Resampling.BICUBIC)
    sample = full.reduce(2) if min(full.size) > 64 else full
    palette = sample.quantize(colours, method=Image.Quantize.FASTOCTREE, kmeans=2)
    return encode_palette(full.quantize(palette=palette, dither=Image.Dither.NONE), wanted)


def encode_palette(image: Image.Image, wanted: Callable[[], bool]) -> str:
    """A palette picture as a sixel sequence, all colours defined before the first pixel."""
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


def overlay(line: Strip, sixels: str, corner: tuple[int, int], end: tuple[int, int]) -> Strip:
    """The last line of the picture's cells with the sixels behind its text.

    Args:
        line: the line as text; the sixels are drawn when its text has been written.
        sixels: what `encode` made.
        corner: column and row on the screen of the picture's first cell.
        end: where the text of `line` ends; Textual goes on from there without moving the cursor.
    """
    silent = ((ControlType.CURSOR_FORWARD, 0),)  # marks a segment as one that has no width
    return Strip(
        [
            *line,
            Segment(Control.move_to(*corner).segment.text, None, silent),
            Segment(sixels, None, silent),
            Segment(Control.move_to(*end).segment.text, None, silent),
        ],
        line.cell_length,
    )


def is_covered(widget: Widget) -> bool:
    """Does anything lie over `widget`: a toast, a menu, a modal screen? Sixels would be drawn over that."""
    if not widget.screen.is_active:
        return True
    region = widget.region
    # Textual has no public way to ask this; its compositor lists the visible widgets from front to back.
    for other, (place, clip) in widget.screen._compositor.visible_widgets.items():
        if other is widget:
            return False
        if place.intersection(clip).overlaps(region):
            return True
    return True
