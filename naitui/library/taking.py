"""Puts earlier words into a recipe: all of them, or only some."""

from __future__ import annotations

from typing import Literal

from naitui.library.history import Said
from naitui.recipe import Character, Recipe
from naitui.recipe.recipe_diff import matched_characters

Part = Literal["all", "prompt", "undesired", "characters"]


def taken(recipe: Recipe, said: Said, part: Part = "all") -> Recipe:
    """The recipe with these words; its settings stay as they are.

    A character that is there already, or whose slot it takes, keeps its place and name. Characters that are switched
    off were never sent, so they are no part of what was said: they stay, behind the others.
    """
    update: dict[str, object] = {}
    if part in ("all", "prompt"):
        update["prompt"] = said.prompt
    if part in ("all", "undesired"):
        update["undesired"] = said.undesired
    if part in ("all", "characters"):
        update["characters"] = _people(recipe, said)
    return recipe.model_copy(update=update)


def _people(recipe: Recipe, said: Said) -> tuple[Character, ...]:
    resting = tuple(one for one in recipe.characters if not one.enabled and one.prompt.strip())
    there = [one for one in recipe.characters if one not in resting]
    wanted = [Character(prompt=prompt, undesired=undesired) for prompt, undesired in said.characters]
    old_of = {new: old for old, new in matched_characters(there, wanted).items()}
    people = []
    for index, one in enumerate(wanted):
        if index in old_of:
            words = {"prompt": one.prompt, "undesired": one.undesired, "enabled": True}
            one = there[old_of[index]].model_copy(update=words)
        people.append(one)
    return (*people, *resting)
