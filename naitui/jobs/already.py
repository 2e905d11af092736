"""Which jobs of a plan need not be sent: their pictures are there, or are on their way."""

from __future__ import annotations

from collections.abc import Callable

from naitui.jobs.job import Job, Plan
from naitui.jobs.tasks import Generation, Task
from naitui.library.made import written
from naitui.novelai import Catalog, settled_recipe
from naitui.recipe import Recipe


def carried(recipe: Recipe, catalog: Catalog) -> str:
    """What the pictures of a settled recipe carry in their record, so that the same one always reads the same."""
    return written(settled_recipe(recipe, catalog))


def carried_by(task: Task, catalog: Catalog) -> str | None:
    """What the pictures of a task carry; None for what makes none of a recipe."""
    return carried(task.resolved.recipe, catalog) if isinstance(task, Generation) else None


def without(plan: Plan, needless: Callable[[str, Job], bool], catalog: Catalog) -> Plan:
    """The plan without the generations that somebody calls needless, told what they would carry, and with each of the
    others once; encodings stay only while something is left that may need them."""
    left: list[Job] = []
    seen: set[str] = set()
    for job in plan.jobs:
        text = carried_by(job.task, catalog)
        if text is None or not (needless(text, job) or text in seen):
            left.append(job)
            seen.add(text or "")
    if not any(isinstance(job.task, Generation) for job in left):
        left = []
    return plan.only(left)
