"""A step of editing in one short line: ``+ night city``, ``≠ Steps 23 → 28``, ``− Character 2: boy``."""

from __future__ import annotations

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.diff_words import Tell, blocks, plain_values, shortly
from naitui.recipe.model import Character, Recipe
from naitui.recipe.patch import common_head
from naitui.recipe.recipe_diff import recipe_diff

LONG = 4_000
"""Letters of a changed stretch from which its tags are not named: reading them would be felt while typing."""
MOST = 4
"""Changes that are named; the rest are counted."""
_OTHER = "other words"


def label(before: Recipe, after: Recipe, dialect: Dialect = PLAIN, *, tell: Tell = plain_values) -> str:
    """What a step has changed, as `naitui.recipe.recipe_diff` finds it.

    Only the tags around what differs are read, so that a letter in a long prompt costs as little as in a short one.

    Args:
        before: the recipe before the step.
        after: the recipe behind it.
        dialect: the marks that the model reads.
        tell: says the values of settings.
    """
    diff = recipe_diff(*_near(before, after), dialect)
    parts = [f"{title} {chip.text}" if title else chip.text for title, chip in shortly(blocks(diff, tell))]
    more = f" (+{len(parts) - MOST})" if len(parts) > MOST else ""
    return ", ".join(parts[:MOST]) + more or "nothing changed"


def _near(before: Recipe, after: Recipe) -> tuple[Recipe, Recipe]:
    """Both recipes with only those tags in their texts that are near to what differs."""
    old, new = _texts(before, after)
    if before.characters == after.characters:
        return before.model_copy(update={**old, "characters": ()}), after.model_copy(update={**new, "characters": ()})
    if len(before.characters) == len(after.characters):
        pairs = zip(before.characters, after.characters, strict=True)
        people = [_people(one, other) for one, other in pairs]
        old |= {"characters": tuple(one for one, _ in people)}
        new |= {"characters": tuple(other for _, other in people)}
    return before.model_copy(update=old), after.model_copy(update=new)


def _people(before: Character, after: Character) -> tuple[Character, Character]:
    if before == after:
        return before, after
    old, new = _texts(before, after)
    return before.model_copy(update=old), after.model_copy(update=new)


def _texts(before: Recipe | Character, after: Recipe | Character) -> tuple[dict[str, object], dict[str, object]]:
    texts = {name: _around(getattr(before, name), getattr(after, name)) for name in ("prompt", "undesired")}
    return {name: old for name, (old, _) in texts.items()}, {name: new for name, (_, new) in texts.items()}


def _around(before: str, after: str) -> tuple[str, str]:
    """The tags around what differs in two texts."""
    if before == after:
        return "", ""
    head = common_head(before, after)
    tail = common_head(before[head:][::-1], after[head:][::-1])
    start = max(before.rfind(mark, 0, head) for mark in ",\n") + 1
    rest = before[len(before) - tail :]
    ends = [at for at in (rest.find(mark) for mark in ",\n") if at >= 0]
    kept = tail - (min(ends) if ends else tail)
    stretches = before[start : len(before) - kept], after[start : len(after) - kept]
    return ("", _OTHER) if max(map(len, stretches)) > LONG else stretches
