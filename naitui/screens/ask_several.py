"""A few short texts, asked for one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from naitui.widgets.text import plain


class AskSeveralScreen(ModalScreen[tuple[str, ...] | None]):
    """Ends with the texts, or None. Enter goes on to the next, and from the last one ends it.

    Args:
        title: what it is for.
        fields: pairs of a label and what stands there already.
    """

    BINDINGS = [("escape", "dismiss(None)", "Back"), Binding("enter", "next", "Go on", priority=True)]

    def __init__(self, title: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._fields = title, fields

    def compose(self) -> ComposeResult:
        """Labels over fields."""
        with Vertical(classes="dialog"):
            for label, value in self._fields:
                yield Static(plain(label), classes="dialog--keys")
                yield Input(value)
            yield Static(plain("Enter  go on     Esc  back"), classes="dialog--keys")

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = plain(self._title)
        for field in self.query(Input):
            field.cursor_blink = False

    def action_next(self) -> None:
        """The next field, or the end."""
        fields = list(self.query(Input))
        place = next((place for place, field in enumerate(fields) if field is self.focused), len(fields) - 1)
        if place + 1 < len(fields):
            self.set_focus(fields[place + 1])  # at once: the next key is for that one
        else:
            self._end_behind(fields, fields)

    def _end_behind(self, waiting: Sequence[Input], fields: Sequence[Input]) -> None:
        """End when the keys that came before have reached their fields: this one has overtaken them."""
        if waiting:
            waiting[0].call_later(self._end_behind, waiting[1:], fields)
        else:
            self.dismiss(tuple(field.value.strip() for field in fields))
