"""Textual's driver for terminals, made safe for answers: none is ever typed into a field, however late it comes.

Textual takes sequences that it does not know for keys. Here the input goes through `AnswerFilter` first. So the program
may ask the terminal something while it runs (`ask_status`), which is how the speed of the line is known, and waits for
what is still to come before it gives the terminal back to the shell.
"""

from __future__ import annotations

import os
import selectors
import threading
import time
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual import events
from textual._xterm_parser import XTermParser  # not public: pyproject.toml holds Textual's version
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from naitui.first_frame import ENTER, Rows, Start
from naitui.terminal.filtering import STATUS_QUESTION, AnswerFilter
from naitui.terminal.pasting import PasteFilter, Piece
from naitui.terminal.titles import RESTORE_TITLE, SAVE_TITLE

_LAST_ANSWERS = 1.5  # seconds that leaving waits for answers, of a terminal that may give none
_SLOW_ANSWERS = 10.0  # seconds after a question in which one comes that gives answers: a slow line is full of pictures
_TICK = 0.1  # seconds, as in Textual's own driver


@runtime_checkable
class KnowsTerminal(Protocol):
    """An app that was started by asking the terminal."""

    owed_answers: int
    """Answers to DA1 that had not come when the app was made."""
    typed_ahead: str
    """Keys that were pressed before there was an app."""
    start: Start | None
    """What is on the screen already."""


class AnsweringDriver(LinuxDriver):
    """A driver that keeps answers and keys apart."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        owed, typed = (app.owed_answers, app.typed_ahead) if isinstance(app, KnowsTerminal) else (0, "")
        self._start = app.start if isinstance(app, KnowsTerminal) else None
        self._there = False  # on the alternate screen already
        self._filter = AnswerFilter(owed, time.monotonic())
        self._pastes = PasteFilter()
        self._typed_ahead = typed
        self._asking = threading.Lock()
        self._heard: deque[Callable[[float], None]] = deque()
        self._asked_at = 0.0  # the last question
        self._answered = False  # has this terminal ever answered one
        self._title = ""
        self.written = 0
        """Bytes that were handed to the terminal, text and pictures."""

    def take_over(self) -> Rows | None:
        """Take the terminal over from the start; what it shows already, if that is known. Only once."""
        start, self._start = self._start, None
        if start is None:
            return None
        shown = start.take_over()
        self._there = shown is not None
        return shown

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self.take_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no annotations

        if self._title:  # after another program had the terminal
            self.write(SAVE_TITLE + self._title)

    def stop_application_mode(self) -> None:
        """Give the terminal back, with the title it had."""
        if self._title:
            self.write(RESTORE_TITLE)
        super().stop_application_mode()

    def show_title(self, sequence: str) -> None:
        """Set the terminal's title by a control sequence; the one it had comes back at the end."""
        before, self._title = self._title, sequence
        self.write(sequence if before else SAVE_TITLE + sequence)

    def write(self, data: str) -> None:
        """Hand something to the thread that writes to the terminal."""
        if self._there and data == ENTER:
            self._there = False
            return
        self.written += len(data) if data.isascii() else len(data.encode(errors="replace"))
        super().write(data)

    def ask_status(self, heard: Callable[[float], None]) -> None:
        """Ask the terminal whether it is well. Its answer says that what was written before has arrived.

        Args:
            heard: called in the app's own thread with the moment of the answer (`time.monotonic`).
        """
        with self._asking:
            self._filter.open += 1
            self._heard.append(heard)
            self._asked_at = time.monotonic()
        self.write(STATUS_QUESTION)

    def disable_input(self) -> None:
        """Read no more, after what is still on its way: it would be typed into the shell.

        Who has answered once will answer, as soon as what was written before the question has arrived. The wait is
        bounded: an answer may have been lost. What else came until then is thrown away with the last answer.
        """
        deadline = time.monotonic() + _LAST_ANSWERS
        if self._answered:
            deadline = max(deadline, self._asked_at + _SLOW_ANSWERS)
        while self._filter.open and self._key_thread is not None and time.monotonic() < deadline:
            time.sleep(0.005)
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys until the driver stops."""
        parser = XTermParser(self._debug)
        # a terminal in another encoding must not end the program
        decode = getincrementaldecoder("utf-8")("replace").decode
        self._hand_on(parser, self._typed_ahead)
        self._typed_ahead = ""
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = b""
                if selector.select(_TICK / 4 if self._filter.holds or self._pastes.holds else _TICK):
                    data = os.read(self.fileno, 4096)
                    if not data:  # the end of the input, again and again
                        self.exit_event.wait(_TICK)
                self._take(parser, decode, data)

    def _take(self, parser: XTermParser, decode: Callable[[bytes], str], data: bytes) -> None:
        now = time.monotonic()
        pieces = self._pastes.feed(decode(data), now)
        for text, pasted in pieces or [Piece("", pasted=False)]:
            if pasted:
                self.process_message(events.Paste(text))
            else:
                self._take_keys(parser, text, now)

    def _take_keys(self, parser: XTermParser, text: str, now: float) -> None:
        with self._asking:
            read = self._filter.feed(text, now)
            self._answered = self._answered or read.answered > 0
            heard = [self._heard.popleft() for _ in range(min(read.answered, len(self._heard)))]
        for tell in heard:
            self._loop.call_soon_threadsafe(tell, now)
        self._hand_on(parser, read.keys)

    def _hand_on(self, parser: XTermParser, keys: str) -> None:
        if keys:  # nothing at all would be the end for Textual's parser
            for event in parser.feed(keys):
                self.process_message(event)
        for event in parser.tick():
            self.process_message(event)
