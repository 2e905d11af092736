"""The palette: every action with its key; in the studio also every value with its price, styles, presets, pictures.

Actions are there at once; what reads files or works out prices is found in a thread while somebody types already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import events, on
from textual.app import App, ComposeResult, SystemCommand
from textual.command import CommandInput, CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape
from textual.screen import Screen
from textual.widgets import Input

from naitui.actions import ACTIONS, Action
from naitui.actions.in_effect import key_for
from naitui.bench import Bench
from naitui.controls import UNPRINTABLE
from naitui.homeward import destinations, go
from naitui.owners import owner_of
from naitui.screens.asking import ask_for_value
from naitui.screens.studio import StudioScreen
from naitui.screens.writing import WritingScreen
from naitui.widgets.bindings import bound
from naitui.widgets.held_keys import HeldKeys
from naitui.widgets.line_field import LineField

if TYPE_CHECKING:  # read when somebody searches
    from naitui.screens.palette_words import Offered

_BLANKED = dict.fromkeys(UNPRINTABLE, "\N{REPLACEMENT CHARACTER}")

_FOLLOWING = ("gallery", "queue", "references", "edit", "tools", "config")
"""Screens over the studio that follow its recipe or need none: its values can be chosen there too."""
_NOT_TEXTUALS = ("Quit", "Keys", "Screenshot", "Theme")
"""What Textual offers and we have ourselves, or do not."""


def commands(
    screen: Screen[object], textuals: Iterable[SystemCommand], repaint: Callable[[], None]
) -> Iterable[SystemCommand]:
    """What can be done on a screen, with the key that does it; then what is offered everywhere."""
    for action in ACTIONS:
        method = getattr(owner_of(action, screen), f"action_{action.id}", None)
        if action.palette and method is not None:
            # round brackets: the palette reads its help as markup
            yield SystemCommand(action.title, f"{action.help}  ({escape(key_for(action.name))})", method)
    if isinstance(screen.app, Stocked):
        for action in destinations(screen):
            way = partial(_lead, screen.app, screen.app.stock.studio, action)
            yield SystemCommand(action.title, f"{action.help}  ({escape(key_for(action.name))})", way)
    yield SystemCommand("Repaint", "Write the whole screen once more, whatever is on it", repaint)
    yield from (command for command in textuals if command.title not in _NOT_TEXTUALS)


def _lead(app: App[None], studio: StudioScreen, action: Action) -> None:
    app.run_worker(go(app, studio, action), group="homeward", exclusive=True)


class _Field(CommandInput, LineField):
    """Where the words are typed. What chooses, and all keys behind it, waits for what the whole words find: it is not
    meant for what their first letters have found so far."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder)
        self._held = HeldKeys()
        self._asked = ""
        self._found: str | None = None
        """The words whose finds are listed."""

    def asked(self, words: str) -> None:
        """A search for these words begins."""
        self._asked = words

    def found(self) -> None:
        """The last search has ended."""
        self._found = self._asked
        if self._found == self.value:
            self._held.go_on(self.app)

    async def _on_key(self, event: events.Key) -> None:
        moves = bound(self.screen, event.key)
        if (moves or event.key == "enter") and self._found != self.value:
            self._held.wait()
        if self._held.takes(event):
            return
        if not moves:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.app.run_action(f"screen.{moves[0].action}", self)


class Palette(CommandPalette):
    """Textual's palette, whose keys act in the order in which they come, on what they were meant for."""

    def compose(self) -> ComposeResult:
        """Textual's, with our field."""
        for widget in super().compose():
            yield _Field("Search for commands…") if isinstance(widget, CommandInput) else widget

    @on(Input.Changed)
    def _asked(self, event: Input.Changed) -> None:
        self.query_one(_Field).asked(event.value)

    def on_worker_state_changed(self) -> None:
        """A search has begun or ended."""
        if all(worker.is_finished for worker in self.workers if worker.node is self):
            self.query_one(_Field).found()


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to choose from."""

    bench: Bench
    studio: StudioScreen
    show: Callable[[Path], None]
    """Shows a picture in the studio."""


@runtime_checkable
class Stocked(Protocol):
    """An app that has a studio."""

    stock: Stock


class Choices(Provider):
    """Values, styles and presets, where the recipe is edited or followed; where it is edited pictures too."""

    _finding: asyncio.Task[list[Offered]] | None = None

    def _find(self) -> asyncio.Task[list[Offered]]:
        """Find them, off the event loop; begun with the first letter, so that the palette itself is there at once."""
        if self._finding is None:
            self._finding = asyncio.create_task(self._read())
        return self._finding

    async def _read(self) -> list[Offered]:
        from naitui.screens import palette_words as words  # for the palette alone

        writing = isinstance(self.screen, WritingScreen)
        if not isinstance(self.app, Stocked) or not (writing or getattr(self.screen, "PLACE", "") in _FOLLOWING):
            return []
        self._stock = self.app.stock
        bench, studio = self._stock.bench, self._stock.studio
        account = studio.offering.account
        standing = account.standing if account is not None else None
        priced = words.Priced(studio.recipe, bench.catalog, standing, studio.words.encodings)

        def find() -> list[words.Offered]:
            from naitui.library.presets import PresetFolder
            from naitui.library.words import WordFolders

            folders = bench.settings.folders
            return [
                *words.values(priced),
                *words.styles(priced, WordFolders.of(bench.settings).styles),
                *words.presets(priced, PresetFolder(folders.presets, folders.characters)),
                *(words.pictures(bench.shelf.pictures) if writing else ()),
            ]

        return await asyncio.to_thread(find)

    async def shutdown(self) -> None:
        """The palette is left."""
        if self._finding is not None:
            self._finding.cancel()

    async def search(self, query: str) -> Hits:
        """Those that match, each with what it would cost."""
        matcher = self.matcher(query)
        for offered in await asyncio.shield(self._find()):  # another letter ends this search, not what it waits for
            name = offered.name.translate(_BLANKED)
            score, places = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = Content(name)  # names of files and styles are no markup, which `highlight` would read
                for place in places:
                    shown = shown.stylize(matcher.match_style, place, place + 1)
                told = escape(offered.told.translate(_BLANKED))
                yield Hit(score, shown, partial(self._do, offered), text=name, help=told)

    def _do(self, offered: Offered) -> None:
        studio = self._stock.studio
        if offered.asks is not None:
            ask_for_value(studio.app, studio.words, offered.asks, self._stock.bench.catalog)
        elif offered.picture is not None:
            self._stock.show(offered.picture)
        elif offered.recipe is not None:
            studio.words.settle()
            studio.words.take(offered.recipe)
            if not isinstance(self.app.screen, WritingScreen):
                studio.app.notify(f"{offered.name} · in the studio's recipe", markup=False)
