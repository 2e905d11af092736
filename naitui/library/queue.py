"""The durable queue: every job that was asked for and has not ended, in one file that all naitui of a user share.

A row holds a frozen copy of what will be sent, so the editor stays free, and a restart sends the very same. Who works
on a job is written down with its row; what somebody left who is gone can be taken over (`QueueStore.adopt`).
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from naitui.library.database import Database, writing

QueueState = Literal["waiting", "running", "done", "failed", "unknown", "cancelled"]
ENDED: tuple[QueueState, ...] = ("done", "failed", "unknown", "cancelled")
MOST_ENDED = 1_000
"""Ended jobs that are kept to be looked at, or tried again; the oldest go first."""
ARRIVED = "its picture was put in its place by a later start"
_VERSION = 1
_TABLES = """
CREATE TABLE jobs (id TEXT PRIMARY KEY, account TEXT NOT NULL, plan TEXT NOT NULL, place REAL NOT NULL,
    state TEXT NOT NULL, owner TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, model TEXT NOT NULL,
    anlas INTEGER NOT NULL, reason TEXT NOT NULL, samples INTEGER NOT NULL, added REAL NOT NULL, started REAL,
    ended REAL, files TEXT NOT NULL, note TEXT NOT NULL, frozen BLOB NOT NULL);
CREATE INDEX jobs_in_order ON jobs (account, state, place);
CREATE TABLE accounts (id TEXT PRIMARY KEY, paused TEXT NOT NULL)
"""
_COLUMNS = (
    "id", "account", "plan", "place", "state", "owner", "kind", "title", "model", "anlas", "reason", "samples", "added",
    "started", "ended", "files", "note",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM jobs"  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A row of the queue."""

    id: str
    account: str
    """What tells accounts apart and is no secret."""
    plan: str
    """The press of Generate that it belongs to: after a failure the rest of it is not sent."""
    kind: str
    title: str
    model: str
    anlas: int
    """What it is expected to cost."""
    reason: str
    samples: int
    owner: str = ""
    """The run that works on it or will (`naitui.library.presence`); empty when anybody may take it."""
    state: QueueState = "waiting"
    place: float = 0.0
    """Its place in the order; smaller ones come first."""
    added: float = 0.0
    started: float | None = None
    ended: float | None = None
    """Unix times."""
    files: tuple[Path, ...] = ()
    """What came of it."""
    note: str = ""
    """How it ended, in words."""


