"""Keys on whole tags: move them, swap them, take them out, comment them out and back, select them.

A key acts on the tag at the cursor or on all tags that a selection touches. Braces and weights that are a tag's own
alone go with it; those that it shares with others belong to the place, and so weigh what comes there instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.syntax import parse
from naitui.recipe.tree import Item, Place, Row, path_to, rows_in, tags_of
from naitui.recipe.weighing import Edit, NoEdit, end_behind

_COMMA = re.compile(r"[^\S\n]*,?[^\S\n]*")
_OPEN, _CLOSE = "/*", "*/"
Span = tuple[int, int]
"""From where to where; twice the same is a cursor."""


class Block(NamedTuple):
    """Neighbours in a row, from the ``first`` to the ``last``; mostly one alone."""

    row: Row
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.row.items[self.first].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.row.items[self.last].end

    def beside(self, *, right: bool) -> Item:
        """The neighbour on one side.

        Raises:
            NoEdit: there is none in its group or part.
        """
        index = self.last + 1 if right else self.first - 1
        if not 0 <= index < len(self.row.items):
            raise NoEdit("it is the last one here" if right else "it is the first one here")
        return self.row.items[index]


def block_at(text: str, span: Span, dialect: Dialect) -> Block:
    """The tag at the cursor with the braces and weights that are its own alone, or the tags that a selection touches.

    Raises:
        NoEdit: there is no tag here, or the selection reaches over several parts.
    """
    rows = rows_in(text, dialect)
    path = path_to(rows, *span)
    group = path[-1].item.group if path else None
    if span[0] == span[1] or (path and group is None):
        return _alone(path)
    for row in group.rows if group is not None else rows:
        touched = [index for index, item in enumerate(row.items) if item.end > span[0] and item.start < span[1]]
        if touched and row.start <= span[0] and span[1] <= row.end:
            whole = group is not None and len(group.rows) == 1 and len(touched) == len(row.items)
            return _alone(path) if whole else Block(row, touched[0], touched[-1])
    if path:
        return _alone(path)
    raise NoEdit("select tags of one part")


def _alone(path: list[Place]) -> Block:
    """The innermost item, with the groups around it that hold nothing else."""
    if not path:
        raise NoEdit("there is no tag here")
    path = path.copy()
    while len(path) > 1:
        group, outer = path[-1].group, path[-2]
        if group is None or group.sole is None or outer.item.group is not group:
            break
        path.pop()
    place = path[-1]
    return Block(place.row, place.index, place.index)


# ---------------------------------------------------------------------- moving


def move(text: str, start: int, end: int, *, right: bool, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, change places with the neighbour; the cursor stays on its letter.

    Raises:
        NoEdit: there is no tag, or no neighbour on that side within its group or part.
    """
    own = block_at(text, (start, end), dialect)
    other = own.beside(right=right)
    first, second = ((own.start, own.end), (other.start, other.end))[:: 1 if right else -1]
    changed, before, behind = _exchanged(text, first, second, dialect)
    begin = behind[0] if right else before[0]
    offsets = (min(max(place - own.start, 0), own.end - own.start) for place in (start, end))
    return Edit(changed, *(begin + offset for offset in offsets))


def swap(text: str, marked: Span, here: Span, dialect: Dialect) -> Edit:
    """What was marked and what is at the cursor change places, wherever they are; what has come here is selected.

    Raises:
        NoEdit: there is no tag in one of the places, or one is inside the other.
    """
    one, other = block_at(text, marked, dialect), block_at(text, here, dialect)
    first, second = sorted(((one.start, one.end), (other.start, other.end)))
    if first[1] > second[0]:
        raise NoEdit("go to another tag, then x swaps the two")
    changed, before, behind = _exchanged(text, first, second, dialect)
    return Edit(changed, *(behind if other.start == second[0] else before))


def _exchanged(text: str, first: Span, second: Span, dialect: Dialect) -> tuple[str, Span, Span]:
    """The text with two stretches exchanged, and where they are then."""
    one, two = text[slice(*first)], text[slice(*second)]
    two_there, one_there = _ended(two, text[first[1] :]), _ended(one, text[second[1] :])
    head = text[: first[0]] + two_there + text[first[1] : second[0]]
    changed = head + one_there + text[second[1] :]
    if _said(changed, dialect) != _said(text, dialect) or _faults(changed, dialect) > _faults(text, dialect):
        raise NoEdit("there it would mean something else")  # "Text:" in front of a tag, a number inside a number
    return changed, (first[0], first[0] + len(two)), (len(head), len(head) + len(one))


def _ended(words: str, behind: str) -> str:
    """Words with the blank that keeps a number in them from the end of a weight."""
    return words + end_behind(words).removesuffix("::") if behind.startswith("::") else words


def _said(text: str, dialect: Dialect) -> Counter[tuple[str, str]]:
    """Everything in a text, in whatever order, and what it is; bars in choices are others than those between parts."""
    prompt, in_choice = parse(text, dialect), False
    said = Counter[tuple[str, str]]()
    for piece in prompt.pieces:
        in_choice ^= piece.kind == "choice"
        words = " ".join(prompt.of(piece).split())
        said[piece.kind, f"{words} in a choice" if piece.kind == "bar" and in_choice else words] += bool(words)
    return said


