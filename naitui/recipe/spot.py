"""Where two recipes differ, for the cursor to go there."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.recipe.model import Recipe
from naitui.recipe.patch import Hunk, Splice, difference, document_of
from naitui.recipe.problems import Place

_FIRST = ("prompt", "undesired", "characters")
"""Where several things differ, words are what one looks at."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a recipe."""

    place: Place
    at: int
    """In a text: behind what is otherwise there; in a list: the last entry that is."""


def spot(before: Recipe, after: Recipe) -> Spot | None:
    """Where ``after`` is otherwise than ``before``; None when it is not."""
    hunks = difference(document_of(before), document_of(after))
    if not hunks:
        return None
    hunk = min(hunks, key=_rank)
    if not isinstance(hunk, Splice):
        return Spot(hunk.place, 0)
    length = len(hunk.added)
    return Spot(hunk.place, hunk.start + (length if isinstance(hunk.added, str) else max(0, length - 1)))


def _rank(hunk: Hunk) -> int:
    key = hunk.place[0]
    return _FIRST.index(str(key)) if key in _FIRST else len(_FIRST)
