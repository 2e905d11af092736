"""``naitui tags``: what completes a tag, from the service or from the tag index, and which tag files that one uses."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, USAGE, say
from naitui.cli.places import open_tags
from naitui.cli.printing import print_json, print_line
from naitui.library import Message
from naitui.library.tags import MOST
from naitui.novelai import Catalog
from naitui.novelai.errors import clean
from naitui.settings import Settings


def tags(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Complete a tag, or see to the tag files; the exit code.

    Raises:
        OSError: the tag index cannot be used.
    """
    first, *others = arguments.words
    action = first if len(arguments.words) > arguments.behind else ""
    if arguments.forget and action != "files":
        say("tags: --forget belongs to: naitui tags files")
        return USAGE
    if action == "import" and others:
        return _import(arguments, others, settings)
    if action == "files" and not others:
        return _files(arguments, settings)
    if action == "import":
        say("tags: import which FILE? (to look for the word itself: naitui tags -- import)")
        return USAGE
    if others:
        say(f"tags: one QUERY, not {len(arguments.words)}; put quotes around several words")
        return USAGE
    if arguments.local:
        return _complete(arguments, first, settings, catalog)
    from naitui.cli.account import suggest  # with the client, which nothing above needs

    return suggest(arguments, first, settings, catalog)


def _import(arguments: argparse.Namespace, names: Sequence[str], settings: Settings) -> int:
    index = open_tags(settings, demo=arguments.demo)
    failed = False
    for name in names:
        path = Path(name).expanduser().absolute()
        for message in index.add_file(path, settings.tags.files):
            failed = (_tell(message) and message.path == path) or failed
    return FAILED if failed else DONE


def _files(arguments: argparse.Namespace, settings: Settings) -> int:
    index = open_tags(settings, demo=arguments.demo)
    if arguments.forget is not None and not index.drop_file(arguments.forget.expanduser(), settings.tags.files):
        say(f"{arguments.forget}: was never imported (files of the settings are taken out there)")
        return FAILED
    for message in index.sync_files(settings.tags.files):
        _tell(message)
    files = index.files()
    if arguments.json:
        print_json([{**asdict(file), "path": str(file.path)} for file in files])
        return DONE
    for file in files:
        skipped = f", {file.skipped:,} lines skipped (first {file.first_skipped})" if file.skipped else ""
        origin = "imported" if file.added else "settings"
        print_line(clean(f"{file.path}: {file.tags:,} tags{skipped}, {origin}", 2000))
    if not files:
        print_line("No tag files are in use. naitui tags import FILE takes one in.")
    return DONE


def _complete(arguments: argparse.Namespace, query: str, settings: Settings, catalog: Catalog) -> int:
    index = open_tags(settings, demo=arguments.demo)
    for message in index.sync_files(settings.tags.files):
        say(message.text)
    found = index.complete(query, limit=MOST, model=arguments.model or catalog.default)
    if arguments.json:
        print_json([asdict(candidate) for candidate in found])
        return DONE
    for candidate in found:
        alias = f"\t{candidate.alias}" if candidate.alias else ""
        print_line(f"{candidate.name}\t{candidate.count}{alias}")
    return DONE


def _tell(message: Message) -> bool:
    """Say it; whether it is a failure."""
    if message.tone == "good":
        print_line(clean(message.text, 2000))
        return False
    say(message.text)
    return message.tone == "error"
