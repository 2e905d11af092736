"""A picture made ready for one pane: what a worker thread makes out of a file's bytes, step by step.

The steps are apart so that stale work stops between two of them, and so that what is needed first is made first.
Pillow and the decoder are imported here, in the thread: no start waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from naitui.pictures.graphics import blocks, kitty, sixel
from naitui.pictures.graphics.framing import Frame, Place, View, frame
from naitui.terminal import Protocol
from naitui.widgets.frame import learn
from naitui.widgets.picture import strips
from naitui.widgets.picture.words import centred

if TYPE_CHECKING:
    from PIL import Image
    from rich.console import Console

Depth = Literal["true", "256", "none"]
"""Colours of a terminal: 24 bits, the fixed 256, or too few to paint with."""

_STEP_COLOURS = 128  # a running job's picture is replaced in a second: fewer bytes will do
_WHOLE = 1_500_000  # pixels up to which Kitty gets all of a picture of which a part is shown: then panning is free
_COARSE_BITS = 5
_CELL_BYTES = 160  # that a cell of a finished strip takes in memory, roughly


@dataclass(frozen=True, slots=True)
class Pane:
    """The place a picture is made for. Equal panes can share prepared pictures."""

    box: tuple[int, int]
    """Columns and rows."""
    cell: tuple[int, int]
    """Width and height of a cell in pixels."""
    protocol: Protocol
    depth: Depth
    dark: bool
    text: Style
    """Text and ground of the pane as its stylesheet says."""

    @property
    def ground(self) -> Style:
        """The pane's background."""
        return Style(bgcolor=self.text.bgcolor)

    @property
    def place(self) -> Place:
        """The pane as what a picture is framed in."""
        box = min(self.box[0], kitty.MAX_CELLS), min(self.box[1], kitty.MAX_CELLS)
        return Place(box, self.cell, 1 if self.protocol in ("kitty", "sixel") else self.cell[0])


@dataclass(slots=True, eq=False)
class Prepared:
    """One picture for one pane, as far as it has been made."""

    pane: Pane
    frame: Frame
    span: tuple[int, int, int, int]
    """Left, top, columns and rows of the grid that `small` covers: the window, or all of it."""
    step: bool
    pixels: tuple[int, int]
    """Width and height of the picture itself."""
    small: Image.Image = field(repr=False)
    """Not larger than its cells."""
    lines: list[Strip] = field(default_factory=list, repr=False)
    """The pane's lines out of characters."""
    rough_lines: list[Strip] = field(default_factory=list, repr=False)
    """The same, with a fifth of the bytes."""
    png: str = field(default="", repr=False)
    """Base64, for Kitty."""
    rough: str = field(default="", repr=False)
    painted: Image.Image | None = field(default=None, repr=False)
    """As large as its cells and in few colours, for sixels."""
    sixels: str = field(default="", repr=False)
    """All of them in one sequence."""

    @property
    def columns(self) -> int:
        """Of cells that are shown."""
        return self.frame.window[2]

    @property
    def rows(self) -> int:
        """Of cells that are shown."""
        return self.frame.window[3]

    @property
    def corner(self) -> tuple[int, int]:
        """Column and line of the pane where the picture begins."""
        return (self.pane.box[0] - self.columns) // 2, (self.pane.box[1] - self.rows) // 2

    def look_at(self, frame: Frame) -> None:
        """Another window on the same cells."""
        if frame != self.frame:
            self.frame = frame
            self.lines, self.rough_lines = [], []

    @property
    def weight(self) -> int:
        """Bytes of memory, roughly."""
        drawn = self.small.width * self.small.height * 3 + len(self.png) + len(self.rough) + len(self.sixels)
        cells = self.pane.box[0] * self.pane.box[1] * (bool(self.lines) + bool(self.rough_lines))
        return drawn + cells * _CELL_BYTES + (self.painted.width * self.painted.height if self.painted else 0)


def bytes_of(lines: Sequence[Strip]) -> int:
    """Bytes of rendered lines on the line."""
    return sum(len((strip._render_cache or "").encode()) for strip in lines)


def decode(data: bytes) -> Image.Image:
    """A PNG, JPEG or WebP as RGB, or as RGBA where something can be seen through.

    Raises:
        naitui.pictures.errors.BadPicture: it is none, or damaged, or too large.
    """
    from naitui.pictures.decode import open_picture, visible

    return visible(open_picture(data))


