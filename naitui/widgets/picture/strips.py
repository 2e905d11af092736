"""Pictures as lines of a Textual pane: coloured characters, placeholders, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from naitui.pictures.graphics import kitty
from naitui.pictures.graphics.blocks import Run
from naitui.widgets.few_colours import OF_PICTURE

Row = list[Segment]


def of_runs(lines: Iterable[Sequence[Run]]) -> list[Row]:
    """Half blocks as segments, equal neighbours as one."""
    styles: dict[tuple[bytes, bytes], Style] = {}
    return [[_segment(run, styles) for run in line] for line in lines]


def of_number(number: int, grid: tuple[int, int], window: tuple[int, int, int, int], ground: Style) -> list[Row]:
    """The placeholders of a picture that Kitty has under `number`; `ground` is seen where its ratio leaves a gap."""
    colour = kitty.colour_of(number)
    fore = Color.from_ansi(colour) if isinstance(colour, int) else Color.from_rgb(*colour)
    style = ground + Style(color=fore)
    return [[Segment(text, style)] for text in kitty.placeholders(*grid, window)]


def bytes_of_number(columns: int, rows: int) -> int:
    """Bytes on the line that the placeholders of so many cells take, beside the picture's own."""
    return sum(len(text.encode()) for text in kitty.placeholders(columns, rows))


def centred(rows: Sequence[Row], columns: int, box: tuple[int, int], ground: Style) -> list[Strip]:
    """Rows of `columns` cells in the middle of a box (columns, rows): a strip of the full width for each line of it."""
    width, height = box
    left = (width - columns) // 2
    before = [Segment(" " * left, ground)] if left else []
    after = [Segment(" " * (width - columns - left), ground)] if width - columns - left else []
    strips = [Strip([*before, *row, *after], width) for row in rows]
    top = (height - len(strips)) // 2
    blank = Strip([Segment(" " * width, ground)], width)
    return [blank] * top + strips + [blank] * (height - len(strips) - top)


def _segment(run: Run, styles: dict[tuple[bytes, bytes], Style]) -> Segment:
    pair = run.upper, run.lower
    style = styles.get(pair)
    if style is None:
        above, below = colour_of(run.upper), colour_of(run.lower)
        style = Style(color=above, bgcolor=below) if run.upper != run.lower else Style(bgcolor=below) + OF_PICTURE
        styles[pair] = style
    return Segment(("▀" if run.upper != run.lower else " ") * run.cells, style)


def colour_of(pixel: bytes) -> Color:
    """A 24-bit colour, or for one byte one of the fixed colours from 16 on."""
    return Color.from_rgb(*pixel) if len(pixel) == 3 else Color.from_ansi(16 + pixel[0])
