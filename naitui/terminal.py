"""What the terminal can show, asked of the terminal itself.

The questions are written before the heavy imports and read after them, so that the round trip costs nothing::

    question = ask()
    from textual.app import App  # and all the rest
    terminal = question.read()
    apply_colour(terminal)
    protocol = choose(terminal)

The last question is DA1 ("who are you"), which every terminal answers, so nothing has to wait for silence. Inside tmux
the outer terminal is asked through passthrough and has a DA1 of its own; whoever stops at tmux's own, earlier one gets
the outer answers as key presses in the app.
"""

from __future__ import annotations

import array
import atexit
import fcntl
import os
import re
import select
import termios
import time
import tty
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Protocol = Literal["kitty", "sixel", "half", "unicode", "none"]  # how a picture is put on the screen, best first
DEFAULT_CELL = (10, 20)  # width and height of a character cell in pixels where the terminal does not tell

_XTVERSION = "\x1b[>q"
_CELL_SIZE = "\x1b[16t"
# Set a 24-bit background, ask what is set (DECRQSS), set it back: a terminal of 256 colours answers something else.
_TRUECOLOUR = "\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[0m"
_GRAPHICS = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_DA1 = "\x1b[c"

_DA1_ANSWER = re.compile(rb"\x1b\[\?([0-9;]*)c")
_VERSION_ANSWER = re.compile(rb"\x1bP>\|(.*?)\x1b\\", re.DOTALL)
_CELL_ANSWER = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_GRAPHICS_ANSWER = re.compile(rb"\x1b_Gi=31[^;\x1b]*;OK")
_TRUECOLOUR_ANSWER = re.compile(rb"\x1bP1\$r[0-9;:]*48[:;]2[:;]+1[:;]2[:;]3")

_SPEECHLESS = ("", "dumb", "unknown")  # values of TERM that promise nothing, not even a cursor
_LINGER = 0.02  # seconds in which what is still on its way after the last answer is read as well


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal has said of itself, and what its environment adds.

    `name` is the answer to XTVERSION (`kitty(0.41.1)`), the outer terminal's where tmux let us ask it. `answers`: DA1
    came in time. `placeholders`: draws Kitty pictures by Unicode placeholders. `sixel`: draws sixels, with neither tmux
    nor GNU screen in between. `passthrough`: tmux hands our sequences on. `cell`: width and height of a cell in pixels,
    a guess unless `cell_known`. `round_trip_ms`: from question to answer, at most (the imports in between are in it).
    `colours`: how many Rich will use, 0, 16, 256 or 16,777,216.
    """

    tty: bool = False
    answers: bool = False
    name: str = ""
    placeholders: bool = False
    sixel: bool = False
    tmux: bool = False
    passthrough: bool = False
    truecolor: bool = False
    cell: tuple[int, int] = DEFAULT_CELL
    cell_known: bool = False
    round_trip_ms: float = 0.0
    colours: int = 0


def parse_answers(
    answers: bytes,
    *,
    environ: Mapping[str, str],
    passthrough: bool = False,
    window: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> Terminal:
    """Read the raw `answers`, key presses in between included.

    Of the process environment TMUX, STY, COLORTERM and TERM matter. `passthrough`: the outer terminal was asked through
    tmux as well. `window`: columns, rows, width and height in pixels by TIOCGWINSZ; the last two may be 0.
    """
    tmux, screen = bool(environ.get("TMUX")), bool(environ.get("STY"))
    attributes = [found.decode("ascii").split(";") for found in _DA1_ANSWER.findall(answers)]
    names: list[bytes] = _VERSION_ANSWER.findall(answers)
    # tmux answers first, so the outer terminal's name is the last one; foreign bytes, so nothing but plain ASCII
    name = "".join(chr(byte) for byte in names[-1] if 32 <= byte < 127) if names else ""
    truecolor = not screen and (
        environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
        or _TRUECOLOUR_ANSWER.search(answers) is not None
        or (passthrough and _draws_placeholders(name))  # all of those have it
    )
    cell = _cell(answers, window)
    return Terminal(
        tty=True,
        answers=bool(attributes),
        name=name,
        placeholders=_GRAPHICS_ANSWER.search(answers) is not None and _draws_placeholders(name),
        # tmux 3.8 claims sixel whatever the outer terminal is, and drops pictures that text is written after
        sixel=not tmux and not screen and any("4" in attribute for attribute in attributes),
        tmux=tmux,
        passthrough=passthrough,
        truecolor=truecolor,
        cell=cell or DEFAULT_CELL,
        cell_known=cell is not None,
        colours=_colours(environ, truecolor),
    )


def _draws_placeholders(name: str) -> bool:
    """Konsole, WezTerm and Warp say OK to graphics as well and then draw boxes: only known names count."""
    kitty = _version(name, "kitty(")
    return (kitty is not None and kitty >= (0, 28)) or name.lower().startswith("ghostty")


def _version(name: str, brand: str) -> tuple[int, int] | None:
    """Major and minor version out of an XTVERSION name that starts with `brand`."""
    found = re.match(re.escape(brand) + r"(\d+)\.(\d+)", name)
    return (int(found[1]), int(found[2])) if found else None


def _cell(answers: bytes, window: tuple[int, int, int, int]) -> tuple[int, int] | None:
    """Cell size in pixels: by the kernel's window size, else by the terminal's own answer."""
    columns, rows, width, height = window
    if columns and rows and width // columns and height // rows:
        return width // columns, height // rows
    if (found := _CELL_ANSWER.search(answers)) and int(found[1]) and int(found[2]):
        return int(found[2]), int(found[1])
    return None


def _colours(environ: Mapping[str, str], truecolor: bool) -> int:
    """The number of colours Rich will choose for this TERM and COLORTERM (`rich.console`, 15.0)."""
    term = environ.get("TERM", "").strip().lower()
    if term in _SPEECHLESS:
        return 0
    if truecolor:
        return 1 << 24
    return 256 if term.rpartition("-")[2] in ("256color", "kitty") else 16


def choose(terminal: Terminal) -> Protocol:
    """The best way to show pictures on `terminal`; a setting of the user comes before it."""
    if not terminal.tty or terminal.colours == 0:
        return "none"
    if terminal.placeholders and terminal.truecolor:  # the number of a picture is written as a 24-bit colour
        return "kitty"
    if terminal.colours < 256:
        return "unicode"
    konsole = _version(terminal.name, "Konsole ")
    if terminal.sixel and terminal.cell_known and (konsole is None or konsole >= (26, 0)):
        return "sixel"  # Konsole 22 leaves stale columns behind, 26 is clean
    return "half"


def apply_colour(terminal: Terminal, environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell Textual about 24-bit colour through COLORTERM; call it before the app is made.

    ssh does not carry COLORTERM. GNU screen inherits it and turns 24-bit colours into noise: there it is taken away.
    """
    if terminal.truecolor:
        environ["COLORTERM"] = "truecolor"
    elif environ.get("STY"):
        environ.pop("COLORTERM", None)


