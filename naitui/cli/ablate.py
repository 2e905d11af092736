"""``naitui ablate``: a picture once more without each of its tags, to see what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import FAILED, say
from naitui.cli.recalling import recalled
from naitui.cli.sweep import draw_grid
from naitui.novelai import Catalog
from naitui.recipe.ablation import ablated
from naitui.recipe.sweep import cells
from naitui.settings import Settings


def ablate(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make one picture for each tag that is left out; the exit code."""
    path: Path = arguments.picture
    found = recalled(path, catalog)
    if found is None:
        return FAILED
    only = [tag.strip() for text in arguments.without or () for tag in text.split(",")]
    recipe = ablated(found.picture, catalog.model(found.picture.model).dialect, [tag for tag in only if tag])
    say(f"{len(cells(recipe))} pictures with seed {recipe.sampling.seed}: as it is, and without each tag")
    return draw_grid(arguments, recipe, path.absolute().parent, settings, catalog, arguments.sheet)
