"""The pad on which a character is placed: cells of the grid, or anywhere for models that place freely."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from naitui.novelai import Model
from naitui.recipe.places import cell_centre
from naitui.widgets.text import plain

ROWS = 11
CELL_RATIO = 2.0
"""A terminal cell is about twice as high as wide."""


class Pad(Widget, can_focus=True):
    """The picture's outline with everybody in it; the current one is moved by arrows (with Shift in larger steps)."""

    COMPONENT_CLASSES = {"pad--frame", "pad--grid", "pad--other", "pad--current"}

    place: reactive[tuple[float, float]] = reactive((0.5, 0.5))

    def __init__(
        self,
        place: tuple[float, float],
        number: int,
        others: Sequence[tuple[int, tuple[float, float]]],
        *,
        free: bool,
        ratio: float,
    ) -> None:
        super().__init__(id="pad")
        self.set_reactive(Pad.place, place)
        self._number, self._others, self._free = number, others, free
        self._columns = max(11, min(56, round(ROWS * CELL_RATIO * ratio)))
        self._letter = ""

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as the picture's shape asks for."""
        return self._columns

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Always as high."""
        return ROWS

    def render_line(self, y: int) -> Strip:
        """One row of the pad."""
        row = []
        marks = {self._spot(place): (str(number), "pad--other") for number, place in self._others}
        marks[self._spot(self.place)] = (str(self._number), "pad--current")
        for x in range(self._columns):
            text, name = marks.get((x, y), ("", ""))
            if not text:
                name = "pad--grid"
                text = "·" if self._is_centre(x, y) else " "
            row.append(Segment(text[-1], self.get_component_rich_style(name)))
        return Strip(row)

    def _spot(self, place: tuple[float, float]) -> tuple[int, int]:
        return min(self._columns - 1, int(place[0] * self._columns)), min(ROWS - 1, int(place[1] * ROWS))

    def _is_centre(self, x: int, y: int) -> bool:
        return any((x, y) == self._spot(((2 * c + 1) / 10, (2 * r + 1) / 10)) for c in range(5) for r in range(5))

    def on_key(self, event: events.Key) -> None:
        """Move by arrows or hjkl, or say a cell's name: a letter, then a digit."""
        key = event.key
        big = key.startswith("shift+") or key in ("H", "J", "K", "L")
        name = key.removeprefix("shift+").lower()
        name = {"h": "left", "j": "down", "k": "up", "l": "right"}.get(name, name)
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        if name in moves:
            event.stop()
            step = (0.1 if big else 0.01) if self._free else 0.2
            dx, dy = moves[name]
            self.place = (self._moved(self.place[0], dx * step), self._moved(self.place[1], dy * step))
        elif event.character and event.character.lower() in "abcde":
            self._letter = event.character
        elif event.character and self._letter and (centre := cell_centre(self._letter + event.character)):
            self._letter, self.place = "", centre

    def _moved(self, side: float, by: float) -> float:
        low, high = (0.0, 1.0) if self._free else (0.1, 0.9)
        return round(min(high, max(low, side + by)), 3)


class PlaceScreen(ModalScreen[tuple[float, float] | None]):
    """Ends with the chosen place, or None."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Back"), Binding("enter", "take", "Take", priority=True)]

    def __init__(
        self,
        model: Model,
        number: int,
        place: tuple[float, float] | None,
        others: Sequence[tuple[int, tuple[float, float]]],
        ratio: float,
    ) -> None:
        super().__init__()
        free = model.positions == "free"
        self._pad = Pad(place or (0.5, 0.5), number, others, free=free, ratio=ratio)
        self._hint = "arrows move, with Shift in larger steps" if free else "arrows move by one cell"

    def compose(self) -> ComposeResult:
        """The pad and the keys."""
        with Vertical(classes="dialog dialog--narrow"):
            with Center():
                yield self._pad
            yield Static(plain(""), id="where")
            keys = f"{self._hint}\nB3 goes to a cell\nEnter  take it     Esc  back"
            yield Static(plain(keys), classes="dialog--keys")

    def on_mount(self) -> None:
        """Follow the pad."""
        self.query_one(".dialog").border_title = "Place"
        self.watch(self._pad, "place", self._show_place)
        self._pad.focus()

    def _show_place(self, place: tuple[float, float]) -> None:
        self.query_one("#where", Static).update(plain(f"x {place[0]:.2f}   y {place[1]:.2f}"))

    def action_take(self) -> None:
        """This place."""
        self.dismiss(self._pad.place)
