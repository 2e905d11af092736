"""What has happened to the jobs of every naitui, read off the queue that they share: each thing once, in its order.

The queue holds how jobs are and when they became so, which is enough: whoever follows it sees what a program told on
its own screen, also of one that has been killed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from naitui.library.ledger import Entry
from naitui.library.queue import QueuedJob

Row = Mapping[str, object]
_OVERLAP = 5.0
"""Seconds that a look goes back behind the last one: another program may have written late what it timed early."""
_ENDS = {"done": "finished", "failed": "failed", "unknown": "unknown", "cancelled": "cancelled"}


class Happenings:
    """One follower.

    Args:
        since: Unix time from which on things are told.
        cap: the user's cap for a day, in Anlas.
    """

    def __init__(self, since: float, cap: int | None = None) -> None:
        self._since = since
        self._cap = cap
        self._told: set[tuple[str, str, float]] = set()
        self._newest = since
        self._queued: set[str] = set()
        self._capped = False

    @property
    def looked_to(self) -> float:
        """From when on rows are to be looked at again."""
        return max(self._since, self._newest - _OVERLAP)

    def look(self, jobs: Sequence[QueuedJob], entries: Sequence[Entry], midnight: float, now: float) -> Iterator[Row]:
        """What is new.

        Args:
            jobs: rows of the queue that were touched since `looked_to`.
            entries: of the ledger, since the beginning or since midnight, whatever came first.
            midnight: when today began; Unix time, as ``now``.
            now: for what has no time of its own: the ledger does not write down when a job ended.
        """
        yield from self._of_queue(jobs)
        self._queued.update(job.id for job in jobs)
        for entry in entries:
            if entry.at >= self._since and entry.job not in self._queued:
                yield from self._of_entry(entry, now)
        yield from self._of_budget([entry for entry in entries if entry.at >= midnight])

    def _of_queue(self, jobs: Sequence[QueuedJob]) -> Iterator[Row]:
        found = [(at, order, job, event) for job in jobs for order, (at, event) in enumerate(_moments(job))]
        for at, _, job, event in sorted(found, key=lambda one: one[:2]):
            if at >= self._since and self._is_new(job.id, event, at):
                self._newest = max(self._newest, at)
                yield from _rows(job, event, at)

    def _of_entry(self, entry: Entry, now: float) -> Iterator[Row]:
        """A job of a run without a queue, as ``naitui generate`` is: the ledger alone knows of it."""
        head = {"job": entry.job, "kind": entry.kind, "title": entry.title, "model": entry.model}
        if self._is_new(entry.job, "started", entry.at):
            yield {"event": "started", "at": entry.at, **head}
        if entry.state != "sent" and self._is_new(entry.job, entry.state, entry.at):
            for path in entry.files:
                yield {"event": "saved", "at": now, **head, "path": path}
            spent = {} if entry.spent is None else {"spent": entry.spent}
            yield {"event": _ENDS[entry.state], "at": now, **head, "anlas": entry.expected, **spent}

    def _is_new(self, job: str, event: str, at: float) -> bool:
        mark = (job, event, at)
        new = mark not in self._told
        self._told.add(mark)
        return new

    def _of_budget(self, today: Sequence[Entry]) -> Iterator[Row]:
        spent = sum(entry.counted for entry in today)
        capped = self._cap is not None and spent >= self._cap
        if capped and not self._capped:
            at = max((entry.at for entry in today), default=0.0)
            yield {"event": "budget", "at": at, "cap": "day", "limit": self._cap, "spent": spent}
        self._capped = capped


def _moments(job: QueuedJob) -> Iterator[tuple[float, str]]:
    yield job.added, "queued"
    if job.started is not None:
        yield job.started, "started"
    if job.ended is not None and job.state in _ENDS:
        yield job.ended, _ENDS[job.state]


def _rows(job: QueuedJob, event: str, at: float) -> Iterator[Row]:
    head = {"at": at, "job": job.id, "kind": job.kind, "title": job.title, "model": job.model}
    if event in ("finished", "failed", "unknown"):
        for path in job.files:
            yield {"event": "saved", **head, "path": str(path)}
    more: dict[str, object] = {"anlas": job.anlas, "samples": job.samples} if event == "queued" else {}
    if event in ("failed", "unknown", "cancelled") and job.note:
        more = {"note": job.note}
    yield {"event": event, **head, **more}


def json_of(row: Row) -> str:
    """One line of ASCII; a path that is no text keeps its bytes as surrogates do."""
    return json.dumps(row, ensure_ascii=True)
