"""What is asked about characters: names, the library, pasted scenes. Dialogs over whichever screen shows the stage."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual.app import App

from naitui.library.characters import Taken, keep_character, keep_outfit, name_for_card, read_characters
from naitui.recipe import Cast, Character
from naitui.recipe.paste import take_apart
from naitui.recipe.places import read_place
from naitui.screens.ask import AskScreen
from naitui.screens.choose import ChooseScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.widgets.character_list import Casting as Wish
from naitui.widgets.text import one_line
from naitui.widgets.write_pane import WritePane


class Casting:
    """The questions; what comes of them goes to the stage.

    Args:
        words: hold the recipe; a scene may bring a base prompt along.
        folder: the character library.
    """

    def __init__(self, app: App[None], words: WritePane, folder: Path) -> None:
        self._app, self._stage, self._folder, self._take = app, words.stage, folder, words.take

    async def do(self, what: Wish) -> None:
        """Name the current character, keep it, or bring somebody in."""
        ways = {"name": self.rename, "from library": self.from_library, "to library": self.to_library}
        await ways[what]()

    async def rename(self) -> None:
        """A name for the current character."""
        current = self._stage.current
        if current is not None:
            asked = AskScreen("Name", current.name, "for you alone; it is not sent")
            name = await self._app.push_screen_wait(asked)
            if name is not None:
                self._stage.change_current(name=name)

    async def type_place(self, written: str) -> None:
        """A place for the current character, as people write it."""
        hint = "a cell like B3, or x and y like 0.25 0.5"
        asked = AskScreen("Place", written, hint, lambda text: "" if read_place(text) else f"should be {hint}")
        typed = await self._app.push_screen_wait(asked)
        place = read_place(typed) if typed else None
        index = self._stage.index
        if place is not None and self._stage.current is not None:
            self._stage.edit(lambda cast: cast.placed(index, place))

    async def from_library(self) -> None:
        """Somebody of the library: into the current slot when that is empty, else into one more."""
        book = await asyncio.to_thread(read_characters, self._folder)
        for fault in book.faults:
            self._app.notify(str(fault), severity="warning", markup=False)
        if not book.cards:
            self._say(f"There are no characters in {self._folder} yet; s keeps the current one there.")
            return
        choices = [(name, f"{name:<24} {one_line(book.called(name).prompt, 120)}") for name in book.names]
        chosen = await self._app.push_screen_wait(ChooseScreen("From the library", choices, ""))
        if chosen is None:
            return
        character, current = book.called(chosen), self._stage.current
        if current is not None and not current.prompt.strip():
            self._stage.change_current(
                prompt=character.prompt,
                undesired=character.undesired,
                name=character.name,
                colour=character.colour,
            )
        else:
            self._stage.edit(lambda cast: cast.added(character), len(self._stage.recipe.characters))

    async def to_library(self) -> None:
        """Keep the current character, or with ``name/outfit`` what it wears."""
        current = self._stage.current
        if current is None:
            return
        if not current.prompt.strip():
            self._say("There is nothing to keep: the prompt is empty.")
            return
        hint = "a name for @name, or name/outfit for what it wears"
        name = await self._app.push_screen_wait(AskScreen("Keep in the library", name_for_card(current), hint))
        if name:
            await self._keep(name, current)

    async def _keep(self, name: str, character: Character) -> None:
        base, _, outfit = name.rpartition("/")
        try:
            if base and (self._folder / f"{base}.toml").exists():
                kept: Path | None = await asyncio.to_thread(keep_outfit, self._folder, base, outfit, character)
            else:
                kept = await self._keep_whole(name, character)
        except (OSError, ValueError) as error:
            self._say(f"Not kept: {error}", "warning")
            return
        if kept is not None:
            self._say(f"Kept as @{name}: {kept}")

    async def _keep_whole(self, name: str, character: Character) -> Path | None:
        try:
            return await asyncio.to_thread(keep_character, self._folder, name, character)
        except Taken:
            lines = [f"There is a character @{name} already. Its outfits and comments would be lost."]
            answers = [("r", "Replace it")]
            if await self._app.push_screen_wait(ConfirmScreen("Replace?", lines, answers)) is None:
                return None
        return await asyncio.to_thread(lambda: keep_character(self._folder, name, character, replace=True))

    async def paste(self, text: str) -> None:
        """A scene from elsewhere, ``base | character | character``, or words for one more character."""
        base, prompts = take_apart(text)
        people = [Character(prompt=prompt) for prompt in prompts]
        if not people:
            self._add([Character(prompt=base)] if base else [])
            return
        count = f"{len(people)} character{'s' if len(people) > 1 else ''}"
        lines = [f"Base: {one_line(base, 200) or '(none)'}"]
        lines += [f"{number}: {one_line(prompt, 200)}" for number, prompt in enumerate(prompts, 1)]
        answers = [("enter", f"Add {count}, leave the prompt"), ("r", "Replace the prompt and all characters")]
        answer = await self._app.push_screen_wait(ConfirmScreen(f"A scene of {count}", lines[:12], answers))
        if answer == "enter":
            self._add(people)
        elif answer == "r":
            cast = Cast(tuple(people), (), self._stage.recipe.ai_choice)
            self._take(cast.into(self._stage.recipe.model_copy(update={"prompt": base})))

    def _add(self, people: Sequence[Character]) -> None:
        if people:
            before = len(self._stage.recipe.characters)
            self._stage.edit(lambda cast: replace(cast, characters=(*cast.characters, *people)), before)

    def _say(self, text: str, severity: str = "information") -> None:
        self._app.notify(text, severity="warning" if severity == "warning" else "information", markup=False)
