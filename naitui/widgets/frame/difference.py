"""An update of Textual's compositor that leaves out what the terminal already shows."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate  # not public: the app's pin holds it

from naitui.widgets.frame.frame import Frame, Placed


class Difference(CompositorUpdate):
    """Asked for its sequences only when they are written, so that the frame learns of nothing that is not."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, frame: Frame) -> None:
        self._update = update
        self._frame = frame

    def render_segments(self, console: Console) -> str:
        """The sequences for the terminal."""
        update = self._update
        if isinstance(update, LayoutUpdate):
            self._frame.fit(update.region.size)
            return self._frame.sequences(_of_layout(update), console)
        return self._frame.sequences(_of_chops(update), console)


def _of_layout(update: LayoutUpdate) -> Iterator[Placed]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Placed]:
    """The strips that touch the update's spans; of one that ends behind its span, the part before."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= last and end > first:
                yield x, y, strip if first <= x < last and end <= last else strip.crop(0, min(end, last) - x)
