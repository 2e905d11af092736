"""``naitui request``, ``price``, ``show`` and ``models``: looking without sending anything."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, say
from naitui.cli.pictures import origin_of
from naitui.cli.places import open_vibes
from naitui.cli.recipes import base_of, recipe_from_file
from naitui.cli.service import TIERS
from naitui.cli.wire import as_document
from naitui.jobs import Plan, forecast
from naitui.library.materials import count_unencoded, load_materials
from naitui.novelai import Catalog, Refused, Standing
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.metadata import Metadata
from naitui.recipe import write_recipe
from naitui.recipe.controls import LINE_MARKS, UNPRINTABLE, character_class
from naitui.settings import Settings

_CONTROLS = re.compile(f"[{character_class(code for code in UNPRINTABLE if code not in LINE_MARKS)}]")
"""What terminals obey instead of showing it; line ends and tabs are not among them."""


def show_request(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print every request that the recipe would send; what is new for each call stands in angle brackets."""
    recipe = recipe_from_file(arguments.recipe)
    materials = load_materials(recipe, catalog, base_of(arguments), open_vibes(settings, demo=False))
    plan = Plan.of(recipe, catalog, None, framing=arguments.stream or settings.stream, materials=materials)
    for note in plan.lint.notes:
        say(f"note: {note}")
    _print_json([as_document(job.task.request, settings) for job in plan.jobs])
    return DONE


def show_price(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print what the recipe would cost an account of this tier."""
    recipe = recipe_from_file(arguments.recipe)
    standing = Standing(TIERS[arguments.tier], True, arguments.allowance_spent)
    try:
        load_materials(recipe, catalog, base_of(arguments), open_vibes(settings, demo=False))
    except Refused as error:  # a price can be said all the same, but not that it can be sent
        for problem in error.problems:
            say(f"note: it cannot be sent: {problem}")
    encodings = count_unencoded(recipe, catalog, base_of(arguments), open_vibes(settings, demo=False))
    quote, found = forecast(recipe, catalog, standing, encodings)
    found.raise_if_refused()
    batch = recipe.batch
    if arguments.json:
        _print_json(
            {
                "anlas": quote.total,
                "pictures": quote.pictures,
                "requests": encodings - (-batch.count // batch.samples),
                "encodings": encodings,
                "per_picture": quote.per_picture,
                "free": quote.free,
                "reason": quote.reason,
                "uses_allowance": quote.uses_allowance,
                "estimate": quote.estimate,
            }
        )
    else:
        about = "about " if quote.estimate else ""
        _print(f"{about}{quote.total} Anlas ({quote.reason})" if quote.total else f"0 Anlas ({quote.reason})")
    return DONE


def show_picture(arguments: argparse.Namespace, catalog: Catalog) -> int:
    """Print what made a picture: our own record when it has one, NovelAI's metadata otherwise."""
    try:
        origin = origin_of(_read(arguments.picture), catalog)
    except OSError as error:
        say(f"{arguments.picture}: {error.strerror}")
        return FAILED
    except BadPicture as error:
        say(f"{arguments.picture}: {error}")
        return FAILED
    if origin.record is None and origin.metadata is None:
        say(f"{arguments.picture}: nothing in it says how it was made")
        return FAILED
    recipe = origin.recipe
    for lost in origin.lost:
        say(f"note: the picture cannot give back {lost}")
    if arguments.json:
        document: dict[str, object] = {"recipe": recipe.model_dump(mode="json", exclude_none=True) if recipe else None}
        document["sample"] = origin.record.sample if origin.record else None
        document["novelai"] = _as_dict(origin.metadata) if origin.metadata else None
        _print_json(document)
    elif recipe is None:
        say(f"{arguments.picture}: its record is not that of a generation; --json shows it")
        return FAILED
    elif arguments.toml:
        # TOML writers leave some controls as they are; written as escapes they read back the same
        _print(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", write_recipe(recipe).rstrip("\n")))
    else:
        sampling = recipe.sampling
        title = _printable(catalog.model(recipe.model).title)  # of an unknown model it is what the file says
        _print(f"{title}, {sampling.width}×{sampling.height}, seed {sampling.seed}")
        _print(_printable(recipe.prompt))
    return DONE


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)  # readers refuse what is longer


def show_models(arguments: argparse.Namespace, catalog: Catalog) -> int:
    """Print the catalog's models."""
    if arguments.json:
        _print_json([model.model_dump(mode="json") for model in catalog.models.values()])
        return DONE
    for id, model in catalog.models.items():
        remark = " (default)" if id == catalog.default else "" if model.offered else " (no longer offered)"
        _print(f"{id:34} {model.title}{remark}")
    return DONE


def _as_dict(metadata: Metadata) -> dict[str, object]:
    return {
        "where": metadata.where,
        "title": metadata.title,
        "description": metadata.description,
        "software": metadata.software,
        "source": metadata.source,
        "generation_time": metadata.generation_time,
        "comment": metadata.comment,
    }


def _printable(text: str) -> str:
    """Text from a file for the terminal: line ends stay, other control characters do not."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _print_json(document: object) -> None:
    _print(json.dumps(document, ensure_ascii=True, indent=2))


def _print(text: str) -> None:
    print(text)  # noqa: T201 - what was asked for goes to stdout
