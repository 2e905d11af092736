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
import sys
import termios
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyte
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
DEADLINE = 60
"""Seconds in which anything must happen; a bound, not a measure."""
CELL = (10, 20)
PLACEHOLDER = "\U0010eeee"
DSR, DA1 = b"\x1b[5n", b"\x1b[c"

PROGRAM = """
import sys
from pathlib import Path
from textual.app import App
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static
from naitui.driver import AnsweringDriver
from naitui.terminal import Terminal
from naitui.widgets.picture.text import spans_of
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.preview import Preview

PICTURES = [Path(name) for name in sys.argv[4:]]
TERMINAL = Terminal(tty=True, answers=sys.argv[3] == "answers", cell=(10, 20), cell_known=True, truecolor=True)

class Over(ModalScreen):
    BINDINGS = [("escape", "dismiss", "Back")]
    def __init__(self, tint):
        super().__init__()
        self.styles.background = f"black {tint}%%"
    def compose(self):
        yield Static("over it all", id="over")

class Demo(App):
    CSS_PATH = "%(root)s/styles/preview.tcss"
    CSS = "#beside { height: 1; } Over { align: center middle; } #over { width: 20; height: 5; background: blue; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("n", "next", "Next"), ("x", "change", "x"), ("m", "over(0)", "m"), ("t", "over(50)", "t"),
                ("o", "toast", "o"), ("s", "steps(40)", "s"), ("r", "redraw", "r"), ("v", "view", "v"),
                ("q", "quit", "Quit"), ("b", "crash", "b"), ("j", "pan", "j")]
    shown = -1
    changes = 0
    def get_driver_class(self):
        return AnsweringDriver
    def _display(self, screen, renderable):
        super()._display(screen, renderable)
        wire_of(self).wrote(spans_of(renderable))
    def compose(self):
        yield Static("starting", id="beside")
        yield Preview(["empty"], protocol=sys.argv[1], terminal=TERMINAL)
        yield Footer()
    def on_ready(self):
        wire_of(self).know(TERMINAL, float(sys.argv[2]))
        self.query_one("#beside", Static).update("ready now")
    def action_next(self):
        self.shown = (self.shown + 1) %% len(PICTURES)
        self.query_one(Preview).show(PICTURES[self.shown].read_bytes, key=PICTURES[self.shown].name)
    def action_change(self):
        self.changes += 1
        self.query_one("#beside", Static).update(f"changed {self.changes}")
    def action_over(self, tint):
        self.push_screen(Over(tint))
    def action_toast(self):
        self.notify("a toast", timeout=1)
    def action_redraw(self):
        self.screen.refresh()
    def action_view(self):
        preview = self.query_one(Preview)
        preview.view = preview.view.cycled()
    def action_pan(self):
        self.query_one(Preview).pan(1, 1)
    def action_steps(self, count):
        if count:
            self.query_one(Preview).show_step(PICTURES[count %% len(PICTURES)].read_bytes())
            self.set_timer(0.02, lambda: self.action_steps(count - 1))
        else:
            self.query_one("#beside", Static).update("steps done")
    def action_crash(self):
        raise RuntimeError("on purpose")

app = Demo()
app.run()
sys.exit(app.return_code)
"""


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
        super().__init__(columns, rows)

    def draw(self, data: str) -> None:
        for character in data:
            super().draw(character)
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

    @property
    def idle(self) -> bool:
        """Is no transfer under way?"""
        return self._open is None


_PARTS = re.compile(
    rb"\x1b_G(?P<keys>[^;\x1b]*);?(?P<data>[^\x1b]*)\x1b\\"
    rb'|\x1bP[0-9;]*q"1;1;(?P<width>\d+);(?P<height>\d+)(?P<sixel>[^\x1b]*)\x1b\\'
    rb"|(?P<dsr>\x1b\[5n)|(?P<da1>\x1b\[c)|(?P<unknown>\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9]+\$p|\x1b\]22;[a-z]*\x07)"
)
_UNFINISHED = re.compile(rb"\x1b(?:[_P\]][^\x1b]*\x1b?|\[[0-9;?<>=$]*)?\Z")


class Terminal:
    """A program on a pty.

    Args:
        rate: bytes a second that are read; 0 for all there are.
        answers: False keeps silent whatever is asked.
    """

    def __init__(self, command: list[str], environ: dict[str, str], size: tuple[int, int], rate: float, answers: bool):
        self.glass = Glass(*size)
        self.stream = pyte.ByteStream(self.glass)
        self.kitty = Kitty()
        self.raw = b""
        self.sixels: list[tuple[int, int, str]] = []
        """Width, height and data of each sixel picture that came."""
        self.rate, self.answers = rate, answers
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
        at = 0
        for found in _PARTS.finditer(ready):
            self.stream.feed(ready[at : found.start()])
            at = found.end()
            if found["keys"] is not None:
                keys = dict(pair.split("=") for pair in found["keys"].decode().split(","))
                self.kitty.obey(keys, found["data"].decode())
            elif found["sixel"] is not None:
                width, height = int(found["width"]), int(found["height"])
                self.sixels.append((width, height, found["sixel"].decode()))
                self.glass.lay(width, height, len(self.sixels) - 1)
            elif found["dsr"] and self.answers:
                os.write(self.master, b"\x1b[0n")
            elif found["da1"] and self.answers:
                os.write(self.master, b"\x1b[?62c")
        self.stream.feed(ready[at:])

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

    def end(self) -> int:
        """Quit; the exit code."""
        self.press("q")
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


Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a small app with one preview in a terminal."""
    begun: list[Terminal] = []

    def started(
        protocol: str,
        *pictures: Image.Image,
        rate: float = 0,
        answers: bool = True,
        assumed: float = 0,
        size: tuple[int, int] = (60, 24),
    ) -> Terminal:
        paths = [tmp_path / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            picture.save(path)
        program = tmp_path / "program.py"
        program.write_text(PROGRAM % {"root": ROOT})
        word = "answers" if answers else "silent"
        command = [sys.executable, str(program), protocol, str(assumed), word, *map(str, paths)]
        begun.append(Terminal(command, environment(), size, rate, answers))
        begun[-1].shows("ready now")
        return begun[-1]

    yield started
    for terminal in begun:
        terminal.close()


def noise(size: tuple[int, int], sigma: int = 90) -> Image.Image:
    """A picture that no compression makes small."""
    return Image.effect_noise(size, sigma).convert("RGB")
