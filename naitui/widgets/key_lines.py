"""The keys of a dialog and what they mean; a click on one presses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rich.cells import cell_len
from textual import events
from textual.screen import Screen
from textual.widgets import Static

from naitui.widgets.text import plain

Key = tuple[str, str]
"""A key as Textual names it, and how it and its meaning are shown."""
KEYS = "Enter takes it · Esc leads back"
"""What a dialog with a field says below, where there is nothing else to be told of its keys."""
_GAP = 3
_Result = TypeVar("_Result")


class KeyLines(Static):
    """One below the other, or side by side in one line."""

    ALLOW_SELECT = False

    def __init__(self, keys: Sequence[Key], *, in_line: bool = False) -> None:
        between = " " * _GAP if in_line else "\n"
        super().__init__(plain(between.join(shown for _, shown in keys)), classes="dialog--keys")
        self._keys, self._in_line = keys, in_line

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked; where a line was folded, the rows below it are its own too."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        width = max(1, self.content_size.width)
        at = offset.y * width + offset.x if self._in_line else offset.y
        for key, shown in self._keys:
            at -= cell_len(shown) + _GAP if self._in_line else -(-max(1, cell_len(shown)) // width)
            if at < 0:
                self.app.simulate_key(key)
                return


def is_beside(screen: Screen[_Result], event: events.Click) -> bool:
    """Whether a click on a dialog's screen is beside the dialog: that leaves it, as Escape does."""
    under, _ = screen.get_widget_at(*event.screen_offset)
    return under is screen
