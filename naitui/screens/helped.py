"""Screens that open the help themselves."""

from __future__ import annotations

from textual import events
from textual.screen import Screen, ScreenResultType


class HelpedScreen(Screen[ScreenResultType]):
    """A screen over which F1 shows all keys, its own first."""

    def key_f1(self, event: events.Key) -> None:
        """All keys."""
        from naitui.screens.help import show_help

        event.stop()  # else the help would take it for its own, and go
        show_help(self)
