"""``naitui enhance`` and ``naitui vary``: a finished picture drawn again, larger or otherwise."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import say
from naitui.cli.pictures import read_picture
from naitui.cli.send import send
from naitui.library.origin import origin_of
from naitui.novelai import Catalog, Refused
from naitui.novelai.variants import enhance, fitted, vary
from naitui.recipe import Problem, Recipe
from naitui.settings import Settings


def variant(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make the pictures that ``enhance`` or ``vary`` asks for; the exit code."""
    made = _recipe(arguments, catalog)
    source = made.source
    assert source is not None  # noqa: S101 - it is what both of them add
    given = {name: getattr(arguments, name) for name in ("strength", "noise") if getattr(arguments, name) is not None}
    sampling = made.sampling.model_copy(update={"seed": arguments.seed})
    made = made.model_copy(update={"source": source.model_copy(update=given), "sampling": sampling})
    return send(arguments, made, Path(), settings, catalog)


def _recipe(arguments: argparse.Namespace, catalog: Catalog) -> Recipe:
    """The recipe of the picture, turned into that of its variant. Raises `Refused`."""
    path: Path = arguments.picture
    data, image = read_picture(path)
    origin = origin_of(data, catalog)
    if origin.recipe is None:
        raise Refused([Problem(("picture",), f"{path}: nothing in it says how it was made, so it has no prompt")])
    for lost in origin.lost:
        say(f"note: the picture cannot give back {lost}")
    try:
        width, height = fitted(*image.size, catalog)  # the picture's own size: it may have been upscaled since
        if width * height < image.width * image.height * 0.9:
            say(f"note: the picture is larger than NovelAI makes; it is taken as {width}×{height}")
        sampling = origin.recipe.sampling.model_copy(update={"width": width, "height": height})
        recipe = origin.recipe.model_copy(update={"sampling": sampling})
        if arguments.command == "vary":
            return vary(recipe, str(path), catalog)
        if arguments.max and not catalog.model(recipe.model).enhance_max:
            say(f"note: {catalog.model(recipe.model).title} has no max; it is enhanced the usual way")
        options = {"magnitude": arguments.magnitude, "scale": arguments.scale, "maximum": arguments.max}
        return enhance(recipe, str(path), catalog, **options)
    except ValueError as error:
        raise Refused([Problem((arguments.command,), str(error))]) from None
