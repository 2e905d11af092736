"""``naitui sweep``: a recipe drawn with several values of its settings, and the sheet that shows them side by side."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from naitui.cli.exits import say
from naitui.cli.recipes import base_of, recipe_from_file
from naitui.cli.send import Sending, send
from naitui.jobs import Event, Plan, Saved
from naitui.jobs.tasks import Generation
from naitui.library.files import write_new
from naitui.library.made import all_made, made_in, written
from naitui.library.work import Drawn
from naitui.novelai import Catalog
from naitui.pictures.decode import open_picture
from naitui.pictures.sheet import Grid, draw_sheet
from naitui.recipe import Axis, Problem, Recipe, RecipeError, Sweep
from naitui.recipe.resolve import SEEDS
from naitui.recipe.sweep import Cell, cells
from naitui.recipe.toml import write_recipe
from naitui.settings import Settings

_ACROSS = 6
"""Pictures of a sheet beside one another, where it has but one row."""


def sweep(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Make every cell that is not there yet, then draw the sheet; the exit code."""
    return draw_grid(arguments, _swept(arguments, settings.folders.characters), base_of(arguments), settings, catalog)


def draw_grid(arguments: argparse.Namespace, recipe: Recipe, base: Path, settings: Settings, catalog: Catalog) -> int:
    """Make the cells of a recipe's sweep that are not there yet, then draw the sheet; the exit code."""
    grid = cells(recipe)  # what is wrong with it is told before anything else is looked at
    if recipe.sampling.seed is None and not any(cell.sets_seed for cell in grid):
        seed = _seed_of(recipe)
        sampling = recipe.sampling.model_copy(update={"seed": seed})
        recipe = recipe.model_copy(update={"sampling": sampling})
        say(f"seed {seed} for all {len(grid)} cells; --seed takes another")
    sheet = _Sheet(grid, recipe.prompt, catalog)
    code = send(arguments, recipe, base, settings, catalog, Sending(sheet.without_made, sheet.hear))
    if arguments.sheet is not None and not arguments.dry_run and sheet.pictures:
        path = write_new(arguments.sheet, sheet.draw())
        say(f"sheet: {path}")
    return code


def _swept(arguments: argparse.Namespace, characters: Path) -> Recipe:
    recipe = recipe_from_file(arguments.recipe, characters)
    axes = {name: tuple(map(_axis, getattr(arguments, name) or ())) for name in ("x", "y", "z")}
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


def _axis(text: str) -> Axis:
    """``steps=20..28 by 4``; in prompts ``prompt:silver hair=silver hair|red hair``."""
    name, equals, values = text.partition("=")
    target, colon, find = name.partition(":")
    if not equals:
        raise RecipeError([Problem((), f"an axis is like 'steps=20, 23, 28', not {text!r}")], "sweep")
    return Axis(set=target.strip(), values=values, find=find if colon else None)


def _seed_of(recipe: Recipe) -> int:
    """The same for the same sweep, so that one that was interrupted goes on as it began."""
    return int.from_bytes(hashlib.sha256(write_recipe(recipe).encode(errors="replace")).digest()[:8], "big") % SEEDS


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
        left = []
        for job in plan.jobs:
            if not isinstance(job.task, Generation):
                left.append(job)
                continue
            work, cell = job.task.work(self._catalog), job.task.resolved.cell
            recipe = work.recipe if isinstance(work, Drawn) else work
            assert isinstance(recipe, Recipe)  # noqa: S101 - that of a generation is
            if all_made(recipe, job.samples, made):
                if cell is not None:
                    self.pictures.setdefault(cell.at, made[written(recipe), 0])
            else:
                left.append(job)
        skipped = len(plan.jobs) - len(left)
        if skipped:
            say(f"{skipped} of {len(plan.jobs)} pictures are there already")
        return plan.only(left)

    def hear(self, event: Event) -> None:
        """A picture has come into its cell; of several the first one is shown."""
        if isinstance(event, Saved) and isinstance(event.job.task, Generation):
            cell = event.job.task.resolved.cell
            if cell is not None and event.picture.sample == 0:
                self.pictures.setdefault(cell.at, event.picture.path)

    def draw(self) -> bytes:
        """The sheet as a PNG: one grid below another for the third axis; a row that is too long goes on below."""
        depth = 1 + max(cell.at[2] for cell in self._grid)
        grids = [self._grid_at(z) for z in range(depth)]
        return draw_sheet([part for grid in grids for part in _folded(grid)])

    def _grid_at(self, z: int) -> Grid:
        heads: tuple[dict[int, str], dict[int, str]] = ({}, {})
        for cell in self._grid:
            for axis in (0, 1):
                heads[axis][cell.at[axis]] = cell.labels[axis]
        here = [cell for cell in self._grid if cell.at[2] == z]
        wanted = {cell.at[:2] for cell in here}
        columns, rows = ([head.get(at, "") for at in range(1 + max(head))] for head in heads)
        pictures = {at[:2]: partial(_open, path) for at, path in self.pictures.items() if at[2] == z}
        notes = {(x, y): "no picture" if (x, y) in wanted else "skipped" for x in heads[0] for y in heads[1]}
        title = here[0].labels[2] if here and here[0].labels[2] else self._title
        return Grid(columns, rows, pictures, notes, title)


def _folded(grid: Grid) -> Iterator[Grid]:
    """A grid of one row in rows of `_ACROSS`, each with its own heads; any other as it is."""
    if len(grid.rows) > 1 or len(grid.columns) <= _ACROSS:
        yield grid
        return
    for first in range(0, len(grid.columns), _ACROSS):
        here = range(first, min(first + _ACROSS, len(grid.columns)))
        pictures = {(at - first, 0): grid.pictures[at, 0] for at in here if (at, 0) in grid.pictures}
        notes = {(at - first, 0): grid.notes[at, 0] for at in here if (at, 0) in grid.notes}
        yield Grid([grid.columns[at] for at in here], grid.rows, pictures, notes, "" if first else grid.title)


def _open(path: Path) -> Image.Image:
    return open_picture(path.read_bytes())
