"""Writing so that a file is either wholly there or not at all, whatever kills the program meanwhile."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

TEMPORARY = ".naitui-*.part"
"""What a file is called while it is being written."""


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write ``data`` to ``path``, replacing it in one step: temporary file, fsync, rename, fsync of the folder.

    Raises:
        OSError: nothing was changed; the message names the cause (full, read-only, …).
    """
    temporary = _temporary(path.parent, data, mode)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> Path:
    """Write ``data`` under a name that nothing has yet: ``path``, or ``path-2``, ``path-3`` … when it is taken.

    Returns the path that was used.

    Raises:
        OSError: nothing was written.
    """
    return place_new(_temporary(path.parent, data, mode), path)


def place_new(temporary: Path, path: Path) -> Path:
    """Give a finished file in the same folder a name that nothing has yet, as `write_new` does; its own is gone then.

    Raises:
        OSError: it has no other name, and is removed.
    """
    try:
        for number in range(1, 100_000):
            free = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            try:
                give_name(temporary, free)
            except FileExistsError:
                continue
            sync_folder(path.parent)
            return free
        raise FileExistsError(f"no free name beside {path}")
    finally:
        temporary.unlink(missing_ok=True)


def give_name(temporary: Path, final: Path) -> None:
    """Give a finished file another name, failing when that exists; its first name may stay beside it.

    A hard link does both in one step; file systems without links (some network and USB ones) get an exclusively created
    name that is then replaced.

    Raises:
        FileExistsError: the name is taken.
        OSError: it cannot be given; nothing was changed.
    """
    try:
        os.link(temporary, final)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(final, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            temporary.replace(final)
        except OSError:
            final.unlink(missing_ok=True)  # it is empty, and would be taken for a picture
            raise


def _temporary(folder: Path, data: bytes, mode: int) -> Path:
    """A finished, synced temporary file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".naitui-", suffix=".part", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(mode)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def put_aside(path: Path) -> Path | None:
    """Move a file that cannot be read out of the way of the next one, over nothing that was put aside before.

    Returns where it is now; None when it cannot be moved.
    """
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.unreadable-{number}{path.suffix}")
        if not aside.exists():
            break
    try:
        path.rename(aside)
    except OSError:
        return None
    return aside


def try_place(folder: Path) -> None:
    """Look whether the folder takes files, before something is paid for that should go there.

    Raises:
        OSError: it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, "is a file, not a folder", str(folder)) from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None  # not the name of our own trial


def sync_folder(folder: Path) -> None:
    """Make names given in ``folder`` survive a power cut; file systems that cannot sync folders are let be."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # a folder that may be written to but not read: its files are synced all the same
    try:
        os.fsync(handle)
    except OSError:
        return  # not supported here (some network file systems): the file itself is safe
    finally:
        os.close(handle)
