"""Jobs in flight, each a folder: what it is for, and the bytes that have come of it, until all are in their place.

A job that a running naitui is busy with is locked; what is not locked was left by one that ended without finishing.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from naitui.library.files import sync_folder, write_whole
from naitui.library.locks import hold
from naitui.library.work import Goal, Work, read_work, recipe_of, record_in, write_work
from naitui.recipe import Recipe

_DONE = ".done-"
DAY = 86400.0
"""Seconds; what is younger may be somebody's at work."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A job that an earlier run did not finish."""

    folder: Path
    work: Work | None
    """What it was for; None when that cannot be read any more."""
    pictures: tuple[Path, ...]
    """What came of the answer, as it came."""

    @property
    def recipe(self) -> Recipe | None:
        """Its recipe, where there is one."""
        return recipe_of(self.work)

    @property
    def unknown(self) -> bool:
        """Nothing came back: the job was in flight, and may have been charged."""
        return not self.pictures


class Incoming:
    """The folder of the jobs in flight."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks: dict[str, int] = {}
        """Descriptors."""

    def open(self, job: str, work: Work, goal: Goal) -> None:
        """Write down that a job is about to be sent, and where its pictures are to go.

        Raises:
            OSError: it cannot be written; then nothing should be sent, for what comes back could not be kept.
        """
        hidden = self.folder / f".{job}"  # under this name nobody takes it for left over before it is locked
        try:
            record = write_work(hidden, work, goal)
            self._locks[job] = hold(record, known_as=self.folder / job / record.name)
            hidden.rename(self.folder / job)
        except OSError:
            self._unlock(job)
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        sync_folder(self.folder)

    def keep(self, job: str, sample: int, data: bytes) -> Path:
        """Keep what came, durably; where.

        Raises:
            OSError: it cannot be written.
        """
        path = self.folder / job / f"sample-{sample}"
        write_whole(path, data, mode=0o600)
        return path

    def close(self, job: str) -> None:
        """The job has ended and everything that came is in its place."""
        folder = self.folder / job
        try:
            if not any(folder.glob("sample-*")):  # one that could not be placed stays until it is recovered
                self.forget(folder)  # before it is unlocked: nobody may take it for left over meanwhile
                sync_folder(self.folder)
        finally:
            self._unlock(job)

    def _unlock(self, job: str) -> None:
        lock = self._locks.pop(job, None)
        if lock is not None:
            os.close(lock)

    def left_over(self) -> list[LeftOver]:
        """What earlier runs left, oldest first."""
        found = [folder for folder in self._folders() if not _is_locked(folder)]
        return [LeftOver(folder, read_work(folder), tuple(sorted(folder.glob("sample-*")))) for folder in found]

    def forget(self, folder: Path) -> None:
        """Remove a job's folder, in one step, so that a kill in the middle does not leave half a job behind."""
        done = folder.with_name(f"{_DONE}{folder.name}")
        with suppress(OSError):  # then it is removed where it is
            folder = folder.rename(done)
        shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        if self.folder.is_dir():
            for forgotten in self.folder.glob(f"{_DONE}*"):
                shutil.rmtree(forgotten, ignore_errors=True)
            for begun in self.folder.glob(".*"):  # a kill while one was being written down: nothing was sent
                with suppress(OSError):  # then it is removed where it is
                    if begun.is_dir() and begun.stat().st_mtime < time.time() - DAY:
                        shutil.rmtree(begun, ignore_errors=True)
            yield from sorted(f for f in self.folder.iterdir() if f.is_dir() and not f.name.startswith("."))


@contextmanager
def taken(folder: Path) -> Iterator[bool]:
    """Take a job for oneself, as long as the block lasts. False when somebody else has it, or it is gone."""
    record = record_in(folder)
    try:
        file = hold(record if record.exists() else folder)
    except OSError:  # somebody else has it, it is gone, or nothing can be locked: then it stays as it is
        yield False
        return
    try:
        yield folder.is_dir()  # it may have been finished between the look and the lock
    finally:
        os.close(file)


def _is_locked(folder: Path) -> bool:
    """Whether a running program holds this job."""
    try:
        os.close(hold(record_in(folder), shared=True))
    except BlockingIOError:
        return True
    except OSError:
        return False  # no record to lock: nobody is at work on it
    return False
