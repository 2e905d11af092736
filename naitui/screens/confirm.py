"""Questions that are answered with a key: what costs something, what cannot be undone."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.widgets.key_lines import KeyLines
from naitui.widgets.text import plain

PAUSE = 0.6
"""Seconds without a key after which the next one is an answer to a question that may come while somebody types."""

LOOK_AGAIN = 0.1
WAITS = "answers when you stop typing"
_MANY = 14
"""Answers from which a dialog takes all rows of a small terminal."""


class ConfirmScreen(ModalScreen[str | None]):
    """Ends with the key of the answer, or None for Escape.

    Args:
        title: the question, short.
        lines: what one should know before answering; plain text.
        answers: pairs of key and what it means.
        way_out: what Escape means.
        unasked: whether it may come while somebody types: then keys are no answers until there was a pause, and letters
            go where they were typed.
    """

    BINDINGS = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        answers: Sequence[tuple[str, str]],
        *,
        unasked: bool = False,
        way_out: str = "Back",
    ) -> None:
        super().__init__()
        self._unasked, self._last_key = unasked, math.inf  # nobody has seen it before it is mounted
        self._title, self._lines, self._answers, self._way_out = title, lines, answers, way_out
        for key, meaning in answers:  # no actions: what an answer's key is stands beside it
            self._bindings.bind(key, f"dismiss('{key}')", meaning)

    def compose(self) -> ComposeResult:
        """The lines, then the keys."""
        with Vertical(classes="dialog dialog--many" if len(self._answers) > _MANY else "dialog"):
            if self._lines:
                yield Static(plain("\n".join(self._lines)), classes="dialog--text")
            answers = (*self._answers, ("escape", self._way_out))
            yield KeyLines([(key, f"{_shown(key)}  {meaning}") for key, meaning in answers])

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = plain(self._title)
        self._last_key = time.monotonic()
        self._say_whether_it_listens()

    def _say_whether_it_listens(self) -> None:
        listens = self.listens
        self.query_one(".dialog").border_subtitle = plain("" if listens else WAITS)
        if not listens:
            self.set_timer(LOOK_AGAIN, self._say_whether_it_listens)

    @property
    def listens(self) -> bool:
        """Whether the next key is an answer."""
        return not self._unasked or time.monotonic() - self._last_key > PAUSE

    def on_key(self, event: events.Key) -> None:
        """Who was typing when the question came has not answered it."""
        if self.listens or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        self._last_key = time.monotonic()
        below = self.app.screen_stack[-2].focused
        if event.is_printable and below is not None:
            below.post_message(events.Key(event.key, event.character))


def _shown(key: str) -> str:
    return {"enter": "Enter", "escape": "Esc  "}.get(key, f"{key:<5}")
