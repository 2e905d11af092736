"""The ground floor: the Recipe, its TOML form, the prompt language and the settling of chance.

Nothing here knows the service, the disk or the screen.
"""

from naitui.recipe.model import (
    Batch,
    Character,
    Control,
    Interaction,
    Mask,
    PreciseReference,
    Recipe,
    Sampling,
    Source,
    Vibe,
)
from naitui.recipe.problems import Problem, RecipeError
from naitui.recipe.resolve import Resolved, expand, resolve
from naitui.recipe.toml import read_recipe, write_recipe

__all__ = [
    "Batch",
    "Character",
    "Control",
    "Interaction",
    "Mask",
    "PreciseReference",
    "Problem",
    "Recipe",
    "RecipeError",
    "Resolved",
    "Sampling",
    "Source",
    "Vibe",
    "expand",
    "read_recipe",
    "resolve",
    "write_recipe",
]
