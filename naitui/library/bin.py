"""The bin: pictures that were thrown away lie in a hidden folder among the others, each beside a note of where it was.

They stay on their disk, so that throwing away is quick whatever they weigh, and can be had back by hand too.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from naitui.library.files import give_name, sync_folder, write_whole

NAME = ".naitui-bin"
_NOTE = "was.json"


@dataclass(frozen=True, slots=True)
class Binned:
    """A picture in the bin."""

    path: Path
    was: Path
    """Where it was."""
    at: float
    """When it was thrown away, in Unix time."""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """When it was last written, in nanoseconds of Unix time."""


def in_all(binned: Sequence[Binned]) -> str:
    """How many, and how large together: ``3 pictures, 4.1 MB``."""
    size = sum(one.size for one in binned)
    for unit, bytes in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes:
            large = f"{size / bytes:,.1f} {unit}"
            break
    else:
        large = f"{size} bytes"
    return f"{len(binned):,} picture{'s' if len(binned) != 1 else ''}, {large}"


class Bin:
    """The bin of one folder of pictures."""

    def __init__(self, pictures: Path) -> None:
        self.folder = pictures / NAME

    def put(self, path: Path) -> Binned:
        """Throw a picture away. First the note, then the picture: a kill between the two leaves it where it was.

        Raises:
            OSError: it is a folder, or on another disk, or cannot be moved; it stays where it is.
        """
        path, at = path.absolute(), time.time()
        if path.is_dir():  # with all pictures in it, of which the index would know nothing
            raise IsADirectoryError(errno.EISDIR, "is a folder, and was not moved", str(path))
        place = self._new_place(at)
        note = {"was": os.fsencode(path).decode("utf-8", "surrogateescape"), "at": at}
        write_whole(place / _NOTE, json.dumps(note).encode(), mode=0o600)
        try:
            path.rename(place / path.name)
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            if error.errno == errno.EXDEV:
                raise OSError(errno.EXDEV, "is on another disk than the bin; it was not moved", str(path)) from None
            raise
        sync_folder(place)
        return _binned(place / path.name, path, at)

    def _new_place(self, at: float) -> Path:
        for number in range(1000):
            place = self.folder / f"{int(at * 1000)}-{number}"
            with suppress(FileExistsError):
                place.mkdir(parents=True)
                return place
        raise FileExistsError(errno.EEXIST, "has no free place", str(self.folder))

    def restore(self, binned: Binned) -> Path:
        """Put a picture back where it was, beside whatever is there now; where it is then.

        Raises:
            OSError: it cannot be moved; it stays in the bin.
        """
        was = binned.was
        was.parent.mkdir(parents=True, exist_ok=True)
        for number in range(1, 100_000):
            free = was if number == 1 else was.with_name(f"{was.stem}-{number}{was.suffix}")
            try:
                give_name(binned.path, free)
            except FileExistsError:
                continue
            binned.path.unlink(missing_ok=True)
            sync_folder(free.parent)
            shutil.rmtree(binned.path.parent, ignore_errors=True)  # the note alone is nothing
            return free
        raise FileExistsError(errno.EEXIST, "has no free name beside it", str(was))

    def listed(self) -> list[Binned]:
        """Everything in the bin, what was thrown away last comes first."""
        found = []
        for note in self.folder.glob(f"*/{_NOTE}"):
            try:
                said = json.loads(note.read_bytes())
                was = Path(os.fsdecode(str(said["was"]).encode("utf-8", "surrogateescape")))
                at = float(said["at"])
            except (OSError, ValueError, KeyError, TypeError):
                continue  # not a note of ours: what lies beside it is left alone
            with suppress(OSError):  # somebody has taken it out by hand
                found.append(_binned(note.with_name(was.name), was, at))
        return sorted(found, key=lambda one: -one.at)

    def remove(self, binned: Sequence[Binned]) -> None:
        """Remove pictures for good; what is gone already is no fault.

        Raises:
            OSError: something cannot be removed; the others are.
        """
        problem: OSError | None = None
        for one in binned:
            try:
                shutil.rmtree(one.path.parent)
            except FileNotFoundError:
                continue
            except OSError as error:
                problem = problem or error
        if problem is not None:
            raise problem


def _binned(path: Path, was: Path, at: float) -> Binned:
    status = path.stat()
    return Binned(path, was, at, status.st_size, status.st_mtime_ns)
