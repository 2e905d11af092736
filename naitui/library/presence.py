"""Which naitui are alive: each holds a lock on a file of its own, and the system lets go of it however it ends."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from naitui.library.locks import hold, holder_of

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
            self._file = hold(self.folder / self.name, create=True)

    def vanish(self) -> None:
        """Be seen no more."""
        if self._file is not None:
            _sweep(self.folder / self.name)
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
            file = hold(path, shared=True)
        except BlockingIOError:
            return True
        except OSError:
            return path.exists()  # nobody can tell, and taking somebody's job would be worse than leaving it
        _sweep(path)
        os.close(file)
        return False

    def others(self) -> Iterator[str]:
        """The names of the others that are alive."""
        if self.folder.is_dir():
            for path in list(self.folder.iterdir()):
                if path.name != self.name and self.is_alive(path.name):
                    yield path.name


def _sweep(path: Path) -> None:
    path.unlink(missing_ok=True)
    holder_of(path).unlink(missing_ok=True)
