"""Recipe files as somebody names them: a file, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from naitui.library.calling import call_characters
from naitui.recipe import Problem, Recipe, RecipeError, read_recipe

ENDING = ".toml"
MAX_TEXT = 16_000_000
"""Bytes; no recipe comes near that."""


def numbered(number: int, job: str) -> str:
    """What the recipe of a job is called among others: by name they are in the order of the queue."""
    return f"{number:04}-{job}{ENDING}"


def recipe_files(paths: Iterable[Path]) -> list[Path]:
    """Files as they are, and of folders the recipes in them, in the order of their names.

    Raises:
        RecipeError: a folder cannot be read, or has none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(one for one in path.iterdir() if one.suffix == ENDING and not one.name.startswith("."))
        except OSError as error:
            raise RecipeError([Problem((), error.strerror or "cannot be read")], str(path)) from None
        if not inside:
            raise RecipeError([Problem((), "there are no recipes in it")], str(path))
        found += inside
    return found


def recipe_in(path: Path, characters: Path) -> Recipe:
    """The recipe in a file. ``characters`` is the folder of the character library.

    Raises:
        RecipeError: it cannot be read.
    """
    return read_recipe(text_in(path), str(path), fill_in=lambda document: call_characters(document, characters))


def text_in(path: Path) -> str:
    """A file's text. Raises `RecipeError` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return as_text(file.read(MAX_TEXT + 1), str(path))
    except OSError as error:
        raise RecipeError([Problem((), error.strerror or "cannot be read")], str(path)) from None


def as_text(raw: bytes, name: str) -> str:
    """The first `MAX_TEXT` bytes of something, and one more if there is one, as text. Raises `RecipeError`."""
    if len(raw) > MAX_TEXT:
        raise RecipeError([Problem((), f"is larger than {MAX_TEXT // 1_000_000} MB")], name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecipeError([Problem((), "is not UTF-8 text")], name) from None
