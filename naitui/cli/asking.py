"""Asking for secrets: without echo at a terminal, line by line from a pipe."""

from __future__ import annotations

import getpass
import sys
import warnings

from pydantic import SecretStr

from naitui.tokens.secret import MAX_TOKEN, TokenError


def ask_line(what: str) -> SecretStr:
    """One line without the blanks around it.

    Raises:
        TokenError: nobody answers, or what comes is no text.
    """
    return SecretStr(ask_secret(what).get_secret_value().strip())


def ask_secret(what: str) -> SecretStr:
    """One line exactly as it was typed (a password may begin or end with a blank).

    Raises:
        TokenError: nobody answers, or what comes is no text.
    """
    if sys.stdin is None:
        raise TokenError(f"{what}: there is neither a terminal nor a pipe to read it from")
    return _typed(what) if sys.stdin.isatty() else _piped(what)


def _typed(what: str) -> SecretStr:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return SecretStr(getpass.getpass(f"{what}: "))
        except getpass.GetPassWarning:
            raise TokenError("this terminal would show what is typed; give it through a pipe instead") from None
        except EOFError:
            raise TokenError(f"{what}: none was given") from None
        except UnicodeDecodeError:
            raise TokenError(f"{what}: what was typed is no text") from None


def _piped(what: str) -> SecretStr:
    line = sys.stdin.buffer.readline(MAX_TOKEN + 2)
    if not line:
        raise TokenError(f"{what}: none was given")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise TokenError(f"{what}: what was given is no text") from None
    return SecretStr(text.removesuffix("\n").removesuffix("\r"))
