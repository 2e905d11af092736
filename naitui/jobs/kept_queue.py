"""A runner's journal in the queue that all naitui of a user share; and what those that are gone have left in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from naitui.jobs.frozen import Thawless, freeze, thaw
from naitui.jobs.job import Job
from naitui.jobs.journal import Outcome, Turn
from naitui.jobs.tasks import Generation
from naitui.library import Ledger
from naitui.library.ledger import Entry
from naitui.library.presence import Presence
from naitui.library.queue import QueuedJob, QueueStore
from naitui.novelai import Catalog, Quote, Standing

_WORDS = 160
"""Letters of a prompt that name a job in the list."""


@dataclass(frozen=True, slots=True)
class LeftJob:
    """A job that waits and whose naitui is gone, as it would be sent now."""

    row: QueuedJob
    job: Job


class KeptQueue:
    """One account's part of the queue, as one running naitui sees it.

    Args:
        store: the queue.
        presence: this run.
        account: what tells accounts apart and is no secret.
    """

    keeps = True

    def __init__(self, store: QueueStore, presence: Presence, account: str) -> None:
        self.store = store
        self.account = account
        self._presence = presence
        self._plans: dict[str, str] = {}

    @property
    def name(self) -> str:
        """This run's, as the owner of jobs."""
        return self._presence.name

    # ------------------------------------------------------------------ a runner's own jobs

    def put(self, jobs: Sequence[Job], agreed: int) -> None:
        """Write a plan's jobs down, each as it will be sent."""
        self._presence.appear()
        plan = secrets.token_hex(6)
        self.store.add([(self._row(job, plan), freeze(job.task)) for job in jobs], agreed)
        self._plans.update({job.id: plan for job in jobs})

    def turn(self, waiting: Sequence[Job]) -> Turn:
        """The first of them in the queue's order, which others may have changed meanwhile."""
        row = self.store.take(self.account, self._presence.name)
        rows = {each.id for each in self.store.jobs(self.account) if each.state in ("waiting", "running")}
        gone = tuple(job for job in waiting if job.id not in rows)
        if row is None:
            return Turn(None, gone, self.store.paused(self.account))
        found = next((job for job in waiting if job.id == row.id), None)
        if found is None:  # of this run, but not of this runner: nobody would ever send it
            self.store.end(row.id, "cancelled", note="nobody was there to send it")
            return self.turn(waiting)
        self.store.spend(row.plan, row.anlas)
        return Turn(found, gone)

    def end(self, job: Job, outcome: Outcome, files: Sequence[Path] = (), note: str = "") -> None:
        """See `Journal`."""
        self.store.end(job.id, outcome, files, note)

    def drop(self, jobs: Sequence[Job], note: str = "") -> None:
        """See `Journal`."""
        for id in self.store.cancel(job.id for job in jobs):
            self.store.end(id, "cancelled", note=note)

    # ------------------------------------------------------------------ what others have left

    def left_over(self) -> list[QueuedJob]:
        """Jobs that have not ended and whose naitui is gone, in their order."""
        rows = self.store.jobs(self.account)
        alive = {owner: self._presence.is_alive(owner) for owner in {row.owner for row in rows}}
        return [row for row in rows if not alive[row.owner]]

    def settle(self, ledger: Ledger, recovered: Mapping[str, Sequence[Path]]) -> list[QueuedJob]:
        """Find out what has become of jobs in whose middle a naitui has gone; those of which nobody knows.

        What the ledger does not know of was never sent, and waits again. What was sent and of which nothing came is
        `unknown`: it may have been charged, and is never sent again by itself.

        Args:
            ledger: where jobs are written down before they are sent.
            recovered: pictures that were put in their place just now, by the job.
        """
        running = [row for row in self.left_over() if row.state == "running"]
        if not running:
            return []
        entries = {entry.job: entry for entry in ledger.since(min(row.added for row in running))}
        unknown = []
        for row in running:
            entry = entries.get(row.id)
            if entry is None:
                self.store.put_back(row.id)
                self.store.spend(row.plan, -row.anlas)
                continue
            state, note = _end_of(entry, bool(recovered.get(row.id)))
            files = recovered.get(row.id) or [Path(file) for file in entry.files]
            self.store.end(row.id, state, files, note)
            if state == "unknown":
                unknown.append(row)
        return unknown

    def thawed(self, rows: Sequence[QueuedJob], catalog: Catalog, standing: Standing | None) -> list[LeftJob]:
        """The jobs of rows that wait, at the price of now. One that cannot be read any more ends as failed."""
        found = []
        for row in rows:
            try:
                task = thaw(self.store.frozen(row.id) or b"", catalog)
            except Thawless as error:
                self.store.end(row.id, "failed", note=f"it cannot be read any more: {error}")
                continue
            found.append(LeftJob(row, Job(row.id, task, task.quote(catalog, standing))))
        return found

    def adopt(self, left: Sequence[LeftJob]) -> list[LeftJob]:
        """Take jobs over; those that nobody else has taken over meanwhile, by their plan."""
        self._presence.appear()
        mine = set(self.store.adopt([one.row for one in left], self._presence.name))
        return [one for one in left if one.row.id in mine]

    def _row(self, job: Job, plan: str) -> QueuedJob:
        quote: Quote = job.quote
        return QueuedJob(
            job.id,
            self.account,
            plan,
            job.task.kind,
            _title(job),
            job.task.model,
            quote.total,
            quote.reason,
            job.samples,
            self._presence.name,
        )


def _title(job: Job) -> str:
    """What it is, with the first of its words."""
    if not isinstance(job.task, Generation):
        return job.title
    words = " ".join(job.task.resolved.recipe.prompt[:_WORDS].split())
    return f"{job.title} · {words}" if words else job.title


def _end_of(entry: Entry, recovered: bool) -> tuple[Outcome, str]:
    if recovered or entry.state == "done":
        return "done", "its picture was put in its place by a later start" if recovered else ""
    if entry.state == "failed":
        return "failed", "the service did not take it; nothing was charged"
    return "unknown", "naitui ended while it was in flight; it may have been charged"
