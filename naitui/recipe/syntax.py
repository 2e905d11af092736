"""One parser for NovelAI's prompt language, tolerant of half-typed text: pieces that cover it, with effective weights.

The rules (service's reference, section 5): ``{x}`` counts 1.05 times and ``[x]`` the 1.05th part, as often as they are
nested; ``1.5::x::`` counts that much until ``::`` or the next number, on V4 and newer, and does not nest; a single bar
begins a new part, with nothing carried over; ``||a|b||`` holds alternatives, each read for itself; what follows
``Text:`` is drawn literally. ``/* … */`` is a comment of naitui's own, ``__name__`` a wildcard, ``@{name}`` a snippet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from naitui.recipe.language import text_block_start
from naitui.recipe.marks import NAME

Kind = Literal[
    "words", "separator", "open", "close", "weight", "end", "bar", "choice", "comment", "wildcard", "snippet", "literal"
]
BRACE = 1.05
"""What a pair of braces multiplies by."""
OPENING = {"{": "}", "[": "]"}
UNCLOSED, STRAY = "is not closed", "closes nothing"

_NUMBER = r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)::"
_MARKS = re.compile(
    rf"(?P<comment>/\*.*?\*/)|(?P<wildcard>__{NAME}__)|(?P<snippet>@\{{[^{{}}\n]*\}})|(?P<choice>\|\|)"
    rf"|(?P<bar>\|)|(?P<weight>{_NUMBER})|(?P<end>::)|(?P<open>[{{\[])|(?P<close>[}}\]])|(?P<separator>[,\n])",
    re.DOTALL,
)


class Piece(NamedTuple):
    """A part of the text: ``start`` to ``end``, what it is, and how much it counts."""

    kind: Kind
    start: int
    end: int
    weight: float
    """Effective weight of what stands here; 1 is no emphasis. Of a mark: the weight behind it."""
    partner: int | None
    """Index of the piece that closes this one, or that it closes."""
    fault: str
    """What is wrong with it, in a few words; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A parsed text. Its pieces cover the text without gaps, so printing them gives it back."""

    text: str
    pieces: tuple[Piece, ...]

    def of(self, piece: Piece) -> str:
        """The text of a piece."""
        return self.text[piece.start : piece.end]

    def __str__(self) -> str:
        return "".join(self.of(piece) for piece in self.pieces)

    @property
    def faults(self) -> Iterator[Piece]:
        """The pieces with something wrong about them."""
        return (piece for piece in self.pieces if piece.fault)


def parse(text: str, *, numeric: bool = True) -> Prompt:
    """Parse a text; never fails.

    Args:
        text: a prompt, or undesired content, or a character's.
        numeric: whether the model knows weights like ``1.2::…::`` and text blocks (V4 and newer).
    """
    reader = _Reader()
    for kind, start, end in _pieces(text, numeric):
        reader.take(kind, start, end, text[start:end])
    return Prompt(text, tuple(reader.finish()))


def number_of(mark: str) -> float:
    """The number of a weight's mark such as ``-1.5::``."""
    return float(mark.removesuffix("::"))


def _pieces(text: str, numeric: bool) -> Iterator[tuple[Kind, int, int]]:
    """Kinds and places, in order, without gaps."""
    at, literal = 0, _literal_from(text, 0) if numeric else None
    while at < len(text):
        match = _MARKS.search(text, at)
        while match is not None and not numeric and match.lastgroup in ("weight", "end"):
            match = _MARKS.search(text, match.end())
        if literal is not None and (match is None or match.start() >= literal):
            # drawn as it stands, to the end of its part
            end = text.find("|", literal)
            end = len(text) if end < 0 else end
            if at < literal:
                yield "words", at, literal
            yield "literal", literal, end
            at, literal = end, None
            if at < len(text):
                literal = _literal_from(text, at + 1)
            continue
        if match is None:
            yield "words", at, len(text)
            return
        if at < match.start():
            yield "words", at, match.start()
        yield _kind(match), match.start(), match.end()
        at = match.end()
        if literal is not None and literal < at:  # it stood in a comment
            literal = _literal_from(text, at)


def _kind(match: re.Match[str]) -> Kind:
    kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
    return kind


