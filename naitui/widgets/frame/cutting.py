"""Cuts a line between its characters, also where some of them are made of several code points.

Rich's own cuts by code point, so a flag or a painter (an emoji, a joiner, another emoji) at the edge of a dialog is
torn: the parts are together wider or narrower than the whole (Rich's issue 3299), and the rest of that row is out of
its place.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import split_text
from rich.segment import Segment

_JOINER = "\u200d"
_MOST_CUTS = 1024 * 16  # as many as Rich remembers


@lru_cache(_MOST_CUTS)
def cut_apart(segment: Segment, cut: int) -> tuple[Segment, Segment]:
    """The parts left and right of a column of a segment; together as wide as it, in cells. A character that stands on
    both sides of the cut becomes a blank on each."""
    text, style, control = segment
    if cut >= segment.cell_length:
        return segment, Segment("", style, control)
    start = 0
    while text.startswith(_JOINER, start):  # with nothing before it: it and what is behind it are counted as no cell
        start += 2
    left, right = split_text(text[start:], cut)
    return Segment(text[:start] + left, style, control), Segment(right, style, control)


def cut_between_characters() -> None:
    """Have whatever is drawn in this program cut that way: by the compositor, by widgets that scroll, by strips."""
    Segment._split_cells = staticmethod(cut_apart)  # type: ignore[method-assign, assignment]  # no public way
