"""A list to choose from, narrowed by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from naitui.widgets.key_lines import KEYS, is_beside
from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain


class ChooseScreen(ModalScreen[str | None]):
    """Ends with the chosen value, with what was typed when that is allowed and nothing matches, or with None."""

    BINDINGS = [("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], current: str, *, typed_hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current
        self._typed_hint = typed_hint

    def compose(self) -> ComposeResult:
        """A field over a list."""
        with Vertical(classes="dialog"):
            yield LineField(placeholder=self._typed_hint or "type to narrow", id="narrow")
            yield OptionList(id="choices", markup=False)

    def on_click(self, event: events.Click) -> None:
        """Beside it: back."""
        if is_beside(self, event):
            self.dismiss(None)

    def on_mount(self) -> None:
        """Show everything, the current value under the cursor."""
        dialog = self.query_one(".dialog")
        dialog.border_title, dialog.border_subtitle = plain(self._title), KEYS
        self._fill("")

    def _fill(self, wanted: str) -> None:
        words = wanted.lower().replace("×", "x").split()
        found = [
            (value, title)
            for value, title in self._choices
            if all(word in f"{title} {value}".lower().replace("×", "x") for word in words)
        ]
        self.show_choices(found, self._current)

    def show_choices(self, found: Sequence[tuple[str, str]], current: str) -> None:
        """Show these, the current one under the cursor, or else the first."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(plain(title), id=value) for value, title in found)
        values = [value for value, _ in found]
        options.highlighted = values.index(current) if current in values else (0 if values else None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the cursor is on, or what was typed."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)
        elif self._typed_hint and event.value.strip():
            self.dismiss(event.value.strip())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen with Enter or the mouse."""
        self.dismiss(event.option.id)

    def key_down(self) -> None:
        """From the field into the list."""
        self._step(1)

    def key_up(self) -> None:
        """Up in the list, while typing."""
        self._step(-1)

    def _step(self, by: int) -> None:
        options = self.query_one(OptionList)
        if self.focused is options or options.highlighted is None:
            return
        options.highlighted = (options.highlighted + by) % options.option_count
