"""The desk for words: earlier ones, and those in an editor of one's own; what they changed is shown in the studio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.app import App, SuspendNotSupported

from naitui.bench import Bench
from naitui.library.styles import begin_styles
from naitui.library.words import WordFolders
from naitui.outside import edit_file, edited
from naitui.recipe import Recipe, RecipeError
from naitui.screens.messages import WordScreen
from naitui.screens.studio import StudioScreen
from naitui.screens.writing import WritingScreen

if TYPE_CHECKING:  # the screens themselves are read when they are opened
    from naitui.screens.history import HistoryScreen

_T = TypeVar("_T")


class WordDesk:
    """Opens the screens that change words, and puts what comes of them into the studio."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen) -> None:
        self._app, self._bench, self._studio = app, bench, studio
        self._folders = WordFolders.of(bench.settings)

    def edit_outside(self) -> None:
        """All words in the user's own editor, which has the terminal meanwhile."""
        before = self._studio.recipe
        try:
            after = self._without_screen(lambda: edited(before, self._bench.settings.folders.state))
        except RecipeError as error:
            self._studio.result.say(f"the words are as they were, yours are kept: {error}", "error", toast=True)
            return
        except (OSError, ValueError, SuspendNotSupported) as error:
            self._studio.result.say(f"the words are as they were: {error}", "error", toast=True)
            return
        if after == before:
            self._app.notify("Nothing was changed.", markup=False)
        else:
            self._studio.change(after)

    def edit_file(self, path: Path, line: int | None) -> None:
        """A file of words in the user's own editor."""
        try:
            if path == self._folders.styles:
                begin_styles(path)
            self._without_screen(lambda: edit_file(path, line))
        except (OSError, ValueError, SuspendNotSupported) as error:
            self._app.notify(f"{path} is as it was: {error}", severity="error", markup=False)

    def _without_screen(self, work: Callable[[], _T]) -> _T:
        """Do something that has the terminal for itself. Its errors are raised when the screen is there again: Textual
        would leave the terminal as it is for any that comes out of its `suspend`."""
        done: list[_T] = []
        failed: list[OSError | ValueError] = []
        with self._app.suspend():
            try:
                done.append(work())
            except (OSError, ValueError) as error:
                failed.append(error)
        if failed:
            raise failed[0]
        return done[0]

    async def open(self, what: WordScreen) -> None:
        """Open a screen about words, unless there is one already."""
        if not isinstance(self._app.screen, WritingScreen):
            return
        recipe, catalog = self._studio.recipe, self._bench.catalog
        match what:
            case "history":
                from naitui.screens.history import HistoryScreen

                await self._find_words(HistoryScreen(self._bench.history, recipe, catalog))
            case "expansions":
                from naitui.screens.expansions import ExpansionsScreen

                await self._app.push_screen(ExpansionsScreen(recipe, catalog, self._folders))
            case "styles":
                from naitui.screens.styles import StylesScreen

                await self._app.push_screen(StylesScreen(recipe, catalog, self._folders))

            case "presets":
                await self._take_preset()

    async def _take_preset(self) -> None:
        from naitui.library.pack_look import Places
        from naitui.library.presets import missing
        from naitui.screens.presets import PresetsScreen

        places = Places.of(self._bench.settings, self._bench.sources)
        screen = PresetsScreen(self._studio.recipe, self._bench.catalog, places)
        found: Recipe | None = await self._app.push_screen_wait(screen)
        if found is None:
            return
        if found == self._studio.recipe:
            self._app.notify("The studio has all of that already.", markup=False)
        else:
            self._studio.change(found)
        for lost in await asyncio.to_thread(missing, found, places.collection):
            self._studio.result.say(f"the preset names what is not there: {lost}", "warning", toast=True)

    async def _find_words(self, screen: HistoryScreen) -> None:
        found: Recipe | None = await self._app.push_screen_wait(screen)
        if found is None:
            return
        if found == self._studio.recipe:
            self._app.notify("These words are in the editor already.", markup=False)
        else:
            self._studio.change(found)
            if self._app.screen is not self._studio:  # which tells it itself
                self._app.notify("Taken; ^z gives back what was there.", markup=False)
