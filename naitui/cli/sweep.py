"""``naitui sweep``: a recipe drawn with several values of its settings, and the sheet that shows them side by side."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from naitui.cli.exits import say
from naitui.cli.recipes import base_of, recipe_from_file
from naitui.cli.send import Sending, send
from naitui.jobs import Event, Job, Plan, Saved
from naitui.jobs.already import without
from naitui.jobs.tasks import Generation
from naitui.library.files import write_new
from naitui.library.made import made_in
from naitui.novelai import Catalog
from naitui.pictures.sweep_sheet import draw_sweep
from naitui.recipe import Problem, Recipe, RecipeError, Sweep
from naitui.recipe.axis_lines import read_axes
from naitui.recipe.sweep import Cell, cells
from naitui.recipe.whole_seed import with_whole_seed
from naitui.settings import Settings


def sweep(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make every cell that is not there yet, then draw the sheet; the exit code."""
    recipe = _swept(arguments, settings.folders.characters)
    return draw_grid(arguments, recipe, base_of(arguments), settings, catalog, arguments.sheet)


def draw_grid(
    arguments: argparse.Namespace,
    recipe: Recipe,
    base: Path,
    settings: Settings,
    catalog: Catalog,
    sheet_file: Path | None = None,
) -> int:
    """Make the cells of a recipe's sweep that are not there yet, then draw the sheet, if wanted; the exit code."""
    grid = cells(recipe)  # what is wrong with it is told before anything else is looked at
    seeded = with_whole_seed(recipe, grid)
    if seeded is not recipe:
        recipe = seeded
        say(f"seed {recipe.sampling.seed} for all {len(grid)} cells; a seed of your own makes another grid")
    sheet = _Sheet(grid, recipe.prompt, catalog)
    code = send(arguments, recipe, base, settings, catalog, Sending(sheet.without_made, sheet.hear))
    if sheet_file is not None and not arguments.dry_run and sheet.pictures:
        path = write_new(sheet_file, sheet.draw())
        say(f"sheet: {path}")
    return code


def _swept(arguments: argparse.Namespace, characters: Path) -> Recipe:
    recipe = recipe_from_file(arguments.recipe, characters)
    lines: dict[str, Sequence[str]] = {name: getattr(arguments, name) or () for name in ("x", "y", "z")}
    axes = {name: tuple(axis for line in said for axis in read_axes(line)) for name, said in lines.items()}
    if any(axes.values()) or arguments.skip:
        own = recipe.sweep or Sweep()
        changed = {name: axis for name, axis in axes.items() if axis} | {"skip": (*own.skip, *(arguments.skip or ()))}
        recipe = recipe.model_copy(update={"sweep": own.model_copy(update=changed)})
    if recipe.sweep is None:
        raise RecipeError(
            [Problem(("sweep",), "is missing: name what changes, such as --x 'steps=20, 23, 28'")], "sweep"
        )
    if arguments.seed is not None:
        sampling = recipe.sampling.model_copy(update={"seed": arguments.seed})
        recipe = recipe.model_copy(update={"sampling": sampling})
    return recipe


class _Sheet:
    """Which picture stands in which cell."""

    def __init__(self, grid: Sequence[Cell], title: str, catalog: Catalog) -> None:
        self._grid = grid
        self._title = title
        self._catalog = catalog
        self.pictures: dict[tuple[int, int, int], Path] = {}

    def without_made(self, plan: Plan, folder: Path) -> Plan:
        """The plan without the cells whose pictures are there."""
        made = made_in(folder)

        def is_made(text: str, job: Job) -> bool:
            assert isinstance(job.task, Generation)  # noqa: S101 - or it would carry nothing
            cell, there = job.task.resolved.cell, all((text, sample) in made for sample in range(job.samples))
            if there and cell is not None:
                self.pictures.setdefault(cell.at, made[text, 0])
            return there

        left = without(plan, is_made, self._catalog)
        skipped = sum(isinstance(job.task, Generation) for job in plan.jobs if job not in left.jobs)
        if skipped:
            say(f"{skipped} of {len(plan.jobs)} pictures are there already")
        return left

    def hear(self, event: Event) -> None:
        """A picture has come into its cell; of several the first one is shown."""
        if isinstance(event, Saved) and isinstance(event.job.task, Generation):
            cell = event.job.task.resolved.cell
            if cell is not None and event.picture.sample == 0:
                self.pictures.setdefault(cell.at, event.picture.path)

    def draw(self) -> bytes:
        """The sheet as a PNG."""
        return draw_sweep(self._grid, self.pictures, self._title)
