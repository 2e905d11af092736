"""``naitui queue``: what waits and runs on the account, from any shell; and a run of what others have left."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import partial

from naitui.cli.exits import DONE, FAILED, USAGE, say
from naitui.cli.places import open_ledger, open_queue, open_shelf
from naitui.cli.printing import print_json, print_line
from naitui.cli.queue_recipes import again, export_recipes, import_recipes, show_recipe
from naitui.cli.service import open_service
from naitui.cli.session import Session, send_plan
from naitui.jobs import KeptQueue, LeftJob, NeedsApproval, Plan
from naitui.jobs.course import progress, seconds_left, span
from naitui.library.presence import Presence
from naitui.library.queue import MOST_ENDED, QueuedJob
from naitui.library.recovery import came_of, recover_all
from naitui.novelai import Catalog, NovelAI, Standing
from naitui.novelai.errors import clean
from naitui.settings import Settings

PAUSED = "from a shell"


def queue(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Do what is asked with the queue; the exit code."""
    service = open_service(arguments, settings, catalog, demo=arguments.demo)
    account = service.fingerprint  # nothing but a run talks to it
    store = open_queue(settings, demo=arguments.demo)
    kept = KeptQueue(store, Presence(settings.folders.alive), account, None)  # it asks for nothing itself
    with closing(store):
        match arguments.action:
            case "pause":
                store.pause(account, PAUSED)
                say("paused: what runs goes on to its end, nothing else begins")
                return DONE
            case "resume":
                store.pause(account, "")
                return DONE
            case "cancel":
                return _cancel(arguments, kept)
            case "move":
                return _move(arguments, kept)
            case "export":
                return export_recipes(arguments, kept, catalog)
            case "import":
                return import_recipes(arguments, settings, catalog, kept)
            case "show":
                return show_recipe(arguments, kept, catalog)
            case "again":
                return again(arguments, catalog, kept)
            case "run":
                return _run(arguments, settings, catalog, kept, service)
        return _list(arguments, kept)


def _list(arguments: argparse.Namespace, kept: KeptQueue) -> int:
    every = kept.store.jobs(kept.account, ended=MOST_ENDED)
    rows = [row for row in every if row.ended is None]
    rows += [row for row in every if row.ended is not None][: arguments.ended]
    left = {row.id for row in kept.left_over()}
    paused = kept.store.paused(kept.account)
    (done, of), seconds = progress(every), seconds_left(every)
    if arguments.json:
        whole = {"done": done, "of": of, "seconds_left": seconds}
        print_json({"paused": paused, **whole, "jobs": [_document(row, left) for row in rows]})
        return DONE
    for row in rows:
        print_line(_line(row, left))
    live = [row for row in rows if row.ended is None]
    parts = [f"{len(live)} jobs, {sum(row.anlas for row in live):,} Anlas"]
    parts += [f"{done} of {of} done"] if done else []
    parts += [f"about {span(seconds)}"] if seconds is not None else []
    parts += [f"paused {paused}"] if paused else []
    say("; ".join(parts))
    if left:
        say(f"{len(left)} of them were left by a naitui that is gone: naitui queue run sends them")
    return DONE


def _line(row: QueuedJob, left: set[str]) -> str:
    state = "left over" if row.id in left else row.state
    price = f"{row.anlas:,} Anlas" if row.anlas else "free"
    when = f"{datetime.fromtimestamp(row.added):%Y-%m-%d %H:%M:%S}"
    said = f"  {clean(row.note, 200)}" if row.note else ""
    return f"{row.id}  {state:<9}  {when}  {price:>11}  {clean(row.title, 120)}{said}"


def _document(row: QueuedJob, left: set[str]) -> dict[str, object]:
    facts = {name: getattr(row, name) for name in ("id", "state", "kind", "title", "model", "anlas", "reason")}
    times = {name: getattr(row, name) for name in ("added", "started", "ended")}
    known = {"samples": row.samples, "note": row.note, "files": [str(path) for path in row.files]}
    return {**facts, **times, **known, "left_over": row.id in left}


