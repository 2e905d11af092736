"""Changes of a recipe's references by their place in one of the two lists. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from naitui.recipe import Recipe
from naitui.widgets.reference_fields import Reference
from naitui.widgets.reference_words import Kind, references_of


def with_references(recipe: Recipe, kind: Kind, references: Sequence[Reference]) -> Recipe:
    """The recipe with other references of one kind."""
    return recipe.model_copy(update={"vibes" if kind == "vibes" else "precise_references": tuple(references)})


def replaced(recipe: Recipe, kind: Kind, place: int, reference: Reference) -> Recipe:
    """Another one in a place."""
    every = [*references_of(recipe, kind)]
    every[place] = reference
    return with_references(recipe, kind, every)


def swapped(recipe: Recipe, kind: Kind, place: int, by: int) -> Recipe:
    """One moved by so many places; the same recipe at either end."""
    every, target = [*references_of(recipe, kind)], place + by
    if not (0 <= place < len(every) and 0 <= target < len(every)):
        return recipe
    every[place], every[target] = every[target], every[place]
    return with_references(recipe, kind, every)


def removed(recipe: Recipe, kind: Kind, place: int) -> Recipe:
    """Without the one in a place."""
    every = references_of(recipe, kind)
    return with_references(recipe, kind, [*every[:place], *every[place + 1 :]])


def inserted(recipe: Recipe, kind: Kind, place: int, *references: Reference) -> Recipe:
    """With more in front of a place; behind all others where there are not so many."""
    every = references_of(recipe, kind)
    return with_references(recipe, kind, [*every[:place], *references, *every[place:]])