class QueueStore:
    """The queue in one file. Its methods take milliseconds of disk; any thread may call them.

    All of them raise `OSError` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, "the queue", _TABLES, _VERSION)

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        self._database.close()

    @property
    def stamp(self) -> tuple[int, ...]:
        """Another one whenever somebody has written; quick to ask for."""
        beside = self.path.with_name(f"{self.path.name}-wal")  # where SQLite writes first
        return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in (self.path, beside))

    # ------------------------------------------------------------------ looking

    def jobs(self, account: str, *, ended: int = 0) -> list[QueuedJob]:
        """What runs and waits, in order; then up to ``ended`` jobs that have ended, the last one first."""
        with self._database.open() as database:
            query = f"{_SELECT} WHERE account = ? AND state IN ('running', 'waiting') ORDER BY state, place"
            rows = database.execute(query, (account,)).fetchall()
            if ended:
                past = f"{_SELECT} WHERE account = ? AND ended IS NOT NULL ORDER BY ended DESC LIMIT ?"
                rows += database.execute(past, (account, ended)).fetchall()
        return [_job(row) for row in rows]

    def touched(self, moment: float) -> list[QueuedJob]:
        """The jobs of all accounts to which something has happened at ``moment`` (Unix time) or later."""
        with self._database.open() as database:
            query = f"{_SELECT} WHERE added >= ? OR started >= ? OR ended >= ? ORDER BY added, place"
            return [_job(row) for row in database.execute(query, (moment, moment, moment))]

    def frozen(self, id: str) -> bytes | None:
        """What the job was when it was put in; None when there is no such job, or it was trimmed."""
        with self._database.open() as database:
            row = database.execute("SELECT frozen FROM jobs WHERE id = ?", (id,)).fetchone()
        return bytes(row[0]) if row and row[0] else None

    def paused(self, account: str) -> str:
        """Why nothing new is begun; empty when it is."""
        with self._database.open() as database:
            return _paused(database, account)

    # ------------------------------------------------------------------ putting in, taking out

    def add(self, jobs: Sequence[tuple[QueuedJob, bytes]]) -> None:
        """Put a plan's jobs in behind all others."""
        now = time.time()
        with self._database.open() as database, writing(database):
            last = database.execute("SELECT coalesce(max(place), 0) FROM jobs").fetchone()[0]
            for number, (job, frozen) in enumerate(jobs, 1):
                row = replace(job, place=last + number, added=now)
                marks = ", ".join("?" * (len(_COLUMNS) + 1))
                query = f"INSERT INTO jobs ({', '.join(_COLUMNS)}, frozen) VALUES ({marks})"  # noqa: S608 - as above
                database.execute(query, (*_row(row), frozen))
            _trim(database)

    def take(self, account: str, owner: str, among: Iterable[str]) -> QueuedJob | None:
        """The first of these jobs that waits for this owner; it runs from now on. None when there is none, or all is
        paused.

        Whoever calls this has the account's turn (`naitui.jobs.AccountLock`).
        """
        with self._database.open() as database, writing(database):
            if _paused(database, account):
                return None
            theirs = "account = ? AND state = 'waiting' AND owner = ? AND id IN (SELECT value FROM json_each(?))"
            query = f"{_SELECT} WHERE {theirs} ORDER BY place LIMIT 1"
            row = database.execute(query, (account, owner, json.dumps(list(among)))).fetchone()
            if row is None:
                return None
            job = replace(_job(row), state="running", started=time.time())
            database.execute("UPDATE jobs SET state = 'running', started = ? WHERE id = ?", (job.started, job.id))
        return job

    def put_back(self, id: str, owner: str) -> None:
        """A job that this owner has taken, and that was not charged, waits again in its old place."""
        with self._database.open() as database, writing(database):
            query = "UPDATE jobs SET state = 'waiting', started = NULL WHERE id = ? AND owner = ? AND state = 'running'"
            database.execute(query, (id, owner))

    def end(self, id: str, state: QueueState, files: Iterable[Path] = (), note: str = "") -> None:
        """A job has ended."""
        with self._database.open() as database, writing(database):
            values = (state, time.time(), _listed(files), _text(note), id)
            database.execute("UPDATE jobs SET state = ?, ended = ?, files = ?, note = ? WHERE id = ?", values)

    def arrived(self, id: str, files: Iterable[Path]) -> None:
        """Pictures of a job were put in their place by a later start: it is done, whatever was known of it until now.
        It is no fault when there is no such job: not every one stands in the queue."""
        with self._database.open() as database, writing(database):
            row = database.execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone()
            if row is not None:
                there = dict.fromkeys((*_job(row).files, *files))
                values = (time.time(), _listed(there), ARRIVED, id)
                query = "UPDATE jobs SET state = 'done', ended = coalesce(ended, ?), files = ?, note = ? WHERE id = ?"
                database.execute(query, values)

    def cancel(self, ids: Iterable[str]) -> list[str]:
        """Take jobs out that have not begun; those that really were taken out."""
        taken = []
        with self._database.open() as database, writing(database):
            for id in ids:
                query = "UPDATE jobs SET state = 'cancelled', ended = ? WHERE id = ? AND state = 'waiting'"
                if database.execute(query, (time.time(), id)).rowcount:
                    taken.append(id)
        return taken

    def move(self, id: str, before: str | None) -> None:
        """Put a job that waits in front of another one, or behind all."""
        with self._database.open() as database, writing(database):
            places = dict(database.execute("SELECT id, place FROM jobs WHERE state = 'waiting' AND id != ?", (id,)))
            found = database.execute("SELECT place FROM jobs WHERE id = ? AND id != ?", (before, id)).fetchone()
            if found is None:
                place = max(places.values(), default=0.0) + 1
            else:  # which may have begun meanwhile
                ahead = max((other for other in places.values() if other < found[0]), default=found[0] - 2)
                place = (ahead + found[0]) / 2
                if place in (ahead, found[0]):  # halved so often that no number is left between them
                    query = "UPDATE jobs SET place = place + ? WHERE state = 'waiting' AND place >= ?"
                    database.execute(query, (2.0, found[0]))
                    place = ahead + 1
            database.execute("UPDATE jobs SET place = ? WHERE id = ? AND state = 'waiting'", (place, id))

    def pause(self, account: str, why: str) -> None:
        """Begin nothing new; what runs goes on to its end. An empty ``why`` goes on."""
        with self._database.open() as database, writing(database):
            database.execute("INSERT OR REPLACE INTO accounts VALUES (?, ?)", (account, why))

    def adopt(self, rows: Iterable[QueuedJob], owner: str) -> list[str]:
        """Take jobs that wait over from those that had them when they were looked at; those that were taken over."""
        with self._database.open() as database, writing(database):
            query = "UPDATE jobs SET owner = ? WHERE id = ? AND owner = ? AND state = 'waiting'"
            return [row.id for row in rows if database.execute(query, (owner, row.id, row.owner)).rowcount]


def _paused(database: sqlite3.Connection, account: str) -> str:
    row = database.execute("SELECT paused FROM accounts WHERE id = ?", (account,)).fetchone()
    return str(row[0]) if row else ""


def _trim(database: sqlite3.Connection) -> None:
    old = "SELECT id FROM jobs WHERE ended IS NOT NULL ORDER BY ended DESC LIMIT -1 OFFSET ?"
    database.execute(f"DELETE FROM jobs WHERE id IN ({old})", (MOST_ENDED,))  # noqa: S608 - a query of our own


def _listed(files: Iterable[Path]) -> str:
    return json.dumps([os.fsencode(path).decode("latin-1") for path in files])  # names need not be text


def _text(words: str) -> str:
    """As the file can hold it: a file's name in it need not be text."""
    return words.encode("utf-8", "replace").decode()


def _row(job: QueuedJob) -> tuple[object, ...]:
    told = {"files": _listed(job.files), "title": _text(job.title), "note": _text(job.note)}
    return tuple(told.get(name, getattr(job, name)) for name in _COLUMNS)


def _job(row: tuple[object, ...]) -> QueuedJob:
    value = dict(zip(_COLUMNS, row, strict=True))
    files = tuple(Path(os.fsdecode(name.encode("latin-1"))) for name in json.loads(str(value.pop("files"))))
    return QueuedJob(**value, files=files)  # type: ignore[arg-type]  # as the table declares them
