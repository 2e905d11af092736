"""``naitui queue export``, ``import``, ``show`` and ``again``: jobs as recipes, recipes as jobs, jobs once more."""

from __future__ import annotations

import argparse

from naitui.cli.exits import DONE, FAILED, say
from naitui.cli.places import open_shelf
from naitui.cli.printing import print_line, printable
from naitui.cli.send import planner
from naitui.jobs import Generation, Job, KeptQueue, Plan
from naitui.jobs.frozen import Thawless, thaw
from naitui.jobs.job import new_id
from naitui.library.files import write_new
from naitui.library.presence import Presence
from naitui.library.queue import ENDED, MOST_ENDED, QueuedJob
from naitui.library.recipe_files import numbered, recipe_files, recipe_in
from naitui.novelai import Catalog
from naitui.novelai.errors import clean
from naitui.recipe import Recipe
from naitui.recipe.toml import write_recipe
from naitui.settings import Settings


def export_recipes(arguments: argparse.Namespace, kept: KeptQueue, catalog: Catalog) -> int:
    """A recipe file for every picture job that waits; ``queue import`` and ``naitui run`` take them."""
    written = 0
    for row in kept.store.jobs(kept.account):
        if row.state == "waiting" and (recipe := _recipe_of(row, kept, catalog)) is not None:
            written += 1
            path = write_new(arguments.folder / numbered(written, row.id), write_recipe(recipe).encode())
            print_line(str(path))
    return DONE


def show_recipe(arguments: argparse.Namespace, kept: KeptQueue, catalog: Catalog) -> int:
    """A job's recipe on stdout, to be changed and put in again."""
    row = next((row for row in _rows(kept) if row.id == arguments.id), None)
    if row is None:
        say(f"{clean(arguments.id, 60)}: there is no such job")
        return FAILED
    recipe = _recipe_of(row, kept, catalog)
    if recipe is None:
        return FAILED
    print_line(printable(write_recipe(recipe)).rstrip("\n"))
    return DONE


def _recipe_of(row: QueuedJob, kept: KeptQueue, catalog: Catalog) -> Recipe | None:
    """The recipe of a job; what has none is told of."""
    try:
        task = thaw(kept.store.frozen(row.id) or b"", catalog)
    except Thawless as error:
        say(f"{row.id}: {error}")
        return None
    if not isinstance(task, Generation):
        say(f"{row.id}: left out, it has no recipe ({clean(row.title, 100)})")
        return None
    return task.resolved.recipe


def import_recipes(arguments: argparse.Namespace, settings: Settings, catalog: Catalog, kept: KeptQueue) -> int:
    """Put the jobs of recipe files into the queue, where they wait for a run; nothing is sent.

    Raises:
        RecipeError, Refused: a recipe cannot be read, or cannot be sent; nothing was put in.
    """
    plans = []
    for path in recipe_files(arguments.recipes):
        recipe = recipe_in(path, settings.folders.characters)
        plans.append(planner(arguments, recipe, path.parent, settings, catalog)(None, None))
    shelf = open_shelf(settings, catalog, settings.name, arguments.out, demo=arguments.demo)
    wide = KeptQueue(kept.store, Presence(settings.folders.alive), kept.account, shelf.goal)
    for plan in plans:
        wide.put_for_anybody(plan.jobs)
    whole = Plan.of_jobs([job for plan in plans for job in plan.jobs])
    say(f"{len(whole.jobs)} jobs put in, {whole.quote.total:,} Anlas at most; naitui queue run sends them")
    return DONE


def again(arguments: argparse.Namespace, catalog: Catalog, kept: KeptQueue) -> int:
    """Put jobs that have ended in once more, as new ones, where they wait for a run."""
    rows = {row.id: row for row in _rows(kept)}
    other = [id for id in arguments.ids if id not in rows or rows[id].state not in ENDED]
    for id in other:
        say(f"{clean(id, 60)}: no such job has ended")
    if other:
        return FAILED
    jobs = []
    for id in arguments.ids:
        try:
            task = thaw(kept.store.frozen(id) or b"", catalog)
        except Thawless as error:
            say(f"{id}: {error}")
            return FAILED
        jobs.append(Job(new_id(), task, task.quote(catalog, None)))
        if rows[id].state == "unknown":
            say(f"{id}: nobody knows whether it was charged; it may be charged a second time")
    kept.put_for_anybody(jobs)
    say(f"{len(jobs)} jobs put in, {Plan.of_jobs(jobs).quote.total:,} Anlas at most; naitui queue run sends them")
    return DONE


def _rows(kept: KeptQueue) -> list[QueuedJob]:
    return kept.store.jobs(kept.account, ended=MOST_ENDED)