def _waiting(kept: KeptQueue) -> list[QueuedJob]:
    return [row for row in kept.store.jobs(kept.account) if row.state == "waiting"]


def _cancel(arguments: argparse.Namespace, kept: KeptQueue) -> int:
    """Take jobs out that wait."""
    if bool(arguments.ids) == arguments.all:
        say("name jobs, or --all")
        return USAGE
    wanted = [row.id for row in _waiting(kept)] if arguments.all else arguments.ids
    taken = kept.store.cancel(wanted)
    say(f"{len(taken)} taken out")
    for id in sorted(set(wanted) - set(taken)):
        say(f"{clean(id, 60)}: no such job waits")
    return DONE if len(taken) == len(wanted) else FAILED


def _move(arguments: argparse.Namespace, kept: KeptQueue) -> int:
    """Put a job before another one, or behind all."""
    waiting = [row.id for row in _waiting(kept)]
    before = waiting[0] if arguments.first and waiting else arguments.before
    for id in filter(None, (arguments.id, before)):
        if id not in waiting:
            say(f"{clean(id, 60)}: no such job waits")
            return FAILED
    if before != arguments.id:
        kept.store.move(arguments.id, before)
    return DONE


class _LeftLine:
    """The jobs that others have left, for a run that sends them.

    Args:
        kept: the queue.
        catalog: models and prices.
        owner: whose jobs they are; empty for those of all that are gone.
    """

    def __init__(self, kept: KeptQueue, catalog: Catalog, owner: str) -> None:
        self._kept = kept
        self._catalog, self._owner = catalog, owner
        self._left: list[LeftJob] = []

    def rows(self) -> list[QueuedJob]:
        """What waits for somebody."""
        kept = self._kept
        rows = kept.store.jobs(kept.account) if self._owner else kept.left_over()
        return [row for row in rows if row.state == "waiting" and self._owner in ("", row.owner)]

    def plan(self, standing: Standing | None) -> Plan:
        """All of them, at the price for an account."""
        left = self._kept.thawed(self.rows(), self._catalog, standing)
        if self._owner and standing is not None:  # nobody is there to be asked
            left = _as_agreed(left)
        self._left = left
        return Plan.of_jobs([one.job for one in left])

    async def submit(self, session: Session, plan: Plan) -> None:
        """Take them over, in the parts that were asked for at a time: after a failure the rest of one is not sent.

        Raises:
            NeedsApproval: they cost more than was agreed to.
        """
        if plan.quote.total > session.approved:
            raise NeedsApproval(plan.quote, session.approved)
        for part in await asyncio.to_thread(self._kept.adopt, self._left):
            session.runner.adopt(part, part.quote.total)


def _as_agreed(left: Sequence[LeftJob]) -> list[LeftJob]:
    """Those of the presses that cost no more now than when they were agreed to; the others wait for their user."""
    dearer: Counter[str] = Counter()
    for one in left:
        dearer[one.row.plan] += one.job.quote.total - one.row.anlas
    for plan, more in dearer.items():
        if more > 0:
            say(f"press {plan}: it would cost {more:,} Anlas more than was agreed to, and is not sent")
    return [one for one in left if dearer[one.row.plan] <= 0]


def _run(arguments: argparse.Namespace, settings: Settings, catalog: Catalog, kept: KeptQueue, service: NovelAI) -> int:
    """Send what was left. What was handed over was agreed to already, at the price that it had then."""
    shelf = open_shelf(settings, catalog, settings.name, arguments.out, demo=arguments.demo)
    messages = recover_all(shelf, kept.store, demo=arguments.demo)
    for message in messages:
        say(message.text)
    ledger = open_ledger(settings, demo=arguments.demo)
    for row in kept.settle(ledger, came_of(messages), arguments.handed_over):
        say(f"{row.id}: it was in flight when naitui last ended, and is not sent again by itself")
    line = _LeftLine(kept, catalog, arguments.handed_over)
    if arguments.handed_over:
        arguments.max_anlas = sum(row.anlas for row in line.rows())
    course = partial(send_plan, line.plan, submit=line.submit)
    return asyncio.run(Session(arguments, settings, catalog, shelf, service, course, journal=kept).run())