def _literal_from(text: str, start: int) -> int | None:
    """Where the next text block begins, behind the mark or blank in front of it."""
    found = text_block_start(text[start:])
    if found is None:
        return None
    place = start + found
    return place if text[place : place + 1].lower() == "t" else place + 1


@dataclass(slots=True)
class _State:
    """What is open: pieces of braces and brackets, and the number that counts now."""

    open: dict[str, list[int]] = field(default_factory=lambda: {"{": [], "[": []})
    number: int | None = None
    factor: float = 1.0

    def copy(self) -> _State:
        return _State({mark: list(pieces) for mark, pieces in self.open.items()}, self.number, self.factor)

    @property
    def weight(self) -> float:
        depth = len(self.open["{"]) - len(self.open["["])
        return self.factor * BRACE**depth if depth else self.factor


class _Reader:
    """Gives pieces their weights and partners."""

    def __init__(self) -> None:
        self._places: list[tuple[Kind, int, int]] = []
        self._weights: list[float] = []
        self._partners: dict[int, int] = {}
        self._faults: dict[int, str] = {}
        self._state = _State()
        self._choice: tuple[int, _State] | None = None
        """The piece that opened the alternatives, and how things stood before it."""

    def take(self, kind: Kind, start: int, end: int, words: str) -> None:
        """The next piece."""
        index = len(self._places)
        self._places.append((kind, start, end))
        match kind:
            case "words" | "separator":
                pass

            case "open":
                self._state.open[words].append(index)
            case "close":
                self._close("{" if words == "}" else "[", index)
            case "weight":
                self._state.number, previous = index, self._state.number
                if previous is not None:
                    self._pair(previous, index)  # the next number ends the one before
                self._state.factor = number_of(words)
            case "end":
                self._end(index)
            case "bar":
                self._bar()
            case "choice":
                self._choose(index)
        self._weights.append(self._state.weight)

    def finish(self) -> list[Piece]:
        """All pieces."""
        if self._choice is not None:
            self._fault(self._choice[0], UNCLOSED)
        self._end_of_part()
        partner, fault = self._partners.get, self._faults.get
        return [
            Piece(*place, self._weights[index], partner(index), fault(index, ""))
            for index, place in enumerate(self._places)
        ]

    def _close(self, mark: str, index: int) -> None:
        if self._open_here(mark):
            self._pair(self._state.open[mark].pop(), index)
        else:
            self._fault(index, STRAY)

    def _open_here(self, mark: str) -> bool:
        """Whether there is one to close; alternatives close nothing that was opened before them."""
        before = len(self._choice[1].open[mark]) if self._choice is not None else 0
        return len(self._state.open[mark]) > before

    def _end(self, index: int) -> None:
        inherited = self._choice[1].number if self._choice is not None else None
        if self._state.number is None:
            self._fault(index, STRAY)
        elif self._state.number != inherited:
            self._pair(self._state.number, index)
        self._state.number, self._state.factor = None, 1.0

    def _bar(self) -> None:
        if self._choice is not None:
            self._end_of_alternative()
            self._state = self._choice[1].copy()
        else:
            self._end_of_part()
            self._state = _State()

    def _choose(self, index: int) -> None:
        if self._choice is None:
            self._choice = index, self._state.copy()
            return
        opened, before = self._choice
        self._end_of_alternative()
        self._pair(opened, index)
        self._choice, self._state = None, before

    def _end_of_alternative(self) -> None:
        assert self._choice is not None  # noqa: S101 - there is one where this is called
        before = self._choice[1]
        for mark, pieces in self._state.open.items():
            for piece in pieces[len(before.open[mark]) :]:
                self._fault(piece, UNCLOSED)
        if self._state.number is not None and self._state.number != before.number:
            self._fault(self._state.number, UNCLOSED)

    def _end_of_part(self) -> None:
        for pieces in self._state.open.values():
            for piece in pieces:
                self._fault(piece, UNCLOSED)
        if self._state.number is not None:
            self._fault(self._state.number, UNCLOSED)

    def _pair(self, first: int, second: int) -> None:
        self._partners[first] = second
        if self._places[second][0] != "weight":  # a number has its own end
            self._partners[second] = first

    def _fault(self, index: int, fault: str) -> None:
        self._faults[index] = fault
