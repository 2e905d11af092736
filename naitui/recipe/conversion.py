r"""Turns what other programs write into what NovelAI reads: weights in round brackets, escapes, LoRAs, underscores.

Text that is NovelAI's already stays as it is. So a round bracket is a weight only where a number says so, ``(x:1.2)``,
or where two stand together, ``((x))``; ``saber (fate)`` is a tag. Only in a text that is another program's beyond
doubt – it has one of these, a backslash in front of a bracket, a LoRA – and that has no weight of NovelAI's is ``(x)``
a weight too, and ``[x]`` as strong as A1111's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.emphasis import Stretch, weighted
from naitui.recipe.foreign import Node, is_alone, longer_part, parted, read, underscores
from naitui.recipe.language import has_text_block
from naitui.recipe.marking import NUMBER
from naitui.recipe.surroundings import ALONE, Around, surroundings
from naitui.recipe.syntax import BRACE, parse

ChangeKind = Literal["weight", "escape", "editing", "choice", "underscore", "extra", "break", "empty"]
STEP = 1.1
"""What a round bracket of A1111 multiplies by, and a square one divides by."""
_STRONG = ("weight", "escape", "extra", "break", "editing")
"""What nobody writes for NovelAI."""
_NAMES: dict[ChangeKind, str] = {
    "weight": "weight",
    "escape": "escaped bracket",
    "editing": "prompt editing",
    "choice": "random choice",
    "underscore": "underscored tag",
    "extra": "LoRA or embedding",
    "break": "BREAK",
    "empty": "weight of nothing",
}
_LEFT_OUT: tuple[ChangeKind, ...] = ("extra", "break", "empty")
_NUMBER = re.compile(rf"{NUMBER}::")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_COMMA_BEHIND, _COMMA_BEFORE = re.compile(r"[ \t]*,[ \t]*"), re.compile(r"[ \t]*,[ \t]*\Z")


class Change(NamedTuple):
    """What stands from ``start`` to ``end``, and what NovelAI would read in its place."""

    start: int
    end: int
    instead: str
    kinds: tuple[ChangeKind, ...]
    """What it is, and what else stands in it."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A text as NovelAI reads it, and what was changed in the one that it was made of."""

    text: str
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        """What was changed, in one line: ``3 weights, 1 underscored tag; left out: 1 LoRA or embedding``."""
        counted = Counter(kind for change in self.changes for kind in change.kinds)
        kept = [_counted(kind, counted[kind]) for kind in _NAMES if counted[kind] and kind not in _LEFT_OUT]
        gone = [_counted(kind, counted[kind]) for kind in _LEFT_OUT if counted[kind]]
        return "; ".join([*([", ".join(kept)] if kept else []), *([f"left out: {', '.join(gone)}"] if gone else [])])


def convert(text: str, dialect: Dialect, around: Around = ALONE) -> Converted:
    """The text with every change made; done again, it changes nothing."""
    found = changes(text, dialect, around)
    return Converted(_applied(text, found), found)


def converted_inside(text: str, start: int, end: int, dialect: Dialect) -> Converted:
    """What has come into a text from ``start`` to ``end``, converted by itself, so that it fits in where it stands.

    In a comment, in a ``Text:`` block, and between quotation marks where these are drawn, it stays as it is.
    """
    words = text[start:end]
    for piece in parse(text, dialect).pieces:
        if piece.kind in ("comment", "literal", "quoted") and piece.start < start and end <= piece.end:
            return Converted(words, ())
    return convert(words, dialect, surroundings(text, start, end, dialect))


def changes(text: str, dialect: Dialect, around: Around = ALONE) -> tuple[Change, ...]:
    """Everything in a text that is another program's, in order; changes never overlap."""
    found = tuple(_Finder(text, dialect, around).find())
    if found and any(_Finder(_applied(text, found), dialect, around).find()):
        return ()  # what would be taken for another program's once more is beyond us
    return found


def doubtful(text: str, dialect: Dialect) -> tuple[Change, ...]:
    """Tags in round brackets that may be meant as weights: nothing tells, so `convert` leaves them alone."""
    if "(" not in text:
        return ()
    finder = _Finder(text, dialect)
    sure = {change.start for change in finder.find()}
    return tuple(change for change in finder.find(loose=True) if change.start not in sure and text[change.start] == "(")