class Question:
    """Questions for the terminal: `ask` writes them, `read` gets the answers, once each. Echo is off in between."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._passthrough = False
        self._fd: int | None = None
        self._modes: list[int | list[bytes | int]] | None = None
        self._asked = 0.0

    def ask(self) -> Question:
        """Write to /dev/tty. Without one, with TERM=dumb or in the background nothing is written or found by `read`."""
        if self._environ.get("TERM", "") in _SPEECHLESS:
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
            self._passthrough = bool(self._environ.get("TMUX")) and _tmux_passthrough()
            tty.setcbreak(self._fd, termios.TCSANOW)
            self._asked = time.monotonic()
            os.write(self._fd, _questions(self._environ, self._passthrough).encode("ascii"))
        except (OSError, termios.error):  # the terminal is going away: there is nobody to ask
            self.close()
        return self

    def read(self, timeout: float = 1.5) -> Terminal:
        """Wait for the answers, `timeout` seconds from the question on, and give the terminal its modes back.

        Keys pressed since the question are read along and are lost.
        """
        if self._fd is None:
            return Terminal()
        try:
            # Late callers still get what has come: it must not stay behind as key presses.
            answers = _collect(self._fd, self._passthrough, max(self._asked + timeout, time.monotonic() + _LINGER))
            took = (time.monotonic() - self._asked - _LINGER) * 1000
            window = _window(self._fd)
        except OSError:  # hung up
            return Terminal()
        finally:
            self.close()
        known = parse_answers(answers, environ=self._environ, passthrough=self._passthrough, window=window)
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


def ask(environ: Mapping[str, str] = os.environ) -> Question:
    """Write the questions and come back at once; see `Question`."""
    return Question(environ).ask()


def _collect(fd: int, passthrough: bool, deadline: float) -> bytes:
    """Everything up to the last DA1 answer and a little longer, at most until `deadline` (monotonic seconds)."""
    marks = 2 if passthrough else 1  # tmux's own DA1 and the outer terminal's
    got = b""
    while True:
        complete = len(_DA1_ANSWER.findall(got)) >= marks
        left = _LINGER if complete else deadline - time.monotonic()
        if not select.select([fd], [], [], max(0.0, left))[0] or not (more := os.read(fd, 4096)):
            return got
        got += more


def _questions(environ: Mapping[str, str], passthrough: bool) -> str:
    """One batch, DA1 last. tmux takes a bare APC for a window title; screen and the Linux console would print some."""
    if environ.get("STY") or environ.get("TERM") == "linux":
        return _DA1
    if not environ.get("TMUX"):
        return _XTVERSION + _CELL_SIZE + _TRUECOLOUR + _GRAPHICS + _DA1
    outer = "".join(map(through_tmux, (_XTVERSION, _GRAPHICS, _DA1))) if passthrough else ""
    return _XTVERSION + _CELL_SIZE + _DA1 + outer


def through_tmux(sequence: str) -> str:
    """Wrap an escape sequence so that tmux hands it to the outer terminal."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _tmux_passthrough() -> bool:
    """Does tmux let this pane's sequences through? Older than 3.3 it does not know the question."""
    import subprocess  # 8 ms that only a start inside tmux needs

    command = ["tmux", "show", "-Apv", "allow-passthrough"]
    try:
        return subprocess.run(command, capture_output=True, timeout=1).stdout.strip() in (b"on", b"all")
    except (OSError, subprocess.TimeoutExpired):
        return False


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
            return _cell(b"", _window(terminal.fileno()))
    except OSError:
        return None
