"""A dry run: what would be sent and cost, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from naitui.cli.printing import printable
from naitui.cli.wire import as_document
from naitui.jobs import Plan
from naitui.jobs.job import Job
from naitui.jobs.tasks import Generation
from naitui.novelai import Catalog
from naitui.novelai.action import drawing_model
from naitui.novelai.wording import word
from naitui.settings import Settings

WHOLE = "note: --json shows each request whole"


def planned(plan: Plan, settings: Settings) -> Iterator[bytes]:
    """The events of a dry run: each request whole, with its price."""
    for job in plan.jobs:
        facts = {"anlas": job.quote.total, "reason": job.quote.reason}
        request = as_document(job.task.request, settings)
        event = {"event": "planned", "job": job.id, "kind": job.task.kind, **facts, "request": request}
        yield json.dumps(event).encode() + b"\n"


def in_words(plan: Plan, catalog: Catalog) -> Iterator[bytes]:
    """The same for people: the texts with all that is added to them, what the picture is made with, the price."""
    for job in plan.jobs:
        price = f"{job.quote.total} Anlas" if job.quote.total else "nothing"
        yield _line(f"{_made_with(job, catalog)}: {price} ({job.quote.reason})")
        if isinstance(job.task, Generation):
            recipe = job.task.resolved.recipe
            sent = word(recipe, drawing_model(recipe, catalog), catalog)
            yield _line(f"  prompt: {sent.prompt}")
            yield _line(f"  undesired: {sent.undesired}")
            for number, character in enumerate(sent.characters, 1):
                yield _line(f"  character {number}: {character.prompt}")
                if character.undesired:
                    yield _line(f"  character {number}, undesired: {character.undesired}")


def would_cost(plan: Plan) -> str:
    """The end of a dry run in words."""
    price = f"{plan.quote.total} Anlas" if plan.quote.total else "nothing"
    return f"{_name(plan)} would cost {price} ({plan.quote.reason}); nothing was sent"


def _made_with(job: Job, catalog: Catalog) -> str:
    """Model, size and numbers of a generation as they are sent; of everything else what it is."""
    if not isinstance(job.task, Generation):
        return job.title
    recipe, parameters = job.task.resolved.recipe, job.task.request.body["parameters"]
    assert isinstance(parameters, dict)  # noqa: S101 - `naitui.novelai.build` makes it so
    size = f"{parameters['width']}×{parameters['height']}"
    samples = f", {job.samples} samples" if job.samples > 1 else ""
    numbers = f"{parameters['steps']} steps, guidance {parameters['scale']:g}, seed {parameters['seed']}"
    return f"{drawing_model(recipe, catalog).title}, {size}, {numbers}{samples}"


def _name(plan: Plan) -> str:
    """What a plan makes, in words."""
    kinds = [job.task.kind for job in plan.jobs]
    if "generation" not in kinds:
        return plan.jobs[0].title
    return f"{plan.quote.pictures} pictures" if plan.quote.pictures > 1 else "one picture"


def _line(text: str) -> bytes:
    return printable(text).encode("utf-8", "replace") + b"\n"
