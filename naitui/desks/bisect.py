"""The desk of bisecting: proposes the recipe in the middle, finds or makes its picture, hears what is said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import key_for, keyed
from naitui.desks.grid_reader import Found, GridReader
from naitui.jobs import Event, Stepped
from naitui.novelai import Refused
from naitui.recipe import Recipe, RecipeError
from naitui.recipe.bisecting import Bisection, trail
from naitui.recipe.past import Past, PastError
from naitui.recipe.whole_seed import whole_seed
from naitui.screens import wording
from naitui.screens.grid_wishes import Bisect
from naitui.screens.studio import StudioScreen
from naitui.widgets.typed_ahead import typed_ahead

if TYPE_CHECKING:  # the screen is read when it is opened
    from naitui.screens.bisect import BisectScreen

MOST_BETWEEN = 500
"""States on the way whose recipes are read, for the order of the changes: the newest ones."""


class BisectDesk:
    """One search at a time; it is kept while the program runs."""

    def __init__(self, app: App[None], studio: StudioScreen, reader: GridReader) -> None:
        self._app, self._studio, self._reader = app, studio, reader
        self._screen: BisectScreen | None = None
        self._search: Bisection | None = None
        self._before: list[Bisection] = []
        """How far it was, before each word that was said."""
        self._found: Found | None = None
        """The middle's grid, of one cell."""
        self._end: Path | None = None
        """The picture that is shown when it is found."""

    def open(self, wish: Bisect) -> None:
        """Begin between two states, or go on."""
        if wish.good is not None and wish.bad is not None:
            self._app.run_worker(self._begin(wish.good, wish.bad, wish.seed), group="bisect", exclusive=True)
        elif self._search is None:
            self._app.notify(
                keyed("Mark a good step and a bad one first: {studio.past}, then {past.mark} on each of them."),
                markup=False,
            )
        else:
            self._app.run_worker(self._show_screen(), group="bisect", exclusive=True)

    async def _show_screen(self) -> None:
        from naitui.screens.bisect import BisectScreen

        if self._screen is None:
            screen = BisectScreen(self._studio.look)
            await self._app.push_screen(screen, lambda _: self._closed())
            self._screen = screen
        await self._propose()

    def _closed(self) -> None:
        self._screen = None

    async def _begin(self, good: int, bad: int, seed: int | None) -> None:
        words = self._studio.words
        past, tell = words.past, words.past.tell
        try:
            one, other = past.recipe_of(good), past.recipe_of(bad)
            between = [past.recipe_of(id) for id in _way(past, good, bad)]
        except PastError as error:
            self._app.notify(f"It cannot be looked for: {error}.", severity="error", markup=False)
            return
        own = next((s for s in (seed, other.sampling.seed, one.sampling.seed) if s is not None), None)
        chosen = whole_seed(other) if own is None else own
        dialect = words.model.dialect
        way = await asyncio.to_thread(lambda: trail(one, other, chosen, between=between, dialect=dialect, tell=tell))
        if not way.told:
            self._app.notify("The two differ in nothing but the seed, or how many were asked for.", markup=False)
            return
        self._search, self._before = Bisection.of(way), []
        await self._show_screen()

    # ------------------------------------------------------------------ the middle

    async def _propose(self) -> None:
        """Find a middle that can be sent, and have the studio hold it."""
        self._found = None
        while self._search is not None and (at := self._search.middle) is not None:
            recipe = self._search.trail.recipes[at]
            try:
                found = await self._reader.read(recipe)
            except (RecipeError, Refused):
                self._search = self._search.passed()
                continue
            except OSError as error:
                self._app.notify(f"What is made already cannot be looked up: {error}", severity="error", markup=False)
                return
            if found.grid.lint.refusals:  # half of a change that the model does not take
                self._search = self._search.passed()
                continue
            self._found = found
            self._take(recipe)
            break
        self._end = await self._bad_picture() if self._found is None else None
        self._show()

    async def _bad_picture(self) -> Path | None:
        """At the end: the first picture that is not as it should be, as far as it is there."""
        if self._search is None:
            return None
        try:
            found = await self._reader.read(self._search.trail.recipes[self._search.high])
        except (RecipeError, Refused, OSError):
            return None  # it is only shown beside the words
        [slot] = found.grid.slots.values()
        return self._reader.known(found).picture(slot)

    def _take(self, recipe: Recipe) -> None:
        now = self._studio.recipe
        self._studio.words.take(recipe.model_copy(update={"sweep": now.sweep}))

    def _show(self) -> None:
        from naitui.screens.bisect import Sight

        if self._screen is None or self._search is None:
            return
        if self._found is None:
            self._screen.show(Sight(self._search, self._end))
            return
        known, grid = self._reader.known(self._found), self._found.grid
        [slot] = grid.slots.values()
        cost, coming = wording.cost(grid.quote(known)), known.state(slot) == "coming"
        self._screen.show(Sight(self._search, known.picture(slot), cost, coming))

    def look_again(self) -> None:
        """Others have begun, made or taken out something, which may be the middle's."""
        if self._screen is not None:
            self._app.run_worker(self._propose(), group="bisect", exclusive=True)

    def hear(self, event: Event) -> None:
        """Something happened to a job: it may be the middle's."""
        if self._screen is not None:
            self._screen.show_progress(self._studio.result.progress)
        if self._found is not None and not isinstance(event, Stepped):
            self._reader.hear(event, self._found)
            self._app.call_later(self._show)  # by then the runner has put the job away

    # ------------------------------------------------------------------ what the screen wishes for

    def want(self, what: str) -> None:
        """A word about the picture, or something else."""
        match what:
            case "make":
                self._app.run_worker(self._make(), group="generate")
            case "good" | "bad":
                self._judge(good=what == "good")
            case "skip":
                self._go_on(lambda search: search.passed())
            case "unsay":
                self._unsay()
            case "take":
                self._take_without()

    async def _make(self) -> None:
        try:
            found = self._found
            if found is None:
                self._app.notify("There is nothing to be made.", markup=False)
            elif found.grid.open(self._reader.known(found)):
                await self._reader.send(found, self._studio.words.past.seal())
            else:
                self._app.notify("It is here already, or on its way: nothing is paid twice.", markup=False)
            self._show()
        finally:
            typed_ahead(self._app).go_on()

    def _judge(self, *, good: bool) -> None:
        if self._found is None:
            return
        [slot] = self._found.grid.slots.values()
        if self._reader.known(self._found).picture(slot) is None:
            self._app.notify(keyed("There is no picture yet: {bisect.generate} makes it."), markup=False)
        else:
            self._go_on(lambda search: search.judged(good=good))

    def _go_on(self, step: Callable[[Bisection], Bisection]) -> None:
        if self._search is not None and self._search.middle is not None:
            self._before.append(self._search)
            self._search = step(self._search)
            self._app.run_worker(self._propose(), group="bisect", exclusive=True)

    def _unsay(self) -> None:
        if not self._before:
            self._app.notify("Nothing was said yet.", markup=False)
            return
        self._search = self._before.pop()
        self._app.run_worker(self._propose(), group="bisect", exclusive=True)

    def _take_without(self) -> None:
        """The bad recipe without what did it."""
        search = self._search
        if search is None or len(search.suspects) > 1:
            self._app.notify(keyed("It is not found yet: {bisect.good} says good, {bisect.bad} bad."), markup=False)
            return
        recipe = search.trail.without[search.low]
        if recipe is None:
            self._app.notify("The rest cannot stand without it.", severity="warning", markup=False)
            return
        if self._screen is not None:
            self._screen.dismiss()
        self._take(recipe)
        told = f"All but “{search.trail.told[search.low]}” is in the studio; {key_for('studio.undo')} takes it back."
        self._app.notify(told, markup=False)


def _way(past: Past, good: int, bad: int) -> list[int]:
    """The states from the good one to the bad one, where one came from the other; none else."""
    for older, newer in ((good, bad), (bad, good)):
        line = [newer]
        while line[-1] != older and (node := past.node(line[-1])) is not None and node.parent is not None:
            line.append(node.parent)
        if line[-1] == older:
            return (line[::-1] if older == good else line)[-MOST_BETWEEN:]
    return []
