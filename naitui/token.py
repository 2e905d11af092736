"""Where the token comes from. It is a `SecretStr` from the moment it is read and never shows in logs or errors."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

VARIABLES = ("NOVELAI_TOKEN", "NOVELAI_API_KEY", "NAI_TOKEN", "NAI_ACCESS_TOKEN")
"""Environment variables, first hit wins. All are taken out of the environment, so that no child inherits them."""
MAX_TOKEN = 8192


class TokenError(Exception):
    """A token source that cannot be used; the message says what to do and never holds the token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it was found."""

    secret: SecretStr
    source: str


def find_token(token_file: Path | None, own_file: Path) -> Token | None:
    """The token from ``--token-file``, the environment, or the user's own file; None when there is none.

    Raises:
        TokenError: a file that cannot be read, or that others could read; something that is no token.
    """
    from_environment = _take_from_environment()
    named = token_file or (Path(name) if (name := os.environ.get("NAITUI_TOKEN_FILE")) else None)
    if named is not None:
        return Token(_read(named), str(named))
    if from_environment is not None:
        if not _is_token(from_environment.secret.get_secret_value()):
            raise TokenError(f"{from_environment.source}: this is no token; it should be one word of plain characters")
        return from_environment
    if own_file.exists():
        _check_private(own_file)
        return Token(_read(own_file), str(own_file))
    return None


def _take_from_environment() -> Token | None:
    found = None
    for name in VARIABLES:
        value = os.environ.pop(name, "").strip()
        if value and found is None:
            found = Token(SecretStr(value), f"${name}")
    return found


def _read(path: Path) -> SecretStr:
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(MAX_TOKEN).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise TokenError(f"{path}: the token cannot be read ({reason})") from None
    if not _is_token(line):
        raise TokenError(f"{path}: there is no token in its first line")
    return SecretStr(line)


def _is_token(text: str) -> bool:
    """Whether this can stand in a header; what cannot would be quoted, token and all, in the HTTP library's error."""
    return text.isascii() and text.isprintable() and text != "" and " " not in text


def _check_private(path: Path) -> None:
    status = path.stat()
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise TokenError(f"{path}: others can read this token; run: chmod 600 {path}")
    if status.st_uid != os.getuid():
        raise TokenError(f"{path}: this token file belongs to somebody else")
