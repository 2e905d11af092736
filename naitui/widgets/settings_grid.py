"""The sampling settings as a dense grid: arrows move and change, Enter opens, typing edits, Delete gives back."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from naitui.actions.in_effect import in_turn, movement
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.widgets import fields
from naitui.widgets.bindings import bindings_of
from naitui.widgets.fields import BadValue, Field
from naitui.widgets.in_turn import done_in_turn
from naitui.widgets.typed_value import TypedValue

CELL_WIDTH = 26
"""Least columns of one field: label, value, a gap."""


class SettingsGrid(Widget, can_focus=True):
    """Shows the fields that the model has. Every change goes up as `Changed`; the recipe comes down by `show`."""

    COMPONENT_CLASSES = {"grid--label", "grid--value", "grid--own", "grid--cursor", "grid--editing", "grid--fixed"}
    BINDINGS = bindings_of("settings")

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """The user changed a setting."""

        recipe: Recipe

    @dataclass
    class ChoiceWanted(Message):
        """The user wants to see all values of a field."""

        field: Field

    @dataclass
    class Rejected(Message):
        """What was typed cannot be; ``reason`` says what can."""

        reason: str

    def __init__(
        self, recipe: Recipe, catalog: Catalog, choose: fields.Choose = fields.fields_of, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._recipe = recipe
        self._catalog = catalog
        self._choose = choose
        self._fields = choose(recipe, catalog)
        self._typing = TypedValue()

    def on_mount(self) -> None:
        """Name the pane."""
        self.border_title = "Settings"

    def show(self, recipe: Recipe) -> None:
        """Show another recipe; the cursor stays on its field as far as the model has it."""
        if recipe is self._recipe:
            return
        before, self._recipe = self._recipe, recipe
        if all(getattr(before, name) == getattr(recipe, name) for name in (*fields.OWNED, *fields.OF_SOURCE)):
            return  # only words have changed: typing a prompt draws nothing here
        current = self.field.path
        found = self._choose(recipe, self._catalog)
        if found != self._fields:
            self._fields = found
            paths = [field.path for field in self._fields]
            self.cursor = paths.index(current) if current in paths else 0
            self.refresh(layout=True)
        else:
            self.refresh()

    @property
    def recipe(self) -> Recipe:
        """As it is shown."""
        return self._recipe

    def reveal(self, path: fields.Path) -> bool:
        """Put the cursor on a field; False when the model has none of that path."""
        paths = [field.path for field in self._fields]
        if path not in paths:
            return False
        self.cursor = paths.index(path)
        self.focus()
        return True

    def give_up(self) -> bool:
        """Leave a value that is being typed as it was; False when none is."""
        typing = self._typing.text is not None
        self._typing.end()
        self.refresh()
        return typing

    @property
    def field(self) -> Field:
        """The field under the cursor."""
        return self._fields[min(self.cursor, len(self._fields) - 1)]

    # ------------------------------------------------------------------ shape

    @property
    def columns(self) -> int:
        """How many fields stand beside each other."""
        return max(1, self.content_size.width // CELL_WIDTH)

    def _rows(self, columns: int) -> int:
        return -(-len(self._fields) // columns)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the fields need at this width."""
        return self._rows(max(1, width // CELL_WIDTH))

    def _cell(self, index: int) -> tuple[int, int]:
        """Row and column of a field: fields run down the columns."""
        rows = self._rows(self.columns)
        return index % rows, index // rows

    def render_line(self, y: int) -> Strip:
        """One line of fields."""
        rows, columns = self._rows(self.columns), self.columns
        width = self.content_size.width // columns
        segments: list[Segment] = []
        for column in range(columns):
            index = column * rows + y
            if y < rows and index < len(self._fields):
                labels = (len(field.label) for field in self._fields[column * rows : (column + 1) * rows])
                segments += self._render_field(index, width, max(labels) + 1)
        return Strip(segments).adjust_cell_length(self.content_size.width, self.rich_style)

    def _render_field(self, index: int, width: int, label_width: int) -> list[Segment]:
        field = self._fields[index]
        here = self.has_focus and index == self.cursor
        value = fields.shown(self._recipe, field, self._catalog)
        name = "grid--own" if fields.is_own(self._recipe, field) else "grid--value"
        if fields.is_fixed(field, self._catalog.model(self._recipe.model)):
            name = "grid--fixed"
        if here:
            name = "grid--editing" if self._typing.text is not None else "grid--cursor"
            value = value if self._typing.text is None else f"{self._typing.text}▏"
        room = width - label_width - 1
        if len(value) > room:
            value = value[: room - 1] + "…"
        style = self._style(name)
        mark = self._style("grid--cursor") if here else self._style("grid--label")
        return [
            Segment(f"{field.label:<{label_width}}", mark),
            Segment(f"{value} ", style),
            Segment(" " * (width - label_width - len(value) - 1), self.rich_style),
        ]

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    # ------------------------------------------------------------------ keys

    async def on_key(self, event: events.Key) -> None:
        """Move, or type a value."""
        rows = self._rows(self.columns)
        moves = {"up": -1, "down": 1, "first": -self.cursor, "last": len(self._fields) - 1 - self.cursor}
        moves |= {"page_up": -rows, "page_down": rows}
        way = movement(event.key)
        if self._typing.text is not None:
            self._edit(event)
        elif way in moves:
            event.stop()
            self._move(moves[way])
        elif self.field.kind in ("number", "seed", "size") and (event.character or " ") in "0123456789.":
            event.stop()
            self._typing.begin(event.character or "")
            self.refresh()
        else:
            await done_in_turn(self, event)

    def _move(self, by: int) -> None:
        target = self.cursor + by
        if 0 <= target < len(self._fields):
            self.cursor = target

    def _edit(self, event: events.Key) -> None:
        """A key while a value is being typed."""
        if event.key in in_turn():
            return
        if self._typing.take(event):
            self._commit()
            if event.key in ("up", "down"):
                self._move(-1 if event.key == "up" else 1)
        self.refresh()

    def _commit(self) -> None:
        try:
            self._send(fields.typed(self._recipe, self.field, self._typing.end(), self._catalog))
        except BadValue as error:
            self.post_message(self.Rejected(str(error)))
        self.refresh()

    def _send(self, recipe: Recipe) -> None:
        if recipe != self._recipe:
            self.show(recipe)
            self.post_message(self.Changed(recipe))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a value is typed its keys belong to the text."""
        return self._typing.text is None or action not in ("change", "less", "more", "reset")

    def action_change(self) -> None:
        """Open the list of values, flip a toggle, or begin to type."""
        match self.field.kind:
            case "toggle":
                self.action_more()
            case "number" | "seed":
                self._typing.begin()
                self.refresh()
            case _:
                self.post_message(self.ChoiceWanted(self.field))

    def action_more(self) -> None:
        """The next value."""
        self._step(1)

    def action_less(self) -> None:
        """The value before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        try:
            self._send(fields.stepped(self._recipe, self.field, by, self._catalog))
        except BadValue as error:
            self.post_message(self.Rejected(str(error)))

    def action_reset(self) -> None:
        """Back to the model's own."""
        self._send(fields.reset(self._recipe, self.field))

    def on_click(self, event: events.Click) -> None:
        """Go to a field with the mouse; a second click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        rows = self._rows(self.columns)
        index = offset.x // max(1, self.content_size.width // self.columns) * rows + offset.y
        if index < len(self._fields) and offset.y < rows:
            if index == self.cursor and self.has_focus and event.chain > 1:
                self.action_change()
            self.cursor = index

    def on_blur(self) -> None:
        """What was typed counts when the focus goes on."""
        if self._typing.text is not None:
            self._commit()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor, and bring it into view."""
        self.refresh()
        self._show_cursor()

    def watch_cursor(self) -> None:
        """The cursor has moved."""
        self.refresh()
        self._show_cursor()

    def _show_cursor(self) -> None:
        row, _ = self._cell(self.cursor)
        if self.is_mounted and self.has_focus:
            self.call_after_refresh(self.scroll_visible, animate=False)
            self.call_after_refresh(self._reach, row)

    def _reach(self, row: int) -> None:
        """Scroll what the grid stands in to a line of it, where there is not room for all."""
        holder = next((one for one in self.ancestors if isinstance(one, Widget) and one.allow_vertical_scroll), None)
        if holder is not None:
            top = self.content_region.y - holder.content_region.y + holder.scroll_offset.y
            holder.scroll_to_region(Region(0, top + row, 1, 1), animate=False)
