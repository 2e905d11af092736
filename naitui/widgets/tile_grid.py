"""What grids of tiles have in common: thumbnails come while they are to be seen, and a cursor that stays in sight."""

from __future__ import annotations

from abc import abstractmethod

from textual.scroll_view import ScrollView

from naitui.widgets.rows import CLASSES
from naitui.widgets.tiles import Missing, Tiles


class TileGrid(ScrollView, can_focus=True):
    """Tiles with a cursor. Which there are, how they are drawn and what keys do is for those who know the places."""

    COMPONENT_CLASSES = CLASSES

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tiles = Tiles(self, self._missing)

    @abstractmethod
    def _missing(self) -> Missing | None:
        """The thumbnail to be made next, the cursor's first; None when all that is seen is there."""

    @abstractmethod
    def _fit(self) -> None:
        """Set how large all of it is."""

    @abstractmethod
    def _reach_cursor(self) -> None:
        """Scroll as little as is needed to see the tile under the cursor."""

    def look_again(self) -> None:
        """More is known of what is shown, or other tiles are."""
        self.refresh()
        self._tiles.make()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Others are to be seen."""
        super().watch_scroll_x(old_value, new_value)
        self.look_again()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Others are to be seen."""
        super().watch_scroll_y(old_value, new_value)
        self.look_again()

    def on_resize(self) -> None:
        """Another number of them fits."""
        self._fit()
        self.call_after_refresh(self._reach_cursor)

    def on_show(self) -> None:
        """There is something to be seen."""
        self._tiles.make()

    def on_focus(self) -> None:
        """The cursor is a stronger one."""
        self.refresh()

    def on_blur(self) -> None:
        """And a weaker one."""
        self.refresh()

    def on_unmount(self) -> None:
        """The thread ends with the grid."""
        self._tiles.close()
