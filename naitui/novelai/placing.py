"""Where the characters of a recipe stand for a model: on the grid or free, or nowhere when the AI places them.

The places in the recipe are never touched: a model with the grid is sent the cells that they lie in.
"""

from __future__ import annotations

from naitui.novelai.catalog import Model
from naitui.recipe import Recipe
from naitui.recipe.places import Point, leaving, overlapping, rounded, snapped, write_place

_FILL_X = (0.5, 0.3, 0.7, 0.1, 0.9)
"""Where the page puts characters without a place of their own, in turn."""


def placed_for(place: Point, model: Model) -> Point:
    """A place as this model takes it: the middle of its cell, or three decimals."""
    return snapped(place) if model.positions == "grid" else rounded(place)


def sent_places(recipe: Recipe, model: Model) -> list[Point]:
    """The place of each live character as it is sent, in order."""
    return [
        placed_for(character.position or (_FILL_X[index % len(_FILL_X)], 0.5), model)
        for index, character in enumerate(recipe.live_characters)
    ]


def places_count(recipe: Recipe, model: Model) -> bool:
    """Whether the places that are sent are used: by hand, and by as many characters as the model places."""
    return not recipe.ai_choice and len(recipe.live_characters) >= model.placed_from


def place_warnings(recipe: Recipe, model: Model) -> list[str]:
    """What may go wrong with the places: figures in one another, figures that the edge cuts off."""
    if model.positions == "none" or not places_count(recipe, model):
        return []
    grid = model.positions == "grid"
    places = sent_places(recipe, model)
    names = [f"{n}" for n, character in enumerate(recipe.characters, 1) if character.live]
    warned = [
        f"{names[one]} and {names[other]} " + (f"share {write_place(places[one], grid=True)}" if grid else "overlap")
        for one, other in overlapping(places, grid=grid)
    ]
    return warned + [f"{names[index]} leaves the picture" for index in leaving(places, grid=grid)]
