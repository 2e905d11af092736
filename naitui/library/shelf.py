"""The shelf: where pictures that were paid for become files, in an order that cannot lose them.

1. Before a request is sent, the job is written to ``incoming/`` (so a crash leaves a trace of what was in flight).
2. Each picture's bytes, exactly as they came, are written there durably before anything else looks at them.
3. Only then are they given our recipe in a chunk of our own and their final name; nothing is ever overwritten.
4. When that is done the incoming copy goes away.

What is left in ``incoming/`` at the next start was not finished: `Shelf.left_over` lists it, `Shelf.recover` mends it.
A job that another running naitui is busy with is locked, and not left over.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from naitui.library.files import TEMPORARY, sync_folder, write_new, write_whole
from naitui.library.names import NameFacts, name_for
from naitui.library.record import Record, with_record
from naitui.pictures.kinds import kind_of
from naitui.recipe import Recipe, RecipeError, read_recipe, write_recipe
from naitui.recipe.resolve import SEEDS

NEWEST = 5
"""Picture folders that are looked at for torn files, on each level."""
_DONE = ".done-"
_RECIPE = "recipe.toml"


class SaveFailed(OSError):
    """A picture could not be put in its place. ``kept`` is where its bytes are, None when nowhere would take them."""

    def __init__(self, reason: str, kept: Path | None) -> None:
        self.reason = reason
        self.kept = kept
        where = f"; the picture is kept in {kept}" if kept else ""
        super().__init__(f"{reason}{where}")


@dataclass(frozen=True, slots=True)
class SavedPicture:
    """A picture in its place."""

    path: Path
    seed: int
    sample: int
    size: int
    """Bytes."""
    data: bytes


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A job that an earlier run did not finish."""

    folder: Path
    recipe: Recipe | None
    pictures: tuple[Path, ...]

    @property
    def unknown(self) -> bool:
        """Nothing came back: the job was in flight, and may have been charged."""
        return not self.pictures


