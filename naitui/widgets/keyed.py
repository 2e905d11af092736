"""A widget that does what its keys say itself, one after the other as they come."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widget import Widget

from naitui.widgets.in_turn import done_in_turn
from naitui.widgets.typed_ahead import typed_ahead


class Keyed(Widget, can_focus=True):
    """Acts on its bindings' keys at once."""

    def lead(self, wish: Message) -> None:
        """Ask for something that takes the focus elsewhere."""
        typed_ahead(self.app).lead(self, wish)

    async def on_key(self, event: events.Key) -> None:
        """Do what is bound to a key, or hand it to `other_key`."""
        if typed_ahead(self.app).takes(self, event):
            return
        if not await done_in_turn(self, event):
            self.other_key(event)

    def other_key(self, event: events.Key) -> None:
        """A key that nothing is bound to; it goes on its way unless it is stopped."""
