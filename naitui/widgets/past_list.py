"""The past as a list: a line for each state and each picture, its branches beside it. Thousands are as quick as ten."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from naitui.actions.in_effect import movement
from naitui.recipe.past_graph import Row
from naitui.widgets.text import one_line, plain

_DAY = 86_400


class PastList(ScrollView, can_focus=True):
    """The rows; the one under the cursor goes up as `Moved`, a double click on one as `Chosen`."""

    COMPONENT_CLASSES = {
        "past--graph", "past--step", "past--here", "past--pictured", "past--picture", "past--time", "past--cursor",
        "past--empty",
    }  # fmt: skip

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """The cursor is on another row, or there are other rows."""

        row: Row | None

    class Chosen(Message):
        """The row under the cursor was chosen with the mouse."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._label: Callable[[Row], str] = lambda row: row.node.label
        self._head = 0
        self._empty = ""

    def show(self, rows: Sequence[Row], head: int, label: Callable[[Row], str], empty: str) -> None:
        """Show other rows; the cursor stays on its state as far as that is among them, or goes to the nearest.

        Args:
            rows: from above.
            head: the state one is at.
            label: says a row in words; asked only for rows that are drawn.
            empty: what to say when there are none.
        """
        before = self.row
        self._rows, self._head, self._label, self._empty = rows, head, label, empty
        self.virtual_size = Size(0, len(rows))
        wanted = -1 if before is None else self._place_of(before)
        self.cursor = max(0, min(wanted if wanted >= 0 else self.cursor, len(rows) - 1))
        self._reach_cursor()
        self.refresh()
        self.post_message(self.Moved(self.row))

    def _place_of(self, row: Row) -> int:
        places = [at for at, other in enumerate(self._rows) if other.node.id == row.node.id]
        same = [at for at in places if self._rows[at].picture == row.picture]
        return (same or places or [-1])[0]

    def go_to(self, state: int | None) -> None:
        """Put the cursor on a state, if it is among the rows."""
        place = next((at for at, row in enumerate(self._rows) if row.node.id == state and row.picture is None), None)
        if place is not None:
            self.cursor = place

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """One row."""
        at = y + self.scroll_offset.y
        width = self.size.width
        if at < len(self._rows):
            return self._strip(at, width)
        words = self._empty if not self._rows and y == 0 else ""
        return Strip([Segment(set_cell_size(words, width), self.get_component_rich_style("past--empty"))])

    def _strip(self, at: int, width: int) -> Strip:
        row = self._rows[at]
        cursor = at == self.cursor
        when = shown_time(row.picture.at if row.picture else row.node.at, time.time())
        graph, mark, after = row.graph[: row.column], row.graph[row.column], row.graph[row.column + 1 :]
        words = f"▣ {picture_words(row)}" if row.picture else one_line(self._label(row), 300)
        room = width - cell_len(graph + mark + after) - cell_len(when) - 2
        kind = self._kind(row)

        def style(name: str) -> Style:
            return self.get_component_rich_style("past--cursor" if cursor else name)

        return Strip(
            [
                Segment(graph, style("past--graph")),
                Segment(mark, style(kind if row.picture is None else "past--graph")),
                Segment(after, style("past--graph")),
                Segment(set_cell_size(words, max(0, room)), style(kind)),
                Segment(f" {when} ", style("past--time")),
            ]
        ).adjust_cell_length(width, style(kind))

    def _kind(self, row: Row) -> str:
        if row.picture is not None:
            return "past--picture"
        if row.node.id == self._head:
            return "past--here"
        return "past--pictured" if row.node.pictures else "past--step"

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Move the cursor."""
        page = max(1, self.size.height - 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        ends = {"first": 0, "last": len(self._rows) - 1}
        way = movement(event.key)
        if way in steps or way in ends:
            event.stop()
            event.prevent_default()
            target = ends[way] if way in ends else self.cursor + steps[way]
            self.cursor = max(0, min(target, len(self._rows) - 1))

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse; a double click goes there."""
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= at < len(self._rows):
            self.cursor = at
            if event.chain > 1:
                self.post_message(self.Chosen())

    def watch_cursor(self) -> None:
        """Another row is the current one."""
        self.refresh()
        self._reach_cursor()
        if self.is_mounted:
            self.post_message(self.Moved(self.row))

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._reach_cursor()

    def _reach_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True, force=True)

    def show_title(self, title: str) -> None:
        """What stands at the upper edge."""
        self.border_title = plain(title)


def picture_words(row: Row) -> str:
    """What a picture's row says."""
    assert row.picture is not None  # noqa: S101 - asked for rows of pictures only
    return f"seed {row.picture.seed}" if row.picture.seed is not None else one_line(PurePath(row.picture.path).name)


def shown_time(at: float, now: float) -> str:
    """A moment as short as can be: the time today, the day before that."""
    moment = time.localtime(at)
    today = time.localtime(now)
    if moment[:3] == today[:3]:
        return time.strftime("%H:%M:%S", moment)
    return time.strftime("%d %b %H:%M" if now - at < 300 * _DAY else "%Y-%m-%d", moment)
