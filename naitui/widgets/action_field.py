"""One line for the name of an action, completed like a tag."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.typed_ahead import typed_ahead


class ActionField(PromptEditor):
    """Enter takes the name, Escape leaves it."""

    @dataclass
    class Submitted(Message):
        """A name was given."""

        action: str

    class Cancelled(Message):
        """No name is given."""

    async def _on_key(self, event: events.Key) -> None:
        if typed_ahead(self.app).takes(self, event):
            return
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.close_offers()
            self._lead(self.Submitted(" ".join(self.text.split()).rstrip(", ")))
        elif event.key == "escape" and not self.offering:
            event.prevent_default()
            event.stop()
            self._lead(self.Cancelled())
        else:
            await super()._on_key(event)

    def _lead(self, wish: Message) -> None:
        typed_ahead(self.app).lead(self, wish)
