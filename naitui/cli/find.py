"""``naitui find``, ``rate``, ``label`` and ``export``: the library from the command line."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, USAGE, say
from naitui.cli.places import open_album
from naitui.cli.printing import print_json, print_path, print_progress
from naitui.library.album import Album
from naitui.library.index import Row
from naitui.library.marks import Mark
from naitui.library.query import QueryError
from naitui.novelai import Catalog
from naitui.pictures.errors import BadPicture
from naitui.settings import Settings

_PAGE = 1000
"""Pictures that are read at once."""


def find(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print the paths of the pictures that a search finds, the newest first; the exit code.

    Raises:
        OSError: the index cannot be used.
    """
    album = open_album(settings, catalog, demo=arguments.demo)
    try:
        ids = album.find(" ".join(arguments.query))  # a mistake is told before anything is read
        album.scan(_progress)
        ids = album.find(" ".join(arguments.query))
    except QueryError as error:
        say(f"find: {error}")
        return USAGE
    for told in album.told:
        say(f"note: {told}")
    ids = ids[: arguments.count] if arguments.count else ids
    pages = (album.index.rows(ids[at : at + _PAGE]) for at in range(0, len(ids), _PAGE))
    if arguments.json:
        print_json([_document(row) for page in pages for row in page])
    else:
        for page in pages:
            for row in page:
                print_path(row.facts.path, as_json=False)
    if not ids:
        say("nothing is like that" if album.index.count() else f"there are no pictures yet in {album.folder}")
    return DONE


def _progress(done: int, all: int) -> None:
    if all:
        print_progress(f"reading {done:,} of {all:,} pictures", last=done == all)


def _document(row: Row) -> dict[str, object]:
    facts, mark = row.facts, row.mark
    return {
        "path": str(facts.path),
        "created": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(facts.created)),
        "width": facts.width,
        "height": facts.height,
        "made_by": facts.made_by,
        "model": facts.model,
        "seed": facts.seed,
        "steps": facts.steps,
        "guidance": facts.guidance,
        "sampler": facts.sampler,
        "prompt": facts.prompt,
        "undesired": facts.undesired,
        "characters": facts.characters.split("\n") if facts.characters else [],
        "group": facts.group,
        "problem": facts.problem,
        "rating": mark.rating,
        "labels": list(mark.labels),
        "collections": list(mark.collections),
    }


def rate(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Give pictures stars; the exit code."""
    album = open_album(settings, catalog, demo=arguments.demo)
    return _mark(album, arguments.pictures, lambda mark: mark.rated(arguments.stars))


def label(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Label pictures, or put them into a collection, or take that back; the exit code."""
    album, on = open_album(settings, catalog, demo=arguments.demo), not arguments.remove
    names = arguments.name.split(",")
    if arguments.collection:
        return _mark(album, arguments.pictures, lambda mark: mark.collected(names, on=on))
    return _mark(album, arguments.pictures, lambda mark: mark.labelled(names, on=on))


def _mark(album: Album, pictures: Iterable[Path], change: Callable[[Mark], Mark]) -> int:
    """Change what was said of pictures; one that cannot be read does not keep the others from it."""
    code = DONE
    for path in pictures:
        try:
            row = album.row(path)
            album.mark(row, change(row.mark))
        except OSError as error:
            say(f"{path}: {error.strerror or error}")
            code = FAILED
    return code


def export(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Copy pictures somewhere; the exit code.

    Raises:
        OSError: something cannot be read or written.
    """
    from naitui.library.export import export as write  # draws, which finding does not

    try:
        written = write(arguments.pictures, arguments.to, strip=arguments.strip)
    except BadPicture as error:
        say(f"export: {error}")
        return FAILED
    for path in written:
        print_path(path, as_json=False)
    return DONE
