"""``naitui references``: the collection on the command line – list, add, remove."""

from __future__ import annotations

import argparse
from pathlib import Path

from pydantic import ValidationError

from naitui.cli.exits import DONE, say
from naitui.cli.places import open_collection
from naitui.cli.printing import print_json, print_line, print_path, printable
from naitui.library.collection import MARK, Collection, NoEntry, suggested_name
from naitui.library.entries import ENDINGS, VIBE_ENDINGS, Entry, EntrySettings, ending_of
from naitui.library.inputs import read_file
from naitui.library.vibes import single, vibes_in
from naitui.novelai import Refused
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.recipe import Problem
from naitui.settings import Settings


def references(arguments: argparse.Namespace, settings: Settings) -> int:
    """One of the three; the exit code."""
    collection = open_collection(settings, demo=arguments.demo)
    match arguments.action:
        case "add":
            return _add(arguments, collection)
        case "remove":
            return _remove(arguments, collection)
        case _:
            return _list(arguments, collection)


def _list(arguments: argparse.Namespace, collection: Collection) -> int:
    entries, faults = collection.entries()
    for fault in faults:
        say(str(fault))
    if arguments.json:
        print_json(
            {
                "folder": str(collection.folder),
                "references": [_document(entry) for entry in entries],
                "problems": [str(fault) for fault in faults],
            }
        )
        return DONE
    for entry in entries:
        print_line(printable(in_a_line(entry)))
    if not entries:
        say(f"the collection is empty; naitui references add FILE, or put pictures into {collection.folder}")
    return DONE


def in_a_line(entry: Entry) -> str:
    """An entry in words: ``@moods/dusk  vibe, strength 0.6 – blue hour``."""
    settings = entry.settings
    parts: list[str] = [settings.type or ("vibe file" if entry.is_vibe_file else "picture")]
    for name in ("strength", "information", "fidelity"):
        value = getattr(settings, name)
        if value is not None:
            parts.append(f"{name} {value:g}")
    note = f" – {' '.join(settings.note.split())}" if settings.note.strip() else ""
    return f"{MARK}{entry.name}  {', '.join(parts)}{note}"


def _add(arguments: argparse.Namespace, collection: Collection) -> int:
    path: Path = arguments.file
    data = read_file(path)
    ending = (ending_of(path.name) or "").lower()
    try:
        settings = EntrySettings(
            type=arguments.type,
            strength=arguments.strength,
            information=arguments.information,
            fidelity=arguments.fidelity,
            note=arguments.note,
        )
        if not ending:
            raise BadPicture(f"its name should end in one of {', '.join(ENDINGS)}")
        if ending not in VIBE_ENDINGS or not single(vibes_in(data)):
            open_picture(data)
        entry = collection.add(arguments.name or suggested_name(path.name), data, ending, settings)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Refused([Problem(fault["loc"], fault["msg"].replace("Input should be", "should be"))]) from None
    except (BadPicture, NoEntry) as error:
        raise Refused([Problem(("file",), f"{path}: {error}")]) from None
    print_path(entry.path, as_json=arguments.json)
    say(f"added: {in_a_line(entry)}")
    return DONE


def _remove(arguments: argparse.Namespace, collection: Collection) -> int:
    name = arguments.name.removeprefix(MARK)
    try:
        path = collection.remove(name)
    except NoEntry as error:
        raise Refused([Problem(("name",), f"{MARK}{name}: {error}")]) from None
    print_path(path, as_json=arguments.json)
    say(f"removed: {MARK}{name} is in {path.parent} now")
    return DONE


def _document(entry: Entry) -> dict[str, object]:
    return {"name": f"{MARK}{entry.name}", "path": str(entry.path), **entry.settings.model_dump(mode="json")}
