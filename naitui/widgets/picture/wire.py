"""The one way from all pictures of an app to its terminal.

Everything goes through Textual's own writer, in order with its frames. Transfers go one after another, because any
graphics command between two chunks breaks a transfer off. And no more than about a tenth of a second of picture is
under way at once: after each portion the terminal is asked whether it is well, and the next portion waits for the
answer of the one before, so a key press is drawn in between even on a slow line.

That needs `naitui.driver.AnsweringDriver`. With another driver, and in terminals that answer nothing, portions of 64 kB
are handed to the writer one after another. Inside tmux it is tmux that answers: what goes on to the terminal around it
cannot be measured, so over ssh a rate is assumed there.
"""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from naitui.driver import AnsweringDriver
from naitui.terminal import Terminal, through_tmux
from naitui.widgets.frame import Frame, FrameDriver, Span
from naitui.widgets.picture.pace import Pace

if TYPE_CHECKING:
    from textual.app import App

IN_TMUX_OVER_SSH = 250_000.0
"""Bytes a second that are assumed where nothing can be measured: a modest line."""
_UNPACED = 1 << 16  # Textual's writer takes 30 writes and then stops the event loop: few and large ones
_PATIENCE = 10.0  # seconds without an answer after which the terminal is taken to give none
_FIRST_PATIENCE = 2.0  # the same for the first question, which the first picture waits for

_wires: weakref.WeakKeyDictionary[App[Any], Wire] = weakref.WeakKeyDictionary()


def wire_of(app: App[Any]) -> Wire:
    """The wire that all pictures of `app` share."""
    if app not in _wires:
        _wires[app] = Wire(app)
    return _wires[app]


class Listener(Protocol):
    """Somebody whose sixels text takes away."""

    def text_written(self, spans: Sequence[Span]) -> None:
        """Text is about to be written into these cells."""


