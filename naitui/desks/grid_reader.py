"""Works out grids for the desks: what their cells ask for, which pictures are there, what is in the queue already."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.bench import Bench
from naitui.desks.studio import StudioDesk
from naitui.jobs import Event, Generation, Job, Plan, Saved
from naitui.jobs.already import carried_by, without
from naitui.jobs.frozen import Thawless, thaw
from naitui.jobs.job import CannotBegin
from naitui.library.made import Made, made_as
from naitui.library.materials import anchored
from naitui.library.queue import MOST_ENDED
from naitui.library.words import WordFolders, load_words
from naitui.recipe import Recipe
from naitui.recipe.sweep import cells
from naitui.recipe.whole_seed import with_whole_seed

if TYPE_CHECKING:  # read when the first grid is
    from naitui.jobs.grid import Grid, Known


@dataclass(slots=True)
class Found:
    """A grid, and what was found of it on disk."""

    grid: Grid
    made: dict[Made, Path]
    queued: Queued


@dataclass(frozen=True, slots=True)
class Queued:
    """What the queue holds of a grid, beside the jobs of this run: by what their pictures will carry."""

    coming: frozenset[str] = frozenset()
    """What waits for others to make it, or for somebody to let it go on."""
    left: frozenset[str] = frozenset()
    """Of that, what nobody makes: its naitui is gone."""
    doubtful: frozenset[str] = frozenset()
    """What was sent, never came, and may have been charged."""


class GridReader:
    """Reads for one studio."""

    def __init__(self, bench: Bench, desk: StudioDesk) -> None:
        self._bench, self._desk = bench, desk
        self._carried: dict[str, str | None] = {}
        """What the pictures of jobs of this run carry, by the job."""

    async def read(self, recipe: Recipe) -> Found:
        """Work out a recipe's grid, which without a sweep has one cell.

        Raises:
            RecipeError: the sweep cannot be understood.
            Refused: words or pictures that the recipe calls are not there.
            OSError: what is made already cannot be looked up.
        """
        return await asyncio.to_thread(self.look, recipe)

    def look(self, recipe: Recipe) -> Found:
        """The same, in a thread of the caller's."""
        from naitui.jobs.grid import lay_out
        from naitui.library.cell_materials import CellMaterials

        bench = self._bench
        recipe = anchored(with_whole_seed(recipe, cells(recipe)), Path())
        runner = self._desk.runner
        standing = runner.subscription.standing if runner is not None and runner.subscription is not None else None
        words = load_words(recipe, bench.catalog, WordFolders.of(bench.settings))
        materials = CellMaterials(bench.catalog, bench.sources)
        grid = lay_out(recipe, bench.catalog, standing, words, materials)
        queued = self._queued(grid)  # first: what ends meanwhile is among what is made
        return Found(grid, made_as(bench.album.index, grid.pictures), queued)

    def _queued(self, grid: Grid) -> Queued:
        """Read the queue."""
        queue = self._desk.queue
        if queue is None:
            return Queued()
        seeds = {f"seed {seed}" for _, seed in grid.pictures}
        gone = {row.id for row in queue.left_over()}
        found: dict[str, set[str]] = {"coming": set(), "left": set(), "doubtful": set()}
        for row in queue.store.jobs(queue.account, ended=MOST_ENDED):
            waits = row.state in ("waiting", "running") and row.owner != queue.name
            if not (waits or row.state == "unknown") or row.title.split(" · ")[0] not in seeds:
                continue
            try:
                task = thaw(queue.store.frozen(row.id) or b"", self._bench.catalog)
            except Thawless:  # the queue's own screen says so
                continue
            text = carried_by(task, self._bench.catalog) or ""
            found["coming" if waits else "doubtful"].add(text)
            if row.id in gone:
                found["left"].add(text)
        return Queued(**{name: frozenset(texts) for name, texts in found.items()})

    def known(self, found: Found) -> Known:
        """What is known of its pictures now; no file is read."""
        from naitui.jobs.grid import Known

        runner = self._desk.runner
        running = runner.running if runner is not None else None
        runs = (self._text(running) or "") if running is not None else ""
        own, queued = self._on_their_way(), found.queued
        return Known(found.made, own | queued.coming, runs, queued.left - own, queued.doubtful - own)

    def _on_their_way(self) -> set[str]:
        """What the pictures of this run's jobs will carry."""
        runner = self._desk.runner
        if runner is None:
            return set()
        jobs = [*runner.waiting, *([runner.running] if runner.running is not None else [])]
        return {text for job in jobs if (text := self._text(job)) is not None}

    def _text(self, job: Job) -> str | None:
        if job.id not in self._carried:
            self._carried[job.id] = carried_by(job.task, self._bench.catalog)
        return self._carried[job.id]

    def hear(self, event: Event, found: Found) -> None:
        """A picture that came is one that is made, whoever asked for it."""
        if isinstance(event, Saved) and isinstance(event.job.task, Generation):
            text = self._text(event.job)
            if text is not None:
                found.made[text, event.picture.sample] = event.picture.path

    async def send(self, found: Found, state: int) -> None:
        """Send what is not made and not on its way, as one press; its pictures belong to a state of the past."""
        await self._desk.generate(found.grid.recipe, state, lambda plan: self.left(plan, found.grid))

    def left(self, plan: Plan, grid: Grid) -> Plan:
        """What of a grid's plan is neither made nor on its way by now, whoever makes it: another naitui may have begun
        while a question was on the screen. Reads the index and the queue: use a thread.

        Raises:
            CannotBegin: what is there already cannot be looked up.
        """
        try:
            coming = self._on_their_way() | self._queued(grid).coming  # first, as above
            made = made_as(self._bench.album.index, grid.pictures)
        except OSError as error:
            raise CannotBegin.because(error, "what is made already") from None

        def needless(text: str, job: Job) -> bool:
            return text in coming or all((text, sample) in made for sample in range(job.samples))

        return without(plan, needless, self._bench.catalog)
