"""The moods in a grid: arrows go, a letter goes to the next mood that begins with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

COLUMNS = 3


class MoodGrid(Widget, can_focus=True):
    """One of the moods is always chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"mood--chosen", "mood--here"}
    ALLOW_SELECT = False

    class Chosen(Message):
        """Another mood is the one."""

    def __init__(self, moods: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._moods = tuple(moods)
        self._place = min(1, len(self._moods) - 1)  # happy: neutral is the one nobody comes for
        self._rows = -(-len(self._moods) // COLUMNS)

    def on_mount(self) -> None:
        """As high as it has to be."""
        self.styles.height = self._rows

    @property
    def mood(self) -> str:
        """The chosen one."""
        return self._moods[self._place]

    def step(self, by: int) -> None:
        """The next mood, or the one before, round and round."""
        self._go((self._place + by) % len(self._moods))

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._moods) and place != self._place:
            self._place = place
            self.refresh()
            self.post_message(self.Chosen())

    def on_key(self, event: events.Key) -> None:
        """Arrows and letters. They are no actions: each letter is the first one of a mood."""
        down = {"up": -COLUMNS, "down": COLUMNS, "left": -1, "right": 1}
        letter = event.character or ""
        if event.key in down:
            self._go(self._place + down[event.key])
        elif len(letter) == 1 and letter.isalpha():
            order = [*range(self._place + 1, len(self._moods)), *range(self._place + 1)]
            found = next((place for place in order if self._moods[place].startswith(letter.lower())), None)
            if found is None:
                self.app.bell()
            else:
                self._go(found)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """The one that was clicked."""
        width = max(1, self.size.width // COLUMNS)
        column = event.x // width
        if column < COLUMNS:
            self._go(event.y * COLUMNS + column)

    def on_focus(self) -> None:
        """It is drawn more strongly."""
        self.refresh()

    def on_blur(self) -> None:
        """And less so."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row of moods."""
        width = max(1, self.size.width // COLUMNS)
        segments = []
        for place in range(y * COLUMNS, min((y + 1) * COLUMNS, len(self._moods))):
            name = f" {self._moods[place]}"[:width].ljust(width)
            style = self.rich_style
            if place == self._place:
                style = self.get_component_rich_style("mood--here" if self.has_focus else "mood--chosen")
            segments.append(Segment(name, style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
