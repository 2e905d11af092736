"""One seed for a whole grid."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from naitui.recipe.model import Recipe
from naitui.recipe.resolve import SEEDS
from naitui.recipe.sweep import Cell
from naitui.recipe.toml import write_recipe


def whole_seed(recipe: Recipe) -> int:
    """The seed of a grid whose recipe has none: the same for the same recipe, so that one that was interrupted goes on
    as it began, and one that has got another value finds all the others made."""
    alone = recipe.model_copy(update={"sweep": None})
    return int.from_bytes(hashlib.sha256(write_recipe(alone).encode(errors="replace")).digest()[:8], "big") % SEEDS


def with_whole_seed(recipe: Recipe, grid: Sequence[Cell]) -> Recipe:
    """The recipe of a grid with one seed for all of it, unless it has one, or an axis sets it."""
    if recipe.sampling.seed is not None or any(cell.sets_seed for cell in grid):
        return recipe
    sampling = recipe.sampling.model_copy(update={"seed": whole_seed(recipe)})
    return recipe.model_copy(update={"sampling": sampling})