class Shelf:
    """Saves pictures under ``pictures`` by ``pattern``; jobs in flight live under ``incoming``."""

    def __init__(self, pictures: Path, incoming: Path, pattern: str) -> None:
        self.pictures = pictures
        self.incoming = incoming
        self.pattern = pattern
        self._open: dict[str, IO[bytes]] = {}

    def open_job(self, job: str, recipe: Recipe) -> None:
        """Write down that a job is about to be sent.

        Raises:
            OSError: it cannot be written; then nothing should be sent, for what comes back could not be kept.
        """
        hidden = self.incoming / f".{job}"  # under this name nobody takes it for left over before it is locked
        path = hidden / _RECIPE
        try:
            write_whole(path, write_recipe(recipe).encode(), mode=0o600)
            self._open[job] = path.open("rb")
            fcntl.flock(self._open[job], fcntl.LOCK_EX)
            hidden.rename(self.incoming / job)
        except OSError:
            self._unlock(job)
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        sync_folder(self.incoming)

    def close_job(self, job: str) -> None:
        """The job has ended and everything that came is in its place."""
        folder = self.incoming / job
        try:
            if not any(folder.glob("sample-*")):  # one that could not be placed stays until it is recovered
                self._forget(folder)  # before it is unlocked: nobody may take it for left over meanwhile
                sync_folder(self.incoming)
        finally:
            self._unlock(job)

    def _unlock(self, job: str) -> None:
        lock = self._open.pop(job, None)
        if lock is not None:
            lock.close()

    def save(self, job: str, recipe: Recipe, sample: int, data: bytes, when: datetime) -> SavedPicture:
        """Keep one picture: first as it came, then in its place with our recipe inside.

        Raises:
            SaveFailed: the picture folder does not take it; the bytes stay in ``incoming`` if that took them.
        """
        raw: Path | None = self.incoming / job / f"sample-{sample}"
        try:
            write_whole(self.incoming / job / f"sample-{sample}", data, mode=0o600)
        except OSError:
            raw = None  # the picture folder may still have room; without either, SaveFailed says so below
        try:
            saved = self._place(recipe, sample, data, when)
        except OSError as error:
            kept = raw or _last_resort(job, sample, data)
            raise SaveFailed(f"{self.pictures}: {error.strerror or error}", kept) from None
        if raw is not None:
            with suppress(OSError):  # the picture is in its place; the copy is offered once more at the next start
                raw.unlink(missing_ok=True)
        return saved

    def keep_answer(self, job: str, answer: bytes) -> Path | None:
        """Keep an answer that could not be read, for whatever can still be got out of it; where, None if nowhere."""
        path = self.incoming.with_name("unreadable") / f"{job}.bin"
        try:
            return write_new(path, answer, mode=0o600)
        except OSError:
            return _last_resort(job, 0, answer)

    def left_over(self) -> list[LeftOver]:
        """What earlier runs left in ``incoming``, oldest first. Half-written files of long ago are swept away."""
        self._sweep()
        return [self._left_over(folder) for folder in self._folders() if not _is_locked(folder)]

    def recover(self, left: LeftOver) -> list[SavedPicture]:
        """Put the pictures of an unfinished job in their place and forget the job; those that another run has taken
        meanwhile are not among them.

        Raises:
            SaveFailed: the picture folder still does not take them; nothing was removed.
        """
        with _taken(left.folder) as taken:
            if not taken:
                return []
            saved = [self._recover_one(path, left.recipe or Recipe()) for path in sorted(left.folder.glob("sample-*"))]
            self._forget(left.folder)
        return saved

    def _recover_one(self, path: Path, recipe: Recipe) -> SavedPicture:
        try:
            data, when = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime)
        except OSError as error:
            raise SaveFailed(f"it cannot be read ({error.strerror or error})", path) from None
        number = path.name.removeprefix("sample-")
        try:
            saved = self._place(recipe, int(number) if number.isdecimal() else 0, data, when)
        except OSError as error:
            raise SaveFailed(f"{self.pictures}: {error.strerror or error}", path) from None
        with suppress(OSError):  # it is in its place; at worst it is put there once more
            path.unlink()
        return saved

    def put_aside(self, left: LeftOver) -> Path | None:
        """Forget a job of which nothing came back, but keep its recipe: where; None when there is none.

        Raises:
            OSError: the recipe cannot be written there; the job stays.
        """
        with _taken(left.folder) as taken:
            if not taken:
                return None
            path = None
            with suppress(FileNotFoundError):
                recipe = (left.folder / _RECIPE).read_bytes()
                unfinished = self.incoming.with_name(self.incoming.name.replace("incoming", "unfinished"))
                path = write_new(unfinished / f"{left.folder.name}.toml", recipe, mode=0o600)
            self._forget(left.folder)
        return path

    def dismiss(self, left: LeftOver) -> None:
        """Forget a job of which nothing came back."""
        self._forget(left.folder)

    def _forget(self, folder: Path) -> None:
        done = folder.with_name(f"{_DONE}{folder.name}")
        with suppress(OSError):  # in one step, so that a kill in the middle does not leave half a job behind
            folder = folder.rename(done)
        shutil.rmtree(folder, ignore_errors=True)

    def _place(self, recipe: Recipe, sample: int, data: bytes, when: datetime) -> SavedPicture:
        seed = ((recipe.sampling.seed or 0) + sample) % SEEDS
        kind = kind_of(data)
        ending = {"jpeg": "jpg", "png": "png", "webp": "webp"}.get(kind, "bin")
        name = name_for(self.pattern, NameFacts(recipe, seed, when, sample), ending)
        marked = with_record(data, Record(recipe, sample))
        path = write_new(self.pictures / name, marked)
        return SavedPicture(path, seed, sample, len(marked), marked)

    def _folders(self) -> Iterator[Path]:
        if self.incoming.is_dir():
            for forgotten in self.incoming.glob(f"{_DONE}*"):
                shutil.rmtree(forgotten, ignore_errors=True)
            yield from sorted(f for f in self.incoming.iterdir() if f.is_dir() and not f.name.startswith("."))

    def _sweep(self) -> None:
        """Remove temporary files that a kill left in the middle of a write; younger ones may be somebody's at work.

        Of the picture folders only the newest are looked at: a library of years must not be walked at every start.
        """
        yesterday = time.time() - 86400
        jobs = self.incoming.iterdir() if self.incoming.is_dir() else ()
        for folder in (*_newest(self.pictures, max(1, self.pattern.count("/"))), self.incoming, *jobs):
            for part in folder.glob(TEMPORARY):
                with suppress(OSError):
                    if part.stat().st_mtime < yesterday:
                        part.unlink()

    def _left_over(self, folder: Path) -> LeftOver:
        try:
            recipe = read_recipe((folder / _RECIPE).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, RecipeError):
            recipe = None  # its pictures can be recovered without it
        return LeftOver(folder, recipe, tuple(sorted(folder.glob("sample-*"))))


def _last_resort(job: str, sample: int, data: bytes) -> Path | None:
    """Paid bytes that no folder of ours takes: the system's temporary folder is better than nothing."""
    try:
        return write_new(Path(tempfile.gettempdir()) / f"naitui-{job}-{sample}.bin", data, mode=0o600)
    except OSError:
        return None


def _newest(folder: Path, depth: int) -> Iterator[Path]:
    """A folder and the folders in it that were written to last, so many levels deep."""
    yield folder
    if depth < 1:
        return
    dated = []
    with suppress(OSError), os.scandir(folder) as entries:
        dated = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    for _, path in sorted(dated, reverse=True)[:NEWEST]:
        yield from _newest(Path(path), depth - 1)


@contextmanager
def _taken(folder: Path) -> Iterator[bool]:
    """Take a job for oneself, as long as the block lasts. False when somebody else has it, or it is gone."""
    try:
        file = os.open(folder / _RECIPE, os.O_RDONLY)
    except OSError:
        try:
            file = os.open(folder, os.O_RDONLY)  # no record to lock, but a folder
        except OSError:
            yield False
            return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass  # a file system without locks
        yield folder.is_dir()  # it may have been finished between the look and the lock
    finally:
        os.close(file)


def _is_locked(folder: Path) -> bool:
    """Whether a running program holds this job."""
    try:
        with (folder / _RECIPE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # no record to lock: nobody is at work on it
    return False
