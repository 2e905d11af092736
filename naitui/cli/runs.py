"""``naitui run``: the pictures of a recipe file or a preset, of several, or of one over a folder of sources."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from naitui.cli.exits import say, say_note
from naitui.cli.presets import recipe_of_preset
from naitui.cli.recipes import STDIN, recipe_from_file
from naitui.cli.redraws import Redraw, redraw_all, with_source
from naitui.cli.send import send
from naitui.library.inputs import files_among, look_at
from naitui.novelai import Catalog
from naitui.recipe import Problem, Recipe, RecipeError
from naitui.settings import Settings

STRETCHED = 0.1
"""How much the ratios of a source and of a recipe's size may differ before it is said."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A recipe by its name."""

    name: str
    """A file's, or a preset's."""
    is_preset: bool = False


def run(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make them; the exit code."""
    sources: list[Path | None] = [*files_among(arguments.sources, say_note)] if arguments.sources else [None]
    recipes = [*map(_Named, arguments.recipes), *(_Named(name, is_preset=True) for name in arguments.presets or ())]
    if not recipes:
        raise RecipeError([Problem(("recipe",), "is missing: give RECIPE.toml, - for stdin, or --preset NAME")], "run")
    names = list(product(recipes, sources))

    def make(name: tuple[_Named, Path | None]) -> Redraw:
        return _redraw(*name, settings, catalog)

    if len(names) > 1:
        return redraw_all(arguments, settings, catalog, names, make)
    redraw = make(names[0])
    if redraw.recipe.sweep is not None and not arguments.again:
        from naitui.cli.sweep import draw_grid  # for a grid alone

        return draw_grid(arguments, redraw.recipe, redraw.base, settings, catalog)
    return send(arguments, redraw.recipe, redraw.base, settings, catalog)


def _redraw(one: _Named, source: Path | None, settings: Settings, catalog: Catalog) -> Redraw:
    """A recipe, with a source in the place of its own. Raises `RecipeError`, `Refused`."""
    if one.is_preset:
        recipe, base = recipe_of_preset(one.name, settings, catalog), Path()
    else:
        recipe = recipe_from_file(one.name, settings.folders.characters)
        base = Path() if one.name == STDIN else Path(one.name).parent
    if source is None:
        return Redraw(recipe, base)
    given = look_at(source)
    _say_stretched(given.size, recipe, source)
    return Redraw(with_source(recipe, source), base, given)


def _say_stretched(size: tuple[int, int], recipe: Recipe, source: Path) -> None:
    width, height = recipe.sampling.width, recipe.sampling.height
    if abs(size[0] * height / (size[1] * width) - 1) > STRETCHED:
        say(f"note: {source.name} is {size[0]}×{size[1]} and is stretched to the recipe's {width}×{height}")
