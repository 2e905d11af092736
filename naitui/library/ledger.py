"""The ledger: what every job was expected to cost, and what the balance says it did cost.

A job is written down durably before it is sent, so what a crash interrupts is there too: it counts as expected until
somebody knows better. The balance can also be changed by the page or another device meanwhile; nothing here hides that.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

State = Literal["sent", "done", "failed", "unknown"]
"""``sent`` is in flight, or was when the program ended; ``failed`` was not taken, so nothing was charged; ``unknown``
may have been charged."""

LOOK_BACK = 2 * 86400.0
"""Seconds that count before a job: caps look at a day, and the ledger may hold years."""
_BUSY = 15.0
"""Seconds to wait for another program that is writing."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One job that was sent."""

    job: str
    at: float
    """When it was sent: Unix time, seconds."""
    account: str
    """What tells accounts apart and is no secret."""
    kind: str
    title: str
    model: str
    expected: int
    """Anlas, by the price list."""
    reason: str
    request: str
    """SHA-256 of the body, in hex."""
    before: int | None = None
    """Anlas on the account just before it was sent."""
    allowance_before: float | None = None
    """Percent of the V5 allowance."""
    after: int | None = None
    allowance_after: float | None = None
    state: State = "sent"
    files: tuple[str, ...] = ()

    @property
    def spent(self) -> int | None:
        """What the balance says it took; None when that is not known. Below 0 when Anlas were added meanwhile."""
        return None if self.before is None or self.after is None else self.before - self.after

    @property
    def counted(self) -> int:
        """What it counts for where spending is limited: what it took, else what it may have taken."""
        if self.state == "failed":
            return 0
        spent = self.spent
        if spent is None or spent < 0:
            return self.expected
        # the service may charge when the drawing ends, long after the line broke: an unchanged balance proves nothing
        return max(spent, self.expected) if self.state in ("sent", "unknown") else spent

    @property
    def drifted(self) -> bool:
        """Whether it took something else than the price list says."""
        return self.state == "done" and self.spent is not None and self.spent != self.expected


Check = Callable[[list[Entry]], None]
_COLUMNS = tuple(field.name for field in fields(Entry))


class Ledger:
    """A file of entries, shared by every naitui of this user. Its methods take milliseconds of disk: use a thread.

    All of them raise `OSError` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, entry: Entry, check: Check | None = None) -> None:
        """Put an entry down, in place of an earlier one of the same job; it is on disk when this returns.

        ``check`` looks at the other entries of the last two days first and may raise; nobody else writes between the
        look and the entry.
        """
        row = (*astuple(replace(entry, files=()))[:-1], json.dumps(entry.files))
        marks = ", ".join("?" * len(_COLUMNS))
        with self._open() as database, database:
            if check is not None:
                database.execute("BEGIN IMMEDIATE")
                check([other for other in _entries(database, entry.at - LOOK_BACK) if other.job != entry.job])
            database.execute(f"INSERT OR REPLACE INTO jobs ({', '.join(_COLUMNS)}) VALUES ({marks})", row)  # noqa: S608 - names of our own

    def since(self, moment: float = 0.0) -> list[Entry]:
        """The jobs sent at ``moment`` (Unix time) or later, oldest first. Nothing is created by looking."""
        return self._look(lambda database: _entries(database, moment))

    def of(self, jobs: Iterable[str]) -> dict[str, Entry]:
        """These jobs by their names, as far as they were sent, whatever the clock said then."""
        wanted = json.dumps(list(jobs))
        query = f"SELECT {', '.join(_COLUMNS)} FROM jobs WHERE job IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own
        found = self._look(lambda database: [_entry(row) for row in database.execute(query, (wanted,))])
        return {entry.job: entry for entry in found}

    def _look(self, read: Callable[[sqlite3.Connection], list[Entry]]) -> list[Entry]:
        if not self.path.exists():
            return []
        try:
            with self._open(reading=True) as database:
                return read(database)
        except OSError:
            # a write that a kill interrupted has to be rolled back first, and that is a write itself
            with self._open() as database:
                return read(database)

    def counted_since(self, moment: float) -> int:
        """The Anlas that jobs sent at ``moment`` or later count for."""
        return sum(entry.counted for entry in self.since(moment))

    @contextmanager
    def _open(self, *, reading: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            if not reading:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.touch(mode=0o600)
            place = f"{self.path.absolute().as_uri()}?mode={'ro' if reading else 'rw'}"
            with closing(sqlite3.connect(place, timeout=_BUSY, uri=True)) as database:
                if not reading:
                    database.execute("PRAGMA synchronous = EXTRA")
                if database.execute("PRAGMA user_version").fetchone()[0] > _VERSION:
                    raise OSError(errno.EPROTO, "the ledger was written by a newer naitui", str(self.path))
                if not reading:
                    database.execute(_TABLE)
                    database.execute(f"PRAGMA user_version = {_VERSION}")
                yield database
        except sqlite3.OperationalError as error:  # locked, full, not writable
            raise OSError(errno.EIO, f"the ledger cannot be used ({error})", str(self.path)) from None
        except sqlite3.DatabaseError as error:
            said = f"the ledger is damaged ({error}); move it away to begin a new one"
            raise OSError(errno.EIO, said, str(self.path)) from None


def _entries(database: sqlite3.Connection, moment: float) -> list[Entry]:
    query = f"SELECT {', '.join(_COLUMNS)} FROM jobs WHERE at >= ? ORDER BY at, job"  # noqa: S608 - names of our own
    return [_entry(row) for row in database.execute(query, (moment,))]


def _entry(row: tuple[Any, ...]) -> Entry:
    *facts, files = row
    return Entry(**dict(zip(_COLUMNS, (*facts, tuple(json.loads(files))), strict=True)))


_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    job TEXT PRIMARY KEY, at REAL NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    model TEXT NOT NULL, expected INTEGER NOT NULL, reason TEXT NOT NULL, request TEXT NOT NULL, before INTEGER,
    allowance_before REAL, after INTEGER, allowance_after REAL, state TEXT NOT NULL, files TEXT NOT NULL
)
"""
