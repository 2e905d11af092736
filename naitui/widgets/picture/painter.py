"""Brings prepared pictures onto a pane, each protocol in its own way, the quick and rough before the slow and fine.

- `blocks`: characters. On a line that is slow, or not known yet, rough ones first; some lines at a time.
- `kitty`: sent beside the text and shown by placeholders; on a slow line something rough first.
- `sixel`: rough characters at once, sixels over them when they are ready.
- `text`: words. `none`: nothing at all.

What is not wanted any more stops between two steps. Steps of a running job share the line with what is typed: those
that it cannot carry are dropped, and where it is slow they are rough.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from naitui.terminal import Terminal
from naitui.widgets.picture import prepared, strips
from naitui.widgets.picture.opener import Opener
from naitui.widgets.picture.pace import FIRST
from naitui.widgets.picture.prepared import Prepared
from naitui.widgets.picture.shelf import Shelf
from naitui.widgets.picture.sixels import SixelLayer
from naitui.widgets.picture.wire import Wire, wire_of

_TIDY_AFTER = 0.2  # seconds
_LAY_AFTER = 0.25  # seconds; a screen that comes back is written twice within less


class Canvas(Protocol):
    """What is painted on."""

    def see(self, picture: Prepared, lines: Sequence[Strip], part: range | None = None) -> None:
        """Show these lines of `picture`. `part`: those that have to be written now; None for all of them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of the painter: how long it is, and what is to be said where there is only text."""

    fresh: Callable[[], bool]
    facts: tuple[str, ...] = ()


class Painter:
    """Paints on one widget."""

    def __init__(self, widget: Widget, canvas: Canvas, opener: Opener, terminal: Terminal) -> None:
        self._widget = widget
        self._canvas = canvas
        self._opener = opener
        self._terminal = terminal
        self._wire: Wire | None = None
        self._shelf: Shelf | None = None
        self._sixels: SixelLayer | None = None
        self._shown: Prepared | None = None
        self._laying: Timer | None = None
        self._step_bytes = 0

    @property
    def wire(self) -> Wire:
        """The way to the terminal."""
        if self._wire is None:
            self._wire = wire_of(self._widget.app)
            if not self._wire.knows:
                self._wire.know(self._terminal)
        return self._wire

    def may_step(self) -> bool:
        """Can the line carry one more step of a running job? If not, it had better not even be decoded."""
        return self.wire.pace.affords(self._step_bytes, time.monotonic())

    async def paint(self, picture: Prepared, wish: Wish) -> None:
        """Bring `picture` onto the pane."""
        match picture.pane.protocol:
            case "kitty":
                await self._paint_kitty(picture, wish)
            case "sixel":
                await self._paint_sixel(picture, wish)
            case "blocks":
                await self._paint_blocks(picture, wish)
            case "text" | "none":
                await self._opener.do(prepared.make_words, picture, wish.facts)
                self._see(picture, picture.lines, wish)

    def forget(self) -> None:
        """There is no picture any more."""
        self._shown = None
        if self._sixels is not None:
            self._sixels.show(None)

    def close(self) -> None:
        """Take everything out of the terminal's memory."""
        self.forget()
        if self._shelf is not None:
            self._shelf.clear()

    def might_be_written(self, lines: range) -> None:
        """Textual asks for these lines of the pane."""
        if self._sixels is not None:
            self._sixels.might_be_written(lines)

    # ------------------------------------------------------------------ protocol by protocol

    async def _paint_kitty(self, picture: Prepared, wish: Wish) -> None:
        if self._shelf is None:
            exact = self._terminal.truecolor and self._widget.app.console.color_system == "truecolor"
            self._shelf = Shelf(self.wire, self._canvas.see, truecolor=exact)
        if not picture.png:
            await self._opener.do(prepared.make_png, picture)
        if not wish.fresh():
            return
        slow = self.wire.pace.is_slow_for(len(picture.png))
        data = picture.rough if slow else picture.png
        self._count(picture, len(data) + strips.bytes_of_number(picture.columns, picture.rows))
        self._shown = picture
        await self._shelf.put(picture, wish.fresh)
        if wish.fresh():
            self._widget.set_timer(_TIDY_AFTER, self._shelf.tidy)
        if wish.fresh() and not picture.rough_lines:  # for when a tinted screen lies over the pane
            await self._opener.do(prepared.make_rough_lines, picture, self._widget.app.console)

    async def _paint_sixel(self, picture: Prepared, wish: Wish) -> None:
        if self._sixels is None:
            self._sixels = SixelLayer(self._widget, self.wire, self._opener, self._lay_soon)
            self.wire.listen(self._sixels)
        if not picture.rough_lines:
            await self._opener.do(prepared.make_rough_lines, picture, self._widget.app.console)
        # sixels are drawn over sixels where they are ready, or of the same job; else something is seen at once
        follows = picture.sixels or (self._shown is not None and self._shown.step)
        if not (follows and self._sixels.covers(picture)) or self.wire.is_unknown:
            self._sixels.show(None)
            await self._pour(picture, picture.rough_lines, wish)
        if picture.painted is None:
            await self._opener.do(prepared.make_painted, picture)
        size = await self._opener.do(prepared.make_sixels, picture, 0, picture.rows, wish.fresh)
        if not wish.fresh():
            return
        if picture.step and self._is_slow_for(len(size)):
            self._count(picture, prepared.bytes_of(picture.rough_lines))
            self._sixels.show(None)
            await self._pour(picture, picture.rough_lines, wish)
            return
        self._count(picture, len(size))
        self._canvas.see(picture, picture.rough_lines, range(0))
        self._shown = picture
        self._sixels.show(picture)
        # of a step nothing more once it turns out that it takes too long
        await self._sixels.lay(lambda: wish.fresh() and not (picture.step and self._is_slow_for(len(size))))
        if wish.fresh() and not picture.step and not picture.lines:  # for when a tinted screen lies over the pane
            await self._opener.do(prepared.make_lines, picture, self._widget.app.console)

    async def _paint_blocks(self, picture: Prepared, wish: Wish) -> None:
        if not picture.lines:
            await self._opener.do(prepared.make_lines, picture, self._widget.app.console)
        if not wish.fresh():
            return
        size = prepared.bytes_of(picture.lines)
        if self._is_slow_for(size):
            if not picture.rough_lines:
                await self._opener.do(prepared.make_rough_lines, picture, self._widget.app.console)
            self._count(picture, prepared.bytes_of(picture.rough_lines))
            await self._pour(picture, picture.rough_lines, wish)
            if picture.step:
                return
        else:
            self._count(picture, size)
        await self._pour(picture, picture.lines, wish)

    async def _pour(self, picture: Prepared, lines: Sequence[Strip], wish: Wish) -> None:
        """Show `lines`, no more of them at once than the line can carry beside what is typed.

        Each portion is measured: behind the first ones it is known how fast the line is, if anybody says so.
        """
        if not (self.wire.measures or self.wire.pace.assumed):
            self._see(picture, lines, wish)
            await self._written()
            return
        await self.wire.measure()
        height, size, top = len(lines), max(1, prepared.bytes_of(lines)), 0
        while top < height and wish.fresh():
            part = range(top, min(top + max(1, height * self.wire.pace.at_once // size), height))
            before = self.wire.written
            self._shown = picture
            self._canvas.see(picture, lines, part if len(part) < height else None)
            await self._written()
            # of what is there already nothing is written
            counted = self.wire.written - before if self.wire.measures else prepared.bytes_of(lines[top : part.stop])
            await self.wire.settle(counted)
            top = part.stop
        if self.wire.is_unknown:
            await self.wire.arrived()

    # ------------------------------------------------------------------ what they share

    def _is_slow_for(self, size: int) -> bool:
        """Should something rough go before so many bytes? Also as long as nobody knows, unless they are few."""
        return self.wire.pace.is_slow_for(size) or (self.wire.is_unknown and size > FIRST)

    def _see(self, picture: Prepared, lines: Sequence[Strip], wish: Wish) -> None:
        if wish.fresh():
            self._shown = picture
            self._canvas.see(picture, lines)

    def _count(self, picture: Prepared, size: int) -> None:
        if picture.step:
            self._step_bytes = size

    async def _written(self) -> None:
        """Until what was shown has been handed to Textual's writer."""
        written = asyncio.Event()
        if self._widget.call_after_refresh(written.set):
            await written.wait()

    def _lay_soon(self) -> None:
        if self._laying is not None:
            self._laying.stop()
        self._laying = self._widget.set_timer(_LAY_AFTER, self._lay_again)

    def _lay_again(self) -> None:
        if self._sixels is not None:
            shown = self._shown
            self._widget.run_worker(self._sixels.lay(lambda: self._shown is shown))
