"""``naitui characters``: the character library, and how those of a recipe or a picture come into it."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, say
from naitui.cli.printing import print_json, print_line, printable
from naitui.cli.recipes import recipe_from_file
from naitui.library.characters import CharacterBook, Taken, keep_character, name_for_card, read_characters
from naitui.library.inputs import read_file
from naitui.library.origin import origin_of
from naitui.novelai import Catalog
from naitui.pictures.errors import BadPicture
from naitui.recipe import Problem, Recipe, RecipeError
from naitui.settings import Settings

MOST_NAMES = 1000


def characters(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """List the library, or put somebody into it; the exit code."""
    folder = settings.folders.characters
    if arguments.keep is not None:
        return _keep(_recipe(arguments.keep, catalog, folder), folder, as_json=arguments.json)
    return _list(read_characters(folder), folder, as_json=arguments.json)


def _list(book: CharacterBook, folder: Path, *, as_json: bool) -> int:
    for fault in book.faults:
        say(str(fault))
    if as_json:
        cards = [{"call": name, **card.model_dump(mode="json", exclude_none=True)} for name, card in book.cards.items()]
        print_json({"folder": str(folder), "characters": cards, "problems": [str(fault) for fault in book.faults]})
        return DONE
    for name, card in book.cards.items():
        title = f" – {card.name}" if card.name else ""
        print_line(printable(f"@{name}{title}"))
        print_line(printable(f"  {card.prompt}"))
        for outfit, worn in card.outfits.items():
            print_line(printable(f"  @{name}/{outfit}: {worn.prompt}"))
    if not book.cards:
        say(f'there are no characters yet; they are files like {folder / "heroine.toml"} with prompt = "girl, …"')
    return DONE


def _keep(recipe: Recipe, folder: Path, *, as_json: bool) -> int:
    """A file for each character with words; one that is there already is left as it is."""
    kept: list[Path] = []
    for character in recipe.characters:
        if not character.prompt.strip():
            continue
        name = name_for_card(character)
        for number in range(1, MOST_NAMES):
            try:
                kept.append(keep_character(folder, name if number == 1 else f"{name}-{number}", character))
            except Taken:
                continue
            break
    if not kept:
        say("there is no character in it")
        return FAILED
    if as_json:
        print_json({"kept": [str(path) for path in kept]})
    else:
        for path in kept:
            print_line(printable(str(path)))
    return DONE


def _recipe(path: Path, catalog: Catalog, folder: Path) -> Recipe:
    if path.suffix.lower() == ".toml":
        return recipe_from_file(str(path), folder)
    try:
        recipe = origin_of(read_file(path), catalog).recipe
    except BadPicture as error:
        raise RecipeError([Problem((), f"is neither a recipe (.toml) nor a picture: {error}")], str(path)) from None
    if recipe is None:
        raise RecipeError([Problem((), "nothing in it says how it was made")], str(path))
    return recipe
