"""A search line that is there while somebody searches, or has searched for something."""

from __future__ import annotations

from textual.binding import Binding
from textual.widget import Widget

from naitui.widgets.line_field import LineField


class SearchLine(LineField):
    """Narrows a list: whoever has it listens to `Input.Changed`. Enter or the arrow down leads into the list.

    Args:
        rows: the list.
        placeholder: what can be typed.
    """

    # no action: out of the field, as Enter does; letters are typed here
    BINDINGS = [Binding("down", "to_the_list", show=False)]

    def __init__(self, rows: Widget, *, placeholder: str, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id)
        self._rows = rows
        self.display = False

    def ask(self) -> None:
        """Come forth."""
        self.display = True
        self.focus()

    def give_up(self) -> bool:
        """Search for nothing any more; False when there was no search."""
        if not self.display:
            return False
        self.value = ""
        self.action_to_the_list()
        return True

    def on_input_submitted(self) -> None:
        """Found."""
        self.action_to_the_list()

    def action_to_the_list(self) -> None:
        """Into the list; the line stays while it narrows that."""
        self.display = bool(self.value)
        self._rows.focus()
