"""One line for the name of an action, completed like a tag."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from naitui.widgets.ahead import Ahead
from naitui.widgets.prompt_editor import PromptEditor


class ActionField(PromptEditor):
    """Enter takes the name, Escape leaves it."""

    @dataclass
    class Submitted(Message):
        """A name was given."""

        action: str

    class Cancelled(Message):
        """No name is given."""

    def __init__(self, title: str, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(title, placeholder=placeholder, id=id)
        self._ahead = Ahead(self, self.post_message)

    async def _on_key(self, event: events.Key) -> None:
        if self._ahead.takes(event):
            return
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.offer(())
            self._ahead.lead(self.Submitted(" ".join(self.text.split()).rstrip(", ")))
        elif event.key == "escape" and not self.offering:
            event.prevent_default()
            event.stop()
            self._ahead.lead(self.Cancelled())
        else:
            await super()._on_key(event)
