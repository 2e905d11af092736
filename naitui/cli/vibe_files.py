"""``naitui vibe export`` and ``import``: vibes to and from files that NovelAI's page understands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from naitui.cli.exits import DONE, REFUSED, say
from naitui.cli.places import open_sources
from naitui.cli.printing import print_json, print_line, print_path, printable
from naitui.cli.recipes import recipe_from_file
from naitui.cli.vibe import check_place
from naitui.library.collection import NoEntry, suggested_name
from naitui.library.files import write_new
from naitui.library.inputs import read_file
from naitui.library.sources import Sources, with_entries
from naitui.library.vibe_export import as_file, ending_for, exported, gathered, model_for
from naitui.library.vibe_import import take_in
from naitui.novelai import Catalog, Model, Refused
from naitui.pictures.errors import BadPicture
from naitui.pictures.vibes import VibeFile
from naitui.recipe import Problem, Recipe, Vibe
from naitui.settings import Settings


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file, entry or vibe of a recipe that is to be exported."""

    meant: Vibe
    sources: Sources
    model: Model | None = None
    """The recipe's, where it is one with encodings."""


def export(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Write vibes into one file; the exit code. Nothing is written when one of them cannot be used."""
    out: Path = arguments.out
    check_place(out)
    try:
        ending = ending_for(out)
        vibes = _exported(arguments, settings, catalog)
        data = as_file(vibes, ending, read_file(arguments.face) if arguments.face else None)
    except BadPicture as error:
        raise Refused([Problem(("out",), f"{out}: {error}")]) from None
    path = write_new(out, data)
    print_path(path, as_json=arguments.json)
    say(f"saved: {path}, {len(vibes)} vibe{'' if len(vibes) == 1 else 's'}")
    return DONE


def take(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Take the vibes of files into the collection; the exit code. What cannot be used is said, the rest is taken."""
    sources = open_sources(settings, Path(), demo=arguments.demo)
    model = _model(arguments.model, catalog, "for")
    names: list[str] = []
    failed = False
    for file in arguments.files:
        try:
            name, folder = suggested_name(file.name), arguments.into.strip("/")
            taken = take_in(read_file(file), name, sources, catalog, folder=folder, model=model)
        except (BadPicture, NoEntry) as error:
            say(f"refused: {file}: {error}")
            failed = True
            continue
        except Refused as error:
            say(f"refused: {error.problems[0].message}")
            failed = True
            continue
        for note in taken.notes:
            say(f"note: {file}: {note}")
        names += [entry.name for entry in taken.entries if entry.name not in names]
    if arguments.json:
        print_json([{"name": f"@{name}", "path": str(sources.collection.find(name).path)} for name in names])
    else:
        for name in names:
            print_line(printable(f"@{name}"))
    return REFUSED if failed else DONE


def _exported(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> list[VibeFile]:
    """Every vibe of the sources, ready to be written. Raises `Refused` with all that cannot be used."""
    sources = open_sources(settings, Path(), demo=arguments.demo)
    chosen = _model(arguments.model, catalog, "model")
    given = {name: value for name in ("strength", "information") if (value := getattr(arguments, name)) is not None}
    vibes: list[VibeFile] = []
    problems: list[Problem] = []
    for wanted in _wanted(arguments.sources, sources, catalog, settings.folders.characters):
        path = wanted.meant.path
        try:
            meant = Vibe.model_validate({**wanted.meant.model_dump(exclude_unset=True), **given})
            for one in gathered(path, wanted.sources):
                model = chosen or wanted.model or model_for(one, catalog)
                made = exported(one, meant, model, picture=not arguments.without_picture)
                vibes.append(made.vibe)
                if made.note:
                    say(f"note: {path}: {made.note}")
        except OSError as error:
            problems.append(Problem((), f"{path}: {error.strerror or 'cannot be read'}"))
        except ValidationError as error:
            problems.append(Problem((), f"information: {error.errors()[0]['msg']}"))
        except (BadPicture, NoEntry) as error:
            problems.append(Problem((), f"{path}: {error}"))
    if problems:
        raise Refused(problems)
    return vibes


def _wanted(names: list[str], sources: Sources, catalog: Catalog, characters: Path) -> Iterator[_Wanted]:
    """What the names mean: a file or an entry each; a recipe means all its vibes that are on."""
    for name in names:
        if name.endswith(".toml"):
            recipe, here = recipe_from_file(name, characters), replace(sources, base=Path(name).parent)
        else:
            recipe, here = Recipe(vibes=(Vibe(path=name),)), sources
        model = catalog.model(recipe.model)
        known = model if model.vibe_key is not None and name.endswith(".toml") else None
        for vibe in with_entries(recipe, sources.collection).vibes:
            if vibe.enabled:
                yield _Wanted(vibe, here, known)


def _model(id: str | None, catalog: Catalog, option: str) -> Model | None:
    """A model that was named. Raises `Refused` for one without encodings."""
    if id is None:
        return None
    model = catalog.model(id)
    if model.vibe_key is None or model.inherited:
        able = ", ".join(known.id for known in catalog.models.values() if known.vibe_key is not None)
        raise Refused([Problem((option,), f"{id} has no encodings; those with them: {able}")])
    return model
