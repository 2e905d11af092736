"""Raising and lowering the weight of a tag or of several: what a key does to the text.

Where the model knows numbers, ``1.1::tag::`` is written and changed in tenths, and taken away again at 1; a tag out of
a group with a weight is cut out of it, and joins it again at the same weight. Elsewhere braces are added or taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.syntax import parse
from naitui.recipe.tree import Group, Item, Place, path_to, rows_in

STEP = Decimal("0.1")
LEAST, MOST = Decimal(-5), Decimal(10)
INSIDE = "a part of it has a weight of its own; change that one"
CUT_OFF = "the group around it has a weight of its own; select the whole group"


class NoEdit(ValueError):
    """A key that can do nothing here; the message says why."""


class Edit(NamedTuple):
    """A changed text, and what is selected in it then."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Target:
    """A stretch of text to be weighed, with the groups that hold it and nothing else, from the outermost inwards."""

    start: int
    end: int
    wrappers: tuple[Group, ...]
    around: Group | None
    """The group that it shares with others; None at the top."""


def weigh(text: str, start: int, end: int, *, up: bool, dialect: Dialect) -> Edit:
    """Raise (``up``) or lower the weight of the tag at ``start``, or of everything that is selected up to ``end``.

    Raises:
        NoEdit: there is no tag here, or its weight cannot be changed by itself.
    """
    edit = _weigh(text, start, end, up=up, dialect=dialect)
    if _words(edit.text, dialect) != _words(text, dialect):  # "|text:" would become a text block behind a weight
        raise NoEdit("a weight here would change what the text means")
    return edit


def _words(text: str, dialect: Dialect) -> list[tuple[str, str]]:
    """Everything that is no mark, blanks apart, and what it is."""
    prompt = parse(text, dialect)
    kinds = ("words", "label", "action", "quoted", "literal", "mix")
    return [
        (piece.kind, words) for piece in prompt.pieces if piece.kind in kinds and (words := prompt.of(piece).strip())
    ]


def _weigh(text: str, start: int, end: int, *, up: bool, dialect: Dialect) -> Edit:
    places = _places(text, start, end, dialect)
    if len(places) == 1:
        return _weigh_one(text, places[0], up=up, dialect=dialect)
    first, last = places[0].item, places[-1].item
    whole = _Target(first.start, last.end, (), places[0].group)
    together = [place for place in places if _has_weight(place.item)]
    if not together and not _is_weight(whole.around):
        return _wrapped(text, whole, up=up, dialect=dialect)
    length = len(text)
    for place in reversed(places):  # from the end, so that the places in front stay true
        text = _weigh_one(text, place, up=up, dialect=dialect).text
    return Edit(text, first.start, last.end + len(text) - length)


def _places(text: str, start: int, end: int, dialect: Dialect) -> list[Place]:
    """The items that are meant: the one at the cursor, or all that a selection touches in one row."""
    path = path_to(rows_in(text, dialect), start, end)
    while path and path[-1].item.kind != "tag":
        path.pop()
    if start == end or (path and path[-1].item.group is None):
        if not path:
            raise NoEdit("there is no tag here")
        return [path[-1]]
    group = path[-1].item.group if path else None
    rows = group.rows if group is not None else rows_in(text, dialect)
    for row in rows:
        touched = [(i, item) for i, item in enumerate(row.items) if item.end > start and item.start < end]
        tags = [Place(item, row, index, group) for index, item in touched if item.kind == "tag"]
        if tags and row.start <= start and end <= row.end:
            return [path[-1]] if path and len(rows) == 1 and len(tags) == len(row.items) else tags
    if path:
        return [path[-1]]
    raise NoEdit("select tags of one part")


def _weigh_one(text: str, place: Place, *, up: bool, dialect: Dialect) -> Edit:
    path = path_to(rows_in(text, dialect), place.item.start, place.item.end) or [place]
    target = _target(path)
    if not dialect.numbers:
        return _braced(text, target, up=up)
    for group in reversed(target.wrappers):
        if group.kind == "weight":
            return _joined(_renumbered(text, group, up=up, dialect=dialect), dialect)
    if _is_weight(target.around) and target.around is not None:
        return _joined(_cut_out(text, target, target.around, up=up, dialect=dialect), dialect)
    if any(_is_weight(one.group) for one in path):
        raise NoEdit(CUT_OFF)
    if _has_weight(path[-1].item):
        raise NoEdit(INSIDE)
    return _wrapped(text, target, up=up, dialect=dialect)


def _target(path: list[Place]) -> _Target:
    """The innermost item of a path, and the groups that are wholly its own, outwards and inwards."""
    *outer, place = path
    wrappers: list[Group] = []
    around = place.group
    while around is not None and outer and around.sole is not None and outer[-1].item.group is around:
        wrappers.insert(0, around)
        around = outer.pop().group
    item: Item | None = place.item
    start, end = place.item.start, place.item.end
    while item is not None and item.group is not None and item.group.kind != "choice":
        wrappers.append(item.group)
        inner = [one for row in item.group.rows for one in row.items]
        if not inner:
            raise NoEdit("there is no tag here")
        start, end = inner[0].start, inner[-1].end
        item = item.group.sole
    return _Target(start, end, tuple(wrappers), around)


# ---------------------------------------------------------------------- numbers


