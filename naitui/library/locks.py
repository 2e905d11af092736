"""Locks on files: the system lets go of them however a program ends.

Some file systems have none, mostly those over a network. There a file in a folder of this machine is locked in place of
the one that is meant, and its name and machine are written beside that: programs of one machine see each other as
everywhere, and what another machine holds is left alone.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

_HAS_NONE = frozenset((errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EBADF))
"""EBADF: NFS locks nothing for itself alone that is only open for reading."""
_HOLDER = ".holder"


def hold(
    path: Path,
    *,
    create: bool = False,
    shared: bool = False,
    known_as: Path | None = None,
    heeds_machines: bool = True,
) -> int:
    """Lock a file, without waiting; the descriptor that holds the lock until it is closed.

    Args:
        path: the file, or a folder.
        create: make it when it is not there.
        shared: others may hold it in this way too.
        known_as: its path as others will ask for it, where that is another one.
        heeds_machines: whether what another machine has held, as far as this one can know, is left alone for ever.

    Raises:
        BlockingIOError: somebody else holds it; or holds it on another machine, as far as this one can know.
        OSError: it cannot be opened, or nothing can be locked on this machine.
    """
    file = _open(path, create=create, shared=shared)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    try:
        fcntl.flock(file, how)
    except OSError as error:
        os.close(file)
        if error.errno not in _HAS_NONE:
            raise
        return _hold_here(known_as or path, how, holder_of(path) if heeds_machines else None)
    return file


def holder_of(path: Path) -> Path:
    """The file beside another one that says which machine holds that, where there are no locks."""
    return path.with_name(f"{path.name}{_HOLDER}")


def _open(path: Path, *, create: bool, shared: bool) -> int:
    """For writing where that can be: some file systems lock nothing else."""
    flags = os.O_CLOEXEC | (os.O_CREAT if create else 0)
    if not shared:
        with suppress(IsADirectoryError, PermissionError):
            return os.open(path, flags | os.O_RDWR, 0o600)
    return os.open(path, flags | os.O_RDONLY, 0o600)


def _hold_here(path: Path, how: int, holder: Path | None) -> int:
    """Lock a file of this machine in the place of one on a file system without locks."""
    machine = socket.gethostname()
    if holder is not None and _holder(holder) not in ("", machine):
        raise BlockingIOError(errno.EAGAIN, "is held on another machine, as far as this one can know", str(path))
    file = os.open(_stand_in(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, how)
        if holder is not None and how & fcntl.LOCK_EX:
            holder.write_text(machine, "utf-8")
    except OSError:
        os.close(file)
        raise
    return file


def _holder(path: Path) -> str:
    """The machine that is named there; empty where none is."""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _stand_in(path: Path) -> Path:
    """The file of this machine for another one; only its owner may look into the folder."""
    folder = Path(tempfile.gettempdir()) / f"naitui-locks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "belongs to somebody else", str(folder))
    return folder / hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]


def why_not_seen(folder: Path) -> str:
    """Why programs of other machines cannot be seen in a folder, in a sentence; empty where they can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".naitui-", suffix=".part", dir=folder) as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HAS_NONE:
            return f"{folder} is on a file system without locks: use naitui on one machine at a time with it"
    return ""
