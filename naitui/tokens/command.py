"""Tokens from a command of the user's own, e.g. ``token_command = ["pass", "show", "novelai"]`` in config.toml."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from naitui.tokens.environment import VARIABLES
from naitui.tokens.secret import MAX_TOKEN, Token, TokenError, first_line

LIMIT = 10.0
"""Seconds."""
_LOOK = 0.05
"""Seconds between two looks whether it has ended, should something that it left behind hold its output open."""


def read_from_command(command: Sequence[str], *, limit: float = LIMIT) -> Token:
    """The first line that the command prints.

    No shell; no stdin, no stderr, no terminal; in ``/``, so that what lies in the working directory has no say; without
    the variables that hold tokens. Errors name the program alone: neither its arguments nor what it printed.

    Raises:
        TokenError: it cannot be started, fails, takes too long, or prints no token.
    """
    program = command[0]
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    try:
        process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "an argument holds what none may hold"
        raise TokenError(f"token_command: {program} cannot be started ({reason})") from None
    try:
        data, code = _run(process, time.monotonic() + limit)
    except TimeoutError:
        raise TokenError(
            f"token_command: {program} did not end within {limit:g} seconds; it has no terminal to ask questions on"
        ) from None
    finally:
        _end(process)
    if code != 0:
        how = f"failed with exit code {code}" if code > 0 else f"was ended by signal {-code}"
        raise TokenError(f"token_command: {program} {how}; run it by hand to see why")
    complaint = f"token_command: {program} printed no token in its first line"
    return Token(first_line(data, complaint), f"token_command ({program})", "command")


def _run(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, int]:
    """The beginning of what it prints, and its exit code; `TimeoutError` at ``end``."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    data = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            ended = process.poll() is not None  # asked first: what it has printed before is then there to be read
            if selector.select(0 if ended else min(left, _LOOK)):
                chunk = os.read(process.stdout.fileno(), 65536)
                if not chunk:
                    break
                if len(data) <= MAX_TOKEN:  # the rest is read, so that it does not wait for us, and dropped
                    data += chunk
            elif ended:
                break
    try:
        return data, process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """However this came to its end: nothing of it keeps running or waits for us."""
    if process.poll() is None:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
