"""``naitui history``: words that were sent before, found by any of them."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from naitui.cli.exits import DONE, say
from naitui.cli.places import open_history
from naitui.cli.printing import print_json, print_line, printable
from naitui.library import Said
from naitui.novelai import Catalog
from naitui.settings import Settings


def history(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print what was found, the best first; the exit code.

    Raises:
        OSError: the history cannot be used.
    """
    kept = open_history(settings, demo=arguments.demo)
    found = kept.search(arguments.query, arguments.count, favourites=arguments.favourites)
    if arguments.json:
        print_json([_document(said) for said in found])
    for said in () if arguments.json else found:
        print_line("\n".join(printable(line) for line in _lines(said, catalog)) + "\n")
    if not found:
        say("nothing holds these words" if kept.count() else "no words were sent yet; every generation leaves its own")
    return DONE


def _lines(said: Said, catalog: Catalog) -> Iterator[str]:
    facts = [_when(said, "%Y-%m-%d %H:%M"), catalog.model(said.model).title if said.model else ""]
    facts += [f"seed {said.seed}" if said.seed is not None else "", "★" if said.favourite else ""]
    yield "  ".join(fact for fact in facts if fact)
    yield f"  prompt: {said.prompt}"
    if said.undesired:
        yield f"  undesired: {said.undesired}"
    for number, (prompt, undesired) in enumerate(said.characters, 1):
        yield f"  character {number}: {prompt}"
        if undesired:
            yield f"  character {number}, undesired: {undesired}"


def _document(said: Said) -> dict[str, object]:
    return {
        "at": _when(said, "%Y-%m-%dT%H:%M:%S%z"),
        "model": said.model,
        "seed": said.seed,
        "favourite": said.favourite,
        "prompt": said.prompt,
        "undesired": said.undesired,
        "characters": [{"prompt": prompt, "undesired": undesired} for prompt, undesired in said.characters],
    }


def _when(said: Said, form: str) -> str:
    return time.strftime(form, time.localtime(said.at))
