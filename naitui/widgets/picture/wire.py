"""The one way from all pictures of an app to its terminal.

Everything goes through Textual's own writer, in order with its frames. Transfers go one after another, because any
graphics command between two chunks breaks a transfer off. And no more than about a tenth of a second of picture is
under way at once: after each portion the terminal is asked something that Textual can parse (DECRQM 2026), and the next
portion waits for the answer of the one before, so a key press is drawn in between even on a slow line.

Textual gives the answer to the app alone. An app that wants the pacing forwards it::

    def on_terminal_supports_synchronized_output(self) -> None:
        wire_of(self).answered()

Without that, portions of 64 kB are handed to the writer one after another.
"""

from __future__ import annotations

import asyncio
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from naitui.terminal import through_tmux

if TYPE_CHECKING:
    from textual.app import App

_QUESTION = "\x1b[?2026$p"
_UNDER_WAY = 0.1  # seconds of picture that may be on the line
_SMALLEST, _FIRST, _LARGEST = 4096, 8192, 1 << 18
_UNPACED = 1 << 16  # Textual's writer takes 30 writes and then stops the event loop: few and large ones
_PATIENCE = 10.0  # seconds without an answer after which the terminal is taken to give none

_wires: weakref.WeakKeyDictionary[App[Any], Wire] = weakref.WeakKeyDictionary()


def wire_of(app: App[Any]) -> Wire:
    """The wire that all pictures of `app` share."""
    if app not in _wires:
        _wires[app] = Wire(app)
    return _wires[app]


class Wire:
    """Sends graphics commands to one app's terminal. Get it by `wire_of`."""

    def __init__(self, app: App[Any]) -> None:
        self._app = weakref.ref(app)
        self._lock = asyncio.Lock()
        self._open: deque[asyncio.Future[None]] = deque()
        self._answers = False
        self._later: list[str] = []
        self._portion = _FIRST
        self._bare = float("inf")  # the shortest answer seen: the round trip with nothing else on the line
        self._rate = 0.0
        self._last: asyncio.Task[float] | None = None  # the question behind the last portion of the last picture
        self.passthrough = False
        """Wrap commands so that tmux hands them on."""

    def answered(self) -> None:
        """The terminal has answered a question about mode 2026."""
        self._answers = True
        while self._open:
            if not (question := self._open.popleft()).done():
                question.set_result(None)
                return

    def seconds_for(self, size: int) -> float:
        """How long `size` bytes will take by what was seen so far; 0 when nothing is known."""
        return size / self._rate if self._rate else 0.0

    async def send(
        self, commands: Iterable[str], *, wanted: Callable[[], bool], abandon: str, done: Callable[[], None]
    ) -> bool:
        """Send one picture's `commands`; True when all are on their way.

        Args:
            commands: the chunks in order.
            wanted: asked between two portions; False ends the transfer with `abandon`, which is sent as well when this
                task is cancelled.
            done: called at once after the last chunk, while no other transfer can begin.
        """
        async with self._lock:
            complete = False
            try:
                complete = await self._send_portions(commands, wanted)
            finally:
                self.put(*([] if complete else [abandon]), *self._later)
                self._later.clear()
            if complete:
                done()
            return complete

    def say(self, command: str) -> None:
        """Send one short command now, or right after the transfer that is under way."""
        if self._lock.locked():
            self._later.append(command)
        else:
            self.put(command)

    def put(self, *commands: str, plain: bool = False) -> None:
        """Hand commands to Textual's writer now; between the chunks of a transfer only its own may come.

        `plain` ones are meant for tmux itself and not for the terminal around it.
        """
        app = self._app()
        # Textual has no public way to write beside its frames. Suspended or closed, it has no writer: nothing to do,
        # the terminal forgets pictures of a screen that is left.
        driver = app._driver if app is not None else None
        if not commands or driver is None or getattr(driver, "_writer_thread", self) is None:
            return
        wrapped = self.passthrough and not plain
        driver.write("".join(through_tmux(command) if wrapped else command for command in commands))

    async def _send_portions(self, commands: Iterable[str], wanted: Callable[[], bool]) -> bool:
        if self._answers and self._bare == float("inf"):
            await self._ask()
        if self._last is not None:  # the picture before this one may still be on the line
            await self._last
            self._last = None
        began = time.monotonic()
        sent = 0
        waiting: tuple[asyncio.Task[float], int] | None = None
        portion: list[str] = []
        for command in commands:
            portion.append(command)
            size = sum(map(len, portion))
            if size < (self._portion if self._answers else _UNPACED):
                continue
            self.put(*portion)
            portion.clear()
            sent += size
            if waiting is not None:
                self._adapt(await waiting[0], waiting[1], time.monotonic() - began)
            waiting = (asyncio.create_task(self._ask()), sent) if self._answers else None
            await asyncio.sleep(0)
            if not wanted():
                return False
        self.put(*portion)
        if self._answers:
            self._last = asyncio.create_task(self._ask())
        return True

    def _adapt(self, answer: float, sent: int, elapsed: float) -> None:
        """Larger or smaller portions, by how much longer than a bare round trip the `answer` took (seconds)."""
        self._rate = sent / max(elapsed, 1e-4)
        queued = answer - self._bare
        if queued < _UNDER_WAY / 2:
            self._portion = min(self._portion * 2, _LARGEST)
        elif queued > _UNDER_WAY * 1.5:
            self._portion = max(self._portion // 2, _SMALLEST)

    async def _ask(self) -> float:
        """Ask the terminal something; the seconds until it answered."""
        question = asyncio.get_running_loop().create_future()
        self._open.append(question)
        asked = time.monotonic()
        self.put(_QUESTION, plain=True)
        try:
            await asyncio.wait_for(question, _PATIENCE)
        except TimeoutError:
            self._answers = False
        took = time.monotonic() - asked
        self._bare = min(self._bare, took)
        return took
