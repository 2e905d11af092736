"""Plain text in the middle of a pane."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


def centred(words: Sequence[tuple[str, Style]], box: tuple[int, int], ground: Style) -> list[Strip]:
    """`words` wrapped, centred both ways and cut to `box` (columns, rows): a strip a line of the pane.

    Markup is not read. Characters that do not print (escapes, controls, marks that turn the direction of writing)
    become spaces: the text may quote a file or a server.
    """
    width, height = box
    lines = [
        (line, style)
        for text, style in words
        for line in wrap("".join(c if c.isprintable() else " " for c in text), max(1, width - 2)) or [""]
    ][:height]
    blank = Strip([Segment(" " * width, ground)], width)
    top = (height - len(lines)) // 2
    strips = [_line(text, style, width, ground) for text, style in lines]
    return [blank] * top + strips + [blank] * (height - len(strips) - top)


def _line(text: str, style: Style, width: int, ground: Style) -> Strip:
    if cell_len(text) > width:  # wide characters: wrapping counts them as one
        text = set_cell_size(text, width)
    left = (width - cell_len(text)) // 2
    right = width - cell_len(text) - left
    return Strip([Segment(" " * left, ground), Segment(text, style), Segment(" " * right, ground)], width)
