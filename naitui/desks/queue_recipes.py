"""Jobs of the queue as recipe files, and recipe files as jobs, for the screen of the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.studio import StudioDesk
from naitui.jobs import Generation, Job, KeptQueue, Plan
from naitui.jobs.frozen import Thawless, thaw
from naitui.library.files import write_new
from naitui.library.materials import anchored
from naitui.library.path_offers import Nearby
from naitui.library.queue import QueuedJob
from naitui.library.recipe_files import ENDING, numbered, recipe_files, recipe_in
from naitui.novelai import Standing
from naitui.recipe import RecipeError
from naitui.recipe.toml import write_recipe
from naitui.screens.path import PathScreen


class QueueRecipes:
    """Asks where to, where from; money is asked about by the studio's own desk."""

    def __init__(self, app: App[None], bench: Bench, desk: StudioDesk) -> None:
        self._app, self._bench, self._desk = app, bench, desk

    async def export(self, queue: KeptQueue, rows: Sequence[QueuedJob]) -> None:
        """A recipe file for each of these jobs.

        Raises:
            OSError: one cannot be written; those before it are.
        """
        hint = keyed("a folder: a recipe for each job; {queue.import} brings them back, as naitui queue import does")
        title = f"Export {len(rows)} jobs" if len(rows) != 1 else "Export the job"
        path = await self._app.push_screen_wait(PathScreen(title, Path(), Nearby, (), new=True, hint=hint))
        if path is None:
            return
        written = await asyncio.to_thread(self._write, queue, rows, path)
        left = len(rows) - written
        more = f"; {left} left out, which have no recipe" if left else ""
        self._app.notify(f"{written} recipes in {path}{more}", markup=False)

    def _write(self, queue: KeptQueue, rows: Sequence[QueuedJob], path: str) -> int:
        folder, written = Path(path).expanduser(), 0
        for row in rows:
            try:
                task = thaw(queue.store.frozen(row.id) or b"", self._bench.catalog)
            except Thawless:
                continue
            if isinstance(task, Generation):
                write_new(folder / numbered(written + 1, row.id), write_recipe(task.resolved.recipe).encode())
                written += 1
        return written

    async def take_in(self) -> None:
        """The jobs of recipe files, behind all others, after the questions that must be asked."""
        hint = "a recipe file, or a folder of them · {path.complete} completes"
        path = await self._app.push_screen_wait(
            PathScreen("Import recipes", Path(), Nearby, (ENDING,), new=True, hint=hint)
        )
        if path is None:
            return
        try:
            plan = await self._desk.send(partial(self._plan, path), "Import")
        except RecipeError as error:
            for line in error.lines()[:3]:
                self._app.notify(line, severity="warning", markup=False)
            return
        if plan is not None:
            self._app.notify(f"{len(plan.jobs)} jobs put in.", markup=False)

    def _plan(self, path: str, standing: Standing) -> Plan:
        """All of them at once. Reads files."""
        jobs: list[Job] = []
        for file in recipe_files([Path(path).expanduser()]):
            recipe = anchored(recipe_in(file, self._bench.settings.folders.characters), file.parent)
            jobs += self._desk.plan(recipe, standing).jobs
        return Plan.of_jobs(jobs)