def span_of(picture: tuple[int, int], pane: Pane, view: View) -> tuple[Frame, tuple[int, int, int, int]]:
    """The cells of a picture of this size, and which of them are to be made."""
    framed = frame(picture, pane.place, view)
    columns, rows = framed.grid
    whole = pane.protocol == "kitty" and max(columns, rows) <= kitty.MAX_CELLS
    if whole and columns * pane.cell[0] * rows * pane.cell[1] <= _WHOLE:
        return framed, (0, 0, columns, rows)
    return framed, framed.window


def prepare(image: Image.Image, pane: Pane, view: View, step: bool) -> Prepared:
    """Cut out of a decoded picture what is to be seen, and scale it down to the pane."""
    from naitui.pictures.decode import excerpt

    framed, span = span_of(image.size, pane, view)
    # Characters show two pixels a cell; twice that each way is enough to average from, and five times as fast.
    unit = pane.cell if pane.protocol in ("kitty", "sixel") else (2, 4)
    crop = Frame(framed.grid, span).crop(image.size)
    small = excerpt(image, crop, (span[2] * unit[0], span[3] * unit[1]))
    return Prepared(pane, framed, span, step, image.size, small)


def make_lines(picture: Prepared, console: Console) -> None:
    """Make the picture out of characters, and render it for `console`."""
    picture.lines = _rendered(picture, _shown(picture), console, bits=6)


def make_rough_lines(picture: Prepared, console: Console) -> None:
    """The same, with one colour for two cells: few bytes, for what is soon replaced or under a dialog."""
    rough = blocks.coarse(_shown(picture), picture.columns, picture.rows)
    picture.rough_lines = _rendered(picture, rough, console, bits=_COARSE_BITS)


def make_words(picture: Prepared, facts: Sequence[str]) -> None:
    """Make the picture out of words: its size, its colours, then the owner's `facts`."""
    from naitui.pictures.graphics.colours import main_colours

    pane = picture.pane
    size = "{} × {} pixels".format(*picture.pixels)
    rows: list[list[tuple[str, Style]]] = [[(size, pane.text + Style(bold=True))]]
    found = main_colours(picture.small)
    longest = max(len(colour.name) for colour in found)
    for colour in found:
        swatch = [] if pane.depth == "none" else [("██ ", pane.ground + Style(color=Color.from_rgb(*colour.rgb)))]
        rows.append([*swatch, (f"{colour.name:<{longest}} {colour.share:>4.0%}", pane.text)])
    rows += [[("", pane.text)], *([(fact, pane.text)] for fact in facts)]
    picture.lines = centred(rows, pane.box, pane.ground)


def make_png(picture: Prepared) -> None:
    """Make what Kitty is sent, rough and fine."""
    picture.rough = kitty.encode_rough(picture.small)
    picture.png = kitty.encode(picture.small, _STEP_COLOURS if picture.step else 256)


def make_painted(picture: Prepared) -> None:
    """Make the picture as sixels are made of."""
    colours = _STEP_COLOURS if picture.step else 256
    pane = picture.pane
    picture.painted = sixel.quantised(picture.small, picture.columns, picture.rows, pane.cell, colours)


def make_sixels(picture: Prepared, first: int, last: int, wanted: Callable[[], bool]) -> str:
    """The sixels of some rows of cells (`last` is exclusive), as long as they are `wanted`; empty when not any more."""
    assert picture.painted is not None  # noqa: S101 - `make_painted` comes first
    if (first, last) != (0, picture.rows):
        return sixel.encode_rows(picture.painted, picture.pane.cell[1], first, last, wanted)
    if not picture.sixels:
        picture.sixels = sixel.encode_palette(picture.painted, wanted)
    return picture.sixels


def _shown(picture: Prepared) -> Image.Image:
    """Of `small` what is in the window."""
    if picture.span == picture.frame.window:
        return picture.small
    left, top, columns, rows = picture.frame.window
    inner = Frame(picture.span[2:], (left - picture.span[0], top - picture.span[1], columns, rows))
    edges = [round(edge) for edge in inner.crop(picture.small.size)]
    return picture.small.crop((edges[0], edges[1], edges[2], edges[3]))


def _rendered(picture: Prepared, image: Image.Image, console: Console, *, bits: int) -> list[Strip]:
    pane, columns, rows = picture.pane, picture.columns, picture.rows
    if pane.depth == "none":
        text = blocks.shades(image, columns, rows, dark=pane.dark)
        cells = [[Segment(row, pane.text)] for row in text]
    else:
        cells = strips.of_runs(blocks.half_blocks(image, columns, rows, truecolor=pane.depth == "true", bits=bits))
    lines = strips.centred(cells, columns, pane.box, pane.ground)
    for strip in lines:
        strip.render(console)  # the strip remembers it
        learn(strip, console._color_system or ColorSystem.TRUECOLOR)  # as Textual's strips ask for it
    return lines