def _counted(kind: ChangeKind, count: int) -> str:
    name = _NAMES[kind]
    first, *rest = name.split(" of ")  # weights of nothing
    many = " of ".join([f"{first.replace(' or', 's or')}s", *rest])
    return f"{count} {name if count == 1 else many}"


def _applied(text: str, found: Iterable[Change]) -> str:
    done: list[str] = []
    at = 0
    for change in found:
        done += [text[at : change.start], change.instead]
        at = change.end
    return "".join((*done, text[at:]))


class _Finder:
    """Looks through one text."""

    def __init__(self, text: str, dialect: Dialect, around: Around = ALONE) -> None:
        self._text, self._dialect, self._around = text, dialect, around
        self._nodes = read(text, dialect)
        self._underscores = underscores(text, dialect)
        pieces = parse(text, dialect).pieces
        numbers = [piece for piece in pieces if piece.kind == "weight"]
        braces = any(piece.partner is not None and text[piece.start] == "{" for piece in pieces if piece.kind == "open")
        self._own = bool(numbers) or braces
        """Whether it has weights of NovelAI's."""
        self._numbered = [(p.end, len(text) if p.partner is None else pieces[p.partner].start) for p in numbers]
        self._has_choice = around.in_choice or "||" in text
        self._loose = False
        """Whether it is another program's beyond doubt, so that single brackets are weights too."""
        self._kinds: list[ChangeKind] = []

    def find(self, *, loose: bool = False) -> Iterator[Change]:
        """All changes; with ``loose`` as if the text were another program's beyond doubt."""
        self._loose = loose
        found = list(self._collect(self._nodes))
        if not loose and not self._own and any(change.kinds[0] in _STRONG for change in found):
            self._loose = True
            found = list(self._collect(self._nodes))
        return _tidied(self._text, found)

    def _collect(self, nodes: Iterable[Node]) -> Iterator[Change]:
        for node in nodes:
            self._kinds = []
            match node.kind:
                case "text":
                    yield from self._without_underscores(node)
                case "escape":
                    yield Change(node.start, node.end, self._text[node.start + 1], ("escape",))
                case "extra":
                    yield Change(node.start, node.end, "", ("extra",))
                case "break" if self._loose or is_alone(self._text, node):
                    yield Change(node.start, node.end, "", ("break",))
                case "round" | "square" | "curly":
                    change = self._group(node)
                    if change is not None:
                        yield change
                    else:
                        yield from self._collect(node.inner)

    def _without_underscores(self, node: Node) -> Iterator[Change]:
        for word in re.finditer(r"[^\s,|]+", self._text[node.start : node.end]):
            start, end = node.start + word.start(), node.start + word.end()
            if not self._underscores.isdisjoint(range(start, end)):
                yield Change(start, end, self._plain(start, end), ("underscore",))

    def _group(self, node: Node) -> Change | None:
        """What becomes of a group; None when it is text, or NovelAI's own."""
        kind = self._meaning(node)
        if kind is None:
            return None
        nested = self._around.in_weight or any(start <= node.start and node.end <= end for start, end in self._numbered)
        stretches = [*self._stretches((node,), 1.0)]
        if (nested or not self._dialect.numbers) and any(weight <= 0 for _, weight in stretches):
            return None  # braces cannot say it
        instead = weighted(stretches, numbers=self._dialect.numbers and not nested).strip(", \t")
        if has_text_block(instead):
            return None
        if instead:
            return Change(node.start, node.end, self._fitted(instead, node), tuple(self._kinds))
        gone = [kind for kind in self._kinds if kind in _LEFT_OUT]
        return Change(node.start, node.end, "", tuple(gone[:1]) or ("empty",))

    def _fitted(self, words: str, node: Node) -> str:
        """What stands for a group, with the blanks that keep its marks from being read with what is beside them."""
        before = self._text[node.start - 1 : node.start] if node.start else self._around.before
        behind = self._text[node.end : node.end + 1] or self._around.behind
        number = _NUMBER.match(words) and re.match(r"[\w.-]", before)  # behind a letter it is none, behind - below 0
        bars = before == words[:1] == "|"
        return f"{' ' if number or bars else ''}{words}{' ' if behind == words[-1:] == '|' else ''}"

    def _meaning(self, node: Node, *, doubled: bool = False) -> ChangeKind | None:
        """What a group is to another program; None when it means nothing there, or when that is in doubt."""
        text = self._text[node.start : node.end]
        if longer_part(self._text, node) is not None:
            return "editing"
        if "::" in text or "||" in text or not text[1:-1].strip():
            return None
        parts = len(parted(self._text, node, "|"))
        if node.kind == "round" and parts == 1:
            meant = node.weight is not None or node.sole is not None or doubled
            return "weight" if meant or (self._lettered(text) and is_alone(self._text, node)) else None
        if node.kind == "square" and parts == 1:
            return "weight" if self._lettered(text) else None
        chance = node.kind in ("square", "curly") and parts > 1 and "$$" not in text and not self._has_choice
        return "choice" if chance else None

    def _lettered(self, text: str) -> bool:
        return self._loose and _LETTERS.search(text) is not None

    def _stretches(self, nodes: Iterable[Node], factor: float, *, doubled: bool = False) -> Iterator[Stretch]:
        """The words of nodes with what they count, groups opened."""
        for node in nodes:
            match node.kind:
                case "text":
                    yield self._plain(node.start, node.end), factor
                case "escape":
                    self._kinds.append("escape")
                    yield self._text[node.start + 1], factor
                case "extra":
                    self._kinds.append("extra")
                case "break":
                    self._kinds.append("break")
                    yield ", ", factor
                case _:
                    kind = self._meaning(node, doubled=doubled)
                    if kind is not None and not doubled:
                        self._kinds.append(kind)
                    yield from self._opened(node, factor, kind)

    def _opened(self, node: Node, factor: float, kind: ChangeKind | None) -> Iterator[Stretch]:
        match kind, node.kind:
            case "editing", _:
                yield from self._stretches(longer_part(self._text, node) or (), factor)
            case "choice", _:
                parts = [self._stretches(part, factor) for part in parted(self._text, node, "|")]
                written = (weighted(part, numbers=self._dialect.numbers) for part in parts)
                yield "||" + "|".join(words or " " for words in written) + "||", 1.0  # two bars would be another mark
            case "weight", "round":
                own = node.weight if node.weight is not None else STEP
                yield from self._stretches(node.inner, factor * own, doubled=node.sole is not None)
            case "weight", _:
                yield from self._stretches(node.inner, factor / STEP)
            case _, "curly" | "square":  # NovelAI's own, inside another program's
                yield from self._stretches(node.inner, factor * BRACE if node.kind == "curly" else factor / BRACE)
            case _:
                yield self._text[node.start], factor
                yield from self._stretches(node.inner, factor)
                yield self._text[node.inner[-1].end if node.inner else node.start + 1 : node.end], factor

    def _plain(self, start: int, end: int) -> str:
        """Words without underscores."""
        if self._underscores.isdisjoint(range(start, end)):
            return self._text[start:end]
        self._kinds.append("underscore")
        return "".join(" " if at in self._underscores else self._text[at] for at in range(start, end))


