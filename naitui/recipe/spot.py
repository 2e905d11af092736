"""Where two recipes differ, for the cursor to go there."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.recipe.model import Recipe
from naitui.recipe.patch import Hunk, Splice, difference, document_of
from naitui.recipe.problems import Place

_FIRST = ("prompt", "undesired", "characters")
"""Where several things differ, words are what one looks at."""

_BETWEEN = ", \n"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a recipe."""

    place: Place
    at: int
    """In a text: behind the words that are otherwise there; in a list: the last entry that is."""


def spot(before: Recipe, after: Recipe) -> Spot | None:
    """Where ``after`` is otherwise than ``before``; None when it is not."""
    hunks = difference(document_of(before), document_of(after))
    if not hunks:
        return None
    hunk = min(hunks, key=_rank)
    if not isinstance(hunk, Splice):
        return Spot(hunk.place, 0)
    if not isinstance(hunk.added, str):
        return Spot(hunk.place, hunk.start + max(0, len(hunk.added) - 1))
    end = hunk.start + len(hunk.added)
    words = hunk.added.rstrip(_BETWEEN)
    if words and _goes_on(after, hunk.place, end):  # a tag came back with its comma: the cursor is at that tag
        end = hunk.start + len(words)
    return Spot(hunk.place, end)


def _goes_on(recipe: Recipe, place: Place, end: int) -> bool:
    """Whether a text has more in its line behind a place."""
    found: object = document_of(recipe)
    for step in place:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list | tuple) and isinstance(step, int):
            found = found[step]
    return isinstance(found, str) and bool(found[end:].partition("\n")[0].strip(_BETWEEN))


def _rank(hunk: Hunk) -> int:
    key = hunk.place[0]
    return _FIRST.index(str(key)) if key in _FIRST else len(_FIRST)
