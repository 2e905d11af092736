"""A picture made ready for one pane: what a worker thread makes out of a file's bytes, step by step.

The steps are apart so that stale work stops between two of them, and so that what is needed first is made first.
Pillow and the decoder are imported here, in the thread: no start waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from naitui.terminal import Protocol
from naitui.widgets.picture import blocks, kitty, sixel
from naitui.widgets.picture.fit import fit

if TYPE_CHECKING:
    from PIL import Image
    from rich.console import Console

_STEP_COLOURS = 128  # a running job's picture is replaced in a second: fewer bytes will do


@dataclass(frozen=True, slots=True)
class Pane:
    """The place a picture is made for. Equal panes can share prepared pictures."""

    box: tuple[int, int]
    """Columns and rows."""
    cell: tuple[int, int]
    """Width and height of a cell in pixels."""
    protocol: Protocol
    truecolor: bool
    dark: bool
    text: Style
    """Text and ground of the pane as its stylesheet says."""

    @property
    def ground(self) -> Style:
        """The pane's background."""
        return Style(bgcolor=self.text.bgcolor)

    def lines(self, rows: Iterable[list[Segment]], columns: int) -> list[Strip]:
        """Rows of `columns` cells, centred: one strip of the pane's full width for each line of the pane."""
        width, height = self.box
        ground = self.ground
        left = (width - columns) // 2
        before = [Segment(" " * left, ground)] if left else []
        after = [Segment(" " * (width - columns - left), ground)] if width - columns - left else []
        strips = [Strip([*before, *row, *after], width) for row in rows]
        top = (height - len(strips)) // 2
        blank = Strip([Segment(" " * width, ground)], width)
        return [blank] * top + strips + [blank] * (height - len(strips) - top)


@dataclass(slots=True, eq=False)
class Prepared:
    """One picture for one pane, as far as it has been made."""

    pane: Pane
    step: bool
    columns: int
    rows: int
    pixels: tuple[int, int]
    """Width and height of the picture itself."""
    small: Image.Image = field(repr=False)
    """Not larger than its cells."""
    lines: list[Strip] = field(default_factory=list, repr=False)
    """The pane's lines out of characters."""
    png: str = field(default="", repr=False)
    """Base64, for Kitty."""
    rough: str = field(default="", repr=False)
    sixels: str = field(default="", repr=False)

    @property
    def corner(self) -> tuple[int, int]:
        """Column and line of the pane where the picture begins."""
        return (self.pane.box[0] - self.columns) // 2, (self.pane.box[1] - self.rows) // 2


def open_small(data: bytes, pane: Pane, step: bool) -> Prepared:
    """Decode a PNG, JPEG or WebP and scale it down to the pane.

    Raises:
        naitui.pictures.errors.BadPicture: it is none, or damaged, or too large.
    """
    from naitui.pictures.decode import open_picture, shrink

    image = open_picture(data)
    box = min(pane.box[0], kitty.MAX_CELLS), min(pane.box[1], kitty.MAX_CELLS)
    columns, rows = fit(image.size, box, pane.cell)
    # Characters show two pixels a cell; twice that each way is enough to average from, and five times as fast.
    unit = pane.cell if pane.protocol in ("kitty", "sixel") else (2, 4)
    small = shrink(image, (columns * unit[0], rows * unit[1]))
    return Prepared(pane, step, columns, rows, image.size, small)


def make_lines(picture: Prepared, console: Console) -> None:
    """Make the picture out of characters, and render it for `console`."""
    from PIL import Image

    pane = picture.pane
    if pane.protocol == "unicode":
        rows = blocks.shades(picture.small, picture.columns, picture.rows, pane.text, dark=pane.dark)
    else:
        small = picture.small
        if pane.protocol == "kitty":  # only seen under a modal screen: one colour for two cells, few bytes
            small = small.resize((max(1, picture.columns // 2), picture.rows), Image.Resampling.BOX)
            small = small.resize((picture.columns, picture.rows * 2), Image.Resampling.NEAREST)
        rows = blocks.half_blocks(small, picture.columns, picture.rows, truecolor=pane.truecolor)
    lines = pane.lines(rows, picture.columns)
    for strip in lines:
        strip.render(console)  # the strip remembers it
    picture.lines = lines


def make_png(picture: Prepared) -> None:
    """Make what Kitty is sent, rough and fine."""
    picture.rough = "" if picture.step else kitty.encode_rough(picture.small)
    picture.png = kitty.encode(picture.small, _STEP_COLOURS if picture.step else 256)


def make_sixels(picture: Prepared, wanted: Callable[[], bool]) -> None:
    """Make the sixel sequence, as long as it is `wanted`. The slowest of all: up to a second for a large pane."""
    colours = _STEP_COLOURS if picture.step else 256
    picture.sixels = sixel.encode(picture.small, picture.columns, picture.rows, picture.pane.cell, colours, wanted)
