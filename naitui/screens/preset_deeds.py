"""What the screen of presets does, with its questions: keeping, renaming, removing, packs in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naitui.actions.in_effect import keyed
from naitui.library.pack import BadPack, Pack
from naitui.library.pack_adding import Choice, Outcome, add
from naitui.library.pack_look import Planned, look
from naitui.library.pack_making import Made, make_pack, write_pack
from naitui.library.pack_opening import read_pack
from naitui.library.pack_words import counted, size_of
from naitui.library.path_offers import Nearby
from naitui.library.presets import NoPreset, check_name
from naitui.recipe.diff_words import lines
from naitui.screens.ask import AskScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.expansion_words import MOST_TOLD
from naitui.screens.pack import PackScreen
from naitui.screens.path import PathScreen
from naitui.widgets.prompt_diff import diff_between

if TYPE_CHECKING:
    from naitui.screens.presets import PresetsScreen

Deed = Callable[["PresetsScreen"], Coroutine[Any, Any, None]]
PACK_ENDINGS = (".zip", ".vpack", ".json", ".txt")
_NAME_HINT = "a name, with folders if you like: rainy/night"
_MANY = 100
"""Things of a pack that take a moment to be written safely."""
_MOST_LINES = 12
"""Lines of a diff in a question."""


async def keep(screen: PresetsScreen) -> None:
    """Keep the studio's recipe; what would be replaced is shown first."""
    current = screen.current
    name = await screen.app.push_screen_wait(
        AskScreen("Keep this recipe as", current.name if current is not None else "", _NAME_HINT, _name_fault)
    )
    if not name:
        return
    there = await asyncio.to_thread(screen.folder.taken, name)
    if there is not None and not await _agrees(screen, there):
        return
    recipe = screen.recipe.model_copy(update={"model": screen.recipe.model})  # which makes it one that says its model
    try:
        removed = await asyncio.to_thread(screen.folder.keep, name, recipe, replace=there is not None)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a picture in the home of nobody
        _failed(screen, "Not kept", error)
        return
    kept = there or name
    if removed is not None:
        screen.done(f"{kept} is replaced", lambda: screen.folder.bring_back(removed))
    else:
        screen.done(f"Kept as {kept}", lambda: screen.folder.remove(kept).name)
    screen.reload(kept)


async def _agrees(screen: PresetsScreen, there: str) -> bool:
    """Whether the preset that is there may be replaced."""
    try:
        before = (await asyncio.to_thread(screen.folder.find, there)).recipe
    except (OSError, ValueError, NoPreset):
        told = ["It cannot be read as it is."]
    else:
        bare = screen.recipe.sampling.model_copy(update={"seed": None})
        after = screen.recipe.model_copy(update={"sampling": bare})
        told = lines(await asyncio.to_thread(diff_between, before, after, screen.catalog))
    shown = [*told[:_MOST_LINES], *(["…"] if len(told) > _MOST_LINES else [])] or ["Nothing in it would be otherwise."]
    answers = [("r", f"Replace it; the one before is kept in {screen.folder.removed.name}")]
    return await screen.app.push_screen_wait(ConfirmScreen(f"{there} is there already", shown, answers)) is not None


async def rename(screen: PresetsScreen) -> None:
    """Another name for the current one."""
    current = screen.current
    if current is None:
        return
    name = await screen.app.push_screen_wait(AskScreen("Rename to", current.name, _NAME_HINT, _name_fault))
    if not name or name == current.name:
        return
    try:
        await asyncio.to_thread(screen.folder.rename, current.name, name)
    except (OSError, LookupError, ValueError) as error:
        _failed(screen, "Not renamed", error)
        return

    def back() -> str:
        screen.folder.rename(name, current.name)
        screen.renamed(name, current.name)
        return current.name

    screen.renamed(current.name, name)
    screen.done(f"{current.name} is called {name}", back)
    screen.reload(name)


async def remove(screen: PresetsScreen) -> None:
    """Out of the list; nothing is deleted."""
    current = screen.current
    if current is None:
        return
    try:
        removed = await asyncio.to_thread(screen.folder.remove, current.name)
    except (OSError, LookupError) as error:
        _failed(screen, "Not removed", error)
        return
    screen.done(f"{current.name} is removed", lambda: screen.folder.bring_back(removed))
    screen.reload()


async def export(screen: PresetsScreen) -> None:
    """Those marked into a pack, with what they call."""
    names = screen.marked
    if not names:
        screen.notify(keyed("There is nothing to pack yet; {presets.keep} keeps a preset."), markup=False)
        return
    title = f"Pack {names[0] if len(names) == 1 else f'{len(names)} presets'} into"
    typed = f"~/{names[0].rpartition('/')[2] if len(names) == 1 else 'presets'}.zip"
    target = await screen.app.push_screen_wait(
        PathScreen(title, Path(), Nearby, (".zip",), typed=typed, new=True, hint="a .zip that does not exist yet")
    )
    if not target:
        return

    def make() -> tuple[Made, Path]:
        path = Path(target).expanduser()
        path = path if path.suffix else path.with_name(f"{path.name}.zip")
        made = make_pack((("preset", name) for name in names), screen.places, screen.catalog, path.stem)
        return made, write_pack(path, made)

    try:
        made, path = await asyncio.to_thread(make)
    except (OSError, ValueError, LookupError, RuntimeError) as error:
        _failed(screen, "Not packed", error)
        return
    for note in made.notes[:MOST_TOLD]:
        screen.notify(note, severity="warning", markup=False)
    kinds = counted(kind for kind, _ in made.things)
    screen.notify(f"{path}: {kinds}, {size_of(len(made.data))}", markup=False)


async def open_pack(screen: PresetsScreen) -> None:
    """Look into a pack, and add what is wanted; before that nothing is written."""
    hint = "a pack, or presets.json, prompt_styles.json, .vpack of NAIWeaver's, or its folder"
    typed = await screen.app.push_screen_wait(
        PathScreen("Open a pack", Path(), Nearby, PACK_ENDINGS, typed="~/", new=True, hint=hint)
    )
    if not typed:
        return

    def read() -> tuple[Pack, list[Planned]]:
        pack = read_pack(Path(typed).expanduser(), screen.catalog)
        return pack, look(pack, screen.places)

    try:
        pack, planned = await asyncio.to_thread(read)
    except (OSError, BadPack, RuntimeError) as error:
        _failed(screen, f"{typed} is not opened", error)
        return
    choices = await screen.app.push_screen_wait(PackScreen(pack, planned, screen.recipe, screen.catalog))
    if choices is None:
        screen.notify("Nothing was added.", markup=False)
        return
    if len(choices) > _MANY:
        screen.notify(f"Adding {len(choices):,} things …", markup=False)
    outcome = await asyncio.to_thread(_add, choices, pack, screen)
    _tell(screen, outcome)


def _add(choices: list[Choice], pack: Pack, screen: PresetsScreen) -> Outcome:
    return add(choices, pack, screen.places)


def _tell(screen: PresetsScreen, outcome: Outcome) -> None:
    for one in (*outcome.failed, *outcome.left)[:MOST_TOLD]:
        screen.notify(one, severity="warning", markup=False)
    screen.notify(f"Added: {counted(one.kind for one in outcome.added)}", markup=False)
    new = next((one.name for one in outcome.added if one.kind == "preset"), None)
    screen.reload(new)


def _name_fault(name: str) -> str:
    try:
        check_name(name)
    except ValueError as error:
        return str(error)
    return ""


def _failed(screen: PresetsScreen, what: str, error: Exception) -> None:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    screen.notify(f"{what}: {why}", severity="error", markup=False)
