"""The tags of a prompt: rows of items between commas, groups of braces, weights and choices inside one another.

Marks that cross (``{1.2::a}::``) make no group; they stay parts of the items they stand in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.syntax import Prompt, parse

GroupKind = Literal["braces", "weight", "choice"]
Branch = tuple[tuple[int, int], ...]
"""The rows that a tag is in: where the first row of their group begins, and the number of the row."""
DEEPEST = 50
"""Groups inside more groups than these stay parts of their items."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a pair of marks holds. All places are those in the text; the marks lie outside ``inner``."""

    kind: GroupKind
    start: int
    inner_start: int
    inner_end: int
    end: int
    """Behind the closing mark; the same as ``inner_end`` where there is none (the next number, or the text's end)."""
    rows: tuple[Row, ...]

    @property
    def sole(self) -> Item | None:
        """The only item in it; None when there are more, or none."""
        items = [item for row in self.rows for item in row.items]
        return items[0] if len(items) == 1 and len(self.rows) == 1 else None


@dataclass(frozen=True, slots=True)
class Item:
    """What stands between two commas, without the blanks around it: a tag, or a group of them."""

    start: int
    end: int
    room_start: int
    """Where the room between the commas begins."""
    room_end: int
    groups: tuple[Group, ...]
    """Groups in it, in order."""
    kind: Literal["tag", "comment", "literal"]

    @property
    def group(self) -> Group | None:
        """The group that it wholly is."""
        whole = [group for group in self.groups if (group.start, group.end) == (self.start, self.end)]
        return whole[0] if whole else None


@dataclass(frozen=True, slots=True)
class Row:
    """Items between two bars, or from end to end."""

    start: int
    end: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An item in its row, and the group that the row is in; None at the top."""

    item: Item
    row: Row
    index: int
    group: Group | None


@lru_cache(maxsize=8)
def rows_in(text: str, dialect: Dialect = PLAIN) -> tuple[Row, ...]:
    """The rows at the top of a prompt. The last few results are kept, as those of `parse` are."""
    prompt = parse(text, dialect)
    return _Builder(prompt).rows(0, len(prompt.pieces), 0, len(text))


def path_to(rows: tuple[Row, ...], start: int, end: int | None = None) -> list[Place]:
    """The items around a place in the text, or around a stretch of it, from the outermost to the innermost."""
    end = start if end is None else end
    path: list[Place] = []
    group: Group | None = None
    while True:
        place = _place_in(rows, start, end, group)
        if place is None:
            return path
        path.append(place)
        inner = [one for one in place.item.groups if one.inner_start <= start and end <= one.inner_end]
        if not inner:
            return path
        group, rows = inner[0], inner[0].rows


def tags_of(rows: tuple[Row, ...]) -> Iterator[Item]:
    """Every tag, groups opened, in the order of the text; comments and text blocks are none."""
    return (item for item in items_of(rows) if item.kind == "tag")


def items_of(rows: tuple[Row, ...]) -> Iterator[Item]:
    """Every tag, comment and text block, groups opened, in the order of the text."""
    for row in rows:
        for item in row.items:
            if item.group is not None:
                yield from items_of(item.group.rows)
            else:
                yield item


def branched(rows: tuple[Row, ...], path: Branch = ()) -> Iterator[tuple[Item, Branch]]:
    """As `tags_of`, each with the row it is in of every part, mix or choice around it."""
    for number, row in enumerate(rows):
        branch = (*path, (rows[0].start, number)) if len(rows) > 1 else path
        for item in row.items:
            if item.group is not None:
                yield from branched(item.group.rows, branch)
            elif item.kind == "tag":
                yield item, branch


def _place_in(rows: tuple[Row, ...], start: int, end: int, group: Group | None) -> Place | None:
    for row in rows:
        index = bisect_left(row.items, start, key=lambda item: item.room_end)
        if index < len(row.items) and row.items[index].room_start <= start and end <= row.items[index].room_end:
            return Place(row.items[index], row, index, group)
    return None


class _Builder:
    """Reads pieces into rows."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._depth = 0

    def rows(self, first: int, last: int, start: int, end: int) -> tuple[Row, ...]:
        """The rows of the pieces from ``first`` up to ``last``, which lie between two places of the text."""
        pieces, rows, items = self._prompt.pieces, list[Row](), list[Item]()
        row_start = room_start = start
        groups: list[Group] = []
        index = room_index = first
        while index < last:
            piece = pieces[index]
            if piece.kind in ("separator", "bar", "mix"):
                items += self._item(room_start, piece.start, groups, range(room_index, index))
                groups, room_start, room_index = [], piece.end, index + 1
                if piece.kind == "bar":
                    rows.append(Row(row_start, piece.start, tuple(items)))
                    items, row_start = [], piece.end
                index += 1
                continue
            close = self._closing(index, last) if self._depth < DEEPEST else None
            if close is None:
                index += 1
                continue
            groups.append(self._group(index, close, last, end))
            index = close + (close < last and pieces[close].kind in ("close", "end", "choice"))
        items += self._item(room_start, end, groups, range(room_index, last))
        rows.append(Row(row_start, end, tuple(items)))
        return tuple(rows)

    def _closing(self, index: int, last: int) -> int | None:
        """Where the group that begins with a piece ends: an index, ``last`` for the end of the row; None for none."""
        piece = self._prompt.pieces[index]
        if piece.kind == "weight":
            if piece.partner is not None and piece.partner < last:
                return piece.partner
            bars = (i for i in range(index, last) if self._prompt.pieces[i].kind == "bar")
            return next(bars, last)
        opens = piece.kind in ("open", "choice") and piece.partner is not None
        return piece.partner if opens and piece.partner is not None and index < piece.partner < last else None

    def _group(self, index: int, close: int, last: int, end: int) -> Group:
        pieces = self._prompt.pieces
        opening, closing = pieces[index], pieces[close] if close < last else None
        kind: GroupKind = "braces" if opening.kind == "open" else "weight" if opening.kind == "weight" else "choice"
        inner_end = closing.start if closing is not None else end
        closed = closing is not None and closing.kind in ("close", "end", "choice")
        outer_end = closing.end if closing is not None and closed else inner_end
        self._depth += 1
        rows = self.rows(index + 1, close, opening.end, inner_end)
        self._depth -= 1
        return Group(kind, opening.start, opening.end, inner_end, outer_end, rows)

    def _item(self, start: int, end: int, groups: list[Group], indexes: range) -> list[Item]:
        """The item between two commas; an empty list when there are only blanks."""
        text = self._prompt.text[start:end]
        bare = text.strip()
        if not bare:
            return []
        begin = start + len(text) - len(text.lstrip())
        stop = begin + len(bare)
        pieces = [self._prompt.pieces[index] for index in indexes]
        kinds = {piece.kind for piece in pieces if piece.kind != "words" or self._prompt.of(piece).strip()}
        kind: Literal["tag", "comment", "literal"] = "tag"
        if kinds == {"comment"}:
            kind = "comment"
        elif "literal" in kinds:
            kind = "literal"
        # a number that nothing closes reaches over the blanks at the end
        fitted = tuple(group if group.end <= stop else _cut(group, stop) for group in groups)
        return [Item(begin, stop, start, end, fitted, kind)]


def _cut(group: Group, end: int) -> Group:
    return Group(group.kind, group.start, group.inner_start, min(group.inner_end, end), end, group.rows)
