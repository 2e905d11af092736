"""A plain log: one line for each thing that is said, for screen readers and for ``tail -f`` in another window."""

from __future__ import annotations

import atexit
import os
import queue
import threading
import time
from datetime import datetime
from pathlib import Path

from naitui.novelai.errors import clean
from naitui.tokens.looks import redacted
from naitui.widgets.log_panel import Tone

_TONES: dict[Tone, str] = {"info": "", "good": "done: ", "warning": "warning: ", "error": "error: "}
MOST = 1000
"""Characters of a line."""
ONCE = 1.0
"""Seconds within which the same words are said once: they come as a line of the log and as a toast."""
_WAIT = 2.0
"""Seconds that leaving waits for the last line."""


class PlainLog:
    """Appends to a file, in a thread of its own; the file is its owner's alone, for prompts are in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        """Why nothing more is written; empty while all is well."""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._said: dict[str, float] = {}
        """What was said in the last moment, and when."""
        self._thread = threading.Thread(target=self._write, name="plain log", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def say(self, text: str, tone: Tone = "info") -> None:
        """A line, with its time and its tone in a word. What was just said is not said again."""
        said = _TONES[tone] + clean(redacted(" ".join(text.split())), MOST)
        now = time.monotonic()
        if text and now - self._said.get(text, -ONCE) >= ONCE:
            self._said = {one: at for one, at in self._said.items() if now - at < ONCE} | {text: now}
            self._lines.put(f"{datetime.now():%Y-%m-%d %H:%M:%S} {said}\n")

    def tell_step(self, step: int, steps: int) -> None:
        """How far a picture is, in quarters: a reader need not hear every step."""
        quarter = 4 * step // max(1, steps)
        if quarter != 4 * (step - 1) // max(1, steps) and step < steps:
            self.say(f"step {step} of {steps}")

    def close(self) -> None:
        """Write what is left."""
        atexit.unregister(self.close)
        self._lines.put(None)
        self._thread.join(_WAIT)

    def _write(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(self.path, "a", encoding="utf-8", errors="replace", opener=_private) as file:
                while (line := self._lines.get()) is not None:
                    file.write(line)
                    file.flush()
        except OSError as error:
            self.problem = f"the plain log cannot be written: {error}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
