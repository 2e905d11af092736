"""Two recipes woven into one, with every single change between them to be put in or left out by itself.

A change is a tag, a setting, a member of a list. Whatever is left out, the rest stays what it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.patch import Document, Json
from naitui.recipe.problems import Place
from naitui.recipe.tree import rows_in

_TEXTS = ("prompt", "undesired")
_TOGETHER = (("width", "height"), ("source", "mask"), ("characters", "interactions"))
"""Keys that make no sense one without the other: where both differ, they change together."""
Held = Callable[[Json], bool]
"""Whether a document has a change."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Where nothing is."""


GONE = Gone()
Value: TypeAlias = "Json | Gone"


@dataclass(frozen=True, slots=True)
class Choice:
    """A place at which the two differ."""

    number: int
    """Of the change; several places may belong to one."""
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class _Text:
    pieces: tuple[str | Choice, ...]


@dataclass(frozen=True, slots=True)
class _Items:
    items: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Keys:
    keys: tuple[tuple[str, _Node], ...]


@dataclass(frozen=True, slots=True)
class _Same:
    value: Json


_Node: TypeAlias = _Same | Choice | _Text | _Items | _Keys


class Weave:
    """Both documents, and what differs, numbered from 0 in the order of the recipe's form."""

    def __init__(self, before: Document, after: Document, dialect: Dialect = PLAIN) -> None:
        self._dialect = dialect
        self.held: list[list[Held]] = []
        """For each change, what tells whether a document has it: all of these do."""
        self._whole = self._keys(before, after, ())

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self.held)

    def document(self, chosen: Collection[int]) -> Document:
        """The first document with these changes."""
        made = _made(self._whole, chosen)
        assert isinstance(made, dict)  # noqa: S101 - as both were
        return made

    # ------------------------------------------------------------------ weaving

    def _new(self, held: Held) -> int:
        self.held.append([held])
        return len(self.held) - 1

    def _choice(self, before: Value, after: Value, place: Place) -> Choice:
        return Choice(self._new(lambda document: at_place(document, place) == after), before, after)

    def _keys(self, before: dict[str, Json], after: dict[str, Json], place: Place) -> _Keys:
        found: dict[str, _Node] = {}
        for key in dict.fromkeys((*before, *after)):
            if key not in found:
                found |= self._together(key, before, after, place)
        return _Keys(tuple(found.items()))

    def _together(self, key: str, before: dict[str, Json], after: dict[str, Json], place: Place) -> dict[str, _Node]:
        pair = next((pair for pair in _TOGETHER if key in pair), (key,))
        differ = [one for one in pair if before.get(one, GONE) != after.get(one, GONE)]
        if len(differ) < 2 or (key in _TOGETHER[2] and _as_many(before, after)):
            return {key: self._node(before.get(key, GONE), after.get(key, GONE), (*place, key))}
        first = self._choice(before.get(differ[0], GONE), after.get(differ[0], GONE), (*place, differ[0]))
        rest = {one: Choice(first.number, before.get(one, GONE), after.get(one, GONE)) for one in differ[1:]}
        return {differ[0]: first, **rest}

    def _node(self, before: Value, after: Value, place: Place) -> _Node:
        if not isinstance(before, Gone) and json.dumps(before) == json.dumps(after if after != GONE else None):
            return _Same(before)
        if isinstance(before, dict) and isinstance(after, dict):
            return self._keys(before, after, place)
        if isinstance(before, list) and isinstance(after, list):
            return self._items(before, after, place)
        if isinstance(before, str) and isinstance(after, str) and place[-1] in _TEXTS:
            return self._text(before, after, place)
        return self._choice(before, after, place)

    def _items(self, before: list[Json], after: list[Json], place: Place) -> _Node:
        old, new = ([json.dumps(item) for item in items] for items in (before, after))
        found: list[_Node] = []
        for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                found += [_Same(item) for item in before[i:j]]
                continue
            both = min(j - i, m - k)
            pairs = zip(before[i : i + both], after[k : k + both], strict=True)
            for at, (one, other) in enumerate(pairs):
                here = len(before) == len(after)  # else what stands where depends on what else is put in
                found.append(self._node(one, other, (*place, i + at)) if here else self._item(one, other, place))
            found += [self._item(item, GONE, place) for item in before[i + both : j]]
            found += [self._item(GONE, item, place) for item in after[k + both : m]]
        return _Items(tuple(found))

    def _item(self, before: Value, after: Value, place: Place) -> Choice:
        def held(document: Json) -> bool:
            there = at_place(document, place)
            items = there if isinstance(there, list) else []
            return (after == GONE or after in items) and (before == GONE or before not in items)

        return Choice(self._new(held), before, after)

    def _text(self, before: str, after: str, place: Place) -> _Node:
        old, new = (_tags(text, self._dialect) for text in (before, after))
        words = [[_words(tag) for tag in tags] for tags in (old, new)]
        pieces: list[str | Choice] = []
        for kind, i, j, k, m in SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
            if kind == "equal":
                pieces += old[i:j]
                continue
            both = min(j - i, m - k)
            pairs = [*zip(old[i : i + both], new[k : k + both], strict=True)]
            pairs += [(tag, "") for tag in old[i + both : j]] + [("", tag) for tag in new[k + both : m]]
            pieces += [self._tag(one, other, place) for one, other in pairs]
        found = _moved_together(pieces)
        if not any(isinstance(piece, Choice) for piece in found):  # blanks, or marks between tags
            return self._choice(before, after, place)
        return _Text(tuple(found))

    def _tag(self, before: str, after: str, place: Place) -> Choice:
        def held(document: Json) -> bool:
            there = at_place(document, place)
            words = [_words(tag) for tag in _tags(there, self._dialect)] if isinstance(there, str) else []
            return (not after or _words(after) in words) and (not before or _words(before) not in words)

        return Choice(self._new(held), before, after)


