"""The bin: pictures that were thrown away lie in a hidden folder among the others, each beside a note of where it was.

They stay on their disk, so that throwing away is quick whatever they weigh, and can be had back by hand too.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
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
        return Binned(place / path.name, path, at)

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
            picture = note.with_name(was.name)
            if picture.exists():
                found.append(Binned(picture, was, at))
        return sorted(found, key=lambda one: -one.at)

    def empty(self) -> int:
        """Remove everything in the bin for good; how many pictures that were.

        Raises:
            OSError: something cannot be removed.
        """
        listed = self.listed()
        for one in listed:
            shutil.rmtree(one.path.parent)
        return len(listed)
