"""``naitui request``, ``price``, ``show`` and ``models``: looking without sending anything."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, say
from naitui.cli.places import open_sources
from naitui.cli.printing import CONTROLS, in_words, print_json, print_line, printable
from naitui.cli.recipes import base_of, recipe_from_file
from naitui.cli.service import TIERS
from naitui.cli.wire import as_document
from naitui.jobs import Plan, forecast, notes_on, settled
from naitui.library.calls import CallRecord, read_call
from naitui.library.cell_materials import CellMaterials
from naitui.library.materials import count_unencoded
from naitui.library.origin import Origin, origin_of
from naitui.library.picks import words_document
from naitui.library.reference_files import ReferenceFiles
from naitui.library.sources import Sources, with_entries
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog, Refused, Standing
from naitui.novelai.receipts import Receipt, reference_receipts, vibe_receipts
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.metadata import Metadata
from naitui.pictures.signature import SignatureUnavailable, check_signature
from naitui.recipe import Recipe, write_recipe
from naitui.recipe.resolve import first_mark_in
from naitui.settings import Settings


def look(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the commands that only look; the exit code."""
    match arguments.command:
        case "request":
            return show_request(arguments, settings, catalog)
        case "price":
            return show_price(arguments, settings, catalog)
        case "show":
            return show_picture(arguments, catalog)
        case _:
            return show_models(arguments, catalog)


def show_request(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print every request that the recipe would send; what is new for each call stands in angle brackets."""
    sources = open_sources(settings, base_of(arguments), demo=False)
    recipe = with_entries(recipe_from_file(arguments.recipe, settings.folders.characters), sources.collection)
    materials = CellMaterials(catalog, sources)
    materials.load(recipe)
    words = load_words(recipe, catalog, WordFolders.of(settings))
    framing = arguments.stream or settings.stream
    plan = Plan.of(recipe, catalog, None, framing=framing, materials=materials.of, words=words)
    for note in (*plan.lint.notes, *plan.notes):
        say(f"note: {note}")
    print_json([as_document(job.task.request, settings) for job in plan.jobs])
    return DONE


def show_price(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print what the recipe would cost an account of this tier."""
    sources = open_sources(settings, base_of(arguments), demo=False)
    recipe = with_entries(recipe_from_file(arguments.recipe, settings.folders.characters), sources.collection)
    standing = Standing(TIERS[arguments.tier], True, arguments.allowance_spent)
    materials = CellMaterials(catalog, sources)
    try:
        materials.load(recipe)
    except Refused as error:  # a price can be said all the same, but not that it can be sent
        for problem in error.problems:
            say(f"note: it cannot be sent: {problem}")
    encodings = materials.unencoded if recipe.sweep else count_unencoded(recipe, catalog, sources)
    receipts = _receipts(recipe, catalog, sources)
    for place, receipt in receipts.items():
        if receipt.state != "unusable":  # that has been said
            say(f"{place}: {receipt.words}")
    quote, found = forecast(recipe, catalog, standing, encodings)
    found.raise_if_refused()
    words = load_words(recipe, catalog, WordFolders.of(settings))
    for note in notes_on(settled(recipe, words, recipe.sampling.seed or 0), words):
        say(f"note: {note}")
    batch = recipe.batch
    if arguments.json:
        print_json(
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
                "receipts": [
                    {"reference": place, "anlas": receipt.anlas, "state": receipt.state, "words": receipt.words}
                    for place, receipt in receipts.items()
                ],
            }
        )
    else:
        about = "about " if quote.estimate else ""
        print_line(f"{about}{quote.total} Anlas ({quote.reason})" if quote.total else f"0 Anlas ({quote.reason})")
    return DONE


def _receipts(recipe: Recipe, catalog: Catalog, sources: Sources) -> dict[str, Receipt]:
    """What each reference of the recipe costs and why, by its place in the recipe."""
    seen = ReferenceFiles(sources).look(recipe)
    lists = {
        "vibes": vibe_receipts(recipe, catalog, [seen.vibes[vibe.path].known for vibe in recipe.vibes]),
        "precise_references": reference_receipts(
            recipe, catalog, [seen.precise[one.path].known for one in recipe.precise_references]
        ),
    }
    return {f"{name}[{at}]": receipt for name, found in lists.items() for at, receipt in enumerate(found, start=1)}


