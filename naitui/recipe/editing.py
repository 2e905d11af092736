"""Keys on whole tags: move them, take them out, comment them out and back, select them."""

from __future__ import annotations

import re

from naitui.recipe.syntax import parse
from naitui.recipe.tree import Place, path_to, rows_of, tags_of
from naitui.recipe.weighing import Edit, NoEdit

_COMMA = re.compile(r"[^\S\n]*,?[^\S\n]*")
_OPEN, _CLOSE = "/*", "*/"


def unit_at(text: str, cursor: int, *, numeric: bool) -> Place:
    """The tag at the cursor with the braces and weights that are its own alone, and its place among its neighbours.

    Raises:
        NoEdit: there is no tag here.
    """
    path = path_to(rows_of(parse(text, numeric=numeric)), cursor)
    if not path:
        raise NoEdit("there is no tag here")
    while len(path) > 1:
        group, outer = path[-1].group, path[-2]
        if group is None or group.sole is None or outer.item.group is not group:
            break
        path.pop()
    return path[-1]


def move(text: str, cursor: int, *, right: bool, numeric: bool) -> Edit:
    """The tag at the cursor changes places with its neighbour; the cursor stays on its letter.

    Raises:
        NoEdit: there is no tag, or no neighbour on that side within its group or part.
    """
    place = unit_at(text, cursor, numeric=numeric)
    target = place.index + (1 if right else -1)
    if not 0 <= target < len(place.row.items):
        raise NoEdit("it is the last one here" if right else "it is the first one here")
    own, other = place.item, place.row.items[target]
    first, second = (own, other) if right else (other, own)
    one, gap, two = text[first.start : first.end], text[first.end : second.start], text[second.start : second.end]
    changed = text[: first.start] + two + gap + one + text[second.end :]
    offset = min(max(cursor - own.start, 0), own.end - own.start)
    begin = first.start + len(two) + len(gap) if right else first.start
    return Edit(changed, begin + offset, begin + offset)


def remove(text: str, cursor: int, *, numeric: bool) -> Edit:
    """The tag at the cursor goes, with one comma; the cursor stands on the next one.

    Raises:
        NoEdit: there is no tag here.
    """
    place = unit_at(text, cursor, numeric=numeric)
    start, end = around(text, place)
    return Edit(text[:start] + text[end:], start, start)


def around(text: str, place: Place) -> tuple[int, int]:
    """A tag with the comma that goes with it: the one behind it, or in front of the last one."""
    item, row = place.item, place.row
    if place.index + 1 < len(row.items):
        behind = _COMMA.match(text, item.end)
        assert behind is not None  # noqa: S101 - it matches nothing too
        return item.start, min(behind.end(), row.items[place.index + 1].start)
    if place.index:
        before = row.items[place.index - 1].end
        return (before, item.end) if "\n" not in text[before : item.start] else (item.start, item.end)
    return item.start, item.end


def comment(text: str, cursor: int, *, numeric: bool) -> Edit:
    """The tag at the cursor becomes a comment, which is not sent; a comment becomes a tag again.

    Raises:
        NoEdit: there is neither here.
    """
    for piece in parse(text, numeric=numeric).pieces:
        if piece.kind == "comment" and piece.start <= cursor <= piece.end:
            words = text[piece.start : piece.end].removeprefix(_OPEN).removesuffix(_CLOSE)
            back = min(max(cursor - len(_OPEN), piece.start), piece.start + len(words))
            return Edit(text[: piece.start] + words + text[piece.end :], back, back)
    item = unit_at(text, cursor, numeric=numeric).item
    words = text[item.start : item.end]
    if _CLOSE in words or _OPEN in words:
        raise NoEdit("there is a comment in it already")
    changed = f"{text[: item.start]}{_OPEN}{words}{_CLOSE}{text[item.end :]}"
    there = min(max(cursor, item.start), item.end) + len(_OPEN)
    return Edit(changed, there, there)


def select(text: str, start: int, end: int, *, numeric: bool) -> Edit:
    """Select the tag at the cursor; again, what is around it: its weight, then its group, at last everything.

    Raises:
        NoEdit: there is nothing to select.
    """
    if not text.strip():
        raise NoEdit("there is no tag here")
    spans = [(0, len(text))]
    for place in path_to(rows_of(parse(text, numeric=numeric)), start, end):
        spans.append((place.item.start, place.item.end))
        for group in place.item.groups:
            if group.inner_start <= start and end <= group.inner_end:
                spans.append((group.inner_start, group.inner_end))
    larger = [span for span in spans if span[0] <= start and end <= span[1] and span != (start, end)]
    if not larger:
        raise NoEdit("everything is selected")
    best = min(larger, key=lambda span: span[1] - span[0])
    return Edit(text, *best)


def neighbour(text: str, cursor: int, *, right: bool, numeric: bool) -> Edit:
    """Select the next tag, or the one before, wherever it stands.

    Raises:
        NoEdit: there is none on that side.
    """
    tags = list(tags_of(rows_of(parse(text, numeric=numeric))))
    if right:
        found = next((tag for tag in tags if tag.start > cursor), None)
    else:
        found = next((tag for tag in reversed(tags) if tag.end < cursor), None)
    if found is None:
        raise NoEdit("it is the last tag" if right else "it is the first tag")
    return Edit(text, found.start, found.end)
