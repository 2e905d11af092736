"""``naitui expand``, ``styles`` and ``wildcards``: what words come to, looked at without sending anything."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from naitui.cli.exits import DONE, REFUSED, say
from naitui.cli.printing import in_words, print_json, print_line, printable
from naitui.cli.recipes import recipe_or_words
from naitui.jobs import notes_on
from naitui.library.picks import pick_document
from naitui.library.styles import read_styles
from naitui.library.words import WordFolders, list_wildcards, load_words
from naitui.novelai import Catalog
from naitui.recipe import Batch, Fault, Problem, Resolved, Words, settle_all
from naitui.recipe.captions import captions
from naitui.settings import Settings


def words(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Run one of the three commands; the exit code."""
    folders = WordFolders.of(settings)
    match arguments.command:
        case "expand":
            return _expand(arguments, catalog, folders, settings.folders.characters)
        case "styles":
            return _styles(arguments, folders)
        case _:
            return _wildcards(arguments, folders)


def _expand(arguments: argparse.Namespace, catalog: Catalog, folders: WordFolders, characters: Path) -> int:
    """Settled recipes; what cannot be settled is said, stays as it stands, and the rest is settled all the same."""
    recipe = recipe_or_words(arguments.recipe, catalog, characters)
    if arguments.count is not None:
        recipe = recipe.model_copy(update={"batch": Batch(count=arguments.count)})
    loaded = load_words(recipe, catalog, folders)
    requests, problems = [], dict[Problem, None]()
    for resolved, found in settle_all(recipe, arguments.seed, loaded):
        requests.append(resolved)
        problems.update(dict.fromkeys(found))
    for note in notes_on(requests, loaded):
        say(f"note: {note}")
    for problem in problems:
        say(f"refused: {problem}")
    covered = _coverage(requests, loaded)
    if arguments.json:
        said = {"problems": [str(p) for p in problems], "notes": [str(n) for n in notes_on(requests, loaded)]}
        print_json({"expansions": [_document(one) for one in requests], "coverage": covered, **said})
    else:
        for one in requests:
            print_line("\n".join(printable(line) for line in _lines(one)) + "\n")
        for entry in covered:
            print_line(f"{entry['wildcard']}: {entry['used']} of {entry['lines']} lines used")
    return REFUSED if problems else DONE


def _lines(resolved: Resolved) -> Iterable[str]:
    recipe = resolved.recipe
    yield f"seed {resolved.seed}" + (f", {resolved.samples} samples" if resolved.samples > 1 else "")
    yield f"  prompt: {recipe.prompt}"
    if recipe.undesired:
        yield f"  undesired: {recipe.undesired}"
    said = captions(recipe.characters, recipe.interactions)
    for number, (character, caption) in enumerate(zip(recipe.characters, said, strict=True), 1):
        off = "" if character.live else " (off)"
        yield f"  character {number}{off}: {caption}"
        if character.undesired:
            yield f"  character {number}{off}, undesired: {character.undesired}"
    yield from (in_words(pick) for pick in resolved.picks)


def _document(resolved: Resolved) -> dict[str, object]:
    recipe = resolved.recipe
    said = captions(recipe.characters, recipe.interactions)
    return {
        "seed": resolved.seed,
        "samples": resolved.samples,
        "prompt": recipe.prompt,
        "undesired": recipe.undesired,
        "characters": [
            {"prompt": caption, "undesired": character.undesired, "live": character.live}
            for character, caption in zip(recipe.characters, said, strict=True)
        ],
        "picks": [pick_document(pick) for pick in resolved.picks],
    }


def _coverage(requests: Sequence[Resolved], words: Words) -> list[dict[str, object]]:
    """Of each wildcard that the recipe can come to, how many of its lines were picked."""
    used: dict[str, set[int]] = {name: set() for name in words.wildcards}
    for pick in (pick for resolved in requests for pick in resolved.picks):
        if pick.line is not None and pick.name in used:
            used[pick.name].add(pick.line)
    return [
        {"wildcard": name, "used": len(used[name]), "lines": len(words.wildcards[name].entries)}
        for name in sorted(used)
    ]


def _styles(arguments: argparse.Namespace, folders: WordFolders) -> int:
    book = read_styles(folders.styles)
    _say_faults(book.faults)
    if arguments.json:
        entries = [
            {"name": name, **style.model_dump(mode="json"), "own": name in book.own}
            for name, style in book.styles.items()
        ]
        print_json({"file": str(folders.styles), "styles": entries, "problems": [str(f) for f in book.faults]})
        return DONE
    for name, style in book.styles.items():
        only = f"  [only {', '.join(style.models)}]" if style.models else ""
        print_line(printable(f"{name}{only}" + (f" – {style.help}" if style.help else "")))
        for piece in ("prefix", "suffix", "undesired"):
            text = getattr(style, piece)
            if text:
                print_line(printable(f"  {piece}: {text}"))
    return DONE


def _wildcards(arguments: argparse.Namespace, folders: WordFolders) -> int:
    found, unnamed = list_wildcards(folders)
    faults = (*unnamed, *(fault for one in found for fault in one.faults))
    _say_faults(faults)
    if arguments.json:
        entries = [
            {"name": one.wildcard.name, "lines": len(one.wildcard.entries), "file": one.wildcard.path} for one in found
        ]
        named = [str(folder) for folder in folders.wildcards]
        print_json({"folders": named, "wildcards": entries, "problems": [str(fault) for fault in faults]})
        return DONE
    for one in found:
        lines = len(one.wildcard.entries)
        print_line(printable(f"{one.wildcard.name}  {lines} line{'' if lines == 1 else 's'}"))
    if not found:
        say(f"there are no wildcards yet; they are text files in {folders.wildcards[0]}, a line an entry")
    return DONE


def _say_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        say(str(fault))
