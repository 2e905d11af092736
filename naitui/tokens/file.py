"""Tokens in files: the user's own one, which nobody else may read, and any that is named on the command line."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from naitui.tokens.secret import MAX_TOKEN, Token, TokenError, first_line

_PARTS = ".token-*.part"
"""What the file is called while it is being written."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_named(path: Path) -> Token:
    """The token in a file that the user has named; that may be a pipe, ``/dev/stdin`` or a systemd credential.

    Raises:
        TokenError: it cannot be read, or holds none.
    """
    try:
        with path.open("rb") as file:
            data = file.readline(MAX_TOKEN + 2)
    except OSError as error:
        raise TokenError(f"{path}: the token cannot be read ({error.strerror})") from None
    return Token(first_line(data, f"{path}: there is no token in its first line"), str(path), "named file")


def read_own(path: Path) -> Token | None:
    """The token in the user's own file; None when there is no such file.

    Raises:
        TokenError: others can read it, it is somebody else's or no plain file, or holds no token.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if path.is_symlink():
            raise TokenError(f"{path}: this is a link; naitui reads its own token file only where it is") from None
        raise TokenError(f"{path}: the token cannot be read ({error.strerror})") from None
    try:
        _check_private(path, os.fstat(handle))
        data = os.read(handle, MAX_TOKEN + 2)
    except OSError as error:
        raise TokenError(f"{path}: the token cannot be read ({error.strerror})") from None
    finally:
        os.close(handle)
    return Token(first_line(data, f"{path}: there is no token in its first line"), str(path), "file")


def _check_private(path: Path, status: os.stat_result) -> None:
    """Of the opened file, so that nobody can swap it in between."""
    if not stat.S_ISREG(status.st_mode):
        raise TokenError(f"{path}: this is no plain file")
    if status.st_uid != os.getuid():
        raise TokenError(f"{path}: this token file belongs to somebody else")
    if status.st_mode & _OTHERS:
        raise TokenError(f"{path}: others can read this token; run: chmod 600 {path}")


def prepare_folder(path: Path) -> None:
    """Make the folder of the token file, for its owner alone.

    Raises:
        TokenError: that cannot be done.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & _OTHERS:
            folder.chmod(0o700)
    except OSError as error:
        raise TokenError(f"{folder}: the token cannot be kept there ({error.strerror})") from None


def keep_in_file(path: Path, secret: SecretStr) -> None:
    """Write the user's own token file (mode 0600, its folder 0700) in one step; a link there is replaced.

    Raises:
        TokenError: it cannot be written; what was there before still is.
    """
    prepare_folder(path)
    temporary = path.with_name(_PARTS.replace("*", secrets.token_hex(8)))
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret.get_secret_value().encode() + b"\n")
            file.flush()
            os.fsync(handle)
        temporary.replace(path)
    except OSError as error:
        raise TokenError(f"{path}: the token cannot be kept there ({error.strerror})") from None
    finally:
        with suppress(OSError):
            temporary.unlink()
    _remove_parts(path.parent)


def remove_file(path: Path) -> bool:
    """Remove the user's own token file, and what a kill may have left of one; whether there was one.

    Raises:
        TokenError: it cannot be removed.
    """
    try:
        _remove_parts(path.parent)
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise TokenError(f"{path}: it cannot be removed ({error.strerror})") from None
    return True


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(_PARTS):
        with suppress(FileNotFoundError):  # it is gone already
            part.unlink()
