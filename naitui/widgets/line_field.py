"""One line to be typed in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from naitui.widgets.climbing import climb
from naitui.widgets.in_turn import done_in_turn
from naitui.widgets.typed_ahead import LEAVING, leave, typed_ahead


class LineField(Input):
    """Textual's line, whose keys act in the order in which they come. Its cursor does not blink: that sends bytes."""

    answers_slowly = False
    """Whether it takes a moment, after Enter, until it is known where keys go: then `TypedAhead.go_on` is called."""

    def on_mount(self) -> None:
        """Blink no more."""
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        ahead = typed_ahead(self.app)
        if ahead.takes(self, event):
            return
        if event.key == "enter":  # most often what was asked has been answered
            ahead.lead(self)
            if not self.answers_slowly:
                climb(self.screen, self, ahead.go_on)
        if event.key in LEAVING:  # by way of the screen's binding the letters behind it would stay here
            event.stop()
            event.prevent_default()
            leave(self, event.key)
            return
        if not await done_in_turn(self, event):
            await super()._on_key(event)
