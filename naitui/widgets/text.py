"""Foreign text for the screen: never parsed as markup, no control characters."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from naitui.controls import CONTROLS, DIRECTION_MARKS, HALVES

_HIDDEN = {
    code: "\N{REPLACEMENT CHARACTER}" * width
    for codes in (CONTROLS, DIRECTION_MARKS, HALVES)
    for width in (cell_len(chr(codes[0])),)  # the same for all of them, and asking 2,000 times takes a while
    for code in codes
}
"""A mark only where a cell was counted for it: the rest of the line must not be pushed out of its place."""


def plain(text: str) -> Content:
    """Text as it is: brackets stay brackets."""
    return Content(text)


def one_line(text: str, width: int = 200) -> str:
    """Text on one line, cut to ``width`` characters."""
    line = " ".join(text[: width * 4].split())
    return line if len(line) <= width else line[: width - 1] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of ``width`` cells at most, at least one; words that are longer are broken. Blanks at its
    beginning and between words stay, those at which a line ends go."""
    lines = [""]
    for word in re.findall(r"\s*\S+", text):
        if cell_len(lines[-1]) + cell_len(word) <= width:
            lines[-1] += word
            continue
        pieces = chop_cells(word.lstrip() if lines[-1] else word, max(2, width))
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def offset_of(text: str, location: tuple[int, int]) -> int:
    """A place in a text from its line and column."""
    line, column = location
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
    return start + column


def location_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a place in a text."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


class ControlFilter(LineFilter):
    """The last door before the terminal: whatever widget showed it, a control character does not get out."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace control and direction marks in a line's text; the app's own control segments pass."""
        return [segment if _is_clean(segment) else _cleaned(segment) for segment in segments]


def _is_clean(segment: Segment) -> bool:
    return bool(segment.control) or (segment.text.isascii() and segment.text.isprintable())


def _cleaned(segment: Segment) -> Segment:
    style: Style | None = segment.style
    return Segment(segment.text.translate(_HIDDEN), style)
