"""A runner's journal in the queue that all naitui of a user share; and what those that are gone have left in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from naitui.jobs.frozen import Thawless, freeze, thaw
from naitui.jobs.job import Job, Plan
from naitui.jobs.journal import Outcome, Turn
from naitui.jobs.tasks import Generation, Task
from naitui.library import Ledger
from naitui.library.ledger import Entry
from naitui.library.presence import Presence
from naitui.library.queue import ARRIVED, QueuedJob, QueueStore
from naitui.library.work import Goal
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
        goal: where the pictures go that this run asks for, whoever sends them.
    """

    keeps = True

    def __init__(self, store: QueueStore, presence: Presence, account: str, goal: Goal | None) -> None:
        self.store = store
        self.account = account
        self._presence, self._goal = presence, goal

    @property
    def name(self) -> str:
        """This run's, as the owner of jobs."""
        return self._presence.name

    # ------------------------------------------------------------------ a runner's own jobs

    def put(self, jobs: Sequence[Job]) -> None:
        """Write a plan's jobs down, each as it will be sent."""
        self._presence.appear()
        self._put(jobs, self.name)

    def put_for_anybody(self, jobs: Sequence[Job]) -> None:
        """Write a plan's jobs down that no run has: whoever goes on with what was left sends them."""
        self._put(jobs, "")

    def _put(self, jobs: Sequence[Job], owner: str) -> None:
        plan = secrets.token_hex(6)
        self.store.add([(self._row(job, plan, owner), freeze(self._settled(job.task))) for job in jobs])

    def _settled(self, task: Task) -> Task:
        """A job as it is written down: with the folder that is this run's now."""
        if not isinstance(task, Generation) or task.goal is not None or self._goal is None:
            return task
        with suppress(OSError):  # so that one that is not there later is gone; what is wrong with it is told then
            self._goal.folder.mkdir(parents=True, exist_ok=True)
        return replace(task, goal=self._goal)

    def turn(self, waiting: Sequence[Job]) -> Turn:
        """The first of them in the queue's order, which others may have changed meanwhile."""
        # only of them: what this run is just adopting may stand in the file before the runner has heard of it
        row = self.store.take(self.account, self.name, [job.id for job in waiting])
        rows = self.store.jobs(self.account)
        mine = {each.id for each in rows if each.owner == self.name and each.state == "waiting"}
        if row is None:
            gone = tuple(job for job in waiting if job.id not in mine)
            return Turn(None, gone, self.store.paused(self.account))
        [found] = [job for job in waiting if job.id == row.id]
        return Turn(found, tuple(job for job in waiting if job.id not in mine and job is not found))

    def end(self, job: Job, outcome: Outcome, files: Sequence[Path] = (), note: str = "") -> None:
        """See `Journal`."""
        self.store.end(job.id, outcome, files, note)

    def put_back(self, job: Job) -> None:
        """See `Journal`."""
        self.store.put_back(job.id, self.name)

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

    def settle(self, ledger: Ledger, recovered: Mapping[str, Sequence[Path]], handed_over: str = "") -> list[QueuedJob]:
        """Find out what has become of jobs in whose middle a naitui has gone; those of which nobody knows.

        What the ledger does not know of was never sent, and waits again; so does what the service did not take. What
        was sent and of which nothing came is `unknown`: it may have been charged, and is never sent again by itself.
        The ledger's word counts for what seems to wait too: it is on disk before anything is sent, while the queue may
        have missed it, when its file could not be written or the power was cut.

        Args:
            ledger: where jobs are written down before they are sent.
            recovered: pictures that were put in their place just now, by the job.
            handed_over: a run that is still there and has left its jobs that wait to this one.
        """
        rows = self.left_over()
        if handed_over:
            theirs = [row for row in self.store.jobs(self.account) if row.owner == handed_over]
            rows += [row for row in theirs if row.state == "waiting" and row not in rows]
        if not rows:
            return []
        entries = ledger.of(row.id for row in rows)
        unknown = []
        for row in rows:
            entry = entries.get(row.id)
            if entry is None or entry.state == "failed":  # perhaps in the middle of a pause before another try
                self.store.put_back(row.id, row.owner)
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

    def adopt(self, left: Sequence[LeftJob]) -> list[Plan]:
        """Take over jobs that nobody else has taken meanwhile, in the plans that were asked for at a time."""
        self._presence.appear()
        mine = set(self.store.adopt([one.row for one in left], self._presence.name))
        parts: dict[str, list[Job]] = {}
        for one in left:
            if one.row.id in mine:
                parts.setdefault(one.row.plan, []).append(one.job)
        return [Plan.of_jobs(jobs) for jobs in parts.values()]

    def _row(self, job: Job, plan: str, owner: str) -> QueuedJob:
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
            owner,
        )


def _title(job: Job) -> str:
    """What it is, with the first of its words."""
    if not isinstance(job.task, Generation):
        return job.title
    cell = job.task.resolved.cell
    words = " ".join(job.task.resolved.recipe.prompt[:_WORDS].split())
    return " · ".join(part for part in (job.title, *(cell.labels if cell is not None else ()), words) if part)


def _end_of(entry: Entry, recovered: bool) -> tuple[Outcome, str]:
    if recovered or entry.state == "done":
        return "done", ARRIVED if recovered else ""
    return "unknown", "naitui ended while it was in flight; it may have been charged"
