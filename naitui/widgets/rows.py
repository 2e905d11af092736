"""Lines of toned text: a list of any length with a cursor, of which only what is seen is made, and passages that wrap.

A tone is a component class ``tone--…``; its colour and weight are in the stylesheet, so that themes decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from naitui.actions.in_effect import movement
from naitui.widgets.in_turn import done_at_cursor
from naitui.widgets.text import one_line, wrapped
from naitui.widgets.typed_ahead import led_elsewhere

Tone = Literal[
    "", "title", "muted", "match", "picked", "warning", "error", "cursor", "here",
    "added", "removed", "moved", "raised", "lowered", "changed",
]  # fmt: skip
Row: TypeAlias = Sequence[tuple[str, Tone]]
"""The pieces of a line, left to right, each with its tone."""
CLASSES = {f"tone--{tone}" for tone in get_args(Tone) if tone}


def row_width(row: Row) -> int:
    """Cells that a row takes."""
    return sum(cell_len(text) for text, _ in row)


def said_within(words: Sequence[str], room: Size) -> list[str]:
    """What is said instead of rows, folded; without its blank lines where it would not fit with them."""
    folded = [piece for line in words for piece in wrapped(line, room.width)]
    return folded if len(folded) <= room.height else [line for line in folded if line]


def strip_of(widget: Widget, row: Row, width: int, over: Tone = "") -> Strip:
    """A row as it is drawn, cut or filled up to ``width`` cells; ``over`` is laid over every tone of it."""
    base = widget.get_component_rich_style(f"tone--{over}") if over else widget.rich_style
    segments = []
    for text, tone in row:
        # the cursor's colours are legible together; a tone in front of its background might not be
        toned = tone and over != "cursor"
        style = widget.get_component_rich_style(f"tone--{tone}") + base.background_style if toned else base
        segments.append(Segment(text, style))
    return Strip(segments).adjust_cell_length(width, base)


class RowList(ScrollView, can_focus=True):
    """A list whose rows are asked for when they are seen. The keys of `actions.lists` move; Enter chooses."""

    COMPONENT_CLASSES = CLASSES

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, or on another list's row; ``index`` is None when there is none."""

        rows: RowList
        index: int | None

        @property
        def control(self) -> RowList:
            """The list, for ``@on``."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """Enter, or a second click, on a row."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list, for ``@on``."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count = 0
        self._row: Callable[[int], Row] = lambda index: ()
        self._empty: Sequence[str] = ()
        self.leading: Collection[str] = ()
        """Keys of the screen that lead elsewhere: those typed behind them are meant for there."""
        self.in_turn: Mapping[str, str] = {}
        """Actions of the screen, by key, for what is under the cursor: keys behind them may move that."""
        self.sought_last = False
        """Whether the last key went to the end: more may come there that is not known yet."""

    @property
    def index(self) -> int | None:
        """The row under the cursor; None in an empty list."""
        return self.cursor if self._count else None

    def show(self, count: int, row: Callable[[int], Row], *, cursor: int = 0, empty: Iterable[str] = ()) -> None:
        """Show other rows; ``empty`` is what is said when there are none."""
        self._count, self._row, self._empty = count, row, tuple(empty)
        self.virtual_size = Size(1, max(count, len(self._empty)))
        self.set_reactive(RowList.cursor, max(0, min(cursor, count - 1)))
        self.refresh()
        self.call_after_refresh(self._show_cursor)
        self.post_message(self.Moved(self, self.index))

    def step(self, by: int) -> None:
        """Move the cursor; it stops at both ends."""
        if self._count:
            self.cursor = max(0, min(self.cursor + by, self._count - 1))

    @property
    def page(self) -> int:
        """Rows that are seen at once."""
        return max(1, self.scrollable_content_region.height)

    def render_line(self, y: int) -> Strip:
        """One row, or a line of what is said instead."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if not self._count:
            said = said_within(self._empty, self.scrollable_content_region.size)
            return strip_of(self, [(said[index] if index < len(said) else "", "muted")], width)
        if index >= self._count:
            return Strip.blank(width, self.rich_style)
        here = index == self.cursor
        over: Tone = "" if not here else "cursor" if self.has_focus else "here"
        mark = "›" if here else " "
        return strip_of(self, [(mark, ""), *self._row(index)], width, over)

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two rows anew and tell."""
        self.refresh_lines(before)
        self.refresh_lines(after)
        self._show_cursor()
        self.post_message(self.Moved(self, self.index))

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True)

    async def on_key(self, event: events.Key) -> None:
        """Move, or choose."""
        if led_elsewhere(self, event, self.leading) or await done_at_cursor(self, event, self.in_turn):
            return
        moves = {
            "up": -1, "down": 1, "page_up": -self.page, "page_down": self.page,
            "first": -self._count, "last": self._count,
        }  # fmt: skip
        way = movement(event.key)
        self.sought_last = way == "last"
        if way in moves:
            event.stop()
            event.prevent_default()
            self.step(moves[way])
        elif event.key == "enter" and self._count:
            event.stop()
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to a row; a second click chooses it."""
        offset = event.get_content_offset(self)
        index = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= index < self._count:
            self.cursor = index
            if event.chain > 1:
                self.post_message(self.Chosen(self, index))

    def on_focus(self) -> None:
        """The cursor is a stronger one."""
        self.refresh()
        self.post_message(self.Moved(self, self.index))

    def on_blur(self) -> None:
        """And a weaker one."""
        self.refresh()


class Passage(Widget):
    """Toned text that wraps; it is as high as it needs to be."""

    COMPONENT_CLASSES = CLASSES

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Row = ()

    def show(self, parts: Row) -> None:
        """Say something else, or nothing; line ends in the parts are line ends."""
        self.display = bool(parts)
        if parts != self._parts:
            self._parts = parts
            self.refresh(layout=True)

    @property
    def words(self) -> str:
        """All that is said."""
        return "".join(text for text, _ in self._parts)

    def render(self) -> Content:
        """The text in its colours: asked for anew under every theme."""
        pieces = [
            Content.styled(text, self.get_visual_style(f"tone--{tone}", partial=True)) if tone else Content(text)
            for text, tone in self._parts
        ]
        return Content("").join(pieces)


def cell(text: str, width: int, indent: int = 0) -> str:
    """Text on one line in exactly so many cells, with an ellipsis where it is cut."""
    line = " " * indent + one_line(text, max(1, width))
    while cell_len(line) > width:
        line = f"{line[:-2]}…" if len(line) > 1 else ""
    return line + " " * (width - cell_len(line))
