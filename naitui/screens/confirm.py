"""Questions that are answered with a key: what costs something, what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.widgets.text import plain


class ConfirmScreen(ModalScreen[str | None]):
    """Ends with the key of the answer, or None for Escape.

    Args:
        title: the question, short.
        lines: what one should know before answering; plain text.
        answers: pairs of key and what it means.
    """

    BINDINGS = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, lines: Sequence[str], answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._lines, self._answers = title, lines, answers
        for key, meaning in answers:
            self._bindings.bind(key, f"dismiss('{key}')", meaning)

    def compose(self) -> ComposeResult:
        """The lines, then the keys."""
        with Vertical(classes="dialog"):
            yield Static(plain("\n".join(self._lines)), classes="dialog--text")
            keys = [f"{_shown(key)}  {meaning}" for key, meaning in (*self._answers, ("escape", "Back"))]
            yield Static(plain("\n".join(keys)), classes="dialog--keys")

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = plain(self._title)


def _shown(key: str) -> str:
    return {"enter": "Enter", "escape": "Esc  "}.get(key, f"{key:<5}")
