"""Sixel pictures: encoded by textual-image, laid over half blocks by the last line of the picture.

Only textual-image's encoder is used, `textual_image._sixel` (0.12 to 0.14): that module and its package import nothing
but Pillow and ask the terminal nothing. Its renderables and widgets query the terminal at import and are never touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.control import Control
from rich.segment import ControlType, Segment
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from PIL import Image

BAND = 6
"""Rows of pixels one line of sixels has."""

_HEAD = re.compile(r'\x1bP[0-9;]*q"[0-9;]*')
_DEFINITION = re.compile(r"#(\d+);2;\d+;\d+;\d+")


def encode(image: Image.Image, columns: int, rows: int, cell: tuple[int, int], colours: int) -> str:
    """The picture as one sixel sequence that covers `columns` x `rows` cells but for less than a band at the bottom.

    The height is a multiple of 6 and the line feed after the last band is dropped: with either, Konsole scrolls the
    whole screen when the picture ends near the bottom.

    Raises:
        ImportError: this textual-image has no encoder where ours looks for it.
    """
    from PIL import Image
    from textual_image._sixel import image_to_sixels

    width, height = columns * cell[0], rows * cell[1]
    full = image.resize((width, max(BAND, height - height % BAND)), Image.Resampling.BICUBIC)
    sample = full.reduce(2) if min(full.size) > 64 else full
    palette = sample.quantize(colours, method=Image.Quantize.FASTOCTREE, kmeans=2)
    sequence: str = image_to_sixels(full.quantize(palette=palette, dither=Image.Dither.NONE))
    return _colours_first(sequence.removesuffix("\x1b\\").rstrip("-")) + "\x1b\\"


def _colours_first(sixels: str) -> str:
    """Define all colours before the first pixel, as textual-image does itself since 0.14.

    0.12 defines each where it is first used, and xterm then draws streaks of wrong colours.
    """
    head = _HEAD.match(sixels)
    if head is None:
        return sixels
    bands = sixels[head.end() :].split("-")  # one by one: a regular expression does not let other threads run
    defined = [found.group() for band in bands for found in _DEFINITION.finditer(band)]
    return head.group() + "".join(defined) + "-".join(_DEFINITION.sub(r"#\1", band) for band in bands)


def overlay(strip: Strip, sixels: str, corner: tuple[int, int], end: tuple[int, int]) -> Strip:
    """The last line of the picture's cells with the sixels behind its text.

    Args:
        strip: the line as text; the sixels are drawn when its text has been written.
        sixels: what `encode` made.
        corner: column and row on the screen of the picture's first cell.
        end: where the text of `strip` ends; Textual goes on from there without moving the cursor.
    """
    silent = ((ControlType.CURSOR_FORWARD, 0),)  # marks a segment as one that has no width
    return Strip(
        [
            *strip,
            Segment(Control.move_to(*corner).segment.text, None, silent),
            Segment(sixels, None, silent),
            Segment(Control.move_to(*end).segment.text, None, silent),
        ],
        strip.cell_length,
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
