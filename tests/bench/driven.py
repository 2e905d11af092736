"""A program in a pseudo-terminal: every read is stamped as it comes, and put on a screen only when nothing is timed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b[P_^].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[0-9]+\$p", re.S
)
"""Sequences that pyte would print."""
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[0c": b"\x1b[?62;22c",
    b"\x1b[>q": b"\x1bP>|bench(1.0)\x1b\\",
    b"\x1b[16t": b"\x1b[6;20;10t",
    b"\x1b[14t": b"\x1b[4;800;1200t",
    b"\x1b[6n": b"\x1b[1;1R",
}
"""What a terminal without pictures answers, at once."""
TICK = os.sysconf("SC_CLK_TCK")


class Chunk(NamedTuple):
    """Bytes that came in one read."""

    at: float
    data: bytes


class Gone(Exception):
    """The program ended, or did not come to what was waited for."""


class Driven:
    """A program, its bytes, and the screen they make."""

    def __init__(
        self, argv: Sequence[str], home: Path, columns: int, rows: int, variables: Mapping[str, str] | None = None
    ) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._answered = 0
        self.written = b""
        environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ},
            **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
            "HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONUTF8": "1",
            **(variables or {}),
        }
        self.begun = time.perf_counter()
        self.pid, self._line = pty.fork()
        if self.pid == 0:  # pragma: no cover - the child
            for number in (signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))
            os.execvpe(argv[0], list(argv), environment)

    # ------------------------------------------------------------------ keys and bytes

    def send(self, keys: str) -> float:
        """Type; when that was."""
        now = time.perf_counter()
        os.write(self._line, keys.encode())
        return now

    def read(self, seconds: float) -> Chunk | None:
        """What comes next; None when nothing does, or the program has ended."""
        if not select.select([self._line], [], [], seconds)[0]:
            return None
        try:
            data = os.read(self._line, 65536)
        except OSError:  # the other end is closed
            return None
        if not data:
            return None
        chunk = Chunk(time.perf_counter(), data)
        self.written += data
        self._answer()
        return chunk

    def _answer(self) -> None:
        fresh = self.written[max(0, self._answered - 8) :]
        self._answered = len(self.written)
        for question, answer in ANSWERS.items():
            if question in fresh:
                os.write(self._line, answer)
                self._answered = len(self.written) + 8

    def quiet(self, pause: float = 0.25, longest: float = 20) -> list[Chunk]:
        """Everything until nothing has come for a while."""
        chunks: list[Chunk] = []
        end = time.perf_counter() + longest
        while time.perf_counter() < end:
            chunk = self.read(pause)
            if chunk is None:
                break
            chunks.append(chunk)
        return chunks

    def until(self, shown: Callable[[], bool], longest: float = 20) -> tuple[float, list[Chunk]]:
        """Everything until the screen is so, and when that was. The screen is made as the bytes come."""
        chunks: list[Chunk] = []
        end = time.perf_counter() + longest
        while time.perf_counter() < end:
            chunk = self.read(0.05)
            if chunk is not None:
                chunks.append(chunk)
                self.draw([chunk])
                if shown():
                    return chunk.at, chunks
            elif not self.alive:
                break
        raise Gone(f"it did not come to that:\n{self.text}")

    # ------------------------------------------------------------------ the screen

    def draw(self, chunks: Sequence[Chunk]) -> None:
        """Put bytes on the screen; a sequence that is cut off waits for its rest."""
        data = self._held + b"".join(chunk.data for chunk in chunks)
        cut = data.rfind(b"\x1b")
        ends = cut < 0 or re.match(
            rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P_^\]].*?(?:\x07|\x1b\\)|[^\[P_^\]])", data[cut:], re.S
        )
        self._held = b"" if ends else data[cut:]
        self._stream.feed(UNKNOWN.sub(b"", data if ends else data[:cut]))

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(self._screen.display)

    def places(self, letter: str) -> set[tuple[int, int]]:
        """The cells that show a letter."""
        lines = enumerate(self._screen.display)
        return {(y, x) for y, line in lines for x, shown in enumerate(line) if shown == letter}

    def cells(self) -> int:
        """How many cells show anything."""
        return len("".join(self.text.split()))

    def resize(self, columns: int, rows: int) -> float:
        """Another size; when that was."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))
        now = time.perf_counter()
        os.kill(self.pid, signal.SIGWINCH)
        return now

    # ------------------------------------------------------------------ the process

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        try:
            return "Z" not in Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        values = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / TICK

    def memory(self) -> float:
        """Resident megabytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024 / 1e6
        return 0.0

    def leave(self, keys: str) -> float:
        """Press the keys that end it; the seconds until it has ended."""
        begun = self.send(keys)
        while self.alive and time.perf_counter() - begun < 10:
            self.read(0.005)
        ended = time.perf_counter()
        self.close()
        return ended - begun

    def close(self) -> None:
        """Away with it, whatever state it is in."""
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._line)
        os.waitpid(self.pid, 0)
