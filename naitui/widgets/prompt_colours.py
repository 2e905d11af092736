"""Which part of a prompt gets which colour: names of component classes, from the parsed text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.editing import Span as Stretch
from naitui.recipe.patch import changed
from naitui.recipe.syntax import Piece, parse
from naitui.widgets.lean_area import Span

AT_ONCE = 1500
"""Characters that are parsed between a key and its drawing, which takes a millisecond; longer texts are in a pause."""
STRONG, WEAK = 1.35, 0.7
"""Beyond these the colour is a stronger one."""
CLASSES = (
    "prompt--up", "prompt--up-much", "prompt--down", "prompt--down-much", "prompt--mark", "prompt--comment",
    "prompt--chance", "prompt--literal", "prompt--quoted", "prompt--action", "prompt--label", "prompt--fault",
    "prompt--marked", "prompt--against",
)  # fmt: skip
_MARKS = {"open", "close", "weight", "end", "bar", "mix"}
_CHANCE = {"choice", "wildcard", "snippet"}


def spans_of(text: str, dialect: Dialect) -> Sequence[Span]:
    """The coloured spans of a whole text, in order."""
    named = ((piece, class_of(piece)) for piece in parse(text, dialect).pieces)
    return [(piece.start, piece.end, name) for piece, name in named if name]


class Colouring:
    """The colours of a text that changes. What was not parsed since keeps its colours and moves along."""

    def __init__(self) -> None:
        self._text, self._dialect = "", PLAIN
        self._parsed = ""
        """The text that the spans are of."""
        self._spans: Sequence[Span] = ()
        self._begins: Sequence[int] = ()
        self._change = (0, 0, 0)
        """What is another text now than the parsed one: from where, to where there, and to where here."""

    def follow(self, text: str, dialect: Dialect) -> bool:
        """Take another text; whether it is long, so that its spans have to be found in a pause and given to `take`."""
        if (text, dialect) == (self._text, self._dialect):
            return False
        self._text, self._dialect = text, dialect
        if len(text) <= AT_ONCE:
            self.take(text, dialect, spans_of(text, dialect))
            return False
        start, removed, stop = changed(self._parsed, text)
        self._change = (start, start + removed, stop)
        return True

    def take(self, text: str, dialect: Dialect, spans: Sequence[Span]) -> bool:
        """Take the spans of a text; whether that is still the one to be coloured."""
        if (text, dialect) != (self._text, self._dialect):
            return False
        self._parsed, self._spans, self._begins = text, spans, [span[0] for span in spans]
        self._change = (0, 0, 0)
        return True

    def between(self, start: int, end: int) -> Iterator[Span]:
        """The spans from one place to another, counted from ``start``."""
        change, before, after = self._change
        moved = after - before
        yield from self._known(start, min(end, change), start)
        yield from self._known(max(start, after) - moved, end - moved, start - moved)

    def _known(self, start: int, end: int, origin: int) -> Iterator[Span]:
        index = max(0, bisect_right(self._begins, start) - 1)
        while index < len(self._spans) and self._spans[index][0] < end:
            first, last, name = self._spans[index]
            if last > start:
                yield max(first, start) - origin, min(last, end) - origin, name
            index += 1


def marked_over(spans: Iterable[Span], marked: Stretch | None, origin: int, width: int) -> Iterator[Span]:
    """The spans of a row with what is marked over them; ``origin`` is the row's place in the text."""
    if marked is None:
        yield from spans
        return
    start, end = (max(0, min(place - origin, width)) for place in marked)
    shown = False
    for first, last, name in spans:
        if first < min(last, start):
            yield first, min(last, start), name
        if last > start and not shown:
            shown = True
            if start < end:
                yield start, end, "prompt--marked"
        if max(first, end) < last:
            yield max(first, end), last, name
    if not shown and start < end:
        yield start, end, "prompt--marked"


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
    if piece.weight < 0:
        return "prompt--against"
    if piece.weight < 1:
        return "prompt--down-much" if piece.weight <= WEAK else "prompt--down"
    return ""
