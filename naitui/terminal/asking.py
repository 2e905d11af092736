"""Asking the terminal: one batch of questions, written early and read late.

The last question is DA1 ("who are you"), which every terminal answers, so nothing has to wait for silence. Inside tmux
the outer terminal is asked through passthrough and has a DA1 of its own; whoever stops at tmux's own, earlier one gets
the outer answers as key presses in the app.
"""

from __future__ import annotations

import array
import atexit
import fcntl
import os
import select
import termios
import time
import tty
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from naitui.terminal.answers import DA1_ANSWER, SPEECHLESS, Terminal, cell_of, parse_answers
from naitui.terminal.tmux import Tmux, open_passthrough, read_tmux, through_tmux

XTVERSION = "\x1b[>q"
CELL_SIZE = "\x1b[16t"
# Set a 24-bit background, ask what is set (DECRQSS), set it back: a terminal of 256 colours answers something else.
TRUECOLOUR = "\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[0m"
GRAPHICS = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
DA1 = "\x1b[c"

TIMEOUT = 1.5
"""Seconds from the question on that answers are waited for."""
_LINGER = 0.02  # seconds in which what is still on its way after the last answer is read as well


class Question:
    """Questions for the terminal: `ask` writes them, `read` gets the answers, once each. Echo is off in between."""

    def __init__(self, environ: Mapping[str, str], *, may_open: bool = False) -> None:
        self._environ = environ
        self._may_open = may_open
        self.opened = False
        """Whether tmux was told to hand our sequences on: `naitui.terminal.tmux.close_passthrough` takes that back."""
        self._passthrough = False
        self._tmux: Tmux | None = None
        self._fd: int | None = None
        self._modes: list[int | list[bytes | int]] | None = None
        self._asked = 0.0

    def ask(self) -> Question:
        """Write to /dev/tty. Without one, with TERM=dumb or in the background nothing is written or found by `read`."""
        if self._environ.get("TERM", "") in SPEECHLESS:
            return self
        try:
            self._fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)  # stdin and stdout may be pipes
        except OSError:
            return self
        atexit.register(self.close)  # an import that fails in between must not leave a terminal without echo
        try:
            if os.tcgetpgrp(self._fd) != os.getpgrp():  # in the background: changing the modes would stop us
                self.close()
                return self
            self._modes = termios.tcgetattr(self._fd)
            self._passthrough = self._tmux_passes()
            tty.setcbreak(self._fd, termios.TCSANOW)
            self._asked = time.monotonic()
            os.write(self._fd, _questions(self._environ, self._passthrough).encode("ascii"))
        except (OSError, termios.error):  # the terminal is going away: there is nobody to ask
            self.close()
        return self

    def _tmux_passes(self) -> bool:
        tmux = self._tmux = read_tmux(self._environ)
        if tmux is None or tmux.passes:
            return tmux is not None
        self.opened = self._may_open and open_passthrough(self._environ)
        return self.opened

    def read(self, timeout: float = TIMEOUT) -> Terminal:
        """Wait for the answers, `timeout` seconds from the question on, and give the terminal its modes back.

        Keys pressed since the question are read along: they are in `Terminal.typed`.
        """
        if self._fd is None:
            return Terminal()
        try:
            # Late callers still get what has come: it must not stay behind as key presses.
            latest = max(self._asked + timeout, time.monotonic() + _LINGER)
            answers, came = _collect(self._fd, self._passthrough, latest)
            took = (came - self._asked) * 1000
            window = _window(self._fd)
        except OSError:  # hung up
            return Terminal()
        finally:
            self.close()
        known = parse_answers(
            answers,
            environ=self._environ,
            passthrough=self._passthrough,
            rgb=self._tmux is None or self._tmux.rgb,
            window=window,
        )
        return replace(known, round_trip_ms=round(max(0.0, took), 1))

    def close(self) -> None:
        """Give the terminal its modes back; harmless when that was done before."""
        fd, self._fd = self._fd, None
        if fd is None:
            return
        atexit.unregister(self.close)
        try:
            if self._modes is not None:
                termios.tcsetattr(fd, termios.TCSANOW, self._modes)
        except termios.error:
            pass  # the terminal was closed meanwhile: there are no modes left to give back
        finally:
            os.close(fd)


def ask(environ: Mapping[str, str] = os.environ, *, may_open: bool = False) -> Question:
    """Write the questions and come back at once; see `Question`.

    Args:
        may_open: tmux may be told to hand this pane's sequences on, if it does not already.
    """
    return Question(environ, may_open=may_open).ask()


def _collect(fd: int, passthrough: bool, deadline: float) -> tuple[bytes, float]:
    """Everything up to the last DA1 answer, at most until `deadline`, and when that came (monotonic seconds).

    Where it had to be waited for, a little longer: something may still be on its way behind it.
    """
    marks = 2 if passthrough else 1  # tmux's own DA1 and the outer terminal's
    got, came, waited = b"", time.monotonic(), False
    while True:
        complete = len(DA1_ANSWER.findall(got)) >= marks
        left = (_LINGER if waited else 0.0) if complete else max(0.0, deadline - time.monotonic())
        if not _comes(fd, 0.0):
            waited = waited or not complete
            if not _comes(fd, left):
                return got, came if complete else time.monotonic()
        more = os.read(fd, 4096)
        if not more:
            return got, came if complete else time.monotonic()
        got += more
        if not complete:
            came = time.monotonic()


def _comes(fd: int, seconds: float) -> bool:
    return bool(select.select([fd], [], [], seconds)[0])


def _questions(environ: Mapping[str, str], passthrough: bool) -> str:
    """One batch, DA1 last. tmux takes a bare APC for a window title; screen and the Linux console would print some."""
    if environ.get("STY") or environ.get("TERM") == "linux":
        return DA1
    if not environ.get("TMUX"):
        return XTVERSION + CELL_SIZE + TRUECOLOUR + GRAPHICS + DA1
    outer = "".join(map(through_tmux, (XTVERSION, GRAPHICS, DA1))) if passthrough else ""
    return XTVERSION + CELL_SIZE + DA1 + outer


def _window(fd: int) -> tuple[int, int, int, int]:
    """Columns, rows, width and height in pixels of the window behind `fd`; zeros for what the kernel does not know."""
    size = array.array("H", [0, 0, 0, 0])
    fcntl.ioctl(fd, termios.TIOCGWINSZ, size)
    rows, columns, width, height = size
    return columns, rows, width, height


def current_cell() -> tuple[int, int] | None:
    """Width and height of a cell in pixels as the kernel knows them now; None if it does not.

    A font zoom changes it, so ask again on every resize. ssh and tmux pass the pixels on.
    """
    try:
        with Path("/dev/tty").open("rb", buffering=0) as terminal:
            return cell_of(_window(terminal.fileno()))
    except OSError:
        return None
