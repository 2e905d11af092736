"""Which naitui are alive: each holds a lock on a file of its own, and the system lets go of it however it ends."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"[0-9]+-[0-9a-f]+")


class Presence:
    """One running program, as others see it.

    Args:
        folder: of the lock files, the same for every naitui of this user.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        """Names this run and no other."""
        self._file: int | None = None

    def appear(self) -> None:
        """Be seen from now on, until `vanish` or the end of the program.

        Raises:
            OSError: the lock file cannot be made.
        """
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.folder / self.name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with suppress(OSError):  # a file system without locks: then everybody counts as alive
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def vanish(self) -> None:
        """Be seen no more."""
        if self._file is not None:
            (self.folder / self.name).unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def is_alive(self, name: str) -> bool:
        """Whether the run with this name still goes on. The files of those that do not are swept away."""
        if name == self.name:
            return self._file is not None
        if not _NAME.fullmatch(name):
            return False
        path = self.folder / name
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return True  # no locks here: nobody can tell, and taking somebody's job would be worse than leaving it
        else:
            path.unlink(missing_ok=True)
            return False
        finally:
            os.close(file)

    def others(self) -> Iterator[str]:
        """The names of the others that are alive."""
        if self.folder.is_dir():
            for path in list(self.folder.iterdir()):
                if path.name != self.name and self.is_alive(path.name):
                    yield path.name
