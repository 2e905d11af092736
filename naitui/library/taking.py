"""Puts earlier words into a recipe: all of them, or only some."""

from __future__ import annotations

from typing import Literal

from naitui.library.history import Said
from naitui.recipe import Cast, Character, Recipe
from naitui.recipe.lifting import lifted
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
    taken = recipe.model_copy(update=update)
    return _cast(recipe, said).into(taken) if part in ("all", "characters") else taken


def _cast(recipe: Recipe, said: Said) -> Cast:
    """The characters that were said, with what their captions say they do."""
    resting = tuple(one for one in recipe.characters if not one.enabled and one.prompt.strip())
    there = [one for one in recipe.characters if one not in resting]
    cast = lifted([Character(prompt=prompt, undesired=undesired) for prompt, undesired in said.characters])
    old_of = {new: old for old, new in matched_characters(there, cast.characters).items()}
    cast = cast.called([there[old_of[at]].id if at in old_of else None for at in range(len(cast.characters))])
    people = []
    for index, one in enumerate(cast.characters):
        if index in old_of:
            words = {"id": one.id, "prompt": one.prompt, "undesired": one.undesired, "enabled": True}
            one = there[old_of[index]].model_copy(update=words)
        people.append(one)
    alone = tuple(one.model_copy(update={"id": None}) for one in resting)  # what they did was not said
    return Cast((*people, *alone), cast.interactions, recipe.ai_choice)
