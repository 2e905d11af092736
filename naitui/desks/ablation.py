"""The desk of ablations: a picture of the gallery once more without each of its tags, with the same seed.

Its pictures lie in a collection of their own, each with a label that says what it is without, whoever sends them. Those
that are there already are taken into it, and not paid for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.bench import Bench
from naitui.desks.studio import StudioDesk
from naitui.jobs import Generation, Job, Plan, forecast
from naitui.jobs.job import CannotBegin
from naitui.library.again import Again, NothingKnown, again
from naitui.library.index import Row
from naitui.library.marks import Mark, spelled
from naitui.library.materials import anchored
from naitui.novelai import Standing
from naitui.pictures.errors import BadPicture
from naitui.recipe import Recipe, RecipeError
from naitui.recipe.ablation import ALL, ablated
from naitui.recipe.sweep import cells
from naitui.screens.ask import AskScreen

if TYPE_CHECKING:  # read when the first one is made
    from naitui.desks.grid_reader import Found, GridReader

MOST = 100
"""Pictures of one ablation."""


class AblationDesk:
    """Asks which tags, says the price, puts the jobs into the queue as one press."""

    def __init__(self, app: App[None], bench: Bench, desk: StudioDesk) -> None:
        self._app, self._bench, self._desk = app, bench, desk

    async def begin(self, row: Row, show: Callable[[str, Sequence[int]], None]) -> None:
        """From a picture to its ablation.

        ``show`` is given the search that finds that, and the ids of pictures of which something was said.
        """
        from naitui.desks.grid_reader import GridReader

        path = row.facts.path
        try:
            found = await asyncio.to_thread(again, path, self._bench.catalog)
            of = _Ablation(self._bench, self._desk, GridReader(self._bench, self._desk), path, found)
            said = of.words("")
        except (NothingKnown, BadPicture, RecipeError) as error:
            self._app.notify(f"{path.name}: {error}", severity="warning", markup=False)
            return
        except OSError as error:
            self._app.notify(f"{path.name}: {error.strerror or error}", severity="error", markup=False)
            return
        hint = f"{said}: Enter makes them; or the tags to be left out: rain, silver hair"
        typed = await self._app.push_screen_wait(
            AskScreen("Ablate: what does each tag do?", "", hint, of.fault, of.words)
        )
        if typed is None:
            return
        plan = await self._desk.send(partial(of.plan, typed), "Ablate", still=of.still)
        if plan is None:
            return
        try:
            there = await asyncio.to_thread(of.take_in, row)
        except OSError as error:
            self._app.notify(f"Not all is in the collection {of.name}: {error}", severity="error", markup=False)
            there = []
        for lost in found.lost:
            self._app.notify(f"The picture cannot give back {lost}", severity="warning", markup=False)
        show(f'collection:"{of.name}"', [row.id, *there])
        self._app.notify(of.outcome(len(plan.jobs)), markup=False)


class _Ablation:
    """One picture's. What it is to be without is typed, so that everything is worked out for a text."""

    def __init__(self, bench: Bench, desk: StudioDesk, reader: GridReader, path: Path, found: Again) -> None:
        self._bench, self._desk, self._reader, self._path = bench, desk, reader, path
        self._found: Found | None = None
        """What was there when it was sent."""
        self._recipe = found.picture
        self._dialect = bench.catalog.model(found.picture.model).dialect
        self.is_first = not found.lost and found.request.batch.samples == 1 and found.picture.sampling.seed is not None
        """Whether the picture itself is the one with all of its tags, so that it need not be made once more."""
        self.name = spelled(f"ablation of {path.stem}")

    def _ablated(self, typed: str) -> Recipe:
        tags = [tag.strip() for tag in typed.split(",")]
        return anchored(ablated(self._recipe, self._dialect, [tag for tag in tags if tag]), self._path.parent)

    def _count(self, recipe: Recipe) -> int:
        return len(cells(recipe)) - self.is_first

    def fault(self, typed: str) -> str:
        """What is wrong with the tags."""
        try:
            count = self._count(self._ablated(typed))
        except RecipeError as error:
            return str(error.problems[0])
        return f"{count} pictures; {MOST} are the most: name the tags" if count > MOST else ""

    def words(self, typed: str) -> str:
        """How many pictures these are, and what they cost. Raises `RecipeError`."""
        recipe = self._ablated(typed)
        runner, count = self._desk.runner, self._count(recipe)
        account = runner.subscription if runner is not None else None
        quote, _ = forecast(recipe, self._bench.catalog, account.standing if account is not None else None)
        total = quote.total * count // len(cells(recipe))  # all of them cost the same
        price = f"{total:,} Anlas" if total else "free"
        seed = self._recipe.sampling.seed
        of = "one seed" if seed is None else f"seed {seed}"
        return f"{count} picture{'s' if count != 1 else ''} with {of} · {price}"

    def plan(self, typed: str, standing: Standing) -> Plan:
        """The jobs, each with what is said of its pictures. Reads files."""
        try:
            found = self._found = self._reader.look(self._ablated(typed))
        except OSError as error:
            raise CannotBegin.because(error, "what is made already") from None
        whole = self._desk.plan(found.grid.recipe, standing)
        wanted = whole.only([_marked(job, self.name) for job in self._wanted(whole.jobs)])
        return self.still(wanted)

    def still(self, plan: Plan) -> Plan:
        """What of the plan is neither made nor on its way. Reads the index and the queue."""
        return plan if self._found is None else self._reader.left(plan, self._found.grid)

    def take_in(self, first: Row) -> list[int]:
        """Say of pictures that are there already what they are without, and of the ``first`` one that it has all; the
        ids of the others. Raises `OSError`."""
        album = self._bench.album
        if self.is_first:
            album.mark(first, first.mark.labelled([ALL]).collected([self.name]))
        ids = []
        for label, path in self._there():
            row = album.row(path)
            album.mark(row, row.mark.labelled([label]).collected([self.name]))
            ids.append(row.id)
        return ids

    def _there(self) -> list[tuple[str, Path]]:
        if self._found is None:
            return []
        known = self._reader.known(self._found)
        cells = {slot.cell.labels[0]: known.picture(slot) for slot in self._found.grid.slots.values()}
        return [(name, path) for name, path in cells.items() if path and not (self.is_first and name == ALL)]

    def outcome(self, sent: int) -> str:
        """What has come of a press that sent so many."""
        there = len(self._there())
        if not sent:
            return f"Nothing is paid twice: every picture is there, or in the queue; the collection is {self.name}"
        before = f"; {there} {'was' if there == 1 else 'were'} there already" if there else ""
        return f"{sent} picture{'s' if sent != 1 else ''} in the queue{before}; the collection is {self.name}"

    def _wanted(self, jobs: Sequence[Job]) -> list[Job]:
        return [job for job in jobs if not (self.is_first and _label(job) == ALL)]


def _label(job: Job) -> str:
    cell = job.task.resolved.cell if isinstance(job.task, Generation) else None
    return cell.labels[0] if cell is not None else ""


def _marked(job: Job, collection: str) -> Job:
    if not isinstance(job.task, Generation):
        return job
    mark = Mark().labelled([_label(job)]).collected([collection])
    return replace(job, task=replace(job.task, mark=mark))
