"""A sheet of a sweep: tiles in rows and columns whose heads stay in sight, whatever part of it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from naitui.actions.in_effect import movement
from naitui.widgets.picture.tile import COLUMNS, ROWS
from naitui.widgets.rows import Row, Tone, strip_of
from naitui.widgets.text import wrapped
from naitui.widgets.tile_grid import TileGrid
from naitui.widgets.tiles import Missing
from naitui.widgets.typed_ahead import led_elsewhere

WIDTH, HEIGHT = COLUMNS + 2, ROWS
"""Cells of a tile with the bar on its left and a blank on its right."""
_MOST_SIDE = 22
"""Cells of the heads of rows."""
Place = tuple[int, int]
"""Column and row, from 0."""


@dataclass(frozen=True, slots=True)
class Square:
    """What is to be seen in one place: a picture, or words in its stead."""

    lines: Sequence[str] = ()
    tone: Tone = "muted"
    key: str | None = None
    """Names the picture for ever; None when there is none."""
    read: Callable[[], bytes] = field(default=bytes, compare=False)
    """Gives a small picture file in a thread; may raise BadPicture or OSError."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layer of a grid."""

    columns: Sequence[str] = ()
    rows: Sequence[str] = ()
    squares: Mapping[Place, Square] | None = None
    """By place; None says that there is no grid."""
    empty: Sequence[str] = ()
    """What is said then."""


