"""The part of the model lint that is about characters: how many there are, where they stand, what they do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from naitui.novelai.catalog import Model
from naitui.novelai.placing import places_count
from naitui.recipe import Interaction, Problem, Recipe
from naitui.recipe.captions import fault_in_action, is_complete
from naitui.recipe.comments import without_comments
from naitui.recipe.places import snapped

_SIDES = ("sources", "targets", "mutual")


def refused_characters(recipe: Recipe, model: Model) -> Iterator[Problem]:
    """What stops the request: what would be sent would not be what was meant."""
    live = len(recipe.live_characters)
    if model.characters and live > model.characters:
        yield Problem(("characters",), f"{live} characters are on; {model.title} takes {model.characters} at most")
    known = [character.id for character in recipe.characters]
    for index, id in enumerate(known):
        if id is not None and id in known[:index]:
            yield Problem(("characters", index, "id"), f'"{id}" is the id of another character too')
    for row, interaction in enumerate(recipe.interactions):
        fault = fault_in_action(interaction.action)
        if fault is not None:
            yield Problem(("interactions", row, "action"), fault)
        yield from _strangers(row, interaction, recipe)


def _strangers(row: int, interaction: Interaction, recipe: Recipe) -> Iterator[Problem]:
    """Ids that no character has."""
    known = [character.id for character in recipe.characters if character.id is not None]
    for side in _SIDES:
        ids: Sequence[str] = getattr(interaction, side)
        for index, id in enumerate(ids):
            if id not in known:
                close = difflib.get_close_matches(id, known, 1)
                named = any(character.name == id for character in recipe.characters)
                hint = f'; did you mean "{close[0]}"?' if close else f'; give {id} id = "{id}"' if named else ""
                yield Problem(("interactions", row, side, index), f'no character has the id "{id}"{hint}')


def character_notes(recipe: Recipe, model: Model) -> Iterator[Problem]:
    """What is ignored or changed about characters, and what may not be meant."""
    if not model.characters:
        if recipe.live_characters:
            yield Problem(("characters",), f"{model.title} has no character prompts")
        return
    if model.positions == "grid" and _is_off_grid(recipe):
        yield Problem(("characters",), f"positions snap to the 5×5 grid on {model.title}")
    if not recipe.ai_choice and recipe.live_characters and not places_count(recipe, model):
        yield Problem(("characters",), f"{model.title} places a single character itself")
    if recipe.interactions and not model.interactions:
        yield Problem(("interactions",), f"{model.title} has no interactions; they are left out")
    else:
        yield from _one_sided(recipe)


def _one_sided(recipe: Recipe) -> Iterator[Problem]:
    """Actions of which one side takes no part; they are sent as they are. What the service gets to see is the words,
    so interactions of one name answer one another."""
    live = {character.id for character in recipe.live_characters}
    first: dict[str, int] = {}
    together: dict[str, Interaction] = {}
    for row, interaction in enumerate(recipe.interactions):
        action = without_comments(interaction.action).strip()
        before = together.get(action.casefold(), Interaction(action=action))
        sides = {
            name: (*getattr(before, name), *(id for id in getattr(interaction, name) if id in live)) for name in _SIDES
        }
        first.setdefault(action.casefold(), row)
        together[action.casefold()] = before.model_copy(update=sides)
    for name, one in together.items():
        if one.action and not is_complete(one):
            yield Problem(("interactions", first[name]), f"{one.action}: {_missing(one)}")


def _missing(interaction: Interaction) -> str:
    if not interaction.people:
        return "nobody takes part"
    if len(interaction.mutual) == 1:
        return "it is mutual, and only one takes part"
    return "it has a source and no target" if interaction.sources else "it has a target and no source"


def _is_off_grid(recipe: Recipe) -> bool:
    places = [c.position for c in recipe.live_characters if c.position and not recipe.ai_choice]
    return any(abs(a - b) > 1e-6 for place in places for a, b in zip(place, snapped(place), strict=True))
