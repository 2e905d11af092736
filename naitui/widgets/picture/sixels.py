"""Sixels over the characters of a pane: drawn after Textual's frames, and again where text was written over them.

A sixel belongs to the cells it was drawn on: any text that is written there takes it away. So the layer knows which
rows of the picture still have theirs, and of a picture of which a message covered three rows, only those are drawn
again. In rows that something lies over, and in the last line of the screen (sixels there scroll it), the characters
below are to be seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget

from naitui.pictures.graphics import sixel
from naitui.widgets.frame import Span
from naitui.widgets.picture import prepared
from naitui.widgets.picture.opener import Opener
from naitui.widgets.picture.prepared import Prepared
from naitui.widgets.picture.wire import Wire


class SixelLayer:
    """The sixels of one widget.

    Args:
        missing: called when some have gone; `lay` draws them again.
    """

    def __init__(self, widget: Widget, wire: Wire, opener: Opener, missing: Callable[[], None]) -> None:
        self._widget = widget
        self._wire = wire
        self._opener = opener
        self._missing = missing
        self._picture: Prepared | None = None
        self._laying = asyncio.Lock()
        self._intact: set[int] = set()  # rows of the picture whose sixels are on the screen

    def might_be_written(self, lines: range) -> None:
        """The app may be about to write text into these lines of the widget: where nobody tells, it does."""
        if self._wire.frame is None:
            region = self._widget.region
            self.text_written([(region.y + line, region.x, region.right) for line in lines])

    def show(self, picture: Prepared | None) -> None:
        """From now on this one belongs there, or none.

        Over the last one's sixels either new ones are drawn (`covers`), or text is written, which must not be left out
        because the same text is below them already.
        """
        if self._picture is not None and not (picture is not None and self.covers(picture)):
            self._doubt(self._picture)
        self._picture = picture
        self._intact.clear()

    def text_written(self, spans: Sequence[Span]) -> None:
        """Text was written into these cells of the screen. It takes sixels away, and may be what lay over some."""
        picture = self._picture
        if picture is None or not self._widget.is_attached:
            return
        if not self._widget.screen.is_current:  # another screen has come: nothing may be left of this one
            if self._intact:
                self._doubt(picture)
                self._intact.clear()
                self._widget.app.screen.refresh()
            return
        region = self._widget.region
        left, top = region.x + picture.corner[0], region.y + picture.corner[1]
        rows = {y - top for y, start, end in spans if start < left + picture.columns and end > left}
        if rows.intersection(range(picture.rows)):
            self._intact -= rows
            self._missing()

    def covers(self, picture: Prepared) -> bool:
        """Is everything that `picture` would take under sixels now, so that new ones can be drawn over them?"""
        shown = self._picture
        return (
            shown is not None
            and len(self._intact) == shown.rows
            and (shown.pane, shown.corner, shown.columns, shown.rows)
            == (picture.pane, picture.corner, picture.columns, picture.rows)
        )

    def _doubt(self, picture: Prepared) -> None:
        if self._wire.frame is not None:
            region = self._widget.region
            left, top = picture.corner
            self._wire.frame.doubt(region.x + left, region.y + top, picture.columns, picture.rows)

    async def lay(self, wanted: Callable[[], bool]) -> None:
        """Draw what is missing and can be seen, as long as it is `wanted`."""
        picture = self._picture
        if picture is None or picture.painted is None:
            return

        def still() -> bool:
            return picture is self._picture and wanted()

        async with self._laying:  # what another one has drawn meanwhile is not missing any more
            last = 0
            while piece := next(self._pieces(picture, last), None):
                first, last = piece
                data = await self._opener.do(prepared.make_sixels, picture, first, last, still)
                if not data or not still():
                    return
                await self._wire.send(self._commands(picture, first, last, data), wanted=still, done=lambda: None)

    def _commands(self, picture: Prepared, first: int, last: int, data: str) -> Iterator[str]:
        """The sequence that draws rows where they belong, and leaves the cursor where it is.

        Made when it is about to be sent: something may lie over the rows by then. When that goes, text is written.
        """
        if picture is self._picture and self._free(picture).issuperset(range(first, last)):
            region = self._widget.region
            left, top = picture.corner
            self._intact.update(range(first, last))
            yield f"\x1b7\x1b[{region.y + top + first + 1};{region.x + left + 1}H{data}\x1b8"

    def _pieces(self, picture: Prepared, start: int) -> Iterator[tuple[int, int]]:
        """Rows to draw from row `start` on, from and to: everything at once on a line that is quick enough.

        Pieces begin and end where bands of sixels do, but never in rows that something lies over.
        """
        unit = sixel.unit(picture.pane.cell[1])
        most = -(-self._most_rows(picture) // unit) * unit
        free = self._free(picture)
        missing = [row for row in range(start, picture.rows) if row in free - self._intact]
        while missing:
            run = [row for place, row in enumerate(missing) if row == missing[0] + place]
            missing = missing[len(run) :]
            first, last = run[0] - run[0] % unit, min(-(-(run[-1] + 1) // unit) * unit, picture.rows)
            first += 0 if free.issuperset(range(first, run[0])) else unit
            last -= 0 if free.issuperset(range(run[-1], last)) else last % unit or unit
            for top in range(first, last, most):
                yield top, min(top + most, last)

    def _most_rows(self, picture: Prepared) -> int:
        """Rows that a tenth of a second can carry, if the whole picture would take much longer or nobody knows yet:
        nothing comes between the two ends of a piece.
        """
        pace = self._wire.pace
        if picture.painted is None:
            return picture.rows
        size = len(picture.sixels) or picture.painted.width * picture.painted.height
        if not pace.is_slow_for(size) and (pace.is_proven or not self._wire.measures):
            return picture.rows
        return max(1, picture.rows * pace.at_once // size)

    def _free(self, picture: Prepared) -> set[int]:
        """Rows of the picture that nothing lies over."""
        widget = self._widget
        if not widget.is_attached or not widget.screen.is_active or picture.pane.box != widget.size:
            return set()
        region = widget.region
        top = region.y + picture.corner[1]
        rows = {row for row in range(picture.rows) if 0 <= top + row < widget.screen.size.height - 1}
        # Textual has no public way to ask this; its compositor lists the visible widgets from front to back.
        for other, (place, clip) in widget.screen._compositor.visible_widgets.items():
            if other is widget:
                return rows
            over = place.intersection(clip).intersection(region)
            if over:
                rows.difference_update(range(over.y - top, over.bottom - top))
        return set()
