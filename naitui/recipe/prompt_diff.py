"""What changed between two prompts, tag by tag: added, removed, moved, reweighted."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.syntax import parse
from naitui.recipe.tree import items_of, rows_in

ChangeKind = Literal["added", "removed", "moved", "reweighted"]
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """One tag that is not as it was; a tag that was moved and reweighted is two changes."""

    kind: ChangeKind
    tag: str
    before: float | None
    """Its effective weight before; None when it was not there."""
    after: float | None


@dataclass(frozen=True, slots=True)
class _Tag:
    words: str
    weight: float
    key: str
    """Tags with the same key are the same tag."""


def prompt_diff(before: str, after: str, dialect: Dialect = PLAIN) -> list[Change]:
    """The changes: what was removed, in its old order; then what is otherwise, in the new order.

    Comments and text blocks count as tags here; when nothing but blanks, case or marks differ, there are none.
    """
    return _diff(_tags(before, dialect), _tags(after, dialect))


def names_diff(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The same for lists of names, of which none is like another."""
    return _diff([_Tag(name, 1.0, name) for name in before], [_Tag(name, 1.0, name) for name in after])


def _diff(old: list[_Tag], new: list[_Tag]) -> list[Change]:
    pairs, gone, come = _matched(old, new)
    changes = [Change("removed", old[place].words, old[place].weight, None) for place in gone]
    still = longest_rising([pairs[place] for place in sorted(pairs)])
    for place, tag in enumerate(new):
        if place in come:
            changes.append(Change("added", tag.words, None, tag.weight))
            continue
        was = old[pairs[place]]
        if pairs[place] not in still:
            changes.append(Change("moved", tag.words, was.weight, tag.weight))
        if abs(was.weight - tag.weight) > _CLOSE:
            changes.append(Change("reweighted", tag.words, was.weight, tag.weight))
    return changes


def _tags(text: str, dialect: Dialect) -> list[_Tag]:
    weight_at = parse(text, dialect).weight_at
    found = []
    for item in items_of(rows_in(text, dialect)):
        words = " ".join(text[item.start : item.end].split())
        found.append(_Tag(words, weight_at(item.start), words.casefold()))
    return found


def _matched(old: list[_Tag], new: list[_Tag]) -> tuple[dict[int, int], list[int], set[int]]:
    """New places to old ones, the old places without a partner, and the new ones. The same tag twice pairs in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(old) - 1, -1, -1):
        places[old[place].key].append(place)
    pairs: dict[int, int] = {}
    for place, tag in enumerate(new):
        known = places[tag.key]
        if known:
            pairs[place] = known.pop()
    taken = set(pairs.values())
    return pairs, [place for place in range(len(old)) if place not in taken], set(range(len(new))) - set(pairs)


def longest_rising(places: list[int]) -> set[int]:
    """The most of them that have kept their order: everything else has moved."""
    tails: list[int] = []
    at: list[int] = []
    for place in places:
        slot = bisect.bisect_left(tails, place)
        tails[slot : slot + 1] = [place]
        at.append(slot)
    kept: set[int] = set()
    wanted = len(tails) - 1
    for place, slot in zip(reversed(places), reversed(at), strict=True):
        if slot == wanted:
            kept.add(place)
            wanted -= 1
    return kept