def _stepped(mark: str, *, up: bool) -> str:
    """The next number, with as many decimals as it had, one at least; whole numbers have none."""
    digits = mark.removesuffix("::")
    number = Decimal(digits) + (STEP if up else -STEP)
    if not LEAST <= number <= MOST:
        raise NoEdit(f"weights go from {LEAST} to {MOST}")
    if number == number.to_integral_value() and "." not in digits.rstrip("0").rstrip("."):
        return str(int(number))
    decimals = max(1, len(digits.partition(".")[2]))
    written = f"{number:.{decimals}f}"
    return str(int(number)) if decimals == 1 and number == number.to_integral_value() else written


def end_behind(words: str) -> str:
    """What ends a weight: a number right in front of the colons would be taken for the next weight."""
    return " ::" if words[-1:].isdigit() or words.endswith((".", ":")) else "::"


def _renumbered(text: str, group: Group, *, up: bool, dialect: Dialect) -> Edit:
    new = _stepped(text[group.start : group.inner_start], up=up)
    inner = text[group.inner_start : group.inner_end]
    if Decimal(new) == 1 and not _ends_another(text, group.start, dialect):
        tail = "" if text[group.inner_end : group.end] == "::" else text[group.inner_end : group.end]
        made = inner.rstrip() if tail == "" and group.end > group.inner_end else inner
        return Edit(text[: group.start] + made + tail + text[group.end :], group.start, group.start + len(made))
    mark = f"{new}::"
    changed = text[: group.start] + mark + text[group.inner_start :]
    begin = group.start + len(mark)
    return Edit(changed, begin, begin + len(inner.rstrip()))


def _ends_another(text: str, start: int, dialect: Dialect) -> bool:
    """Whether the number at a place is what ends the one before: then it has to stay."""
    pieces = parse(text, dialect).pieces
    return any(p.kind == "weight" and p.partner is not None and pieces[p.partner].start == start for p in pieces)


def _wrapped(text: str, target: _Target, *, up: bool, dialect: Dialect) -> Edit:
    if not dialect.numbers:
        return _braced(text, target, up=up)
    mark = "1.1::" if up else "0.9::"
    words = text[target.start : target.end]
    begin = target.start + len(mark)
    changed = f"{text[: target.start]}{mark}{words}{end_behind(words)}{text[target.end :]}"
    return Edit(changed, begin, begin + len(words))


def _cut_out(text: str, target: _Target, group: Group, *, up: bool, dialect: Dialect) -> Edit:
    """One of the tags of a group gets a weight of its own: the group ends before it and begins anew behind it."""
    if len(group.rows) != 1:
        raise NoEdit(CUT_OFF)
    mark = text[group.start : group.inner_start]
    [row] = group.rows
    before = [item for item in row.items if item.end <= target.start]
    after = [item for item in row.items if item.start >= target.end]
    new = _stepped(mark, up=up)
    words = text[target.start : target.end]
    plain = Decimal(new) == 1 and (bool(before) or not _ends_another(text, group.start, dialect))
    opening, closing = ("", "") if plain else (f"{new}::", end_behind(words))
    head = text[: group.start]
    if before:
        last = before[-1].end
        head = text[:last] + end_behind(text[:last]) + text[last : target.start]
    if after:
        tail = closing + text[target.end : after[0].start] + mark + text[after[0].start :]
    else:
        end = text[group.inner_end : group.end]
        tail = (closing if end or closing == "" else "") + text[target.end : group.inner_end] + text[group.end :]
    begin = len(head) + len(opening)
    return Edit(f"{head}{opening}{words}{tail}", begin, begin + len(words))


def _joined(edit: Edit, dialect: Dialect) -> Edit:
    """Groups side by side that have come to the same number become one again."""
    text, start, end = edit
    path = path_to(rows_in(text, dialect), start, end)
    own = next((p for p in reversed(path) if p.item.group is not None and p.item.group.kind == "weight"), None)
    if own is None:
        return edit
    items = own.row.items
    for left, right in ((own.index, own.index + 1), (own.index - 1, own.index)):
        if left < 0 or right >= len(items):
            continue
        first, second = items[left].group, items[right].group
        if first is None or second is None or not _same_number(text, first, second):
            continue
        # "1.2::a::, 1.2::b::": the end of the first and the number of the second go
        inner = text[: first.inner_end].rstrip()
        joined = inner + text[first.end : second.start] + text[second.inner_start :]
        moved = len(text) - len(joined) if second.inner_start <= start else 0
        text = joined
        start, end = start - moved, end - moved
    return Edit(text, start, end)


def _same_number(text: str, first: Group, second: Group) -> bool:
    closed = text[first.inner_end : first.end] == "::"
    marks = [text[group.start : group.inner_start] for group in (first, second)]
    return closed and first.kind == second.kind == "weight" and marks[0] == marks[1]


# ---------------------------------------------------------------------- braces


def _braced(text: str, target: _Target, *, up: bool) -> Edit:
    """A brace more, or a bracket less; and the other way round."""
    taken = "[" if up else "{"
    for group in reversed(target.wrappers):
        if text[group.start] == taken:
            inner = text[group.inner_start : group.inner_end]
            changed = text[: group.start] + inner + text[group.end :]
            return Edit(changed, target.start - 1, target.end - 1)
    opening, closing = ("{", "}") if up else ("[", "]")
    words = text[target.start : target.end]
    changed = f"{text[: target.start]}{opening}{words}{closing}{text[target.end :]}"
    return Edit(changed, target.start + 1, target.end + 1)


def _has_weight(item: Item) -> bool:
    return any(_is_weight(group) or any(_has_weight(i) for r in group.rows for i in r.items) for group in item.groups)


def _is_weight(group: Group | None) -> bool:
    return group is not None and group.kind == "weight"
