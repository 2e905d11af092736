"""What the terminal can show, asked of the terminal itself.

One batch of questions is written before the heavy imports and read just before the app runs, so that the round trip
costs nothing::

    question = ask()                  # before textual is imported
    ...                               # the imports
    terminal = question.read()        # never waits longer than its timeout
    apply_colour(terminal)            # before textual makes its console
    protocol = choose(terminal)

The last question is DA1 ("who are you"), which every terminal answers: whatever came before it is complete, and nothing
has to wait for silence. Inside tmux the outer terminal is asked through a passthrough envelope that has a DA1 of its
own; whoever stops at tmux's own, earlier DA1 gets the outer answers as key presses in the app.
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
from dataclasses import dataclass
from typing import Literal

Protocol = Literal["kitty", "sixel", "half", "unicode", "none"]
"""How a picture is put on the screen, best first."""

DEFAULT_CELL = (10, 20)
"""Width and height of a character cell in pixels where the terminal does not tell."""

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
    round_trip_ms: float = 0.0,
) -> Terminal:
    """Read the raw `answers` of a terminal.

    Args:
        answers: every byte that came back, key presses in between included.
        environ: the process environment; `TMUX`, `STY`, `COLORTERM` and `TERM` matter.
        passthrough: the outer terminal was asked through tmux as well.
        window: columns, rows, width and height in pixels by TIOCGWINSZ; the last two may be 0.
        round_trip_ms: handed on.
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
        round_trip_ms=round_trip_ms,
        colours=_colours(environ, truecolor, screen),
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


def _colours(environ: Mapping[str, str], truecolor: bool, screen: bool) -> int:
    """The number of colours Rich will choose for this TERM and COLORTERM (`rich.console`, 15.0)."""
    term = environ.get("TERM", "").strip().lower()
    if term in ("", "dumb", "unknown"):
        return 0
    if truecolor:
        return 1 << 24
    return 256 if screen or term.rpartition("-")[2] in ("256color", "kitty") else 16


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
    """Tell Textual about 24-bit colour through COLORTERM; call it before textual is imported.

    ssh does not carry COLORTERM, and without it a 24-bit terminal gets 256 colours. The other way round, GNU screen
    inherits COLORTERM from its terminal and turns 24-bit colours into noise, so there it is taken away.
    """
    if terminal.truecolor:
        environ["COLORTERM"] = "truecolor"
    elif environ.get("STY"):
        environ.pop("COLORTERM", None)
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")  # Rich takes TERM=screen for 16 colours


def ask(environ: Mapping[str, str] = os.environ) -> Question:
    """Write the questions to /dev/tty and come back at once; echo is off until `Question.read` or `close`.

    Without a terminal, or in the background, nothing is written and `read` says so.
    """
    question = Question(environ)
    question.write()
    return question


class Question:
    """Questions that were written to the terminal and not read yet. Made by `ask`; `read` it once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._passthrough = False
        self._fd: int | None = None
        self._modes: list[int | list[bytes | int]] | None = None
        self._asked = 0.0

    def write(self) -> None:
        """Open the terminal, turn its echo off and ask. `ask` does this."""
        try:
            self._fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)  # stdin and stdout may be pipes
        except OSError:
            return
        atexit.register(self.close)  # an import that fails in between must not leave a terminal without echo
        try:
            if os.tcgetpgrp(self._fd) != os.getpgrp():  # in the background: changing the modes would stop us
                self.close()
                return
            self._modes = termios.tcgetattr(self._fd)
            self._passthrough = bool(self._environ.get("TMUX")) and _tmux_passthrough()
            tty.setcbreak(self._fd, termios.TCSANOW)
            self._asked = time.monotonic()
            os.write(self._fd, _questions(self._environ, self._passthrough).encode("ascii"))
        except (OSError, termios.error):  # the terminal is going away: there is nobody to ask
            self.close()

    def read(self, timeout: float = 1.5) -> Terminal:
        """Wait for the answers and give the terminal its modes back.

        Args:
            timeout: seconds since the question was asked, after which a silent terminal is left alone.

        Keys pressed since the question are read along and are lost.
        """
        if self._fd is None:
            return Terminal()
        try:
            # Late callers still get what has come: it must not stay behind as key presses.
            answers = _collect(self._fd, self._passthrough, max(self._asked + timeout, time.monotonic() + _LINGER))
            took = (time.monotonic() - self._asked - _LINGER) * 1000
            window = _window(self._fd)
        finally:
            self.close()
        return parse_answers(
            answers,
            environ=self._environ,
            passthrough=self._passthrough,
            window=window,
            round_trip_ms=round(max(0.0, took), 1),
        )

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


def _collect(fd: int, passthrough: bool, deadline: float) -> bytes:
    """Everything up to the last DA1 answer and a little longer, at most until `deadline` (monotonic seconds)."""
    marks = 2 if passthrough else 1  # tmux's own DA1 and the outer terminal's
    got = b""
    while len(_DA1_ANSWER.findall(got)) < marks and (left := deadline - time.monotonic()) > 0:
        if select.select([fd], [], [], left)[0]:
            if not (more := os.read(fd, 4096)):
                return got  # hung up
            got += more
    while select.select([fd], [], [], _LINGER)[0]:
        if not (more := os.read(fd, 4096)):
            break
        got += more
    return got


def _questions(environ: Mapping[str, str], passthrough: bool) -> str:
    """One batch, DA1 last. tmux takes a bare APC for a window title; GNU screen is asked nothing but DA1."""
    if environ.get("STY"):
        return _DA1
    if not environ.get("TMUX"):
        return _XTVERSION + _CELL_SIZE + _TRUECOLOUR + _GRAPHICS + _DA1
    outer = "".join(map(through_tmux, (_XTVERSION, _GRAPHICS, _DA1))) if passthrough else ""
    return _XTVERSION + _CELL_SIZE + _DA1 + outer


def through_tmux(sequence: str) -> str:
    """Wrap an escape sequence so that tmux hands it to the outer terminal."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _tmux_passthrough() -> bool:
    """Does tmux let this pane's sequences through? Asked of tmux itself; a tmux that does not say so says no."""
    import subprocess  # 8 ms that only a start inside tmux needs

    command = ["tmux", "show", "-Apv", "allow-passthrough"]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=1, text=True, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() in ("on", "all")


def _window(fd: int) -> tuple[int, int, int, int]:
    """Columns, rows, width and height in pixels of the window behind `fd`; zeros where the kernel does not know."""
    size = array.array("H", [0, 0, 0, 0])
    try:
        fcntl.ioctl(fd, termios.TIOCGWINSZ, size)
    except OSError:
        return 0, 0, 0, 0
    rows, columns, width, height = size
    return columns, rows, width, height


def current_cell() -> tuple[int, int] | None:
    """Width and height of a cell in pixels as the kernel knows them now; None if it does not.

    It changes with a font zoom, so it is worth asking again on every resize. ssh and tmux pass the pixels on.
    """
    try:
        fd = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return _cell(b"", _window(fd))
    finally:
        os.close(fd)