def _tidied(text: str, found: list[Change]) -> Iterator[Change]:
    """The changes; what is left out takes a comma along, and neighbours that are left out go together."""
    merged: list[Change] = []
    for change in found:
        last = merged[-1] if merged else None
        if last and not (last.instead or change.instead) and not text[last.end : change.start].strip(", \t\n"):
            merged[-1] = Change(last.start, change.end, "", last.kinds + change.kinds)
        else:
            merged.append(change)
    limit = 0
    for index, change in enumerate(merged):
        after = merged[index + 1].start if index + 1 < len(merged) else len(text)
        yield change if change.instead else _left_out(text, change, limit, after)
        limit = change.end


def _left_out(text: str, change: Change, first: int, last: int) -> Change:
    """A change that takes something out, with the comma or the blanks that would be left over; within two places."""
    start, end = change.start, change.end
    before, behind = text[first:start], text[end:last]
    if behind.startswith("\n") and (before.endswith("\n") or not before):
        return change._replace(end=end + 1)  # it had the line for itself
    comma = _COMMA_BEHIND.match(behind)
    if comma is not None:
        return change._replace(end=end + comma.end())
    comma = _COMMA_BEFORE.search(before)
    if comma is not None:
        return change._replace(start=first + comma.start())
    blanks = len(behind) - len(behind.lstrip(" \t"))
    inside = bool(text[:start].strip() and text[end:].strip())
    if "break" in change.kinds and inside and not behind[blanks:].startswith("\n"):
        return change._replace(start=first + len(before.rstrip(" \t")), end=end + blanks, instead=", ")
    return change._replace(end=end + blanks)
