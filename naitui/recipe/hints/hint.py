"""A hint about words, and what must be known to give one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.problems import Place
from naitui.recipe.words import Words


class Rank(IntEnum):
    """How much a hint matters, what stops the request first."""

    MISSING = 0
    """A wildcard, snippet or style that does not exist: nothing would be sent."""
    UNREAD = 1
    """Words that the model does not read any more."""
    OPEN = 2
    """Marks without their other half."""
    FOREIGN = 3
    """Another program's marks."""
    FILES = 4
    """Mistakes in the files of wildcards."""
    IGNORED = 5
    """Marks that this model does not know."""
    BOTH = 6
    """A tag that is wanted and undesired."""
    TWICE = 7
    SPELLING = 8


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint; ``start`` to ``end`` lie in the text at ``place``, e.g. ``("characters", 0, "prompt")``."""

    rank: Rank
    place: Place
    start: int
    end: int
    message: str
    instead: str | None = None
    """What could stand there; empty to take it out, None where only the user knows."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the words, and what is known about them."""

    title: str = "this model"
    dialect: Dialect = PLAIN
    words: Words | None = None
    """The wildcards, snippets and styles that the recipe calls; None when they have not been looked up."""
    beyond: tuple[tuple[Place, int, int], ...] = ()
    """What lies behind the limit: in which text, from where to where; both the same where only what is added does."""


def short(words: str) -> str:
    """Words of the user as they are quoted in a hint."""
    return words if len(words) <= 24 else f"{words[:23]}…"
