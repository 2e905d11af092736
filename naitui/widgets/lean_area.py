"""A text area that draws a row only when something in it has changed.

Textual's own repaints all of its rows for every key, and makes each of them out of the whole line of the document that
it is a part of. Here a row is made of its own text alone. The cursor does not blink: that sends bytes for ever.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.cache import LRUCache
from textual.document._document_navigator import DocumentNavigator
from textual.geometry import Region
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Location, Selection

from naitui.widgets.in_turn import done_in_turn
from naitui.widgets.wrapping import Wrapping

Span = tuple[int, int, str]
"""From column to column, in code points, and the component class."""
_KEPT_ROWS = 512


class Row(NamedTuple):
    """Everything that can be seen in a row."""

    text: str
    width: int
    spans: tuple[Span, ...]
    selected: tuple[int, int]
    """Columns from which and to which; twice the same without any."""
    cursor: int
    """The column; -1 without one."""
    tabs: tuple[int, ...]
    """How wide each of its tabs is."""


class LeanArea(TextArea):
    """A field for long texts that wrap. Subclasses colour them by `spans_between`."""

    # no actions: they move the cursor in a text, as all that Textual's own text area binds
    BINDINGS = [
        Binding("ctrl+home", "to_begin", "Begin of the text", show=False),
        Binding("ctrl+end", "to_end", "End of the text", show=False),
    ]
    selection = reactive(Selection(), init=False, always_update=True, repaint=False)

    wrapped_document: Wrapping

    def __init__(self, *, placeholder: str = "", id: str | None = None, max_checkpoints: int = 50) -> None:
        self._stale = False
        """Whether something may have changed since the rows were compared with what was drawn."""
        self._drawn: dict[int, Row | None] = {}
        self._strips: LRUCache[Row | None, Strip] = LRUCache(_KEPT_ROWS)
        self._looks: dict[tuple[str, bool, bool], Style] = {}
        super().__init__(
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
            max_checkpoints=max_checkpoints,
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._fold_lean()

    def spans_between(self, line: int, start: int, end: int) -> Iterable[Span]:
        """The coloured spans of a line of the document from column to column, in order, counted from ``start``."""
        return ()

    def load_text(self, text: str) -> None:
        """Show another text; what was done to the one before cannot be undone any more."""
        super().load_text(text)
        self._fold_lean()
        self.redraw()

    def _fold_lean(self) -> None:
        """Textual folds a new document by itself, its own way."""
        self.wrapped_document = Wrapping(self.document, self.wrap_width, self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """None: colours tell what belongs together, and looking for it takes as long as the text is."""
        return None

    def action_to_begin(self) -> None:
        """To the begin of the text."""
        self.move_cursor((0, 0))

    def action_to_end(self) -> None:
        """To the end of the text."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if not await done_in_turn(self, event):
            await super()._on_key(event)

    # ------------------------------------------------------------------ what is drawn

    def redraw(self) -> None:
        """Draw the rows that are not what was drawn last, when the keys that have come so far are typed."""
        self._stale = True
        self.check_idle()

    def on_idle(self) -> None:
        """Nothing more to be done: what has changed meanwhile is looked at once."""
        if self._stale and self.is_mounted:
            self._stale = False
            self.find_changes()

    def find_changes(self) -> None:
        """Have the rows drawn that are not what was drawn last."""
        top = self.scroll_offset.y
        for y in range(self.scrollable_content_region.height):
            if y not in self._drawn or self._row(top + y) != self._drawn[y]:
                self.refresh_lines(top + y)

    def watch_selection(self) -> None:
        """The cursor has moved, which it does after every edit too."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._forget_looks()

    def _forget_looks(self) -> None:
        self._strips.clear()
        self._looks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows, in the colours of now."""
        if self._looks.get(("", False, False)) != self.rich_style:
            self._forget_looks()
        if self._shows_placeholder:
            return super().render_lines(crop)
        return ScrollView.render_lines(self, crop)  # Textual's areas first look for the colours of what is not in here

    def render_line(self, y: int) -> Strip:
        """A row; called by Textual."""
        if self._shows_placeholder:
            self._drawn.clear()
            return super().render_line(y)
        row = self._drawn[y] = self._row(self.scroll_offset.y + y)
        strip = self._strips.get(row)
        if strip is None:
            width = self.scrollable_content_region.width
            segments = self._segments(row) if row is not None else ()
            strip = self._strips[row] = Strip(segments).adjust_cell_length(width, self._look("", False, False))
        return strip

    @property
    def _shows_placeholder(self) -> bool:
        return bool(self.placeholder) and self.document.line_count == 1 and not self.document[0]

    def _row(self, y: int) -> Row | None:
        """What is to be seen in a row of the document; None behind its end."""
        if y >= self.wrapped_document.height:
            return None
        line, start, end = self.wrapped_document.row(y)
        words = self.document[line]
        text = words[start:end]
        cursor = -1
        if self.has_focus and self.selection.end[0] == line:
            column = self.selection.end[1]
            if start <= column < end or (column == end and self.wrapped_document.is_last_of_line(y)):
                cursor = column - start
        tabs: tuple[int, ...] = ()
        if "\t" in text:
            first = words.count("\t", 0, start)
            tabs = tuple(self.wrapped_document.get_tab_widths(line)[first : first + text.count("\t")])
        spans = tuple(self.spans_between(line, start, end))
        return Row(text, self.scrollable_content_region.width, spans, self._selected(line, start, end), cursor, tabs)

    def _selected(self, line: int, start: int, end: int) -> tuple[int, int]:
        first, last = sorted(self.selection)
        if first == last or not first[0] <= line <= last[0]:
            return 0, 0
        begin = max(first[1], start) if line == first[0] else start
        stop = min(last[1], end) if line == last[0] else end
        if start == end and line != self.selection.end[0]:
            return 0, 1  # an empty line in the middle is seen to be selected
        return (begin - start, stop - start) if begin < stop else (0, 0)

    # ------------------------------------------------------------------ how it is drawn

    def _segments(self, row: Row) -> Iterator[Segment]:
        text, tabs = row.text, iter(row.tabs)
        if row.cursor == len(text):
            text += " "
        elif not text and row.selected != (0, 0):
            yield Segment("▌", Style(color=self._look("", True, False).bgcolor))
        places = {0, len(text), *row.selected}
        places.update(place for span in row.spans for place in span[:2])
        if row.cursor >= 0:
            places |= {row.cursor, row.cursor + 1}
        cuts = sorted(place for place in places if place <= len(text))
        begins = [span[0] for span in row.spans]
        for start, end in itertools.pairwise(cuts):
            span = bisect_right(begins, start) - 1
            name = row.spans[span][2] if span >= 0 and start < row.spans[span][1] else ""
            look = self._look(name, row.selected[0] <= start < row.selected[1], start == row.cursor)
            words = text[start:end]
            if "\t" in words:
                words = "".join(" " * next(tabs) if character == "\t" else character for character in words)
            yield Segment(words, look)

    def _look(self, name: str, selected: bool, cursor: bool) -> Style:
        look = self._looks.get((name, selected, cursor))
        if look is None:
            look = self.rich_style
            for wanted, component in ((bool(name), name), (selected, _SELECTION), (cursor, _CURSOR)):
                if wanted:
                    look += self.get_component_rich_style(component, partial=component == name)
            self._looks[name, selected, cursor] = look
        return look


_SELECTION, _CURSOR = "text-area--selection", "text-area--cursor"
