"""``naitui generate``: pictures from a prompt."""

from __future__ import annotations

import argparse

from naitui.cli.recipes import base_of, recipe_from_arguments
from naitui.cli.send import send
from naitui.novelai import Catalog
from naitui.settings import Settings


def generate(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send the recipe that the arguments come to; the exit code."""
    base = None
    if arguments.preset is not None:
        from naitui.cli.presets import recipe_of_preset

        base = recipe_of_preset(arguments.preset, settings, catalog)
    recipe = recipe_from_arguments(arguments, catalog, settings.folders.characters, base)
    return send(arguments, recipe, base_of(arguments), settings, catalog)
