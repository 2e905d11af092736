"""The ground floor: the Recipe, its TOML form, the prompt language and the settling of chance.

Nothing here knows the service, the disk or the screen.
"""

from naitui.recipe.cast import Cast
from naitui.recipe.expansion import Pick
from naitui.recipe.model import (
    Axis,
    Batch,
    Character,
    Control,
    Interaction,
    Mask,
    PreciseReference,
    Recipe,
    Sampling,
    Source,
    Sweep,
    Vibe,
)
from naitui.recipe.problems import Problem, RecipeError
from naitui.recipe.resolve import Resolved, expand, resolve, settle_all
from naitui.recipe.toml import read_recipe, write_recipe
from naitui.recipe.words import NO_WORDS, Entry, Fault, Style, Wildcard, Words

__all__ = [
    "NO_WORDS",
    "Axis",
    "Batch",
    "Cast",
    "Character",
    "Control",
    "Entry",
    "Fault",
    "Interaction",
    "Mask",
    "Pick",
    "PreciseReference",
    "Problem",
    "Recipe",
    "RecipeError",
    "Resolved",
    "Sampling",
    "Source",
    "Style",
    "Sweep",
    "Vibe",
    "Wildcard",
    "Words",
    "expand",
    "read_recipe",
    "resolve",
    "settle_all",
    "write_recipe",
]
