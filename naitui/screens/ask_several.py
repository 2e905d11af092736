"""A few short texts, asked for one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from naitui.widgets.key_lines import KeyLines
from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain


class AskSeveralScreen(ModalScreen[tuple[str, ...] | None]):
    """Ends with the texts, or None. Enter goes on to the next, and from the last one ends it.

    Args:
        title: what it is for.
        fields: pairs of a label and what stands there already.
    """

    BINDINGS = [("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._fields = title, fields

    def compose(self) -> ComposeResult:
        """Labels over fields."""
        with Vertical(classes="dialog"):
            for label, value in self._fields:
                yield Static(plain(label), classes="dialog--keys")
                yield LineField(value)
            yield KeyLines([("enter", "Enter  go on  "), ("escape", "Esc  back")], in_line=True)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = plain(self._title)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The next field, or the end."""
        fields = list(self.query(Input))
        following = fields[fields.index(event.input) + 1 :]
        if following:
            self.set_focus(following[0])
        else:
            self.dismiss(tuple(field.value.strip() for field in fields))
