"""The frame: what the terminal shows as far as it was written through here, and the way from there to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from rich.color import ColorSystem
from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip

from naitui.first_frame import Rows, Run
from naitui.widgets.frame.cells import Cell, Look, Picture, cells_of, is_picture, plain_cells

Placed = tuple[int, int, Strip]
"""Column and line on the screen, and what is to be seen from there on."""

Span = tuple[int, int, int]
"""Cells of one line: the line, the first column, and the column behind the last one."""
_GAP = 4
"""Cells that are written again rather than jumped over: a jump takes more bytes."""
_LOOK = attrgetter("look")


class Frame:
    """Remembers every cell of the screen. A cell that is None may show anything."""

    def __init__(self) -> None:
        self._rows: list[list[Cell | None]] = []
        self._size = (0, 0)
        self.tell: Callable[[list[Span]], None] | None = None
        """Called with the cells into which something is about to be written."""

    def forget(self) -> None:
        """The terminal may show anything from here on: it was resized, or something else had it."""
        self._rows.clear()

    def fit(self, size: tuple[int, int]) -> None:
        """A whole screen of so many columns and lines comes. What was written between a change of the terminal's size
        and the first screen of that size may have ended up anywhere."""
        if size != self._size:
            self._size = size
            self.forget()

    def sequences(self, placed: Iterable[Placed], console: Console) -> str:
        """What brings the terminal up to date; empty when it already is. The look is plain again at its end."""
        colours = console._color_system or ColorSystem.TRUECOLOR  # as Textual's strips ask for it
        pen = _Pen()
        spans: list[Span] = []
        for x, y, strip in placed:
            picture = is_picture(strip)
            cells = self._picture(x, y, strip, console) if picture else cells_of(strip, colours)
            if cells is None:
                pen.raw(x, y, strip.render(console))
                spans.append((y, x, x + strip.cell_length))
                self._doubt(x, y, strip.cell_length)
            elif (before := self._put(x, y, cells)) is None:
                continue
            elif all(cell is None or cell.sure for cell in before) and all(cell.sure for cell in cells):
                for start, stop in _changes(before, cells):
                    pen.write(x + start, y, cells[start:stop])
                    spans.append((y, x + start, x + stop))
            else:
                pen.raw(x, y, strip.render(console))
                spans.append((y, x, x + len(cells)))
                self._doubt_behind(x + len(cells), y)
        if self.tell is not None and spans:
            self.tell(spans)
        return pen.finish()

    def rows(self, hidden: Sequence[Region]) -> Rows | None:
        """What is on the screen, without what is in the hidden regions; None where that is not known to be text."""
        columns, lines = self._size
        if len(self._rows) < lines:
            return None
        rows: Rows = []
        for y, row in enumerate(self._rows[:lines]):
            seen = [_seen(cell, any(region.contains(x, y) for region in hidden)) for x, cell in enumerate(row)]
            texts = [each for each in seen if each is not None]
            if len(texts) != columns or len(row) != columns:
                return None
            rows.append(
                [("".join(text for text, *_ in run), *look) for look, run in groupby(texts, itemgetter(1, 2, 3))]
            )
        return rows

    def remember(self, size: tuple[int, int], rows: Rows) -> None:
        """Take this for being on the screen: somebody else has written it."""
        self._size = size
        self._rows = [[cell for text, *codes in row for cell in plain_cells(text, *codes)] for row in rows]

    def doubt(self, x: int, y: int, width: int, height: int) -> None:
        """Something beside text was drawn over these cells, or goes with the next text: that has to be written."""
        for row in self._rows[y : y + height]:
            row[x : x + width] = [None] * len(row[x : x + width])

    def _row(self, y: int, width: int) -> list[Cell | None]:
        while len(self._rows) <= y:
            self._rows.append([])
        row = self._rows[y]
        row.extend([None] * (width - len(row)))
        return row

    def _put(self, x: int, y: int, cells: list[Cell]) -> list[Cell | None] | None:
        """Remember cells; those that were there before, or None when they are the same."""
        end = x + len(cells)
        row = self._row(y, end)
        before = row[x:end]
        if before == cells:
            return None
        # half of a wide character goes: nobody knows what its other half shows then
        first, behind = before[0], row[end] if end < len(row) else None
        if x and first is not None and not first.text:
            row[x - 1] = None
        if behind is not None and not behind.text:
            row[end] = None
        row[x:end] = cells
        return before

    def _picture(self, x: int, y: int, strip: Strip, console: Console) -> list[Cell]:
        """The cells of a line of a picture; the very ones that are there, when it is the same line."""
        text, width = strip.render(console), strip.cell_length
        known = self._row(y, x + 1)[x]
        picture = known.look if known is not None else None
        if not isinstance(picture, Picture) or picture.text != text or len(picture.cells) != width:
            picture = Picture(text, width)
        return picture.cells

    def _doubt(self, x: int, y: int, width: int) -> None:
        """A strip with sequences of its own was written. Sixels in it cover cells in its columns on any line above:
        those may show anything now, so that what is written over them is never taken for being there."""
        for line in range(y + 1):
            self._row(line, x + width)[x : x + width] = [None] * width
        self._doubt_behind(x + width, y)

    def _doubt_behind(self, x: int, y: int) -> None:
        """Text was written that the terminal may draw wider than we count."""
        row = self._row(y, x)
        row[x:] = [None] * (len(row) - x)


def _seen(cell: Cell | None, hidden: bool) -> Run | None:
    """A cell as it is kept in a file; None for one that may show anything."""
    if cell is None or not cell.text or not cell.sure or isinstance(cell.look, Picture) or cell.look.link:
        return None
    look = cell.look
    return (" ", "", "", look.back) if hidden or look.blank else (cell.text, look.attributes, look.fore, look.back)


def _changes(before: Sequence[Cell | None], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """The stretches to be written, from and to; never half of a wide character or of a picture."""
    end = len(after)
    start = stop = -1
    for place in range(end):
        if before[place] == after[place]:
            continue
        if start >= 0 and place - stop > _GAP:
            yield start, stop
            start = -1
        if start < 0:
            start = place
            while start and (not after[start].text or isinstance(after[start].look, Picture)):
                start -= 1
        stop = place + 1
        while stop < end and not after[stop].text:
            stop += 1
        if isinstance(after[place].look, Picture):
            stop = end
            break
    if start >= 0:
        yield start, stop


class _Pen:
    """Writes cells one after the other, and moves and changes its look only when it has to."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._place: tuple[int, int] | None = None
        self._attributes = self._fore = self._back = self._link = ""

    def write(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Cells of one line."""
        self._move(x, y)
        for look, run in groupby(cells, _LOOK):
            if isinstance(look, Picture):
                self._plain()
                self._out.append(look.text)
            else:
                self._change(look)
                self._out.append("".join([cell.text for cell in run]))
        self._place = (x + len(cells), y)

    def raw(self, x: int, y: int, text: str) -> None:
        """Text with sequences in it, or of a width that nobody knows."""
        self._move(x, y)
        self._plain()
        self._out.append(text)
        self._place = None

    def finish(self) -> str:
        """Everything, and the plain look behind it."""
        self._plain()
        return "".join(self._out)

    def _move(self, x: int, y: int) -> None:
        if self._place != (x, y):
            self._out.append(f"\x1b[{y + 1};{x + 1}H")

    def _plain(self) -> None:
        self._to("", "", "", "")

    def _change(self, look: Look) -> None:
        if look.blank:
            self._to("", "" if self._attributes else self._fore, look.back, "")
        else:
            self._to(look.attributes, look.fore, look.back, look.link)

    def _to(self, attributes: str, fore: str, back: str, link: str) -> None:
        if link != self._link:
            self._out.append(f"\x1b]8;{link or ';'}\x1b\\")
            self._link = link
        if attributes != self._attributes or (not back and not fore and (self._back or self._fore)):
            codes = ["" if self._is_plain else "0", attributes, fore, back]
        else:
            codes = [fore or "39" if fore != self._fore else "", back or "49" if back != self._back else ""]
        if sequence := ";".join(filter(None, codes)):
            self._out.append(f"\x1b[{sequence}m" if sequence != "0" else "\x1b[m")
        self._attributes, self._fore, self._back = attributes, fore, back

    @property
    def _is_plain(self) -> bool:
        return not (self._attributes or self._fore or self._back)
