"""One list of references: vibes, or precise references. It knows where the cursor is and what is being typed.

It takes no keys itself: its screen does, one after the other, so that a burst of them keeps its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from naitui.widgets.picture.swatch import COLUMNS, Swatch
from naitui.widgets.reference_words import Kind, Row
from naitui.widgets.text import one_line, plain
from naitui.widgets.typed_value import TypedValue

TALL = 3
"""Lines of a row where there is room for a small picture."""
ROOMY = 32
"""Lines of the terminal from which there is."""
_TAG = 10
"""Cells at the end of a short row: its price, or its state in a word."""
_MARK = 4
"""Cells before the mark that tells whether a reference is on."""
_TAGS = {"ready": "", "to buy": "", "unusable": "✗", "left out": "not sent", "off": "off"}


class ReferenceList(Widget, can_focus=True):
    """A row for each reference. What keys do with them is the screen's business."""

    COMPONENT_CLASSES = {
        "reference--on",
        "reference--off",
        "reference--cursor",
        "reference--own",
        "reference--typing",
        "reference--good",
        "reference--price",
        "reference--bad",
        "reference--muted",
        "reference--notice",
    }

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """Another reference is under the cursor, or another number of it."""

        list: ReferenceList

    def __init__(self, kind: Kind, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind: Kind = kind
        self._rows: Sequence[Row] = ()
        self._empty: Sequence[str] = ()
        self._why_off = ""
        self._swatches: Mapping[str, Swatch] = {}
        self._number = 0
        self._typing = TypedValue()

    # ------------------------------------------------------------------ what the owner says

    def show(self, rows: Sequence[Row], title: str, why_off: str, empty: Sequence[str]) -> None:
        """Show other rows; ``why_off`` says why nothing of them is sent, ``empty`` what to do without any."""
        self._rows, self._empty = rows, empty
        self.border_title = plain(title)
        self._why_off = f"Not sent: {why_off}." if why_off else ""
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self.refresh()

    def show_swatches(self, swatches: Mapping[str, Swatch]) -> None:
        """Small pictures, by path."""
        self._swatches = swatches
        self.refresh()

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def number(self) -> int:
        """Which of a reference's numbers keys change."""
        return self._number

    @property
    def is_typing(self) -> bool:
        """Whether a number is being typed."""
        return self._typing.text is not None

    def choose_number(self, number: int) -> None:
        """Let keys change another number."""
        self._number = number
        self.refresh()
        self.post_message(self.Moved(self))

    def move(self, by: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        if self._rows:
            self.cursor = max(0, min(len(self._rows) - 1, self.cursor + by))

    def begin_typing(self, text: str = "") -> None:
        """Type a number."""
        if self._rows:
            self._typing.begin(text)
            self.refresh()

    def type_key(self, event: events.Key) -> bool:
        """Take a key of the number that is being typed; True when that is complete."""
        self.refresh()
        return self._typing.take(event)

    def end_typing(self) -> str | None:
        """What was typed, which counts now; None when nothing was being typed."""
        if not self.is_typing:
            return None
        self.refresh()
        return self._typing.end()

    # ------------------------------------------------------------------ drawing

    @property
    def row_height(self) -> int:
        """Lines of one row."""
        return TALL if self.app.size.height >= ROOMY else 1

    @property
    def _notice(self) -> list[str]:
        """Why nothing of the list is sent, on top of it, broken into lines."""
        return wrap(self._why_off, max(8, self.content_size.width))

    @property
    def _first(self) -> int:
        """The row at the top."""
        fits = max(1, (self.content_size.height - len(self._notice)) // self.row_height)
        return max(0, min(self.cursor - fits + 1, len(self._rows) - fits))

    def render_line(self, y: int) -> Strip:
        """A line of a row, or what to press for one."""
        width = self.content_size.width
        if not self._rows:
            lines = [line for text in self._empty for line in wrap(text, max(8, width))]
            words = lines[y] if y < len(lines) else ""
            return Strip([Segment(set_cell_size(words, width), self._style("muted"))])
        notice = self._notice
        if y < len(notice):
            return Strip([Segment(set_cell_size(notice[y], width), self._style("notice"))])
        place, line = divmod(y - len(notice), self.row_height)
        index = self._first + place
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        segments = self._tall(index, line) if self.row_height == TALL else self._short(index, width)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _short(self, index: int, width: int) -> list[Segment]:
        """Everything on one line: number, mark, name, numbers, price."""
        row, style = self._rows[index], self._row_style(index)
        tag, tone = _tag(row)
        head, numbers = self._head(index), self._numbers(index, short=True)
        room = width - cell_len(head) - sum(segment.cell_length for segment in numbers) - _TAG
        name = f"{row.name} {_short_type(row)}".rstrip()
        return [
            Segment(head, style),
            Segment(set_cell_size(one_line(name), max(0, room)), style),
            *numbers,
            Segment(f" {tag:>{_TAG - 1}}", self._style(tone)),
        ]

    def _tall(self, index: int, line: int) -> list[Segment]:
        row, style = self._rows[index], self._row_style(index)
        swatch = self._swatches.get(row.path, ())
        picture = list(swatch[line]) if line < len(swatch) else [Segment(" " * COLUMNS, self.rich_style)]
        gap = Segment("  ", self.rich_style)
        if line == 0:
            kind = [Segment(f"  {row.type}", self._style("muted"))] if row.type else []
            return [*picture, gap, Segment(self._head(index) + one_line(row.name, 60), style), *kind]
        if line == 1:
            return [*picture, gap, *self._numbers(index, short=False)]
        words = one_line(row.receipt.words, max(1, self.content_size.width - COLUMNS - 2))
        return [*picture, gap, Segment(words, self._style(_tag(row)[1]))]

    def _head(self, index: int) -> str:
        return f"{'›' if index == self.cursor else ' '}{index + 1:>2} {'●' if self._rows[index].enabled else '○'} "

    def _numbers(self, index: int, *, short: bool) -> list[Segment]:
        places = range(len(self._rows[index].numbers))
        return [segment for place in places for segment in self._one_number(index, place, short=short)]

    def _one_number(self, index: int, place: int, *, short: bool) -> list[Segment]:
        row, here = self._rows[index], index == self.cursor and self.has_focus
        number, chosen = row.numbers[place], here and place == self._number
        typed = self._typing.text if chosen else None
        text = number.text if typed is None else f"{typed}▏"
        if typed is not None:
            name = "typing"
        else:
            name = "cursor" if chosen else "own" if number.own and row.sent else "on" if row.sent else "off"
        if short:
            return [Segment(f"{text:>6}", self._style(name))]
        segments = [Segment(f"{number.field.label} ", self._style("muted")), Segment(f" {text} ", self._style(name))]
        if place == 0 and row.as_sent:
            segments.append(Segment(f" → {row.as_sent}", self._style("muted")))
        return [*segments, Segment("  ", self.rich_style)]

    def _number_at(self, index: int, x: int, line: int) -> int | None:
        """Which of a row's numbers stands in a column of one of its lines, with its name; None beside them."""
        short, places = self.row_height == 1, range(len(self._rows[index].numbers))
        widths = [sum(one.cell_length for one in self._one_number(index, place, short=short)) for place in places]
        left = self.content_size.width - _TAG - sum(widths) if short else COLUMNS + 2
        if line != (0 if short else 1) or x < left:
            return None
        return next((place for place in places if x < left + sum(widths[: place + 1])), None)

    def _row_style(self, index: int) -> Style:
        if index == self.cursor and self.has_focus:
            return self._style("cursor")
        return self._style("on" if self._rows[index].sent else "off")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"reference--{name}")

    # ------------------------------------------------------------------ mouse and focus

    async def on_click(self, event: events.Click) -> None:
        """Choose a reference, or one of its numbers; a second click types that. A click on its mark switches it."""
        offset = event.get_content_offset(self)
        if self.is_typing:
            self.app.simulate_key("enter")  # what was typed counts, where it was typed
            return
        if offset is None or offset.y < len(self._notice):
            return
        place, line = divmod(offset.y - len(self._notice), self.row_height)
        index, x = self._first + place, offset.x
        if index >= len(self._rows):
            return
        self.cursor = index
        number = self._number_at(index, x, line)
        if number is not None:
            self.choose_number(number)
            if event.chain > 1:
                await self.run_action("screen.change")
        elif line == 0 and x == _MARK + (COLUMNS + 2 if self.row_height == TALL else 0):
            await self.run_action("screen.switch")

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The next reference."""
        self._roll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The one before."""
        self._roll(event, -1)

    def _roll(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        if not self.is_typing:
            self.move(by)

    def on_focus(self) -> None:
        """This list's reference is looked at now."""
        self.refresh()
        self.post_message(self.Moved(self))

    def on_blur(self) -> None:
        """The cursor is the other list's."""
        self.refresh()

    def watch_cursor(self) -> None:
        """Another reference."""
        self.refresh()
        if self.is_mounted:
            self.post_message(self.Moved(self))


def _tag(row: Row) -> tuple[str, str]:
    """A receipt in a word, and its tone."""
    receipt = row.receipt
    tones = {"ready": "good", "to buy": "price", "unusable": "bad"}
    tone = tones.get(receipt.state, "muted")
    if receipt.anlas:
        return f"{receipt.anlas} Anlas", "price"
    return _TAGS[receipt.state] or ("encoded" if "encoded" in receipt.words else "ready"), tone


def _short_type(row: Row) -> str:
    return {"character&style": "(both)", "character": "(character)", "style": "(style)"}.get(row.type, "")