class Wire:
    """Sends graphics commands to one app's terminal. Get it by `wire_of`."""

    def __init__(self, app: App[Any]) -> None:
        self._app = weakref.ref(app)
        self._lock = asyncio.Lock()
        self._later: list[str] = []
        self._last: asyncio.Task[None] | None = None  # the question behind the last portion that was sent
        self._answers = True
        self._asked_behind = 0
        """Bytes that had been written when the last question was asked."""
        self._listeners: weakref.WeakSet[Listener] = weakref.WeakSet()
        self.knows = False
        """Whether it was told what is known of the terminal."""
        self._passthrough = False
        self.pace = Pace()
        """What is known of the line."""
        self.learnt: Callable[[], None] | None = None
        """Called when more is known of the line's rate."""

    def know(self, terminal: Terminal, rate: float = 0.0) -> None:
        """Take over what is known of the terminal.

        Args:
            rate: bytes a second that pictures may take, by the user's word; 0 where it is to be measured.
        """
        self.knows = True
        self._passthrough = terminal.passthrough
        self._answers = terminal.answers or not terminal.tty
        assumed = rate or (IN_TMUX_OVER_SSH if terminal.tmux and terminal.ssh else 0.0)
        self.pace.assumed = assumed or None

    @property
    def frame(self) -> Frame | None:
        """What the terminal shows, if the app writes differences alone: then the frame tells where it writes text."""
        app = self._app()
        driver = app._driver if app is not None else None
        return driver.frame if isinstance(driver, FrameDriver) else None

    def listen(self, listener: Listener) -> None:
        """Tell somebody of text from now on."""
        self._listeners.add(listener)
        if self.frame is not None:
            self.frame.tell = self._tell

    def _tell(self, spans: Sequence[Span]) -> None:
        for listener in list(self._listeners):
            listener.text_written(spans)

    @property
    def measures(self) -> bool:
        """Can the line be measured: is there somebody who answers?"""
        app = self._app()
        return self._answers and app is not None and isinstance(app._driver, AnsweringDriver)

    async def send(
        self, commands: Iterable[str], *, wanted: Callable[[], bool], abandon: str = "", done: Callable[[], None]
    ) -> bool:
        """Send one picture's `commands`; True when all are on their way.

        Args:
            commands: the pieces in order; a portion ends between two of them.
            wanted: asked between two portions; False ends the transfer with `abandon`, which is sent as well when this
                task is cancelled.
            done: called at once after the last piece, while no other transfer can begin.
        """
        async with self._lock:
            complete = False
            try:
                complete = await self._send_portions(commands, wanted)
            finally:
                self.put(*([] if complete or not abandon else [abandon]), *self._later)
                self._later.clear()
            if complete:
                done()
            return complete

    async def measure(self) -> None:
        """Find out how long a bare round trip takes, once."""
        if self.pace.bare is None and self.measures:
            await self._ask(0)

    async def sound(self) -> None:
        """Find out how fast the line is, once, by what was just written to it anyway: the first frame."""
        sent = self.written
        if not self.is_unknown or not sent:
            return
        took = await self._asked()
        bare = await self._asked() if took is not None else None
        if took is not None and bare is not None:
            self.pace.began(sent, took, bare)
            self._tell_learnt()

    async def settle(self, sent: int) -> None:
        """Wait until the portion before this one has arrived; `sent` bytes of this one were just written."""
        before, self._last = self._last, self._ask_later(sent)
        if before is not None:
            await before
        elif self.pace.assumed:
            await asyncio.sleep(sent / self.pace.assumed)

    async def arrived(self) -> None:
        """Wait until everything that was asked behind has arrived."""
        if self._last is not None:
            await self._last

    @property
    def written(self) -> int:
        """Bytes that went to the terminal so far, text and pictures; 0 where nobody counts them."""
        app = self._app()
        driver = app._driver if app is not None else None
        return driver.written if isinstance(driver, AnsweringDriver) else 0

    @property
    def is_unknown(self) -> bool:
        """Is the line's rate still to be found out?"""
        return self.measures and self.pace.rate is None

    def say(self, command: str) -> None:
        """Send one short command now, or right after the transfer that is under way."""
        if self._lock.locked():
            self._later.append(command)
        else:
            self.put(command)

    def put(self, *commands: str) -> None:
        """Hand commands to Textual's writer now; between the chunks of a transfer only its own may come."""
        app = self._app()
        # Textual has no public way to write beside its frames. Suspended or closed, it has no writer: nothing to do,
        # the terminal forgets pictures of a screen that is left.
        driver = app._driver if app is not None else None
        if not commands or driver is None or getattr(driver, "_writer_thread", self) is None:
            return
        driver.write("".join(through_tmux(command) if self._passthrough else command for command in commands))

    async def _send_portions(self, commands: Iterable[str], wanted: Callable[[], bool]) -> bool:
        await self.measure()
        if self._last is not None:  # the picture before this one may still be on the line
            await self._last
            self._last = None
        portion: list[str] = []
        size = 0
        for command in commands:
            portion.append(command)
            size += len(command)
            if size < self._portion:
                continue
            self.put(*portion)
            await self.settle(size)
            portion.clear()
            size = 0
            await asyncio.sleep(0)
            if not wanted():
                return False
        self.put(*portion)
        self._last = self._ask_later(size) or self._last
        return True

    @property
    def _portion(self) -> int:
        """Bytes to put on the line before it is looked at again."""
        if self.pace.assumed:
            return max(4096, int(self.pace.assumed / 10))
        return self.pace.portion if self.measures else _UNPACED

    def _ask_later(self, sent: int) -> asyncio.Task[None] | None:
        return asyncio.create_task(self._ask(sent)) if self.measures and not self.pace.assumed else None

    async def _ask(self, sent: int) -> None:
        """Ask the terminal something behind `sent` bytes, and learn from how long it takes to answer."""
        asked, beside = time.monotonic(), max(0, self.written - self._asked_behind - sent)
        took = await self._asked(_PATIENCE if sent else _FIRST_PATIENCE)
        if took is not None:
            self.pace.answered(sent, asked, asked + took, beside)
            self._tell_learnt()

    def _tell_learnt(self) -> None:
        if self.learnt is not None:
            self.learnt()

    async def _asked(self, patience: float = _FIRST_PATIENCE) -> float | None:
        """Seconds until the terminal has answered a question; None when it gives no answer."""
        app = self._app()
        driver = app._driver if app is not None else None
        if not isinstance(driver, AnsweringDriver) or driver._writer_thread is None:
            return None
        answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        asked, self._asked_behind = time.monotonic(), driver.written
        driver.ask_status(lambda at: None if answer.done() else answer.set_result(at))
        try:
            async with asyncio.timeout(patience):
                return await answer - asked
        except TimeoutError:
            self._answers = False
            return None
