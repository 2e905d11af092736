"""Tokens in the system's keyring, by way of the optional ``keyring`` library, which is imported only when asked.

It may hang (a dialog that nobody sees), so every question runs in a thread of its own with a limit. It may also pick a
"keyring" that is a plain file or none at all; those are refused.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from pydantic import SecretStr

from naitui.tokens.secret import Token, TokenError, is_token

SERVICE = "naitui"
ENTRY = "token"
LIMIT = 3.0
"""Seconds for one question, the library's import included."""
_REFUSED = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")
"""Modules of backends that keep nothing, or keep it where anybody finds it."""

Answer = TypeVar("Answer")


def read_from_keyring(entry: str = ENTRY, *, limit: float = LIMIT) -> Token | None:
    """The token in the keyring; None when it has none, or this machine has no keyring.

    Raises:
        TokenError: the keyring is locked, does not answer or fails, or holds something that is no token.
    """
    if not _installed():
        return None

    def read() -> Token | None:
        for backend in _backends():
            text = backend.get_password(SERVICE, entry)
            if text is not None:
                return Token(SecretStr(text), _name(backend), "keyring")
        return None

    token = _within(limit, read)
    if token is not None and not is_token(token.secret.get_secret_value()):
        raise TokenError(f"{token.source}: what it holds for naitui is no token; run: naitui auth set --keyring")
    return token


def check_keyring(*, limit: float = LIMIT) -> None:
    """Whether a token could be kept in a keyring here.

    Raises:
        TokenError: no; it says why, and what to do.
    """
    if not _installed():
        raise TokenError("the keyring library is missing; run: pip install 'naitui[keyring]' (or keyring)")
    if not _within(limit, _backends):
        raise TokenError("there is no keyring here that keeps secrets safe; without --keyring a file is used")


def keep_in_keyring(secret: SecretStr, entry: str = ENTRY, *, limit: float = LIMIT) -> str:
    """Keep the token in the keyring; the keyring's name.

    Raises:
        TokenError: there is none, or it did not take it.
    """
    check_keyring(limit=limit)

    def keep() -> str:
        backend = _backends()[0]
        backend.set_password(SERVICE, entry, secret.get_secret_value())
        if backend.get_password(SERVICE, entry) != secret.get_secret_value():
            raise TokenError(f"{_name(backend)}: it did not keep the token")
        return _name(backend)

    return _within(limit, keep)


def remove_from_keyring(entry: str = ENTRY, *, limit: float = LIMIT) -> list[str]:
    """Remove the token from every keyring that has it; their names.

    Raises:
        TokenError: a keyring is locked, does not answer or fails.
    """
    if not _installed():
        return []

    def remove() -> list[str]:
        having = [backend for backend in _backends() if backend.get_password(SERVICE, entry) is not None]
        for backend in having:
            backend.delete_password(SERVICE, entry)
        return [_name(backend) for backend in having]

    return _within(limit, remove)


def _installed() -> bool:
    return find_spec("keyring") is not None


def _backends() -> list[Any]:
    """The real keyrings, best first; a chain is taken apart, for a plain file may be among its links."""
    chosen = import_module("keyring").get_keyring()
    return [backend for backend in getattr(chosen, "backends", (chosen,)) if _is_real(backend)]


def _is_real(backend: Any) -> bool:
    if any(kind.__module__.startswith(_REFUSED) for kind in type(backend).__mro__):
        return False
    try:
        return float(backend.priority) >= 1
    except Exception:  # noqa: BLE001 - its way to say that it does not work here
        return False


def _name(backend: Any) -> str:
    return f"keyring ({getattr(backend, 'name', type(backend).__name__)})"


def _within(limit: float, work: Callable[[], Answer]) -> Answer:
    """Do ``work`` in a thread that nobody waits for longer than ``limit`` seconds."""
    answers: queue.SimpleQueue[tuple[Answer] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(),))
        except Exception as error:  # noqa: BLE001 - told apart below
            answers.put(error)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        answer = answers.get(timeout=limit)
    except queue.Empty:
        raise TokenError(
            f"the keyring did not answer within {limit:g} seconds; it may be waiting to be unlocked"
        ) from None
    if isinstance(answer, tuple):
        return answer[0]
    if isinstance(answer, TokenError):
        raise answer
    if any(kind.__name__ == "KeyringLocked" for kind in type(answer).__mro__):
        raise TokenError("the keyring is locked; unlock it, or use another place for the token")
    # its words might quote what was being kept
    raise TokenError(f"the keyring failed ({type(answer).__name__})")
