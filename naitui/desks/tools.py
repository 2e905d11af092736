"""The desk of tools: what is done to a finished picture. Enhance, Variations, Upscale, the director tools."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.studio import StudioDesk
from naitui.jobs import AccountRead, Cancelled, Event, Failed, Finished, Plan, Saved, Waiting
from naitui.library.calls import UPSCALE, Call, shareable
from naitui.library.entries import PICTURE_ENDINGS
from naitui.library.materials import anchored
from naitui.library.path_offers import look_nearby
from naitui.novelai import Catalog, Quote, Refused, Standing
from naitui.novelai.errors import clean
from naitui.recipe import Recipe
from naitui.screens.studio import StudioScreen
from naitui.widgets.deed import Deed, PairWanted

if TYPE_CHECKING:  # they are read when they are needed
    from naitui.jobs.variants import Variants
    from naitui.library.inputs import Input
    from naitui.library.remaking import Base
    from naitui.screens.tools import ToolsScreen

MOST_NOTES = 3
"""Said of one picture in a dialog."""


class ToolDesk:
    """Looks at pictures, asks, and sends what was chosen the way of every job."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, desk: StudioDesk) -> None:
        self._app, self._bench, self._studio, self._desk = app, bench, studio, desk
        self._screen: ToolsScreen | None = None
        self._busy = False
        """Whether a picture is being looked at, or a question about one is on the screen."""

    # ------------------------------------------------------------------ from the studio

    def want(self, deed: Deed, path: Path | None) -> None:
        """Do something to a picture; without one the director tools ask for it."""
        if deed == "tools":
            self._app.run_worker(self._open(path), group="deed")
        elif path is None:
            self._app.notify(keyed("No picture yet: {studio.generate} makes one."), markup=False)
        elif not self._busy:
            self._app.run_worker(self._do(deed, path), group="deed")

    def compare(self, message: PairWanted) -> None:
        """Two pictures on a screen of their own."""
        from naitui.screens.pair import PairScreen

        screen = PairScreen(message.before, message.after, message.others, self._studio.look)
        self._app.push_screen(screen)

    async def _do(self, deed: Deed, path: Path) -> None:
        self._busy = True
        try:
            if deed == "upscale":
                await self._desk.send(partial(self._upscale, path), "Upscale")
            else:
                await self._redraw(deed, path)
        except Refused as error:
            self._app.notify(_words(error), severity="error", markup=False)
        finally:
            self._busy = False

    def _upscale(self, path: Path, standing: Standing) -> Plan:
        from naitui.jobs.calls import checked
        from naitui.library.inputs import look_at

        return self._plan(checked(Call(UPSCALE), self._bench.catalog), look_at(path), standing)

    def _plan(self, call: Call, given: Input, standing: Standing) -> Plan:
        """What a call would send; reads the picture."""
        from naitui.jobs.calls import call_task

        bench = self._bench
        return Plan.single(call_task(call, given, bench.shelf.pictures, bench.catalog), bench.catalog, standing)

    async def _redraw(self, deed: Deed, path: Path) -> None:
        """Enhance, or Variations: by image to image, after a choice."""
        from naitui.screens.variant import VariantScreen

        given, base = await asyncio.to_thread(_look, path, self._bench.catalog, self._studio.recipe)
        table = await asyncio.to_thread(self._table, deed, base, path)
        title = self._bench.catalog.model(base.recipe.model).title
        lines = [f"{path.name} · {given.size[0]}×{given.size[1]} · {title}", *base.notes[:MOST_NOTES]]
        verb = "Enhance" if deed == "enhance" else "Variations"
        chosen = await self._app.push_screen_wait(VariantScreen(verb, lines, table))
        if chosen is not None and chosen.recipe is not None:
            await self._desk.send(partial(self._desk.plan, anchored(chosen.recipe, Path())), verb)

    def _table(self, deed: Deed, base: Base, path: Path) -> Variants:
        from naitui.jobs.variants import enhancements, other_takes

        offers: Callable[[Recipe, str, Catalog, Standing | None], Variants]
        offers = enhancements if deed == "enhance" else other_takes
        return offers(base.recipe, shareable(path), self._bench.catalog, self._standing)

    @property
    def _standing(self) -> Standing | None:
        account = self._desk.runner.subscription if self._desk.runner is not None else None
        return account.standing if account is not None else None

    # ------------------------------------------------------------------ the screen of director tools

    async def _open(self, path: Path | None) -> None:
        """Show the screen, on a picture that is asked for where none is shown."""
        if path is None:
            path = await self._ask_for_picture()
        if path is None or self._screen is not None:
            return
        from naitui.screens.tools import ToolsScreen

        self._screen = ToolsScreen(path, self._bench.catalog, self._studio.look, demo=self._bench.demo)
        self._app.push_screen(self._screen, lambda _: self._closed())
        if self._desk.runner is not None:
            self._screen.show_account(self._desk.runner.subscription)

    def _closed(self) -> None:
        self._screen = None

    async def _ask_for_picture(self) -> Path | None:
        from naitui.screens.path import PathScreen

        bench = self._bench
        nearby = partial(look_nearby, bench.collection, bench.shelf.pictures)
        screen = PathScreen("Picture for the director tools", Path(), nearby, PICTURE_ENDINGS)
        typed = await self._app.push_screen_wait(screen)
        return bench.sources.place(typed).expanduser() if typed is not None else None

    def do(self, message: ToolsScreen.Wanted) -> None:
        """Do what the screen wishes for."""
        match message.wish:
            case "look":
                self._app.run_worker(self._look_at(message.path), group="tool-look", exclusive=True)
            case "run":
                self._app.run_worker(self._run(message.call), group="deed")
            case "choose":
                self._app.run_worker(self._choose(), group="deed")
            case "cancel":
                self._desk.cancel()

    async def _look_at(self, path: Path) -> None:
        """The picture's size and the price of every tool."""
        from naitui.library.inputs import look_at

        try:
            given = await asyncio.to_thread(look_at, path)
        except Refused as error:
            if self._screen is not None:
                self._screen.show_problem(path, _words(error).removeprefix(f"{path}: "))
            return
        quotes = await asyncio.to_thread(self._quotes, given.size)
        if self._screen is not None:
            self._screen.show_input(given, quotes)

    def _quotes(self, size: tuple[int, int]) -> dict[str, Quote | str]:
        from naitui.jobs.calls import call_quote

        found: dict[str, Quote | str] = {}
        for name in self._bench.catalog.tools.kinds:
            try:
                found[name] = call_quote(Call(name), size, self._bench.catalog, self._standing)
            except Refused as error:
                found[name] = _words(error)
        return found

    async def _run(self, call: Call) -> None:
        screen = self._screen
        if screen is None or screen.given is None or self._busy:
            return
        self._busy = True
        given, since = screen.given, screen.chain.at
        try:
            title = self._bench.catalog.tools.kinds[call.tool].title
            plan = await self._desk.send(partial(self._plan, call, given), title)
        finally:
            self._busy = False
        if self._screen is not screen:
            return  # it was left meanwhile: the studio tells what comes
        if plan is None:
            screen.look_again()  # it may have changed on disk, or have gone
        else:
            screen.sent(plan.jobs[0].id, call, since)

    async def _choose(self) -> None:
        path = await self._ask_for_picture()
        if path is not None and self._screen is not None:
            self._screen.begin(path)

    def hear(self, event: Event) -> None:
        """Something happened to a job: the screen shows those of its own. The studio's log cannot be seen from it."""
        screen = self._screen
        if screen is None:
            return
        if isinstance(event, AccountRead):
            screen.show_account(event.subscription)
            return
        if not screen.knows(event.job.id):
            return
        match event:
            case Saved(picture=picture):
                screen.came(event.job.id, picture.path)
            case Waiting(reason=reason):
                self._app.notify(clean(f"waiting: {reason}"), markup=False)
            case Failed(error=error):
                screen.ended(event.job.id)
                charged = "Nothing was charged." if event.charged == "no" else "It may have been charged."
                self._app.notify(clean(f"{error}. {charged} {event.advice}"), severity="error", markup=False)
            case Cancelled(in_flight=in_flight):
                screen.ended(event.job.id)
                told = "NovelAI goes on and may charge it" if in_flight else "nothing was charged"
                self._app.notify(f"Cancelled: {told}.", severity="warning", markup=False)
            case Finished():
                screen.ended(event.job.id)
            case _:
                pass


def _words(error: Refused) -> str:
    """What is wrong, without the place in a recipe."""
    return clean("; ".join(problem.message for problem in error.problems) or str(error))


def _look(path: Path, catalog: Catalog, instead: Recipe) -> tuple[Input, Base]:
    from naitui.library.inputs import look_at
    from naitui.library.remaking import base_of

    given = look_at(path)
    return given, base_of(given, catalog, instead)
