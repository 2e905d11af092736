"""A document folded into rows, of which a key press folds a few anew, however long the line is that it stands in.

Textual's own folds the whole line again for every key, and cuts it into all of its rows to find one place: in a prompt
of 10,000 characters, which is mostly one line, that is felt.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from rich.cells import cell_len
from textual._cells import cell_width_to_column_index  # what Textual's own counts with
from textual._wrap import compute_wrap_offsets  # the same rules of folding
from textual.document._document import DocumentBase, Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset, clamp

_ROWS_BEFORE = 2
"""Rows before the one that was changed that may be folded otherwise: a word that became shorter goes back one row, and
what is folded in the middle of a word depends on where the word begins or on a whole row of it."""
_ROWS_BEHIND = 16
"""Rows that are folded before it is seen whether the old folds behind them still hold."""
_NARROW = 8
"""Columns below which Textual's rules have odd ends of their own."""


class Wrapping(WrappedDocument):
    """Where the document is folded; answers and keeps the same as Textual's own."""

    def __init__(self, document: DocumentBase, width: int = 0, tab_width: int = 4) -> None:
        super().__init__(document, width, tab_width)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    def row(self, y: int) -> tuple[int, int, int]:
        """Line of the document, and the columns from which and to which it is in this row."""
        line, section = self._offset_to_line_info[y]
        return (line, *self._columns(line, section))

    def is_last_of_line(self, y: int) -> bool:
        """Whether the line ends in this row."""
        line, section = self._offset_to_line_info[y]
        return section == len(self._wrap_offsets[line])

    def get_sections(self, line_index: int) -> list[str]:
        """A line, row by row."""
        line, folds = self.document[line_index], self._wrap_offsets[line_index]
        return [line[start:end] for start, end in zip([0, *folds], [*folds, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Column of the screen and row of a place in the document."""
        line, column = clamp(location[0], 0, len(self._line_index_to_offsets) - 1), location[1]
        section = bisect_right(self._wrap_offsets[line], column)
        start, _ = self._columns(line, section)
        before = self.document[line][start:column]
        return Offset(cell_len(expand_tabs_inline(before, self._tab_width)), self._line_index_to_offsets[line][section])

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The column of the document at a column of the screen, in one row of a line (from the end when negative)."""
        last = len(self._wrap_offsets[line_index])
        section = y_offset if y_offset >= 0 else last + 1 + y_offset
        start, end = self._columns(line_index, section)
        row = self.document[line_index][start:end]
        column = start + cell_width_to_column_index(row, x_offset, self._tab_width)
        return column if section == last else min(column, end - 1)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Fold again what an edit has changed; see `WrappedDocument.wrap_range`."""
        line = start[0]
        known = 0 <= line < len(self._wrap_offsets) and line < self.document.line_count
        one_line = known and line == old_end[0] == new_end[0] and start <= old_end
        if not one_line or self._width < _NARROW or self._tab_width_cache[line][:-1] or "\t" in self.document[line]:
            super().wrap_range(start, old_end, new_end)
            return
        before = self._wrap_offsets[line]
        after = refolded(self.document[line], before, self._width, start[1], old_end[1], new_end[1])
        self._wrap_offsets[line] = after
        if len(after) != len(before):
            self._move_rows(line, len(before) + 1, len(after) + 1)

    def _columns(self, line: int, section: int) -> tuple[int, int]:
        folds = self._wrap_offsets[line]
        start = folds[section - 1] if section else 0
        return start, folds[section] if section < len(folds) else len(self.document[line])

    def _move_rows(self, line: int, before: int, after: int) -> None:
        """A line has another number of rows: so the rows of all lines below are others."""
        top = self._line_index_to_offsets[line][0]
        self._line_index_to_offsets[line] = list(range(top, top + after))
        self._offset_to_line_info[top : top + before] = [(line, section) for section in range(after)]
        for below in range(line + 1, len(self._line_index_to_offsets)):
            self._line_index_to_offsets[below] = [y + after - before for y in self._line_index_to_offsets[below]]


def refolded(line: str, folds: list[int], width: int, start: int, old_end: int, new_end: int) -> list[int]:
    """The folds of a line without tabs, in which ``start`` to ``old_end`` was replaced by ``start`` to ``new_end``.

    Where a line goes on behind a fold depends on nothing before it. So it is enough to begin a little before the
    change, and to stop at the first fold behind it that was one before.
    """
    moved = new_end - old_end
    first = max(0, bisect_left(folds, start) - _ROWS_BEFORE)
    kept = folds[:first]
    begin = kept[-1] if kept else 0
    rows = _ROWS_BEHIND
    while True:
        end = min(len(line), new_end + rows * width)
        found = [begin + fold for fold in compute_wrap_offsets(line[begin:end], width, 4)]
        if end == len(line):
            return kept + found
        for index, fold in enumerate(_certain(found, line, begin, end, width)):
            place = bisect_left(folds, fold - moved)
            if fold >= new_end and place < len(folds) and folds[place] == fold - moved:
                return kept + found[: index + 1] + [behind + moved for behind in folds[place + 1 :]]
        rows *= 4


def _certain(found: list[int], line: str, begin: int, end: int, width: int) -> list[int]:
    """The folds that do not depend on what stands behind ``end``: where the last word is too long already, all; else
    those before it."""
    words = line[begin:end].rsplit(None, 1)
    last = end - len(words[-1]) if words and not line[end - 1].isspace() else end
    if last == end:  # it ends with blanks: they belong to the word before them
        last = begin + len(line[begin:end].rstrip())
        last = begin + max(line.rfind(" ", begin, last) - begin, 0)
    return found if cell_len(line[last:end]) > width else [fold for fold in found if fold < last]
