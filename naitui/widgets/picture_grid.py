"""Pictures as a grid of tiles, of any number: only what is seen is drawn, and only its thumbnails are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from naitui.actions.in_effect import movement
from naitui.widgets.in_turn import done_at_cursor
from naitui.widgets.picture.tile import COLUMNS, ROWS
from naitui.widgets.rows import Row, Tone, row_width, said_within, strip_of
from naitui.widgets.tile_grid import TileGrid
from naitui.widgets.tiles import Missing
from naitui.widgets.typed_ahead import led_elsewhere

WIDTH, HEIGHT = COLUMNS + 2, ROWS + 1
"""Cells of a tile with its frame: a bar on its left, a blank on its right, its words below."""


class Shown(Protocol):
    """What a grid asks of what it shows."""

    def key(self, index: int) -> str | None:
        """Names the picture for ever; None while nothing is known of it."""

    def words(self, index: int) -> Row:
        """What stands below it; not wider than a tile."""

    def thumbnail(self, index: int) -> Callable[[], bytes]:
        """What gives a small picture file when it is called in a thread, or raises BadPicture or OSError."""


class PictureGrid(TileGrid):
    """Tiles with a cursor. Arrows or ``hjkl``, ``g`` and ``G`` move; Enter chooses."""

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor is on another tile; ``index`` is None when there is none."""

        index: int | None

    @dataclass
    class Chosen(Message):
        """Enter, or a second click, on a tile."""

        index: int

    def __init__(self, shown: Shown, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = shown
        self._count = 0
        self._empty: Sequence[str] = ()
        self.leading: Collection[str] = ()
        """Keys of the screen that lead elsewhere: those typed behind them are meant for there."""
        self.in_turn: Mapping[str, str] = {}
        """Actions of the screen, by key, for what is under the cursor: keys behind them may move that."""
        self.sought_last = False
        """Whether the last key went to the end: more may come there that is not known yet."""

    # ------------------------------------------------------------------ what the owner says

    def show(self, count: int, *, cursor: int = 0, empty: Iterable[str] = ()) -> None:
        """Show other pictures; ``empty`` is what is said when there are none."""
        self._count, self._empty = count, tuple(empty)
        self.set_reactive(PictureGrid.cursor, max(0, min(cursor, count - 1)))
        self._fit()
        self.refresh()
        self.call_after_refresh(self._reach_cursor)
        self.post_message(self.Moved(self.index))

    @property
    def index(self) -> int | None:
        """The tile under the cursor."""
        return self.cursor if self._count else None

    @property
    def across(self) -> int:
        """Tiles beside each other."""
        return max(1, self.scrollable_content_region.width // WIDTH)

    @property
    def page(self) -> int:
        """Rows of tiles that are seen at once."""
        return max(1, self.scrollable_content_region.height // HEIGHT)

    def step(self, by: int) -> None:
        """Move the cursor by rows of tiles: what a field above the grid asks for."""
        self._go(self.cursor + by * self.across)

    def seen(self) -> range:
        """The places that are to be seen now, the whole of them or a part."""
        first = self.scroll_offset.y // HEIGHT * self.across
        last = (self.scroll_offset.y + self.scrollable_content_region.height - 1) // HEIGHT * self.across + self.across
        return range(max(0, first), max(0, min(last, self._count)))

    def _go(self, index: int) -> None:
        if self._count:
            self.cursor = max(0, min(index, self._count - 1))

    # ------------------------------------------------------------------ thumbnails

    def _missing(self) -> Missing | None:
        """The cursor's first."""
        seen = self.seen()
        ordered = [self.cursor, *seen] if self.cursor in seen else seen
        for index in ordered:
            key = self._shown.key(index)
            if key is not None and self._tiles.get(key) is None:
                return Missing(key, self._shown.thumbnail(index), partial(self._drawn, index))
        return None

    def _drawn(self, index: int) -> None:
        self.refresh(self._region(index))

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """One line through all tiles of a row, or a line of what is said instead."""
        width = self.scrollable_content_region.width
        row, line = divmod(y + self.scroll_offset.y, HEIGHT)
        if not self._count:
            said = said_within(self._empty, self.scrollable_content_region.size)
            return strip_of(self, [(said[y] if y < len(said) else "", "muted")], width)
        first, ground = row * self.across, self.rich_style
        segments: list[Segment] = []
        for index in range(first, min(first + self.across, self._count)):
            segments += self._piece(index, line, ground)
        return Strip(segments).adjust_cell_length(width, ground)

    def _piece(self, index: int, line: int, ground: Style) -> Iterator[Segment]:
        here = index == self.cursor
        if line == ROWS:
            over: Tone = "" if not here else "cursor" if self.has_focus else "here"
            words = self._shown.words(index)
            blanks = COLUMNS - row_width(words)
            yield from strip_of(self, [("▌" if here else " ", ""), *words, (" " * blanks, "")], COLUMNS + 1, over)
            yield Segment(" ", ground)
            return
        bar = self.get_component_rich_style("tone--picked") if here else ground
        yield Segment("▌" if here else " ", bar)
        tile = self._tiles.get(self._shown.key(index))
        top = (ROWS - len(tile)) // 2 if tile else 0
        cells = tile[line - top] if tile and 0 <= line - top < len(tile) else []
        width = sum(len(segment.text) for segment in cells)
        left = (COLUMNS - width) // 2
        if tile is None and line == ROWS // 2:
            cells, left, width = [Segment("·", self.get_component_rich_style("tone--muted"))], COLUMNS // 2, 1
        yield Segment(" " * left, ground)
        yield from cells
        yield Segment(" " * (COLUMNS - left - width + 1), ground)

    def _region(self, index: int) -> Region:
        row, column = divmod(index, self.across)
        return Region(column * WIDTH, row * HEIGHT - self.scroll_offset.y, WIDTH, HEIGHT)

    def _fit(self) -> None:
        rows = -(-self._count // self.across)
        self.virtual_size = Size(1, rows * HEIGHT if self._count else len(self._empty))

    # ------------------------------------------------------------------ keys

    async def on_key(self, event: events.Key) -> None:
        """Move, or choose."""
        if led_elsewhere(self, event, self.leading) or await done_at_cursor(self, event, self.in_turn):
            return
        across, all = self.across, self._count
        moves = {
            "up": -across, "down": across, "left": -1, "right": 1,
            "page_up": -across * self.page, "page_down": across * self.page, "first": -all, "last": all,
        }  # fmt: skip
        way = movement(event.key)
        self.sought_last = way == "last"
        if way in moves:
            event.stop()
            event.prevent_default()
            self._go(self.cursor + moves[way])
        elif event.key == "enter" and self._count:
            event.stop()
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to a tile; a second click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row, column = (offset.y + self.scroll_offset.y) // HEIGHT, offset.x // WIDTH
        index = row * self.across + column
        if column < self.across and index < self._count:
            self._go(index)
            if event.chain > 1:
                self.post_message(self.Chosen(index))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two tiles anew and tell."""
        for index in (before, after):
            self.refresh(self._region(index))
        self._reach_cursor()
        self.post_message(self.Moved(self.index))

    def _reach_cursor(self) -> None:
        region = Region(0, self.cursor // self.across * HEIGHT, 1, HEIGHT)
        self.scroll_to_region(region, animate=False, immediate=True)
        self._tiles.make()
