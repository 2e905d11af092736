"""Plain text in the middle of a pane."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Words = Sequence[tuple[str, Style]]
"""A line of text in parts; one of more than a part is cut and not wrapped."""


def centred(lines: Sequence[Words], box: tuple[int, int], ground: Style) -> list[Strip]:
    """`lines` wrapped, centred both ways and cut to `box` (columns, rows): a strip a line of the pane.

    Markup is not read. Characters that do not print (escapes, controls, marks that turn the direction of writing)
    become spaces: the text may quote a file or a server.
    """
    width, height = box
    wrapped = [part for line in lines for part in _wrapped([(_clean(t), style) for t, style in line], width)][:height]
    blank = Strip([Segment(" " * width, ground)], width)
    top = (height - len(wrapped)) // 2
    strips = [_line(line, width, ground) for line in wrapped]
    return [blank] * top + strips + [blank] * (height - len(strips) - top)


def _clean(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _wrapped(line: Words, width: int) -> list[Words]:
    if len(line) != 1:
        return [line]
    text, style = line[0]
    return [[(part, style)] for part in wrap(text, max(1, width - 2)) or [""]]


def _line(line: Words, width: int, ground: Style) -> Strip:
    segments = [Segment(text, style) for text, style in line]
    used = sum(cell_len(text) for text, _ in line)
    if used > width:  # wide characters: wrapping counts them as one
        text = "".join(text for text, _ in line)
        segments, used = [Segment(set_cell_size(text, width), line[0][1])], width
    left = (width - used) // 2
    right = width - used - left
    return Strip([Segment(" " * left, ground), *segments, Segment(" " * right, ground)], width)
