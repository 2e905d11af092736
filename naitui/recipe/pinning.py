"""Holding what chance decided: a wildcard by its name in the recipe's pins, a choice by what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naitui.recipe.comments import without_comments
from naitui.recipe.expansion import Pick
from naitui.recipe.language import CHOICE, MIX
from naitui.recipe.marks import Mark, scan
from naitui.recipe.model import Recipe
from naitui.recipe.resolve import Resolved

_PLACE = re.compile(r"(characters|interactions)\[(\d+)\]\.(prompt|undesired|action)")
_WHOLE = re.compile(r"/\*.*?\*/|(?P<choice>\|\|(?:/\*.*?\*/|.)*?\|\|)", re.DOTALL)
"""Comments, which are passed over, and choices with the comments in them."""


def pinned(recipe: Recipe, name: str, text: str) -> Recipe:
    """The recipe in which a wildcard always comes to this text; the others go on rolling as before."""
    pins = {**dict(recipe.pins), name: text}
    return recipe.model_copy(update={"pins": tuple(sorted(pins.items()))})


def unpinned(recipe: Recipe, name: str) -> Recipe:
    """The recipe in which a wildcard rolls again."""
    return recipe.model_copy(update={"pins": tuple(pin for pin in recipe.pins if pin[0] != name)})


def only(pick: Pick) -> str | None:
    """A choice of one for what a choice became: it still takes its number, so that the other picks stay what they are.

    None where that does not hold: a bar would make several of it, and what was called in it took numbers too.
    """
    called = any(isinstance(piece, Mark) for choice in pick.written.strip(MIX).split(MIX) for piece in scan(choice))
    return None if MIX in pick.became or called else f"{CHOICE}{pick.became}{CHOICE}"


def text_at(recipe: Recipe, field: str) -> str | None:
    """One of a recipe's own texts by the name that picks give it; None for those of styles."""
    match = _PLACE.fullmatch(field)
    if match is not None:
        return str(getattr(getattr(recipe, match[1])[int(match[2]) - 1], match[3]))
    return {"prompt": recipe.prompt, "undesired": recipe.undesired}.get(field)


def with_text_at(recipe: Recipe, field: str, text: str) -> Recipe:
    """The recipe with another of its own texts."""
    match = _PLACE.fullmatch(field)
    if match is None:
        return recipe.model_copy(update={field: text})
    entries, at = getattr(recipe, match[1]), int(match[2]) - 1
    entry = entries[at].model_copy(update={match[3]: text})
    return recipe.model_copy(update={match[1]: (*entries[:at], entry, *entries[at + 1 :])})


def choice_replaced(recipe: Recipe, resolved: Resolved, index: int, text: str) -> Recipe | None:
    """The recipe with a text in the place of the choice that a pick decided.

    Args:
        recipe: the recipe as it is written.
        resolved: what it came to.
        index: of the pick.
        text: what is to stand there.

    Returns:
        None when the choice does not stand in the recipe itself: a style, a snippet or a wildcard's line has it.
    """
    pick = resolved.picks[index]
    written = text_at(recipe, pick.field)
    if written is None or not resolved.spots[index].own:
        return None
    pairs = zip(resolved.picks[:index], resolved.spots, strict=False)
    number = sum(one.kind == "choice" and one.field == pick.field and spot.own for one, spot in pairs)
    places = list(_choices(written))
    if number >= len(places):
        return None
    start, end = places[number]
    if _bare(written[start:end]) != pick.written:
        return None  # comments around it make another choice of it than what is written there
    return with_text_at(recipe, pick.field, written[:start] + text + written[end:])


def _choices(text: str) -> Iterator[tuple[int, int]]:
    """The choices in a text, from left to right, as they are written."""
    for match in _WHOLE.finditer(text):
        if match["choice"] is not None:
            yield match.span()


def _bare(text: str) -> str:
    """A choice without the comments in it."""
    marks = [mark for mark in scan(without_comments(text)) if isinstance(mark, Mark)]
    return marks[0].written if marks else ""
