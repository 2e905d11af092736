"""What a token is: a `SecretStr` with the place it came from, and the error of every place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from naitui.tokens.looks import redacted

Kind = Literal["named file", "environment", "command", "keyring", "file"]
MAX_TOKEN = 8192
"""Characters; NovelAI's are far shorter."""
SHOWN = 4
_LONG_ENOUGH = 12
"""Of anything shorter, the last characters would give too much away."""


class TokenError(Exception):
    """A token source that cannot be used; the message says what to do and never holds the token."""

    def __init__(self, message: str) -> None:
        super().__init__(redacted(message))  # somebody may have given a token where a file's name belongs


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it was found."""

    secret: SecretStr
    source: str
    """In words: a path, a variable, the name of a keyring."""
    kind: Kind
    note: str = ""
    """What went wrong in a place that comes before, e.g. that the keyring is locked."""

    @property
    def ending(self) -> str:
        """The last four characters, the only ones that are ever shown; empty when there are too few of them."""
        text = self.secret.get_secret_value()
        return text[-SHOWN:] if len(text) >= _LONG_ENOUGH else ""


def is_token(text: str) -> bool:
    """Whether this can stand in a header; what cannot would be quoted, token and all, in the HTTP library's error."""
    return 0 < len(text) <= MAX_TOKEN and text.isascii() and text.isprintable() and " " not in text


def first_line(data: bytes, complaint: str) -> SecretStr:
    """The token in the first line of ``data``.

    Raises:
        TokenError: there is none; it says ``complaint``.
    """
    line = data.partition(b"\n")[0].strip()
    text = line.decode("ascii", "replace")
    if not is_token(text):
        raise TokenError(complaint)
    return SecretStr(text)
