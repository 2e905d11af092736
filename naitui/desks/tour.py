"""The desk of the tour: listens to what really happens, and puts the panel on whatever screen is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from textual.app import App
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen

from naitui.actions.in_effect import key_for, keyed
from naitui.bench import Bench
from naitui.jobs import Event, Queued, Saved
from naitui.recipe import Recipe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen
from naitui.widgets.tour import STEPS, Deed, Tour, TourPanel

OFFER = "New here? A tour of five minutes beside your work:"
DONE = (
    "That was the tour. {studio.help} shows all keys, {app.command_palette} finds everything by name,"
    " {studio.screens} leads to every screen."
)
TOURED = "-toured"
"""What a screen with the panel is called in the stylesheet: toasts stay above it."""
_BY_ACTION: dict[str, Deed] = {
    "whole_screen": "look",
    "zoom_in": "look",
    "cycle_view": "look",
    "next_picture": "look",
    "previous_picture": "look",
    "screens": "go",
    "gallery": "go",
    "undo": "undo",
}
"""Actions that are a step of the tour by themselves."""


class TourDesk:
    """One tour, or the offer of one."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen) -> None:
        self._app, self._bench, self._studio = app, bench, studio
        self._tour: Tour | None = None
        self._offered = False
        self._panel: TourPanel | None = None
        self._before: Recipe = studio.recipe
        """The recipe when the tour began, or at the last change."""

    async def begin(self) -> None:
        """At the start of the program: the tour that was asked for, or the offer, which comes once."""
        if self._bench.home.tour:
            await self.start()
        elif self._bench.home.greets and self._bench.demo and not await asyncio.to_thread(self._seen.exists):
            self._offered = True
            await self._show()
            self._remember()

    async def start(self) -> None:
        """From the first step on."""
        self._tour, self._offered, self._before = Tour(), False, self._studio.recipe
        self._app.screen_change_signal.subscribe(self._studio, self._screen_changed, immediate=True)
        await self._show()
        self._remember()

    async def ask(self) -> None:
        """The key of the tour: begin it, or skip a step, or leave it."""
        if self._tour is None:
            await self.start()
            return
        answers = [("s", "Skip this step"), ("l", "Leave the tour"), ("b", "From the beginning")]
        answer = await self._app.push_screen_wait(ConfirmScreen("Tour", (), answers))
        if answer == "l":
            await self._end()
        elif answer == "b":
            await self.start()
        elif answer == "s" and self._tour is not None:
            self._tour.skip()
            await self._show()

    # ------------------------------------------------------------------ what happens

    def hear(self, event: Event) -> None:
        """Something happened to a job."""
        if isinstance(event, Queued):
            self._did({"write", "generate"})
        elif isinstance(event, Saved):
            self._did({"write", "generate", "picture"})

    def edited(self, recipe: Recipe) -> None:
        """The recipe is another one."""
        if self._tour is None:
            return
        before, self._before = self._before, recipe
        deeds: set[Deed] = set()
        if recipe.prompt.strip() and recipe.prompt != before.prompt:
            deeds.add("write")
        if recipe.sampling.seed is not None and recipe.sampling.seed != before.sampling.seed:
            deeds.add("seed")
        if len(recipe.characters) > len(before.characters):
            deeds.add("character")
        self._did(deeds)

    def acted(self, action: str) -> None:
        """An action was carried out."""
        if self._tour is not None and action in _BY_ACTION:
            self._did({_BY_ACTION[action]})

    def rated(self) -> None:
        """A picture has got stars."""
        self._did({"rate"})

    def _did(self, deeds: Collection[Deed]) -> None:
        if self._offered and "generate" in deeds:  # whoever makes pictures already needs no offer
            self._offered = False
            self._app.call_later(self._hide)
        if self._tour is not None and deeds and self._tour.did(deeds):
            self._app.call_later(self._show)

    # ------------------------------------------------------------------ the panel

    def _screen_changed(self, screen: Screen[object]) -> None:
        if self._tour is not None and not isinstance(screen, ModalScreen):
            self._app.call_later(self._show)

    async def _show(self) -> None:
        screen = self._app.screen
        if isinstance(screen, ModalScreen):
            return  # it is there again when that is left
        if self._tour is None and not self._offered:
            return
        panel = self._panel
        if panel is None or not panel.is_attached or panel.screen is not screen:
            await self._hide()
            panel = self._panel = TourPanel()
            screen.add_class(TOURED)
            await screen.mount(panel, before=_above(screen))
            if panel is not self._panel:  # it was hidden while it came, or another one has come
                await panel.remove()
                return
        step, key = self._tour.step if self._tour is not None else None, key_for("studio.tour")
        if self._tour is None:
            panel.say("Tour", OFFER, f"{key} begins")
        elif step is None:
            panel.say("✓", keyed(DONE), f"{key} l closes")
        else:
            panel.say(f"Tour {step + 1}/{len(STEPS)}", keyed(STEPS[step][1]), f"{key} skip, leave")

    async def _hide(self) -> None:
        panel, self._panel = self._panel, None
        if panel is not None and panel.is_attached:
            panel.screen.remove_class(TOURED)
            await panel.remove()

    async def _end(self) -> None:
        self._tour = None
        await self._hide()
        self._app.screen_change_signal.unsubscribe(self._studio)

    def _remember(self) -> None:
        """It is offered once."""
        self._app.run_worker(asyncio.to_thread(self._keep), group="choices")

    def _keep(self) -> None:
        with suppress(OSError):  # then it is offered once more
            self._seen.parent.mkdir(parents=True, exist_ok=True)
            self._seen.touch()

    @property
    def _seen(self) -> Path:
        # not among the choices: the first frame depends on those, and would be none after the first start
        return self._bench.settings.folders.tour_seen


def _above(screen: Screen[object]) -> str | None:
    """In front of the action bar, where a screen has one; else at the end, above the keys."""
    try:
        screen.query_one("#action")
    except NoMatches:
        return None
    return "#action"
