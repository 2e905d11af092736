"""The desk of sweeps: works out grids, finds what is made, sends the rest as one press, and fills in the sheet."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.bench import Bench
from naitui.desk import Desk
from naitui.jobs import Event, Generation, Job, Plan, Saved, Stepped
from naitui.jobs.already import carried_by, without
from naitui.jobs.frozen import Thawless, thaw
from naitui.jobs.job import CannotBegin
from naitui.library.made import Made, made_as
from naitui.library.materials import anchored
from naitui.library.words import WordFolders, load_words, wildcard_named
from naitui.novelai import Refused
from naitui.recipe import Problem, Recipe, RecipeError
from naitui.recipe.past import Made as PastPicture
from naitui.recipe.past import PastError
from naitui.recipe.sweep import cells, followed
from naitui.recipe.whole_seed import with_whole_seed
from naitui.screens.studio import StudioScreen
from naitui.widgets.text import one_line

if TYPE_CHECKING:  # the screen, and what draws, are read when they are needed
    from naitui.jobs.grid import Grid, Known
    from naitui.screens.sweep import SweepScreen

SHEET = "~/naitui-sweep.png"
"""Where the sheet is written to when nobody says otherwise."""
MOST_LINES = 50
"""Lines of a wildcard that are offered."""


@dataclass(slots=True)
class _Open:
    """A grid that is on the screen."""

    grid: Grid
    made: dict[Made, Path]
    elsewhere: frozenset[str]
    """What waits in the queue for others to make it, or for somebody to let it go on."""


class SweepDesk:
    """One sweep at a time. Money is asked about by the studio's own desk."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, desk: Desk) -> None:
        self._app, self._bench, self._studio, self._desk = app, bench, studio, desk
        self._screen: SweepScreen | None = None
        self._open: _Open | None = None
        self._carried: dict[str, str | None] = {}
        """What the pictures of jobs of this run carry, by the job."""

    def open(self) -> None:
        """Show the screen."""
        from naitui.screens.sweep import SweepScreen

        if self._screen is None:
            self._screen = SweepScreen(self._studio.recipe, self._studio.look, self._thumbnail)
            self._app.push_screen(self._screen, lambda _: self._closed())

    def _closed(self) -> None:
        self._screen = self._open = None

    def _thumbnail(self, path: Path) -> bytes:
        from naitui.library.facts import Stamp

        return self._bench.album.thumbnails.of(path, Stamp.of(path.stat()))

    # ------------------------------------------------------------------ the grid

    def look(self, recipe: Recipe) -> None:
        """Work out a recipe's grid; the newest one counts."""
        self._app.run_worker(self._look(recipe), group="sweep-look", exclusive=True)

    async def _look(self, recipe: Recipe) -> None:
        try:
            found = await asyncio.to_thread(self._lay_out, recipe)
        except (RecipeError, Refused) as error:
            self._open = None
            if self._screen is not None:
                self._screen.show_problems(error.problems)
            return
        except OSError as error:
            self._open = None
            if self._screen is not None:
                told = f"what is made already cannot be looked up: {error}"
                self._screen.show_problems([Problem((), told)])
            return
        self._open = found
        self._show()

    def _lay_out(self, recipe: Recipe) -> _Open:
        from naitui.jobs.grid import lay_out
        from naitui.library.cell_materials import CellMaterials

        bench = self._bench
        recipe = anchored(with_whole_seed(recipe, cells(recipe)), Path())
        runner = self._desk.runner
        standing = runner.subscription.standing if runner is not None and runner.subscription is not None else None
        words = load_words(recipe, bench.catalog, WordFolders.of(bench.settings))
        materials = CellMaterials(bench.catalog, bench.sources)
        grid = lay_out(recipe, bench.catalog, standing, words, materials)
        return _Open(grid, made_as(bench.album.index, grid.pictures), self._elsewhere(grid))

    def _elsewhere(self, grid: Grid) -> frozenset[str]:
        """What the queue holds of this grid that no job of this run is; reads the queue."""
        queue = self._desk.queue
        if queue is None:
            return frozenset()
        seeds = {f"seed {seed}" for _, seed in grid.pictures}
        found = set()
        for row in queue.store.jobs(queue.account):
            if row.owner != queue.name and row.state in ("waiting", "running") and row.title.split(" · ")[0] in seeds:
                try:
                    task = thaw(queue.store.frozen(row.id) or b"", self._bench.catalog)
                except Thawless:  # the queue's own screen says so
                    continue
                found.add(carried_by(task, self._bench.catalog) or "")
        return frozenset(found)

    def _coming(self) -> set[str]:
        """What jobs that wait, or run, will bring."""
        runner, found = self._desk.runner, set(self._open.elsewhere if self._open is not None else ())
        jobs = [] if runner is None else [*runner.waiting, *([runner.running] if runner.running is not None else [])]
        for job in jobs:
            text = self._text(job)
            if text is not None:
                found.add(text)
        return found

    def _text(self, job: Job) -> str | None:
        if job.id not in self._carried:
            self._carried[job.id] = carried_by(job.task, self._bench.catalog)
        return self._carried[job.id]

    def _show(self) -> None:
        from naitui.screens.sweep_words import Sight

        if self._screen is not None and self._open is not None:
            self._screen.show(Sight.of(self._open.grid, self._known(self._open)))

    def hear(self, event: Event) -> None:
        """Something happened to a job: it may be one of the cells'."""
        if self._screen is not None:
            self._screen.show_progress(self._studio.result.progress)
        if self._open is None or isinstance(event, Stepped):
            return
        if isinstance(event, Saved) and isinstance(event.job.task, Generation):
            text = self._text(event.job)
            if text is not None:
                self._open.made[text, event.picture.sample] = event.picture.path
        self._app.call_later(self._show)  # by then the runner has put the job away

    # ------------------------------------------------------------------ what the screen wishes for

    def keep(self, sweep: object) -> None:
        """The recipe has these axes now."""
        recipe = self._studio.recipe
        if sweep != recipe.sweep:
            self._studio.words.take(recipe.model_copy(update={"sweep": sweep}))

    def want(self, message: SweepScreen.Wanted) -> None:
        """Something about the grid."""
        match message.what:
            case "make":
                self._app.run_worker(self._make(message.recipe), group="generate")
            case "cancel":
                if not self._desk.cancel():
                    self._app.notify("Nothing is running.", markup=False)
            case "write":
                self._app.run_worker(self._write(), group="sweep", exclusive=True)
            case "choose":
                self._app.run_worker(self._choose(message), group="sweep", exclusive=True)
            case "keep_seed":
                self._studio.action_keep_seed()
                self._take_over()
            case "undo" | "redo":
                self._travel(back=message.what == "undo")

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
        await self._look(recipe)
        found = self._open
        if found is None or self._screen is None:
            return
        if not found.grid.open(self._known(found)):
            self._app.notify("Every cell is made, or on its way: there is nothing to pay for.", markup=False)
            return
        coming = self._coming()

        def choose(plan: Plan) -> Plan:
            try:  # another press, or another naitui, may have made some while a question was on the screen
                made = made_as(self._bench.album.index, found.grid.pictures)
            except OSError as error:
                raise CannotBegin.because(error, "the index of pictures") from None

            def needless(text: str, job: Job) -> bool:
                return text in coming or all((text, sample) in made for sample in range(job.samples))

            return without(plan, needless, self._bench.catalog)

        await self._desk.generate(found.grid.recipe, self._studio.words.past.seal(), choose)
        self._show()

    def _known(self, found: _Open) -> Known:
        from naitui.jobs.grid import Known

        runner = self._desk.runner
        running = runner.running if runner is not None else None
        return Known(found.made, self._coming(), "" if running is None else self._text(running) or "")

    async def _write(self) -> None:
        from naitui.library.files import write_new
        from naitui.pictures.sweep_sheet import draw_sweep
        from naitui.screens.ask import AskScreen

        found = self._open
        if found is None:
            return
        path = await self._app.push_screen_wait(AskScreen("Write the sheet", SHEET, "a file that ends in .png"))
        if not path:
            return
        slots, known = found.grid.slots, self._known(found)
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

    async def _choose(self, message: SweepScreen.Wanted) -> None:
        from naitui.screens.choose import ChooseScreen
        from naitui.screens.sweep_words import called_wildcards, sweepable

        recipe, line = message.recipe, message.line
        if line is None or line == "skip":
            line = "x"
        names = called_wildcards(recipe)
        lines = await asyncio.to_thread(self._lines_of, names)
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

    def take(self, message: SweepScreen.TakeWanted) -> None:
        """A cell's recipe into the studio, with its seed and its picture; the axes stay with it."""
        slot, now = message.slot, self._studio.recipe
        recipe, seed = slot.cell.recipe, slot.wanted[0].seed
        sampling = recipe.sampling.model_copy(update={"seed": seed})
        axes = now.sweep and followed(now.sweep, slot.cell.at)
        path = None if self._open is None else self._known(self._open).picture(slot)
        if self._screen is not None:
            self._screen.dismiss()
        self._studio.change(recipe.model_copy(update={"sampling": sampling, "sweep": axes}))
        if path is not None:
            shown = PastPicture(str(path), seed, time.time())
            self._app.run_worker(self._desk.show_picture(shown), group="picture", exclusive=True)
        self._app.notify("The cell's recipe is in the studio, with its seed; Ctrl+Z takes it back.", markup=False)
