"""``naitui enhance`` and ``naitui vary``: a finished picture drawn again, larger or otherwise."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import say, say_note
from naitui.cli.redraws import Redraw, redraw_all
from naitui.cli.send import send
from naitui.library.inputs import files_among, look_at
from naitui.library.remaking import base_of
from naitui.novelai import Catalog, Refused
from naitui.novelai.variants import enhance, vary
from naitui.recipe import Problem
from naitui.settings import Settings


def variant(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make the pictures that ``enhance`` or ``vary`` asks for; the exit code."""
    files = files_among(arguments.pictures, say_note)
    if len(files) > 1:
        return redraw_all(arguments, settings, catalog, files, lambda path: _redraw(arguments, path, catalog))
    return send(arguments, _redraw(arguments, files[0], catalog).recipe, Path(), settings, catalog)


def _redraw(arguments: argparse.Namespace, path: Path, catalog: Catalog) -> Redraw:
    """The recipe of the picture, turned into that of its variant. Raises `Refused`."""
    given = look_at(path)
    base = base_of(given, catalog)
    for note in base.notes:
        say(f"note: {path.name}: {note}")
    recipe = base.recipe
    try:
        if arguments.command == "vary":
            made = vary(recipe, str(path), catalog)
        else:
            if arguments.max and not catalog.model(recipe.model).enhance_max:
                say(f"note: {catalog.model(recipe.model).title} has no max; it is enhanced the usual way")
            options = {"magnitude": arguments.magnitude, "scale": arguments.scale, "maximum": arguments.max}
            made = enhance(recipe, str(path), catalog, **options)
    except ValueError as error:
        raise Refused([Problem((arguments.command,), f"{path}: {error}")]) from None
    source = made.source
    assert source is not None  # noqa: S101 - it is what both of them add
    options = {name: getattr(arguments, name) for name in ("strength", "noise") if getattr(arguments, name) is not None}
    sampling = made.sampling.model_copy(update={"seed": arguments.seed})
    made = made.model_copy(update={"source": source.model_copy(update=options), "sampling": sampling})
    return Redraw(made, Path(), given)
