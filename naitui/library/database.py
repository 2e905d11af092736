"""One way to open a small SQLite file that several threads and several programs use at once."""

from __future__ import annotations

import errno
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

BUSY = 60.0
"""Seconds to wait for another program that is writing."""
_WRITERS = threading.RLock()
"""Writers of this program take turns: SQLite lets them race, and whoever has bad luck would wait for ever."""
_MOST_IDLE = 4
_File: TypeAlias = tuple[int, int]
"""Device and number of a file, whatever it is called."""


class Damaged(OSError):
    """A file that is no database, or not one of ours."""


class Database:
    """A file with tables of our own, for any thread: every call takes a connection that no other call has.

    Connections are kept open for the next call, because opening one costs as much as a look into the file.

    Args:
        path: the file; it and its folder are made when something is first asked of it, readable by the owner alone.
        what: what it is called in errors, e.g. "the prompt history".
        tables: the statements that make its tables.
        version: of the tables; a file with a higher one is left alone.
    """

    def __init__(self, path: Path, what: str, tables: str, version: int) -> None:
        self.path = path
        self._what = what
        self._tables = tables
        self._version = version
        self._idle: list[tuple[_File, sqlite3.Connection]] = []

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction (``with database.open() as d, writing(d): …`` changes something).

        Raises:
            OSError: the file cannot be used; the message says why, and what to do.
        """
        try:
            file = self._file()
            database = self._take(file)
            try:
                yield database
            except BaseException:  # whatever it was, this connection is not used again
                database.close()
                raise
        except sqlite3.OperationalError as error:  # locked, full, not writable
            raise OSError(errno.EIO, f"{self._what} cannot be used ({error})", str(self.path)) from None
        except sqlite3.DatabaseError as error:
            said = f"{self._what} is damaged ({error}); move it away to begin a new one"
            raise Damaged(errno.EIO, said, str(self.path)) from None
        if len(self._idle) < _MOST_IDLE:
            self._idle.append((file, database))
        else:
            database.close()

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        while self._idle:
            self._idle.pop()[1].close()

    def _file(self) -> _File:
        """Which file there is now; another one may have been put into its place."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            self._make()
            status = self.path.stat()
        return status.st_dev, status.st_ino

    def _make(self) -> None:
        """Make the empty file, once: to open and close it while another thread uses it would end that one's locks."""
        with _WRITERS:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                self.path.touch(mode=0o600)

    def _take(self, file: _File) -> sqlite3.Connection:
        while True:
            try:
                opened, database = self._idle.pop()  # in one step, so two threads never get the same
            except IndexError:
                break
            if opened == file:
                return database
            database.close()
        database = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        # what is kept here can be gathered anew: losing the last moment to a power cut is better than waiting for disks
        database.execute("PRAGMA synchronous = NORMAL")
        if self._is_made(database):
            return
        self._let_readers_go_on(database)
        with writing(database):
            if self._is_made(database):  # by another program, while we waited for it
                return
            for statement in self._tables.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {self._version}")

    def _let_readers_go_on(self, database: sqlite3.Connection) -> None:
        """While another program writes. To switch that on, nobody else may look; nor does SQLite wait for it itself."""
        end = time.monotonic() + BUSY
        while True:
            try:
                with _WRITERS:
                    database.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def _is_made(self, database: sqlite3.Connection) -> bool:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > self._version:
            raise OSError(errno.EPROTO, f"{self._what} was written by a newer naitui", str(self.path))
        return version == self._version


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """Everything in the block happens at once or not at all; other writers wait until it is done."""
    with _WRITERS:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if database.in_transaction:  # a full disk ends it by itself
                database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")
