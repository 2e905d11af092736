"""The action bar: what Generate will do and cost; while a job runs, how far it is."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

BAR_WIDTH = 16


class ActionBar(Widget):
    """One line. Clicking it is pressing Generate."""

    COMPONENT_CLASSES = {"bar--go", "bar--no", "bar--cost", "bar--note", "bar--done", "bar--todo", "bar--busy"}

    class Pressed(Message):
        """Generate was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._cost, self._note = "Generate", "", ""
        self._refused = False
        self._progress: tuple[int, int] | None = None
        self._busy = ""

    def offer(self, title: str, cost: str, note: str, *, refused: bool = False) -> None:
        """Show what a press would do: ``title`` is the button, ``cost`` stands beside it, ``note`` in the rest."""
        new = (title, cost, note, refused)
        if new != (self._title, self._cost, self._note, self._refused):
            self._title, self._cost, self._note, self._refused = new
            self.refresh()

    def progress(self, step: int, steps: int, busy: str) -> None:
        """Show how far the running job is; ``busy`` is a few words about it."""
        self._progress, self._busy = (step, max(1, steps)), busy
        self.refresh()

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return self._progress is not None

    def rest(self) -> None:
        """Nothing runs any more."""
        if self._progress is not None:
            self._progress, self._busy = None, ""
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar."""
        go = self._style("bar--no" if self._refused else "bar--go")
        segments = [Segment(f" {self._title} ", go), Segment(" ", self.rich_style)]
        if self._progress is not None:
            step, steps = self._progress
            full = BAR_WIDTH * step // steps
            segments += [
                Segment(f"{self._cost.split(' · ')[0]}  ", self._style("bar--cost")),
                Segment("━" * full, self._style("bar--done")),
                Segment("─" * (BAR_WIDTH - full), self._style("bar--todo")),
                Segment(f" {self._busy}", self._style("bar--busy")),
            ]
        else:
            segments.append(Segment(self._cost, self._style("bar--cost")))
            if self._note:
                segments.append(Segment(f"  {self._note}", self._style("bar--note")))
        strip = Strip(segments)
        width = self.size.width
        return strip.crop(0, width).extend_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def on_click(self, event: events.Click) -> None:
        """The whole bar is the button."""
        self.post_message(self.Pressed())