class SheetGrid(TileGrid):
    """A grid with a cursor: arrows or ``hjkl`` move, ``g`` and ``G`` go to the ends, Enter chooses."""

    cursor: reactive[Place] = reactive((0, 0), repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor is in another place."""

        place: Place

    class Chosen(Message):
        """Enter, or a second click, on a place."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sheet = Sheet()

    # ------------------------------------------------------------------ what the owner says

    def show(self, sheet: Sheet) -> None:
        """Show another sheet; the cursor stays where it is, as far as there is such a place."""
        if sheet == self._sheet:
            return
        moved = (sheet.columns, sheet.rows) != (self._sheet.columns, self._sheet.rows)
        self._sheet = sheet
        if moved:
            column, row = self.cursor
            self.cursor = self._within(column, row)
            self._fit()
            self.call_after_refresh(self._reach_cursor)
        self.look_again()

    def step(self, across: int, down: int) -> None:
        """Move the cursor: what a key asks for while one picture is looked at."""
        self._go(self.cursor[0] + across, self.cursor[1] + down)

    @property
    def square(self) -> Square | None:
        """What is under the cursor."""
        return (self._sheet.squares or {}).get(self.cursor)

    # ------------------------------------------------------------------ places

    def _within(self, column: int, row: int) -> Place:
        columns, rows = max(1, len(self._sheet.columns)), max(1, len(self._sheet.rows))
        return max(0, min(column, columns - 1)), max(0, min(row, rows - 1))

    def _go(self, column: int, row: int) -> None:
        self.cursor = self._within(column, row)

    @property
    def _side(self) -> int:
        """Cells that the heads of the rows take."""
        longest = max((cell_len(head) for head in self._sheet.rows), default=0)
        return min(longest + 1, _MOST_SIDE, max(8, self.scrollable_content_region.width // 5)) if longest else 0

    def _fit(self) -> None:
        if self._sheet.squares is None:
            self.virtual_size = Size(1, 1)
            return
        width = self._side + WIDTH * len(self._sheet.columns)
        self.virtual_size = Size(width, 1 + HEIGHT * len(self._sheet.rows))

    def _seen(self) -> list[Place]:
        room = self.scrollable_content_region
        first = self.scroll_offset.x // WIDTH, self.scroll_offset.y // HEIGHT
        last = (
            (self.scroll_offset.x + room.width - self._side - 1) // WIDTH,
            (self.scroll_offset.y + room.height - 2) // HEIGHT,
        )
        return [(x, y) for y in range(first[1], last[1] + 1) for x in range(first[0], last[0] + 1)]

    def _missing(self) -> Missing | None:
        """The cursor's first."""
        seen = self._seen()
        for place in [self.cursor, *seen] if self.cursor in seen else seen:
            square = (self._sheet.squares or {}).get(place)
            if square is not None and square.key is not None and self._tiles.get(square.key) is None:
                return Missing(square.key, square.read, self.refresh)
        return None

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """The heads of the columns, then a line through the head of a row and its tiles."""
        width = self.scrollable_content_region.width
        if self._sheet.squares is None:
            said = [piece for text in self._sheet.empty for piece in wrapped(text, width)]
            return strip_of(self, [(said[y] if y < len(said) else "", "muted")], width)
        if y == 0:
            return Strip.join([self._strip([], self._side), self._through(self._head, width)])
        row, line = divmod(y - 1 + self.scroll_offset.y, HEIGHT)
        if row >= len(self._sheet.rows):
            return Strip.blank(width, self.rich_style)
        side = self._row_head(row, line)
        return Strip.join([side, self._through(lambda column: self._piece((column, row), line), width)])

    def _through(self, piece: Callable[[int], Strip], width: int) -> Strip:
        """What is seen of a line of tiles."""
        first, cut = divmod(self.scroll_offset.x, WIDTH)
        room = max(0, width - self._side)
        last = min(len(self._sheet.columns), first + room // WIDTH + 2)
        whole = Strip.join([piece(column) for column in range(first, last)])
        return whole.crop(cut, cut + room).adjust_cell_length(room, self.rich_style)

    def _strip(self, row: Row, width: int, over: Tone = "") -> Strip:
        return strip_of(self, row, width, over)

    def _head(self, column: int) -> Strip:
        tone: Tone = "title" if column == self.cursor[0] else "muted"
        return self._strip([(f" {_cut(self._sheet.columns[column], WIDTH - 2)}", tone)], WIDTH)

    def _row_head(self, row: int, line: int) -> Strip:
        lines = _cut_lines(self._sheet.rows[row], self._side - 1, HEIGHT) if self._side else []
        tone: Tone = "title" if row == self.cursor[1] else "muted"
        return self._strip([(lines[line] if line < len(lines) else "", tone)], self._side)

    def _piece(self, place: Place, line: int) -> Strip:
        here = place == self.cursor
        tone: Tone = ("picked" if self.has_focus else "muted") if here else ""
        bar = self._strip([("▌" if here else " ", tone)], 1)
        return Strip.join([bar, Strip(self._inside(place, line)).adjust_cell_length(WIDTH - 1, self.rich_style)])

    def _inside(self, place: Place, line: int) -> Iterator[Segment]:
        square = (self._sheet.squares or {}).get(place, Square())
        tile = self._tiles.get(square.key)
        if square.key is not None and tile:
            at = line - (ROWS - len(tile)) // 2
            cells = tile[at] if 0 <= at < len(tile) else []
            yield Segment(" " * ((COLUMNS - sum(len(one.text) for one in cells)) // 2), self.rich_style)
            yield from cells
            return
        said = ["…" if tile is None else "it cannot be shown"] if square.key is not None else square.lines
        lines = [piece for text in said for piece in _cut_lines(text, COLUMNS, ROWS)][:ROWS]
        at = line - (ROWS - len(lines)) // 2
        text = lines[at] if 0 <= at < len(lines) else ""
        left = (COLUMNS - cell_len(text)) // 2
        yield from strip_of(self, [(" " * left, ""), (text, square.tone)], COLUMNS)

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Move, or choose."""
        if led_elsewhere(self, event, ()):
            return
        column, row = self.cursor
        columns, rows = len(self._sheet.columns), len(self._sheet.rows)
        page = max(1, (self.scrollable_content_region.height - 1) // HEIGHT)
        moves = {
            "up": (column, row - 1), "down": (column, row + 1), "left": (column - 1, row), "right": (column + 1, row),
            "page_up": (column, row - page), "page_down": (column, row + page),
            "first": (0, row) if event.key == "home" else (0, 0),
            "last": (columns, row) if event.key == "end" else (columns, rows),
        }  # fmt: skip
        way = movement(event.key)
        if way in moves:
            event.stop()
            event.prevent_default()
            self._go(*moves[way])
        elif event.key == "enter" and self.square is not None:
            event.stop()
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Go to a place; a second click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0 or offset.x < self._side or self._sheet.squares is None:
            return
        column = (offset.x - self._side + self.scroll_offset.x) // WIDTH
        row = (offset.y - 1 + self.scroll_offset.y) // HEIGHT
        if self._within(column, row) == (column, row):
            self._go(column, row)
            if event.chain > 1:
                self.post_message(self.Chosen())

    def watch_cursor(self) -> None:
        """Draw it, and tell."""
        self.refresh()
        self._reach_cursor()
        if self.is_mounted:
            self.post_message(self.Moved(self.cursor))

    def _reach_cursor(self) -> None:
        """Scroll as little as is needed to see the whole of it."""
        if not self.is_mounted:
            return
        room = self.scrollable_content_region.size - Size(self._side, 1)
        region = Region(self.cursor[0] * WIDTH, self.cursor[1] * HEIGHT, WIDTH, HEIGHT)
        x, y = self.scroll_offset
        x = min(region.x, max(x, region.right - room.width))
        y = min(region.y, max(y, region.bottom - room.height))
        self.scroll_to(x, y, animate=False, immediate=True, force=True)
        self._tiles.make()


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


def _cut_lines(text: str, width: int, most: int) -> list[str]:
    """A text in lines of so many cells, cut behind so many of them."""
    lines = wrapped(" ".join(text.split()), width)
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(f"{lines[most - 1]}…", width)]
