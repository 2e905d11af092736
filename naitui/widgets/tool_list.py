"""The list of director tools. Keys typed behind one that leads to an option are for that option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.message import Message

from naitui.actions.in_effect import acting
from naitui.widgets.rows import RowList
from naitui.widgets.typed_ahead import typed_ahead

Option = Literal["moods", "write"]
_OPTIONS: dict[str, Option] = {"moods": "moods", "write": "write"}


class ToolList(RowList):
    """Rows as everywhere, and two keys of the screen that take the focus elsewhere."""

    @dataclass
    class OptionWanted(Message):
        """The keys are to be for an option of the tool."""

        option: Option

    async def _on_key(self, event: events.Key) -> None:
        ahead = typed_ahead(self.app)
        if ahead.takes(self, event):
            return
        option = _OPTIONS.get(acting("tools").get(event.key, ""))
        if option is not None and self.screen.check_action(option, ()):
            event.stop()
            event.prevent_default()
            ahead.lead(self, self.OptionWanted(option))
