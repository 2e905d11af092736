"""The line on top: model on the left, account on the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from naitui.widgets.text import plain

TOLD = 4.0
"""Seconds for which something that happened is told."""


class StatusBar(Horizontal):
    """Two short texts."""

    def compose(self) -> ComposeResult:
        """Name, left, right."""
        yield Static(plain("naitui"), id="brand")
        yield Static(plain(""), id="status-left")
        yield Static(plain(""), id="status-right")

    _shown = ("", "")
    _hiding: Timer | None = None

    def tell(self, text: str) -> None:
        """Something that just happened, for a moment, in the place of both texts; another one takes its place."""
        self.add_class("-told")
        self.query_one("#status-left", Static).update(plain(text))
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = self.set_timer(TOLD, self._hide)

    def _hide(self) -> None:
        self._hiding = None
        self.remove_class("-told")
        self.query_one("#status-left", Static).update(plain(self._shown[0]))

    def show(self, texts: tuple[str, str]) -> None:
        """Show other texts; the same again costs nothing."""
        if texts == self._shown:
            return
        self._shown = texts
        if self._hiding is None:
            self.query_one("#status-left", Static).update(plain(texts[0]))
        self.query_one("#status-right", Static).update(plain(texts[1]))
