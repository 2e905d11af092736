"""The line on top: model on the left, account on the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from naitui.widgets.text import plain


class StatusBar(Horizontal):
    """Two short texts."""

    def compose(self) -> ComposeResult:
        """Name, left, right."""
        yield Static(plain("naitui"), id="brand")
        yield Static(plain(""), id="status-left")
        yield Static(plain(""), id="status-right")

    _shown = ("", "")

    def show(self, texts: tuple[str, str]) -> None:
        """Show other texts; the same again costs nothing."""
        if texts == self._shown:
            return
        self._shown = texts
        self.query_one("#status-left", Static).update(plain(texts[0]))
        self.query_one("#status-right", Static).update(plain(texts[1]))
