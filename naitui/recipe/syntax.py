"""One parser for NovelAI's prompt language, tolerant of half-typed text: pieces that cover it, with effective weights.

The rules (service's reference, section 5): ``{x}`` counts 1.05 times and ``[x]`` the 1.05th part, as often as they are
nested; ``1.5::x::`` counts that much until ``::`` or the next number, and does not nest; a single bar begins a new
part, with nothing carried over; ``||a|b||`` holds alternatives, each read for itself; what follows ``Text:`` is drawn
literally. On V3 and older parts are mixed, and ``:1.2`` at the end of one is what it counts beside the others. Which
of these a model knows is its `Dialect`. ``/* … */`` is a comment of naitui's own, ``__name__`` a wildcard,
``@{name}`` a snippet. The pieces themselves are cut in `naitui.recipe.marking`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.marking import Cut, Kind, cut
from naitui.recipe.marks import is_name

BRACE = 1.05
"""What a pair of braces multiplies by."""
MOST = 20.0
"""A larger number was hardly meant as a weight: ``1.2::year 2024::`` has no blank before its end."""
UNCLOSED, STRAY = "is not closed", "closes nothing"
GLUED = "is read as a weight; a blank before :: makes it an end"
NO_NAME = "is no name that a snippet can have"
NO_ALTERNATIVE = "behind a choice begins a new part; a blank before || makes an alternative of nothing"
ONE_TOO_MANY = "is one part too many, and read as a word"


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

    def weight_at(self, place: int) -> float:
        """What the words at a place count."""
        index = bisect_right(self.pieces, place, key=lambda piece: piece.start) - 1
        return self.pieces[index].weight

    @property
    def faults(self) -> Iterator[Piece]:
        """The pieces with something wrong about them."""
        return (piece for piece in self.pieces if piece.fault)


@lru_cache(maxsize=32)
def parse(text: str, dialect: Dialect = PLAIN) -> Prompt:
    """Parse a prompt, or undesired content, or a character's; never fails.

    The last few results are kept: colours, completion, keys and hints ask for the same text.
    """
    cuts = cut(text, dialect)
    reader = _Reader(cuts)
    for index, (kind, start, end) in enumerate(cuts):
        if kind in _MEANING or text[start] == "|":
            reader.take(index, kind, text[start:end])
        reader.weights.append(reader.weight)
    return Prompt(text, tuple(reader.finish()))


def number_of(mark: str) -> float:
    """The number of a weight's mark such as ``-1.5::``."""
    return float(mark.removesuffix("::"))


_MEANING = frozenset(("open", "close", "weight", "end", "bar", "mix", "choice", "begun", "snippet"))
"""Kinds that mean something for what stands around them."""


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

    def __init__(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self.weights: list[float] = []
        self.weight = 1.0
        """What the next words count."""
        self._partners: list[int | None] = [None] * len(cuts)
        self._faults = [""] * len(cuts)
        self._state = _State()
        self._choice: tuple[int, _State] | None = None
        """The piece that opened the alternatives, and how things stood before it."""
        self._part, self._mixed = 0, list[tuple[int, int, float]]()
        """Where the part begins, and what whole parts count: from piece to piece."""

    def take(self, index: int, kind: Kind, words: str) -> None:
        """The next piece that means something."""
        match kind:
            case "open":
                self._state.open[words].append(index)
            case "close":
                self._close("{" if words == "}" else "[", index)
            case "weight":
                self._weigh(index, number_of(words))
            case "end":
                self._end(index)
            case "bar":
                self._bar(index)
            case "mix":
                self._mixed.append((self._part, index, float(words[1:])))
            case "choice":
                self._choose(index)
            case "begun":
                self._faults[index] = UNCLOSED
            case "snippet":
                if not is_name(words[2:-1]):
                    self._faults[index] = NO_NAME
            case "words":
                self._faults[index] = ONE_TOO_MANY
        self.weight = self._state.weight

    def finish(self) -> list[Piece]:
        """All pieces."""
        if self._choice is not None:
            self._faults[self._choice[0]] = UNCLOSED
        self._end_of_part()
        if self._part:  # a part alone is mixed with nothing
            for first, last, factor in self._mixed:
                self.weights[first:last] = [weight * factor for weight in self.weights[first:last]]
        columns = zip(self._cuts, self.weights, self._partners, self._faults, strict=True)
        return [Piece(*place, weight, partner, fault) for place, weight, partner, fault in columns]

    def _weigh(self, index: int, number: float) -> None:
        if self._state.number is not None:
            self._pair(self._state.number, index)  # the next number ends the one before
        self._state.number, self._state.factor = index, number
        if abs(number) > MOST:
            self._faults[index] = GLUED

    def _close(self, mark: str, index: int) -> None:
        if self._open_here(mark):
            self._pair(self._state.open[mark].pop(), index)
        else:
            self._faults[index] = STRAY

    def _open_here(self, mark: str) -> bool:
        """Whether there is one to close; alternatives close nothing that was opened before them."""
        before = len(self._choice[1].open[mark]) if self._choice is not None else 0
        return len(self._state.open[mark]) > before

    def _end(self, index: int) -> None:
        inherited = self._choice[1].number if self._choice is not None else None
        if self._state.number is None:
            self._faults[index] = STRAY
        elif self._state.number != inherited:
            self._pair(self._state.number, index)
        self._state.number, self._state.factor = None, 1.0

    def _bar(self, index: int) -> None:
        if self._choice is not None:
            self._end_of_alternative()
            self._state = self._choice[1].copy()
        else:
            self._end_of_part()
            self._state, self._part = _State(), index + 1
            if index and self._cuts[index - 1][0] == "choice":
                self._faults[index] = NO_ALTERNATIVE

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
                self._faults[piece] = UNCLOSED
        if self._state.number is not None and self._state.number != before.number:
            self._unclosed_number(self._state.number)

    def _end_of_part(self) -> None:
        for pieces in self._state.open.values():
            for piece in pieces:
                self._faults[piece] = UNCLOSED
        if self._state.number is not None:
            self._unclosed_number(self._state.number)

    def _unclosed_number(self, index: int) -> None:
        self._faults[index] = self._faults[index] or UNCLOSED

    def _pair(self, first: int, second: int) -> None:
        self._partners[first] = second
        if self._cuts[second][0] != "weight":  # a number has its own end
            self._partners[second] = first
