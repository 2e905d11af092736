"""The desk of sweeps: shows grids, sends what is not made of one as one press, fills in the sheet."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.grid_reader import Found, GridReader
from naitui.desks.studio import StudioDesk
from naitui.jobs import Event, Stepped
from naitui.jobs.grid import Slot
from naitui.library.words import WordFolders, wildcard_named
from naitui.novelai import Refused
from naitui.recipe import Problem, Recipe, RecipeError
from naitui.recipe.past import Made, PastError
from naitui.recipe.sweep import followed
from naitui.screens.grid_wishes import Do, Keep, LookAt, OpenSweep, Take
from naitui.screens.studio import StudioScreen
from naitui.widgets.text import one_line
from naitui.widgets.typed_ahead import typed_ahead

if TYPE_CHECKING:  # the screen is read when it is opened
    from naitui.screens.sweep import SweepScreen

SHEET = "~/naitui-sweep.png"
"""Where the sheet is written to when nobody says otherwise."""
MOST_LINES = 50
"""Lines of a wildcard that are offered."""


class SweepDesk:
    """One sweep at a time. Money is asked about by the studio's own desk."""

    def __init__(
        self, app: App[None], bench: Bench, studio: StudioScreen, desk: StudioDesk, reader: GridReader
    ) -> None:
        self._app, self._bench, self._studio, self._desk, self._reader = app, bench, studio, desk, reader
        self._screen: SweepScreen | None = None
        self._found: Found | None = None
        """The grid that is on the screen."""

    def _show_screen(self) -> None:
        from naitui.screens.sweep import SweepScreen

        if self._screen is None:
            self._screen = SweepScreen(self._studio.recipe, self._studio.look, self._thumbnail)
            self._app.push_screen(self._screen, lambda _: self._closed())

    def _closed(self) -> None:
        self._screen = self._found = None

    def _thumbnail(self, path: Path) -> bytes:
        from naitui.library.facts import Stamp

        return self._bench.album.thumbnails.of(path, Stamp.of(path.stat()))

    # ------------------------------------------------------------------ the grid

    async def _look(self, recipe: Recipe) -> None:
        try:
            found = await self._reader.read(recipe)
        except (RecipeError, Refused) as error:
            self._complain(error.problems)
        except OSError as error:
            self._complain([Problem((), f"what is made already cannot be looked up: {error}")])
        else:
            self._found = found
            self._show()

    def _complain(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self._found = None
        if self._screen is not None:
            self._screen.show_problems(problems)

    def _show(self) -> None:
        from naitui.screens.sweep_words import Sight

        if self._screen is not None and self._found is not None:
            self._screen.show(Sight.of(self._found.grid, self._reader.known(self._found)))

    def look_again(self) -> None:
        """Others have begun, made or taken out something, which may be a cell's."""
        if self._screen is not None:
            self._screen.look_again()

    def hear(self, event: Event) -> None:
        """Something happened to a job: it may be one of the cells'."""
        if self._screen is not None:
            self._screen.show_progress(self._studio.result.progress)
        if self._found is not None and not isinstance(event, Stepped):
            self._reader.hear(event, self._found)
            self._app.call_later(self._show)  # by then the runner has put the job away

    # ------------------------------------------------------------------ what the screen wishes for

    def want(self, wish: OpenSweep | LookAt | Keep | Take | Do) -> None:
        """Something about the grid."""
        match wish:
            case OpenSweep():
                self._show_screen()
            case LookAt(recipe=recipe):
                self._app.run_worker(self._look(recipe), group="sweep-look", exclusive=True)
            case Keep(sweep=sweep, typed=line):
                run = None if line is None else ("sweep", line)
                self._studio.words.take(self._studio.recipe.model_copy(update={"sweep": sweep}), run)
            case Take(slot=slot):
                self._take(slot)
            case Do():
                self._do(wish)

    def _do(self, wish: Do) -> None:
        match wish.what:
            case "make":
                self._app.run_worker(self._make(wish.recipe), group="generate")
            case "write":
                self._app.run_worker(self._write(), group="sweep", exclusive=True)
            case "choose":
                self._app.run_worker(self._choose(wish), group="sweep", exclusive=True)
            case "keep_seed":
                self._studio.action_keep_seed()
                self._take_over()
            case "undo" | "redo":
                self._travel(back=wish.what == "undo")

    def _take_over(self) -> None:
        if self._screen is not None:
            self._screen.take_recipe(self._studio.recipe)

    def _travel(self, *, back: bool) -> None:
        words = self._studio.words
        try:
            step = words.undo() if back else words.redo()
        except PastError as error:
            self._app.notify(f"It stays as it is: {error}.", severity="error", markup=False)
            return
        if step is None:
            self._app.notify("Nothing to undo." if back else "Nothing to redo.", markup=False)
        else:
            self._app.notify(f"{'Undone' if back else 'Done again'}: the step “{step.label}”", markup=False)
        self._take_over()

    async def _make(self, recipe: Recipe) -> None:
        try:
            await self._look(recipe)
            if self._found is None:
                return
            if self._found.grid.open(self._reader.known(self._found)):
                await self._reader.send(self._found, self._studio.words.past.seal())
            else:
                self._app.notify("Every cell is made, or in the queue: there is nothing to pay for.", markup=False)
            self._show()
        finally:
            typed_ahead(self._app).go_on()

    async def _write(self) -> None:
        from naitui.library.files import write_new
        from naitui.pictures.sweep_sheet import draw_sweep
        from naitui.screens.ask import AskScreen

        found = self._found
        if found is None:
            return
        path = await self._app.push_screen_wait(AskScreen("Write the sheet", SHEET, "a file that ends in .png"))
        if not path:
            return
        slots, known = found.grid.slots, self._reader.known(found)
        pictures = {at: picture for at, slot in slots.items() if (picture := known.picture(slot)) is not None}
        every, title = [slot.cell for slot in slots.values()], found.grid.recipe.prompt
        try:
            data = await asyncio.to_thread(draw_sweep, every, pictures, title)
            written = await asyncio.to_thread(lambda: write_new(Path(path).expanduser(), data))
        except (OSError, RuntimeError) as error:  # RuntimeError: the home of a user that does not exist
            self._app.notify(f"Not written: {error}", severity="error", markup=False)
            return
        missing = len(slots) - len(pictures)
        rest = f"; {missing} cells have no picture yet" if missing else ""
        self._app.notify(f"{written}{rest}", markup=False)

    async def _choose(self, wish: Do) -> None:
        from naitui.screens.choose import ChooseScreen
        from naitui.screens.sweep_words import called_wildcards, sweepable

        recipe, line = wish.recipe, "x" if wish.line == "skip" else wish.line
        lines = await asyncio.to_thread(self._lines_of, called_wildcards(recipe))
        found = sweepable(recipe, self._bench.catalog, lines)
        offers = [(text, f"{title}  –  {one_line(text, 60 - len(title))}") for text, title in found]
        chosen = await self._app.push_screen_wait(ChooseScreen(f"Sweep, in {line.upper()}", offers, ""))
        if chosen is not None and self._screen is not None:
            self._screen.put(line, chosen)

    def _lines_of(self, names: list[str]) -> dict[str, list[str]]:
        folders = WordFolders.of(self._bench.settings)
        found = {name: wildcard_named(folders, name) for name in names}
        return {
            name: [entry.text for entry in wildcard.entries[:MOST_LINES]]
            for name, wildcard in found.items()
            if wildcard is not None and wildcard.entries
        }

    def _take(self, slot: Slot) -> None:
        """A cell's recipe into the studio, with its seed and its picture; the axes stay with it."""
        now = self._studio.recipe
        recipe, seed = slot.cell.recipe, slot.wanted[0].seed
        sampling = recipe.sampling.model_copy(update={"seed": seed})
        axes = now.sweep and followed(now.sweep, slot.cell.at)
        path = None if self._found is None else self._reader.known(self._found).picture(slot)
        if self._screen is not None:
            self._screen.dismiss()
        self._studio.change(recipe.model_copy(update={"sampling": sampling, "sweep": axes}))
        if path is not None:
            shown = Made(str(path), seed, time.time())
            self._app.run_worker(self._desk.show_picture(shown), group="picture", exclusive=True)
        self._app.notify(
            keyed("The cell's recipe is in the studio, with its seed; {studio.undo} takes it back."), markup=False
        )
