"""From arguments, files and pipes to a recipe."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

import tomli_w

from naitui.cli.cast import cast_document
from naitui.library.calling import call_characters
from naitui.library.recipe_files import MAX_TEXT, as_text, text_in
from naitui.novelai import Catalog
from naitui.recipe import Problem, Recipe, RecipeError, read_recipe
from naitui.recipe.model import ReferenceType

STDIN = "-"
_TOP = ("model", "undesired", "quality", "undesired_preset", "furry", "transparent", "styles")
_SAMPLING = ("steps", "guidance", "rescale", "sampler", "schedule", "seed", "variety", "decrisper", "smea")
_OF_A_RECIPE = re.compile(rf"^\s*(?:\[\[?\s*)?(?:{'|'.join(Recipe.model_fields)})\b(?:\.[\w.]+)?\s*[]=]", re.MULTILINE)
_BATCH = ("count", "samples")


def read_text(name: str) -> str:
    """A file's text, or what comes through the pipe for ``-``.

    Raises:
        RecipeError: it cannot be read or is not text.
    """
    if name != STDIN:
        return text_in(Path(name))
    try:
        return as_text(sys.stdin.buffer.read(MAX_TEXT + 1), name)
    except OSError as error:
        raise RecipeError([Problem((), error.strerror or "cannot be read")], name) from None


def recipe_from_file(name: str, characters: Path) -> Recipe:
    """The recipe in a file, or from the pipe for ``-``. ``characters`` is the folder of the character library.

    Raises:
        RecipeError: it cannot be read.
    """
    text = read_text(name)
    if name == STDIN and are_words(text):
        what = "these are words and no recipe, which is TOML; naitui generate - and naitui expand - take words"
        raise RecipeError([Problem((), what)], "stdin")
    return _recipe_of(text, name, characters)


def recipe_or_words(name: str, catalog: Catalog, characters: Path) -> Recipe:
    """The recipe in a file; from the pipe a recipe, or words as they stand in a prompt.

    Raises:
        RecipeError: it cannot be read.
    """
    text = read_text(name)
    if name == STDIN and are_words(text):
        return Recipe(model=catalog.default, prompt=text.strip("\r\n"))
    return _recipe_of(text, name, characters)


def _recipe_of(text: str, name: str, characters: Path) -> Recipe:
    shown = "stdin" if name == STDIN else name
    return read_recipe(text, shown, fill_in=lambda document: call_characters(document, characters))


def are_words(text: str) -> bool:
    """Whether a text is no recipe, not even one with mistakes: no line of it begins as those of recipes do."""
    if not text.strip() or _OF_A_RECIPE.search(text):
        return False
    try:
        return "=" not in text or not tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return True


def base_of(arguments: argparse.Namespace) -> Path:
    """The folder from which paths inside a recipe count: the recipe file's own, or the working directory."""
    name: str | None = getattr(arguments, "recipe", None)
    return Path(name).parent if name and name != STDIN else Path()


def recipe_from_arguments(
    arguments: argparse.Namespace, catalog: Catalog, characters: Path, preset: Recipe | None = None
) -> Recipe:
    """The recipe of ``naitui generate``: a base recipe, if one is named, with the options laid over it.

    ``characters`` is the folder of the character library; ``preset`` is the base where a preset is named
    (`naitui.cli.presets.recipe_of_preset`).
    """
    if preset is not None:
        base = preset
    else:
        base = recipe_from_file(arguments.recipe, characters) if arguments.recipe else Recipe(model=catalog.default)
    document = base.model_dump(mode="json", exclude_none=True)
    if arguments.prompt is not None:
        prompt = read_text(STDIN) if arguments.prompt == STDIN else arguments.prompt
        document["prompt"] = prompt.strip("\r\n")
    elif not arguments.recipe and preset is None:
        missing = Problem(("prompt",), "is missing: give a PROMPT, - for stdin, --recipe FILE or --preset NAME")
        raise RecipeError([missing], "generate")
    document |= _given(arguments, _TOP)
    document["sampling"] |= _given(arguments, _SAMPLING)
    document["batch"] |= _given(arguments, _BATCH)
    if arguments.size:
        document["sampling"] |= _size(arguments.size)
    document |= cast_document(arguments, document["prompt"], characters)
    document |= _pictures(arguments, document)
    if not _is_text(document):  # bytes of another encoding come through the command line as half surrogate pairs
        raise RecipeError([Problem((), "the options are not UTF-8 text")], "generate")
    # through the reader, so that a wrong option gets the same words as a wrong key in a file; it has no lines, though
    try:
        return read_recipe(tomli_w.dumps(document))
    except RecipeError as error:
        unlined = [Problem(p.where, p.message) for p in error.problems]
        raise RecipeError(unlined, "generate") from None


def _pictures(arguments: argparse.Namespace, document: dict[str, Any]) -> dict[str, object]:
    """The sections for the pictures that the options name; those of the base recipe are kept otherwise."""
    found: dict[str, object] = {}
    source = dict(document.get("source") or {}) | _given(arguments, ("strength", "noise"))
    if arguments.source:
        source["path"] = _from_here(arguments, arguments.source)
    if source:
        found["source"] = source
    if arguments.mask:
        # the page's slider beside a mask is another one than that of a source
        found["mask"] = {"path": _from_here(arguments, arguments.mask)} | _given(arguments, ("strength",))
    if arguments.vibe:
        found["vibes"] = [_with_number(_from_here(arguments, text)) for text in arguments.vibe]
    if arguments.reference:
        found["precise_references"] = [_with_type(_from_here(arguments, text)) for text in arguments.reference]
    return found


def _from_here(arguments: argparse.Namespace, path: str) -> str:
    """A path of the command line, where those of the base recipe count from another folder."""
    elsewhere = arguments.recipe is not None and arguments.recipe != STDIN
    return str(Path(path).expanduser().absolute()) if elsewhere else path


def _with_number(text: str) -> dict[str, object]:
    """``FILE:0.4``; a colon that no number follows belongs to the file's name."""
    path, colon, number = text.rpartition(":")
    try:
        return {"path": path, "strength": float(number)} if colon and path else {"path": text}
    except ValueError:
        return {"path": text}


def _with_type(text: str) -> dict[str, object]:
    path, colon, kind = text.rpartition(":")
    return {"path": path, "type": kind} if colon and kind in get_args(ReferenceType) else {"path": text}


def _is_text(document: object) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _given(arguments: argparse.Namespace, names: tuple[str, ...]) -> dict[str, object]:
    return {name: value for name in names if (value := getattr(arguments, name)) is not None}


def _size(text: str) -> dict[str, int]:
    width, cross, height = text.lower().replace("×", "x").partition("x")
    if not cross or not width.strip().isdigit() or not height.strip().isdigit():
        raise RecipeError([Problem(("sampling", "size"), f"should look like 832x1216, not {text!r}")], "generate")
    return {"width": int(width), "height": int(height)}
