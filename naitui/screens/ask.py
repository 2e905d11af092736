"""One line to be typed: a name, a place."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from naitui.widgets.key_lines import KEYS, is_beside
from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain


class AskScreen(ModalScreen[str | None]):
    """Ends with what was typed, without the blanks around it, or with None.

    Args:
        title: what is asked for.
        value: what stands there at first.
        hint: what could be typed.
        fault: says what is wrong with a text, in a few words; empty when nothing is.
        told: says what would come of a text that nothing is wrong with, in the place of the hint.
    """

    BINDINGS = [("escape", "dismiss(None)", "Back")]

    def __init__(
        self,
        title: str,
        value: str,
        hint: str,
        fault: Callable[[str], str] = lambda _: "",
        told: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._title, self._value, self._hint, self._fault, self._told = title, value, hint, fault, told

    def compose(self) -> ComposeResult:
        """A field, and what is wrong with what is in it."""
        with Vertical(classes="dialog"):
            yield LineField(self._value)
            yield Static(plain(self._hint), classes="dialog--keys")

    def on_click(self, event: events.Click) -> None:
        """Beside it: back."""
        if is_beside(self, event):
            self.dismiss(None)

    def on_mount(self) -> None:
        """Name the dialog."""
        dialog = self.query_one(".dialog")
        dialog.border_title, dialog.border_subtitle = plain(self._title), KEYS

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is wrong before it is taken."""
        typed = event.value.strip()
        said = (self._fault(typed) or self._told(typed)) if typed else ""
        self.query_one(Static).update(plain(said or self._hint))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, unless something is wrong with it."""
        typed = event.value.strip()
        if self._fault(typed):
            self.app.bell()
        else:
            self.dismiss(typed)
