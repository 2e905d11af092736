"""The action bar: what Generate will do and cost; while a job runs, how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

BAR_WIDTH = 16
GAP = 2


Said = tuple[str, str]
"""Words, and an ending that is never cut off."""


def shared(note: Said, hint: Said, room: int) -> tuple[str, str]:
    """A note and a hint, a gap before each, cut so that both stand in ``room`` cells; each has half of it at least."""
    wanted = [cell_len(" ".join(said).strip()) + GAP if said[0] else 0 for said in (note, hint)]
    first = _cut(note, min(wanted[0], max(room // 2, room - wanted[1])))
    return first, _cut(hint, room - cell_len(first))


def _cut(said: Said, room: int) -> str:
    """Words and their ending behind a gap; nothing where there is no room for both."""
    words, ending = said
    whole = " ".join(said).strip()
    if not words or cell_len(whole) + GAP <= room:
        return f"{' ' * GAP}{whole}" if words else ""
    tail = f"… {ending}" if ending else "…"
    left = room - GAP - cell_len(tail)
    return f"{' ' * GAP}{set_cell_size(words, left).rstrip()}{tail}" if left > 0 else ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the running job is."""

    done: int
    all: int
    words: str


class ActionBar(Widget):
    """One line. Clicking it is pressing Generate."""

    COMPONENT_CLASSES = {
        "bar--go",
        "bar--no",
        "bar--cost",
        "bar--note",
        "bar--hint",
        "bar--done",
        "bar--todo",
        "bar--busy",
    }

    class Pressed(Message):
        """Generate was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._cost = "Generate", ""
        self._note: Said = ("", "")
        self._hint: Said = ("", "")
        self._refused = False
        self._progress: Progress | None = None

    def offer(self, title: str, cost: str, note: Said, *, refused: bool = False) -> None:
        """Show what a press would do: ``title`` is the button, ``cost`` stands beside it, ``note`` in the rest."""
        new = (title, cost, note, refused)
        if new != (self._title, self._cost, self._note, self._refused):
            self._title, self._cost, self._note, self._refused = new
            self.refresh()

    def hint(self, hint: Said) -> None:
        """Show a hint behind the note."""
        if hint != self._hint:
            self._hint = hint
            self.refresh()

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far the running job is; None when nothing runs any more."""
        if progress != self._progress:
            self._progress = progress
            self.refresh()

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return self._progress is not None

    def render_line(self, y: int) -> Strip:
        """The bar."""
        go = self._style("bar--no" if self._refused else "bar--go")
        segments = [Segment(f" {self._title} ", go), Segment(" ", self.rich_style)]
        if self._progress is not None:
            full = BAR_WIDTH * self._progress.done // max(1, self._progress.all)
            segments += [
                Segment(f"{self._cost.split(' · ')[0]}  ", self._style("bar--cost")),
                Segment("━" * full, self._style("bar--done")),
                Segment("─" * (BAR_WIDTH - full), self._style("bar--todo")),
                Segment(f" {self._progress.words}", self._style("bar--busy")),
            ]
        else:
            room = self.size.width - sum(cell_len(segment.text) for segment in segments)
            cost = self._cost if cell_len(self._cost) <= room else f"{set_cell_size(self._cost, room - 1).rstrip()}…"
            segments.append(Segment(cost, self._style("bar--cost")))
            room = self.size.width - sum(cell_len(segment.text) for segment in segments)
            note, hint = shared(self._note, self._hint, room)
            segments += [Segment(note, self._style("bar--note")), Segment(hint, self._style("bar--hint"))]
        strip = Strip(segments)
        width = self.size.width
        return strip.crop(0, width).extend_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def on_click(self, event: events.Click) -> None:
        """The whole bar is the button."""
        self.post_message(self.Pressed())