def _faults(text: str, dialect: Dialect) -> int:
    return sum(1 for _ in parse(text, dialect).faults)


# ---------------------------------------------------------------------- taking out


def remove(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, go with one comma; the cursor stands on the next one.

    Raises:
        NoEdit: there is no tag here.
    """
    first, last = around(text, block_at(text, (start, end), dialect))
    return Edit(text[:first] + text[last:], first, first)


def around(text: str, block: Block) -> Span:
    """Tags with the comma that goes with them: the one behind, or in front of the last one."""
    items = block.row.items
    if block.last + 1 < len(items):
        behind = _COMMA.match(text, block.end)
        assert behind is not None  # noqa: S101 - it matches nothing too
        return block.start, min(behind.end(), items[block.last + 1].start)
    if block.first:
        before = items[block.first - 1].end
        return (before, block.end) if "\n" not in text[before : block.start] else (block.start, block.end)
    return block.start, block.end


def comment(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, become a comment, which is not sent; a comment becomes tags again.

    Raises:
        NoEdit: there is neither here.
    """
    for piece in parse(text, dialect).pieces:
        if piece.kind == "comment" and piece.start <= start and end <= piece.end:
            words = text[piece.start : piece.end].removeprefix(_OPEN).removesuffix(_CLOSE)
            back = (min(max(at - len(_OPEN), piece.start), piece.start + len(words)) for at in (start, end))
            return Edit(text[: piece.start] + words + text[piece.end :], *back)
    block = block_at(text, (start, end), dialect)
    words = text[block.start : block.end]
    if _CLOSE in words or _OPEN in words:
        raise NoEdit("there is a comment in it already")
    changed = f"{text[: block.start]}{_OPEN}{words}{_CLOSE}{text[block.end :]}"
    there = (min(max(at, block.start), block.end) + len(_OPEN) for at in (start, end))
    return Edit(changed, *there)


# ---------------------------------------------------------------------- selecting


def select(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """Select the tag at the cursor; again, what is around it: what its group holds, the group, its part, at last all.

    Raises:
        NoEdit: there is nothing to select.
    """
    if not text.strip():
        raise NoEdit("there is no tag here")
    larger = [span for span in _spans(text, start, end, dialect) if span[0] <= start and end <= span[1]]
    larger = [span for span in larger if span != (start, end)]
    if not larger:
        raise NoEdit("everything is selected")
    return Edit(text, *min(larger, key=lambda span: span[1] - span[0]))


def select_less(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The other way round: what is inside the selection, down to its first tag.

    Raises:
        NoEdit: nothing smaller is left.
    """
    tags = (tag for tag in tags_of(rows_in(text, dialect)) if start <= tag.start and tag.end <= end)
    first = next(tags, None)
    inside = _spans(text, first.start, first.end, dialect) if first is not None else ()
    smaller = [span for span in inside if start <= span[0] and span[1] <= end and span != (start, end)]
    if not smaller:
        raise NoEdit("it is one tag")
    return Edit(text, *max(smaller, key=lambda span: span[1] - span[0]))


def _spans(text: str, start: int, end: int, dialect: Dialect) -> Iterator[Span]:
    """Everything around a place that can be selected."""
    yield 0, len(text)
    rows = rows_in(text, dialect)
    yield from _parts(rows)
    for place in path_to(rows, start, end):
        yield place.item.start, place.item.end
        for group in place.item.groups:
            if group.inner_start <= start and end <= group.inner_end:
                yield group.start, group.end
                yield group.inner_start, group.inner_end
                yield from _parts(group.rows)


def _parts(rows: tuple[Row, ...]) -> Iterator[Span]:
    """Alternatives, or parts of a mix, where there are several."""
    for row in rows if len(rows) > 1 else ():
        if row.items:
            yield row.items[0].start, row.items[-1].end


def neighbour(text: str, cursor: int, *, right: bool, dialect: Dialect) -> Edit:
    """Select the next tag, or the one before, wherever it stands.

    Raises:
        NoEdit: there is none on that side.
    """
    tags = list(tags_of(rows_in(text, dialect)))
    if right:
        found = next((tag for tag in tags if tag.start > cursor), None)
    else:
        found = next((tag for tag in reversed(tags) if tag.end < cursor), None)
    if found is None:
        raise NoEdit("it is the last tag" if right else "it is the first tag")
    return Edit(text, found.start, found.end)


def extended(text: str, anchor: Span, cursor: int, *, right: bool, dialect: Dialect) -> Span:
    """A selection from ``anchor`` that ends at ``cursor``, one tag further to a side: where it begins, and its new end.

    Raises:
        NoEdit: there is no tag on that side.
    """
    backwards = cursor < anchor[1]
    if right and backwards:  # back towards the anchor
        tags = [tag for tag in tags_of(rows_in(text, dialect)) if cursor < tag.start <= anchor[0]]
        return (anchor[1], tags[0].start) if tags and tags[0].start < anchor[0] else anchor
    if not right and cursor > anchor[1]:
        tags = [tag for tag in tags_of(rows_in(text, dialect)) if anchor[1] <= tag.end < cursor]
        return anchor[0], tags[-1].end if tags else anchor[1]
    place = cursor if right or backwards else anchor[0]
    _, start, end = neighbour(text, place, right=right, dialect=dialect)
    return (anchor[0], end) if right else (anchor[1], start)