def at_place(document: Json, place: Place) -> Value:
    """What stands somewhere in a document."""
    node: Value = document
    for step in place:
        if isinstance(node, dict) and isinstance(step, str):
            node = node.get(step, GONE)
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step] if step < len(node) else GONE
        else:
            return GONE
    return node


def _as_many(before: dict[str, Json], after: dict[str, Json]) -> bool:
    """Whether interactions can change by themselves: whom they name is still there."""
    one, other = before.get("characters"), after.get("characters")
    return isinstance(one, list) and isinstance(other, list) and len(one) == len(other)


def _moved_together(pieces: Sequence[str | Choice]) -> list[str | Choice]:
    """A tag that goes here and comes there is one change."""
    gone = {_words(str(one.before)): one.number for one in pieces if isinstance(one, Choice) and not one.after}
    return [
        Choice(gone[_words(str(one.after))], one.before, one.after)
        if isinstance(one, Choice) and not one.before and _words(str(one.after)) in gone
        else one
        for one in pieces
    ]


def _tags(text: str, dialect: Dialect) -> list[str]:
    """The text in pieces, each a tag or a group with what stands in front of it; joined they are the text."""
    ends = [item.room_end for row in rows_in(text, dialect) for item in row.items]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _words(tag: str) -> str:
    return " ".join(tag.strip(", \n").split())


def _made(node: _Node, chosen: Collection[int]) -> Value:
    match node:
        case _Same(value):
            return value
        case Choice(number, before, after):
            return after if number in chosen else before
        case _Text(pieces):
            return _joined([piece if isinstance(piece, str) else str(_made(piece, chosen)) for piece in pieces])
        case _Items(items):
            return [made for item in items if not isinstance(made := _made(item, chosen), Gone)]
        case _Keys(keys):
            return {key: made for key, item in keys if not isinstance(made := _made(item, chosen), Gone)}


def _joined(pieces: Sequence[str]) -> str:
    """Tags with the commas between them: the one that is the first now has none before it, all others have one."""
    return "".join(_with_comma([piece for piece in pieces if piece.strip()]))


def _with_comma(pieces: Sequence[str]) -> Iterator[str]:
    for at, piece in enumerate(pieces):
        begins = piece.lstrip()[:1]
        if at == 0:
            yield piece.lstrip(", ") if begins == "," else piece
        else:
            yield piece if begins in (",", "|") or "\n" in piece[: len(piece) - len(piece.lstrip())] else f", {piece}"
