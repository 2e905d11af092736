"""What is said of a preset in one line: the screen and the command line say the same."""

from __future__ import annotations

from naitui.library.presets import Preset
from naitui.novelai import Catalog
from naitui.recipe import Recipe

_WORDS = 300
"""Letters of a prompt in one line."""


def says(preset: Preset, catalog: Catalog) -> str:
    """Model and size: ``V4.5 Full · 832×1216``."""
    sampling = preset.recipe.sampling
    model = catalog.model(preset.recipe.model).title if preset.says_model else "any model"
    return f"{model} · {sampling.width}×{sampling.height}"


def first_words(recipe: Recipe) -> str:
    """The first words of its prompt, on one line."""
    return " ".join(recipe.prompt[: 2 * _WORDS].split())[:_WORDS]
