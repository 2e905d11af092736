"""The difference between two documents (recipes as plain values), small enough to keep one for every step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, TypeVar, cast

from naitui.recipe.model import Recipe
from naitui.recipe.problems import Place

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Document: TypeAlias = dict[str, Json]
_Row = TypeVar("_Row", str, "list[Json]", list[str])


@dataclass(frozen=True, slots=True)
class Splice:
    """A stretch of a text or of a list is another one."""

    place: Place
    start: int
    removed: int
    """How many characters, or entries."""
    added: str | list[Json]


@dataclass(frozen=True, slots=True)
class Put:
    """A value is another one, or new."""

    place: Place
    value: Json


@dataclass(frozen=True, slots=True)
class Drop:
    """A key is gone."""

    place: Place


Hunk = Splice | Put | Drop
Patch = tuple[Hunk, ...]


def document_of(recipe: Recipe) -> Document:
    """A recipe as plain values, as its files have them; what follows the model is left out."""
    return recipe.model_dump(mode="json", exclude_none=True)


def difference(before: Document, after: Document) -> Patch:
    """What has to be done to one document to get the other: ``patched(before, difference(before, after)) == after``."""
    return tuple(_hunks((), before, after))


def _hunks(place: Place, before: Json, after: Json) -> Iterator[Hunk]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before:
            if key not in after:
                yield Drop((*place, key))
        for key, value in after.items():
            if key in before:
                yield from _hunks((*place, key), before[key], value)
            else:
                yield Put((*place, key), value)
    elif isinstance(before, str) and isinstance(after, str):
        if before != after:
            start, removed, stop = changed(before, after)
            yield Splice(place, start, removed, after[start:stop])
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) == len(after):
            for at, (one, other) in enumerate(zip(before, after, strict=True)):
                yield from _hunks((*place, at), one, other)
        else:
            # as they are written: for Python 1 is True, and 1.0 too
            start, removed, stop = changed(list(map(json.dumps, before)), list(map(json.dumps, after)))
            yield Splice(place, start, removed, after[start:stop])
    elif type(before) is not type(after) or before != after:
        yield Put(place, after)


def changed(before: _Row, after: _Row) -> tuple[int, int, int]:
    """The one stretch in which two texts or lists differ: where it begins, how much of ``before`` is gone, and where
    the new stretch of ``after`` ends."""
    head = common_head(before, after)
    tail = common_head(before[head:][::-1], after[head:][::-1])
    return head, len(before) - tail - head, len(after) - tail


def common_head(one: _Row, other: _Row) -> int:
    """How far two texts or lists are the same from their beginning; halving is quicker than counting."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def patched(document: Document, patch: Patch) -> Document:
    """The document after a patch; the one that is given stays as it is.

    Raises:
        KeyError, IndexError, TypeError: the patch was made for another document.
    """
    for hunk in patch:
        document = cast(Document, _put(document, hunk, hunk.place))
    return document


def _put(node: Json, hunk: Hunk, place: Place) -> Json:
    """The node with a hunk put in at a place below it; only what is on the way there is copied."""
    if not place:
        return _new_value(node, hunk)
    key, *rest = place
    if isinstance(node, dict) and isinstance(key, str):
        copy = dict(node)
        if not rest and isinstance(hunk, Drop):
            del copy[key]
        elif not rest and isinstance(hunk, Put):
            copy[key] = hunk.value
        else:
            copy[key] = _put(node[key], hunk, tuple(rest))
        return copy
    if isinstance(node, list) and isinstance(key, int):
        entries = list(node)
        entries[key] = _put(node[key], hunk, tuple(rest))
        return entries
    raise TypeError(f"no {key!r} in a {type(node).__name__}")


def _new_value(node: Json, hunk: Hunk) -> Json:
    if isinstance(hunk, Put):
        return hunk.value
    if isinstance(hunk, Splice):
        start, stop = hunk.start, hunk.start + hunk.removed
        if isinstance(node, str) and isinstance(hunk.added, str):
            return node[:start] + hunk.added + node[stop:]
        if isinstance(node, list) and isinstance(hunk.added, list):
            return [*node[:start], *hunk.added, *node[stop:]]
    raise TypeError(f"a {type(hunk).__name__.lower()} does not fit a {type(node).__name__}")


# ---------------------------------------------------------------------- as it is kept in files


def plain_patch(patch: Patch) -> Json:
    """A patch as plain values for JSON."""
    return [_plain(hunk) for hunk in patch]


def _plain(hunk: Hunk) -> Json:
    place: list[Json] = list(hunk.place)
    match hunk:
        case Splice(start=start, removed=removed, added=added):
            return [place, start, removed, added]
        case Put(value=value):
            return [place, value]
        case Drop():
            return [place]


def read_patch(plain: Json) -> Patch:
    """What `plain_patch` wrote.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(plain, list):
        raise ValueError("a patch is a list")
    return tuple(_hunk(entry) for entry in plain)


def _hunk(entry: Json) -> Hunk:
    match entry:
        case [list(place), int(start), int(removed), str() | list() as added] if _is_place(place):
            return Splice(tuple(place), start, removed, added)
        case [list(place), value] if _is_place(place):
            return Put(tuple(place), value)
        case [list(place)] if _is_place(place):
            return Drop(tuple(place))
    raise ValueError("not a part of a patch")


def _is_place(steps: list[Json]) -> TypeGuard[list[str | int]]:
    return all(isinstance(step, str | int) for step in steps)
