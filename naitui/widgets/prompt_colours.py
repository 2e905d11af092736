"""Which part of a prompt gets which colour: names of component classes by line, from the parsed text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from naitui.recipe.syntax import Piece, Prompt

Span = tuple[int, int, str]
"""From column to column, in code points, and the component class."""

STRONG, WEAK = 1.35, 0.7
"""Beyond these the colour is a stronger one."""
CLASSES = (
    "prompt--up", "prompt--up-much", "prompt--down", "prompt--down-much", "prompt--mark", "prompt--comment",
    "prompt--chance", "prompt--literal", "prompt--quoted", "prompt--action", "prompt--label", "prompt--fault",
    "prompt--marked",
)  # fmt: skip
_MARKS = {"open", "close", "weight", "end", "bar", "mix"}
_CHANCE = {"choice", "wildcard", "snippet"}


def spans_by_line(prompt: Prompt) -> Mapping[int, Sequence[Span]]:
    """The coloured spans of every line that has some."""
    found: dict[int, list[Span]] = defaultdict(list)
    line, line_start = 0, 0
    for piece in prompt.pieces:
        name = class_of(piece)
        begin = piece.start
        while True:
            end = prompt.text.find("\n", begin, piece.end)
            stop = piece.end if end < 0 else end
            if name and begin < stop:
                found[line].append((begin - line_start, stop - line_start, name))
            if end < 0:
                break
            line, line_start, begin = line + 1, end + 1, end + 1
    return found


def class_of(piece: Piece) -> str:
    """The component class for a piece; empty for plain words."""
    if piece.fault:
        return "prompt--fault"
    if piece.kind in _MARKS:
        return "prompt--mark"
    if piece.kind in _CHANCE:
        return "prompt--chance"
    if piece.kind in ("comment", "literal", "quoted", "action", "label"):
        return f"prompt--{piece.kind}"
    if piece.weight > 1:
        return "prompt--up-much" if piece.weight >= STRONG else "prompt--up"
    if piece.weight < 1:
        return "prompt--down-much" if piece.weight <= WEAK else "prompt--down"
    return ""
