"""Small copies of pictures for lists, in the cache folder: made when they are first seen, dropped when too many."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

from naitui.library.facts import Stamp
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES

MOST = 200_000_000
"""Bytes that are kept: some 60,000 pictures."""
_DAY = 86_400.0


class Thumbnails:
    """The small copies in one folder; it can be thrown away at any time."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self.folder = folder
        self._most = most

    def of(self, path: Path, stamp: Stamp) -> bytes:
        """A small WebP of a picture: from the cache, or made from the picture in tens of milliseconds.

        Args:
            path: the picture.
            stamp: what it was when it was indexed; another one is another thumbnail.

        Raises:
            BadPicture: it is none, or damaged.
            OSError: it cannot be read.
        """
        from naitui.pictures.thumbnails import tiny  # what draws is read when something is drawn

        kept = self._place(path, stamp)
        with suppress(OSError):  # there is none yet, or it cannot be had: then it is made
            data = kept.read_bytes()
            if time.time() - kept.stat().st_mtime > _DAY:
                os.utime(kept)  # it is still looked at
            if data:
                return data
        with path.open("rb") as file:
            whole = file.read(MAX_FILE_BYTES + 1)
        if len(whole) > MAX_FILE_BYTES:
            raise BadPicture("The picture is too large.")
        data = tiny(whole)
        with suppress(OSError):  # a full disk keeps nobody from looking
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(data)
            part.replace(kept)
        return data

    def _place(self, path: Path, stamp: Stamp) -> Path:
        named = os.fsencode(path) + f"\0{stamp.size}\0{stamp.modified}".encode()
        digest = hashlib.sha256(named).hexdigest()[:40]
        return self.folder / digest[:2] / f"{digest}.webp"

    def trim(self) -> int:
        """Drop what nobody has looked at for longest, when all together is too large; bytes that are left."""
        found = []
        for file in self.folder.glob("*/*"):
            with suppress(OSError):  # another naitui may have dropped it
                status = file.stat()
                found.append((status.st_mtime, status.st_size, file))
        left = sum(size for _, size, _ in found)
        if left <= self._most:
            return left
        for _, size, file in sorted(found):
            with suppress(OSError):
                file.unlink(missing_ok=True)
                left -= size
            if left <= self._most * 4 // 5:
                break
        return left
