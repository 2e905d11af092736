"""A terminal that understands pictures: a pty, a screen by pyte, and what Kitty's commands and sixels do to it.

Written from the formats and not from our encoders. It reads no faster than it is told to, and answers questions when
their bytes have been read, as a terminal at the end of a slow line does.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyte
from PIL import Image

ROOT = Path(__file__).parents[2]
DEADLINE = 60
"""Seconds in which anything must happen; a bound, not a measure."""
CELL = (10, 20)
PLACEHOLDER = "\U0010eeee"
DA1 = b"\x1b[c"


@dataclass(frozen=True)
class Speech:
    """What a terminal says when it is asked; nothing at all without `answers`."""

    name: str = ""
    attributes: str = "62;22"
    """Its answer to DA1."""
    graphics: bool = False
    """Says OK to Kitty graphics."""
    truecolour: bool = True
    answers: bool = True

    def __call__(self, question: re.Match[bytes]) -> bytes:
        """The answer to one question."""
        if not self.answers:
            return b""
        if question["version"]:
            return f"\x1bP>|{self.name}\x1b\\".encode() if self.name else b""
        if question["cell"]:
            return b"\x1b[6;%d;%dt" % (CELL[1], CELL[0])
        if question["colour"]:
            return b"\x1bP1$r0;48:2:1:2:3m\x1b\\" if self.truecolour else b"\x1bP1$r0m\x1b\\"
        if question["da1"]:
            return f"\x1b[?{self.attributes}c".encode()
        return b"\x1b[0n"


KITTY = Speech("kitty(0.41.1)", "62;52", graphics=True)
SIXEL = Speech("XTerm(379)", "64;1;2;4;6;9;15;22;28")
PLAIN = Speech("VTE(7600)", "65;1;9")
SILENT = Speech(answers=False)
TMUX = Speech("tmux 3.5a", "1;2;4", truecolour=False)


@dataclass
class Sent:
    """A picture that Kitty was sent whole: its keys and its bytes."""

    keys: dict[str, str]
    data: bytes

    @property
    def image(self) -> Image.Image:
        """What is in it."""
        return Image.open(io.BytesIO(self.data))


class Glass(pyte.Screen):
    """A screen whose text takes sixels away."""

    def __init__(self, columns: int, rows: int) -> None:
        self.sixels: dict[tuple[int, int], int] = {}
        """For a cell (column, row) which of all sixel pictures is seen there, by its number."""
        self.placed: Callable[[int], None] = lambda number: None
        """Told of each of Kitty's placeholders when it is written: the number of its picture."""
        super().__init__(columns, rows)

    def draw(self, data: str) -> None:
        for character in data:
            super().draw(character)
            if character == PLACEHOLDER:
                self.placed(int(self.cursor.attrs.fg, 16))
            place = self.cursor.x - 1, self.cursor.y
            self.sixels.pop(place, None)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        self.sixels.clear()
        super().erase_in_display(how, *args, **kwargs)

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        self.sixels.clear()
        super().resize(lines, columns)

    def lay(self, width: int, height: int, number: int) -> None:
        """A sixel picture of so many pixels begins at the cursor. Cells of which it covers a part count."""
        for row in range(-(-height // CELL[1])):
            for column in range(-(-width // CELL[0])):
                self.sixels[self.cursor.x + column, self.cursor.y + row] = number
        assert self.cursor.y + -(-height // CELL[1]) < self.lines, "sixels in the last line scroll the screen"


@dataclass
class Kitty:
    """Kitty's memory."""

    pictures: dict[int, Sent] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    freed: list[int] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)
    """Numbers in placeholders that were no picture's when these were written: nothing is seen there."""
    broken: int = 0
    """Transfers that were ended before their time."""
    _open: tuple[dict[str, str], str] | None = None

    def obey(self, keys: dict[str, str], data: str) -> None:
        """One command."""
        assert len(data) <= 4096
        if keys.get("a") == "T":
            assert self._open is None, "a transfer began within another one"
            self._open = keys, ""
        elif "m" not in keys:
            assert self._open is None, "a command broke off a transfer"
            if keys.get("a") == "d":
                assert keys["d"] == "I", "lower case frees no memory"
                self.freed.append(int(keys["i"]))
                self.pictures.pop(int(keys["i"]), None)
            return
        assert self._open is not None, "a chunk of nothing"
        self._open = self._open[0], self._open[1] + data
        if keys["m"] == "0":
            self._close(*self._open)
            self._open = None

    def _close(self, keys: dict[str, str], data: str) -> None:
        picture = Sent(keys, b64decode(data + "=" * (-len(data) % 4)))
        try:
            picture.image.load()
        except (OSError, SyntaxError):
            self.broken += 1  # the quiet end of a transfer that nobody wanted any more
            return
        self.pictures[int(keys["i"])] = picture
        self.sent.append(picture)

    def placed(self, number: int) -> None:
        """A placeholder was written."""
        if number not in self.pictures:
            self.unknown.add(number)

    @property
    def idle(self) -> bool:
        """Is no transfer under way?"""
        return self._open is None


_PARTS = re.compile(
    rb"\x1bPtmux;(?P<envelope>(?:\x1b\x1b|[^\x1b])*)\x1b\\|"
    rb"\x1b_G(?P<keys>[^;\x1b]*);?(?P<data>[^\x1b]*)\x1b\\"
    rb'|\x1bP[0-9;]*q"1;1;(?P<width>\d+);(?P<height>\d+)(?P<sixel>[^\x1b]*)\x1b\\'
    rb"|(?P<dsr>\x1b\[5n)|(?P<da1>\x1b\[c)|(?P<version>\x1b\[>q)|(?P<cell>\x1b\[16t)|(?P<colour>\x1bP\$qm\x1b\\)"
    rb"|(?P<unknown>\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9]+\$p|\x1b\]22;[a-z]*\x07)"
)
_UNFINISHED = re.compile(rb"\x1bPtmux;(?:\x1b\x1b|[^\x1b])*\x1b?\Z|\x1b(?:[_P\]][^\x1b]*\x1b?|\[[0-9;?<>=$]*)?\Z")


class Terminal:
    """A program on a pty.

    Args:
        rate: bytes a second that are read; 0 for all there are.
        answers: False keeps silent whatever is asked.
        speech: what it says of itself; by default no more than that it is there.
        around: what the terminal around it says, to what comes in tmux's envelope.
        late: seconds that its answers to the start's questions take.
    """

    def __init__(
        self,
        command: list[str],
        environ: dict[str, str],
        size: tuple[int, int],
        rate: float = 0,
        answers: bool = True,
        *,
        speech: Speech | None = None,
        around: Speech | None = None,
        late: float = 0,
    ) -> None:
        self.speech = speech or Speech(attributes="62", answers=answers)
        self.around = around
        self.late = late
        self._due: list[tuple[float, bytes]] = []
        self.glass = Glass(*size)
        self.stream = pyte.ByteStream(self.glass)
        self.kitty = Kitty()
        self.glass.placed = self.kitty.placed
        self.raw = b""
        self.sixels: list[tuple[int, int, str]] = []
        """Width, height and data of each sixel picture that came."""
        self.rate = rate
        self._unread = b""
        self._credit, self._last = 0.0, time.monotonic()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], size[0] * 10, size[1] * 20))
        self.modes = termios.tcgetattr(slave)
        self.child = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self.slave = slave  # kept open: what is left in it for a shell can be seen

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self, wait: float = 0.02) -> None:
        """Take what has come, as fast as the line is, and answer what was asked."""
        while self._due and time.monotonic() >= self._due[0][0]:
            os.write(self.master, self._due.pop(0)[1])
        most = 65536
        if self.rate:
            now = time.monotonic()
            self._credit = min(self.rate * 0.05 + 256, self._credit + (now - self._last) * self.rate)
            self._last = now
            most = int(self._credit)
            if most < 128:
                time.sleep(0.005)
                return
        if not select.select([self.master], [], [], wait)[0]:
            return
        data = os.read(self.master, most)
        self._credit -= len(data)
        self.raw += data
        self._unread += data
        self._obey()

    def _obey(self) -> None:
        tail = _UNFINISHED.search(self._unread)
        ready, self._unread = (self._unread[: tail.start()], tail[0]) if tail else (self._unread, b"")
        self._take(ready, self.speech)

    def _take(self, ready: bytes, speech: Speech) -> None:
        at = 0
        for found in _PARTS.finditer(ready):
            self.stream.feed(ready[at : found.start()])
            at = found.end()
            if found["envelope"] is not None:
                if self.around is not None:
                    self._take(found["envelope"].replace(b"\x1b\x1b", b"\x1b"), self.around)
            elif found["keys"] is not None:
                keys = dict(pair.split("=") for pair in found["keys"].decode().split(","))
                if keys.get("a") != "q":
                    self.kitty.obey(keys, found["data"].decode())
                elif speech.answers and speech.graphics:
                    self._answer(f"\x1b_Gi={keys['i']};OK\x1b\\".encode())
            elif found["sixel"] is not None:
                width, height = int(found["width"]), int(found["height"])
                self.sixels.append((width, height, found["sixel"].decode()))
                self.glass.lay(width, height, len(self.sixels) - 1)
            elif found["unknown"] is None:
                self._answer(speech(found), at_once=found["dsr"] is not None)
        self.stream.feed(ready[at:])

    def _answer(self, answer: bytes, *, at_once: bool = False) -> None:
        if answer and (at_once or not self.late):
            os.write(self.master, answer)
        elif answer:
            self._due.append((time.monotonic() + self.late, answer))

    def until(self, condition: Callable[[], Any], what: str) -> None:
        """Read on until something is so."""
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"no {what}:\n{self.text}\n{self.raw[-300:]!r}"
            assert self.child.poll() is None or self.has_more(), f"it has ended without {what}:\n{self.text}"
            self.read()

    def has_more(self) -> bool:
        return bool(select.select([self.master], [], [], 0)[0])

    def quiet(self, seconds: float = 0.6) -> None:
        """Read on until nothing has come for so long."""
        last, size = time.monotonic(), len(self.raw)
        while time.monotonic() - last < seconds:
            self.read()
            if len(self.raw) != size:
                last, size = time.monotonic(), len(self.raw)

    def shows(self, words: str) -> None:
        self.until(lambda: words in self.text, words)

    @property
    def text(self) -> str:
        return "\n".join(self.glass.display)

    def numbers(self) -> dict[tuple[int, int], int]:
        """For every cell (column, row) with a placeholder the number of the picture in it."""
        found = {}
        for y, row in self.glass.buffer.items():
            for x, cell in row.items():
                if cell.data.startswith(PLACEHOLDER):
                    found[x, y] = int(cell.fg, 16)
        return found

    def end(self, keys: str = "q") -> int:
        """Quit; the exit code."""
        self.press(keys)
        return self.wait()

    def wait(self) -> int:
        """The exit code, when the program has ended."""
        end = time.monotonic() + DEADLINE
        while self.child.poll() is None:
            assert time.monotonic() < end, self.text
            self.read()
        while self.has_more():
            self.read()
        return self.child.returncode

    def left_for_the_shell(self) -> bytes:
        """What would be typed into a shell that has the terminal now."""
        modes = termios.tcgetattr(self.slave)
        modes[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(self.slave, termios.TCSANOW, modes)
        left = b""
        while select.select([self.slave], [], [], 0.2)[0]:
            left += os.read(self.slave, 4096)
        return left

    def close(self) -> None:
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()
        os.close(self.master)
        os.close(self.slave)


def environment() -> dict[str, str]:
    """That of a terminal of 24-bit colour, with nothing in between."""
    left_out = ("TMUX", "STY", "NO_COLOR", "COLUMNS", "LINES", "SSH_CONNECTION", "SSH_TTY")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
