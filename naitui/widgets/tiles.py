"""Drawn thumbnails for a grid: made one after another in a thread while they are to be seen, and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from textual.widget import Widget

from naitui.pictures.errors import BadPicture
from naitui.widgets.picture.aside import Aside
from naitui.widgets.picture.depth import depth_for
from naitui.widgets.picture.tile import Tile, make_tile

MOST_TILES = 600
"""Drawn thumbnails that are kept."""
_NO_TILE: Tile = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A tile that is to be made next."""

    key: str
    """Names the picture for ever."""
    read: Callable[[], bytes]
    """Gives a small picture file when it is called in a thread, or raises BadPicture or OSError."""
    drawn: Callable[[], object]
    """Called when it is there."""


class Tiles:
    """The tiles of one widget.

    Args:
        widget: on which they are.
        missing: what is to be seen and not there yet, the most wanted first; None when there is nothing.
    """

    def __init__(self, widget: Widget, missing: Callable[[], Missing | None]) -> None:
        self._widget, self._missing = widget, missing
        self._aside = Aside()
        self._tiles: OrderedDict[str, Tile] = OrderedDict()
        self._making = False

    def __len__(self) -> int:
        """How many are drawn and kept."""
        return len(self._tiles)

    def get(self, key: str | None) -> Tile | None:
        """A tile; None while there is none. One that cannot be made has no lines."""
        return None if key is None else self._tiles.get(key)

    def make(self) -> None:
        """Make what can be seen, one after the other; what was scrolled by is not made."""
        widget = self._widget
        if widget.is_mounted and widget.display and widget.size and not self._making:
            self._making = True
            widget.run_worker(self._make(), group="tiles")

    async def _make(self) -> None:
        try:
            while (wanted := self._missing()) is not None:
                self._tiles[wanted.key] = await self._tile(wanted.read)
                while len(self._tiles) > MOST_TILES:
                    self._tiles.popitem(last=False)
                wanted.drawn()
        finally:
            self._making = False

    async def _tile(self, read: Callable[[], bytes]) -> Tile:
        depth, dark = depth_for(self._widget), self._widget.app.current_theme.dark
        try:
            return await self._aside.do(lambda: make_tile(read(), depth, dark=dark))
        except (BadPicture, OSError):
            return _NO_TILE  # the place stays empty: what is wrong is told of the picture under the cursor

    def close(self) -> None:
        """The thread ends."""
        self._aside.close()