def show_picture(arguments: argparse.Namespace, catalog: Catalog) -> int:
    """Print what made a picture: our own record when it has one, NovelAI's metadata otherwise."""
    try:
        data = _read(arguments.picture)
        origin = origin_of(data, catalog)
        call = read_call(data)
        signature = _signature(data, origin.metadata)
    except OSError as error:
        say(f"{arguments.picture}: {error.strerror}")
        return FAILED
    except BadPicture as error:
        say(f"{arguments.picture}: {error}")
        return FAILED
    if origin.recipe is None and origin.metadata is None and call is None:
        say(f"{arguments.picture}: nothing in it says how it was made")
        return FAILED
    recipe = origin.recipe
    if origin.foreign:
        say("note: another program made it; this is what NovelAI has for its words and settings")
    if signature is not None:
        say(f"signature: {_SIGNED[signature]}")
    if signature == "broken" and origin.record is not None and origin.record.recipe.mask is not None:
        say("note: an infill is laid over its source when it is saved; what NovelAI signed is kept as it came")
    for lost in origin.lost:
        back = "; naitui vibe import takes them out of it" if lost == "vibes" else ""
        say(f"note: the picture cannot give back {lost}{back}")
    mark = first_mark_in(recipe) if recipe else None
    if mark is not None:  # never in a recipe that naitui settled; a stranger's text was sent as it stands
        say(f"note: its words hold {mark}, which naitui would settle when it sends them again")
    if arguments.json:
        document: dict[str, object] = {"recipe": recipe.model_dump(mode="json", exclude_none=True) if recipe else None}
        document["sample"] = origin.record.sample if origin.record else None
        if origin.record:
            document |= words_document(origin.record.picks, origin.record.draft)
        document["novelai"] = _as_dict(origin.metadata) if origin.metadata else None
        document["signature"] = signature
        document["call"] = call.document() if call is not None else None
        print_json(document)
    elif recipe is None and call is not None and not arguments.toml:
        print_line(printable(f"{call.call.words} of {call.source}"))
    elif recipe is None:
        say(f"{arguments.picture}: its record is not that of a generation; --json shows it")
        return FAILED
    elif arguments.toml:
        # TOML writers leave some controls as they are; written as escapes they read back the same
        print_line(CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", write_recipe(recipe).rstrip("\n")))
    else:
        _print_words(recipe, origin, call, catalog)
    return DONE


def _print_words(recipe: Recipe, origin: Origin, call: CallRecord | None, catalog: Catalog) -> None:
    """A generation in a few lines."""
    if call is not None:
        print_line(printable(f"{call.call.words} of {call.source}"))
    sampling = recipe.sampling
    title = printable(catalog.model(recipe.model).title)  # of an unknown model it is what the file says
    print_line(f"{title}, {sampling.width}×{sampling.height}, seed {sampling.seed}")
    print_line(printable(recipe.prompt))
    for pick in origin.record.picks if origin.record else ():
        print_line(printable(in_words(pick)))


_SIGNED = {
    "valid": "NovelAI's; pixels and record are as NovelAI made them",
    "broken": "it does not fit: pixels or record were changed since NovelAI signed them",
    "unchecked": "there is one; checking it needs cryptography: pip install 'naitui[signature]'",
}


def _signature(data: bytes, metadata: Metadata | None) -> str | None:
    """What is to be said of NovelAI's signature: a key of `_SIGNED`, None where there is none."""
    try:
        found = check_signature(data, metadata.comment) if metadata is not None else "none"
    except SignatureUnavailable:
        return "unchecked"
    return None if found == "none" else found


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)  # readers refuse what is longer


def show_models(arguments: argparse.Namespace, catalog: Catalog) -> int:
    """Print the catalog's models."""
    if arguments.json:
        print_json([model.model_dump(mode="json") for model in catalog.models.values()])
        return DONE
    for id, model in catalog.models.items():
        remark = " (default)" if id == catalog.default else "" if model.offered else " (no longer offered)"
        print_line(f"{id:34} {model.title}{remark}")
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
