"""``naitui preset``: recipes with names on the command line – list, show, save, remove."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import DONE, REFUSED, say
from naitui.cli.places import open_sources
from naitui.cli.printing import print_json, print_line, print_path, printable
from naitui.cli.recipes import STDIN, recipe_from_file
from naitui.cli.studio import draft_file
from naitui.library.inputs import read_file
from naitui.library.materials import anchored
from naitui.library.origin import origin_of
from naitui.library.preset_words import first_words, says
from naitui.library.presets import NoPreset, Preset, PresetFolder, PresetTaken, missing, preset_text
from naitui.novelai import Catalog, Refused
from naitui.pictures.errors import BadPicture
from naitui.recipe import Problem, Recipe, RecipeError
from naitui.recipe.diff_words import blocks, lines
from naitui.recipe.recipe_diff import recipe_diff
from naitui.settings import Settings


def preset(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the four; the exit code."""
    folder = PresetFolder(settings.folders.presets, settings.folders.characters)
    match arguments.action:
        case "list":
            return _list(arguments, folder, catalog)
        case "show":
            return _show(arguments, folder, settings)
        case "save":
            return _save(arguments, folder, settings, catalog)
        case _:
            return _remove(arguments, folder)


def preset_named(name: str, settings: Settings) -> Preset:
    """The preset of this name.

    Raises:
        Refused: there is none that can be used.
        RecipeError: its file is no recipe.
    """
    folder = PresetFolder(settings.folders.presets, settings.folders.characters)
    try:
        return folder.find(name)
    except (NoPreset, ValueError, OSError) as error:
        if isinstance(error, RecipeError):
            raise
        raise Refused([Problem(("preset",), _why(error))]) from None


def recipe_of_preset(name: str, settings: Settings, catalog: Catalog) -> Recipe:
    """What a preset makes: with the usual model where it says none, and pictures that are found from anywhere.

    Raises:
        Refused, RecipeError: see `preset_named`.
    """
    found = preset_named(name, settings)
    return found.recipe if found.says_model else found.recipe.model_copy(update={"model": catalog.default})


def _list(arguments: argparse.Namespace, folder: PresetFolder, catalog: Catalog) -> int:
    presets, faults = folder.listed()
    for fault in faults:
        say(str(fault))
    if arguments.json:
        entries = [_document(one) for one in presets]
        print_json({"folder": str(folder.folder), "presets": entries, "problems": [str(fault) for fault in faults]})
        return DONE
    for one in presets:
        print_line(printable(f"{one.name}  {says(one, catalog)}  {first_words(one.recipe)}"))
    if not presets:
        say(f"there are no presets yet; naitui preset save NAME RECIPE.toml, or put recipes into {folder.folder}")
    return DONE


def _show(arguments: argparse.Namespace, folder: PresetFolder, settings: Settings) -> int:
    found = preset_named(arguments.name, settings)
    lost = missing(found.recipe, open_sources(settings, Path(), demo=arguments.demo).collection)
    for one in lost:
        say(f"note: {one}")
    if arguments.json:
        print_json({**_document(found), "missing": lost})
    else:
        print_line(printable(preset_text(found.recipe)).rstrip("\n"))
    return DONE


def _save(arguments: argparse.Namespace, folder: PresetFolder, settings: Settings, catalog: Catalog) -> int:
    recipe = _recipe(arguments.source, settings, catalog, demo=arguments.demo)
    there = folder.taken(arguments.name)
    try:
        if there is not None:
            _say_change(folder, there, recipe, arguments.replace)
        removed = folder.keep(arguments.name, recipe, replace=arguments.replace)
    except PresetTaken as error:
        say(f"refused: {error}; --replace puts this one in its place, and keeps the old one")
        return REFUSED
    except ValueError as error:
        raise Refused([Problem(("name",), str(error))]) from None
    if removed is not None:
        say(f"the one before is kept: {removed.path}")
    print_path(folder.path(there or arguments.name), as_json=arguments.json)
    return DONE


def _say_change(folder: PresetFolder, name: str, recipe: Recipe, replaces: bool) -> None:
    """What is otherwise in the preset that is there."""
    try:
        before = folder.find(name).recipe
    except (OSError, ValueError, NoPreset):
        say(f"the preset {name} that is there cannot be read")
        return
    unseeded = recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update={"seed": None})})
    found = lines(blocks(recipe_diff(before, anchored(unseeded, Path()))))
    say(f"{name} {'changes' if replaces else 'would change'}: {'; '.join(found) if found else 'nothing'}")


def _recipe(source: str | None, settings: Settings, catalog: Catalog, *, demo: bool) -> Recipe:
    if source is None:
        draft = draft_file(settings, demo=demo)
        if not draft.exists():
            raise Refused([Problem(("recipe",), "there is no draft of the studio; name a recipe or a picture")])
        return recipe_from_file(str(draft), settings.folders.characters)
    if source == STDIN or source.lower().endswith(".toml"):
        base = Path() if source == STDIN else Path(source).parent
        return anchored(recipe_from_file(source, settings.folders.characters), base)
    try:
        recipe = origin_of(read_file(Path(source)), catalog).recipe
    except BadPicture as error:
        raise RecipeError([Problem((), f"is neither a recipe (.toml) nor a picture: {error}")], source) from None
    if recipe is None:
        raise RecipeError([Problem((), "nothing in it says how it was made")], source)
    return recipe.model_copy(update={"model": recipe.model})  # which makes it one that says its model


def _remove(arguments: argparse.Namespace, folder: PresetFolder) -> int:
    try:
        removed = folder.remove(arguments.name)
    except NoPreset as error:
        raise Refused([Problem(("preset",), str(error))]) from None
    print_path(removed.path, as_json=arguments.json)
    say(f"removed: {removed.name} is in {removed.path.parent} now")
    return DONE


def _document(one: Preset) -> dict[str, object]:
    recipe = one.recipe.model_dump(mode="json", exclude_none=True)
    if not one.says_model:
        recipe.pop("model")
    return {"name": one.name, "path": str(one.path), "recipe": recipe}


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
