"""``naitui rerun``: the identical request once more, and where it cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, say
from naitui.cli.recalling import recalled
from naitui.cli.send import Sending, send
from naitui.jobs import Plan
from naitui.jobs.tasks import Generation
from naitui.library.again import Again
from naitui.novelai import Catalog
from naitui.novelai.likeness import unlike
from naitui.settings import Settings


def rerun(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send what a picture was made of once more; the exit code."""
    path: Path = arguments.picture
    found = recalled(path, catalog)
    if found is None:
        return FAILED
    if found.lost and not arguments.dry_run and not arguments.anyway:
        say("refused: it would not be the same; --anyway sends it without that")
        return FAILED
    recipe = found.request
    if arguments.new_seed:
        recipe = recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update={"seed": None})})
    elif recipe.batch.samples > 1:
        say(f"note: one request made {recipe.batch.samples} pictures; all of them are made again")
    sending = Sending(lambda plan, _: _compared(plan, found)) if not arguments.new_seed else None
    return send(arguments, recipe, path.absolute().parent, settings, catalog, sending) or DONE


def _compared(plan: Plan, found: Again) -> Plan:
    """Say what of the request is otherwise than the picture says."""
    for job in plan.jobs:
        if isinstance(job.task, Generation):
            told = unlike(job.task.request, found.comment, found.sample)
            for difference in told:
                say(f"note: not the same request: {difference}")
            if not told and found.comment:
                say("the same request as the picture's, as far as its record tells")
    return plan
