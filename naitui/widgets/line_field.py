"""One line to be typed in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from naitui.widgets.in_turn import done_in_turn
from naitui.widgets.typed_ahead import typed_ahead


class LineField(Input):
    """Textual's line, whose keys act in the order in which they come. Its cursor does not blink: that sends bytes."""

    def on_mount(self) -> None:
        """Blink no more."""
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        ahead = typed_ahead(self.app)
        if ahead.takes(self, event):
            return
        if event.key == "enter":
            ahead.lead(self)  # most often what was asked has been answered
        if not await done_in_turn(self, event):
            await super()._on_key(event)
