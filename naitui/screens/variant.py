"""Enhance and Variations: a small table of what can be made of a picture, each choice with its price."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.actions.in_effect import movement
from naitui.jobs.variants import Variant, Variants
from naitui.screens import wording
from naitui.widgets.key_lines import KeyLines, is_beside
from naitui.widgets.text import plain

_NAME, _CELL = 24, 12
"""Cells of a row's name, and of each price."""
WAYS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
"""Rows down and columns across."""


class VariantScreen(ModalScreen[Variant | None]):
    """Ends with a choice that can be made, or None. A digit takes its row, Enter what the cursor is on.

    Args:
        title: what it is.
        lines: of the picture, and what is to be said of it.
        table: the choices.
    """

    BINDINGS = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("enter", "take", "Take it"),
        Binding("tab", "move(0,1)", show=False),  # as from one column of a form to the next
        # a digit is the row of its number
        *(Binding(str(number), f"take_row({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, title: str, lines: Sequence[str], table: Variants) -> None:
        super().__init__()
        self._title, self._lines, self._table = title, lines, table
        self._row, self._column = table.start

    def compose(self) -> ComposeResult:
        """What it is of, the table, what the cursor is on, the keys."""
        with Vertical(classes="dialog"):
            yield Static(plain("\n".join(self._lines)), classes="dialog--text")
            yield Static(plain(""), id="variants")
            yield Static(plain(""), id="variant-told")
            digits = f"1–{len(self._table.rows)}    {self._title.lower()} at once"
            sizes = "← →  another size\n" if len(self._table.columns) > 1 else ""
            yield Static(plain(f"{digits}\n{sizes}".rstrip()), classes="dialog--keys")
            yield KeyLines([("enter", "Enter  the marked one"), ("escape", "Esc    Back")])

    def on_mount(self) -> None:
        """Show the table."""
        self.query_one(".dialog").border_title = plain(self._title)
        self._show()

    @property
    def _chosen(self) -> Variant:
        return self._table.cells[self._row, self._column]

    def _show(self) -> None:
        table = self._table
        lines = []
        if len(table.columns) > 1:
            for names in (table.columns, table.sizes):
                heads = "".join(f"{name:>{_CELL - 1}} " for name in names)
                lines.append(Content.styled(f"{'':{_NAME + 3}}{heads}", "$text-muted"))
        for row, name in enumerate(table.rows):
            parts: list[Content] = [Content.styled(f" {row + 1} ", "bold $primary"), Content(f"{name:<{_NAME}}")]
            for column in range(len(table.columns)):
                here = (row, column) == (self._row, self._column)
                price = table.cells[row, column].price
                parts.append(Content(" " * (_CELL - len(price) - 1)))
                parts.append(Content.styled(f" {price} ", "$background on $primary bold" if here else ""))
            lines.append(Content("").join(parts).rstrip())
        self.query_one("#variants", Static).update(Content("\n").join(lines))
        chosen = self._chosen
        told = f"{chosen.words}: {wording.cost(chosen.quote)}" if chosen.quote is not None else f"✗ {chosen.words}"
        self.query_one("#variant-told", Static).update(plain(told))

    def on_key(self, event: events.Key) -> None:
        """The cursor moves by the keys of lists and grids."""
        way = movement(event.key)
        if way in WAYS:
            event.stop()
            event.prevent_default()
            self.action_move(*WAYS[way])

    def on_click(self, event: events.Click) -> None:
        """The one under the pointer; a second click takes it. Beside the dialog: back."""
        if is_beside(self, event):
            self.dismiss(None)
            return
        table = self.query_one("#variants", Static)
        if not table.content_region.contains_point(event.screen_offset):
            return
        offset = event.screen_offset - table.content_region.offset
        row = offset.y - (2 if len(self._table.columns) > 1 else 0)
        column = max(0, offset.x - _NAME - 3) // _CELL
        if 0 <= row < len(self._table.rows) and column < len(self._table.columns):
            self._row, self._column = row, column
            self._show()
            if event.chain > 1:
                self.action_take()

    def action_move(self, down: int, across: int) -> None:
        """The cursor goes; at the end of a row it comes back at its beginning."""
        self._row = min(max(self._row + down, 0), len(self._table.rows) - 1)
        self._column = (self._column + across) % len(self._table.columns)
        self._show()

    def action_take_row(self, number: int) -> None:
        """A digit: that row, in the size of the cursor."""
        if number <= len(self._table.rows):
            self._row = number - 1
            self._show()
            self.action_take()

    def action_take(self) -> None:
        """What the cursor is on, if it can be."""
        if self._chosen.recipe is None:
            self.app.bell()
        else:
            self.dismiss(self._chosen)
