"""The picture under a mask, made ready aside for every unit in which it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from naitui.widgets.mask_ground import Ground, Tints, make_ground
from naitui.widgets.picture.aside import Aside
from naitui.widgets.picture.depth import depth_for

if TYPE_CHECKING:
    from PIL import Image


class MaskBackdrop:
    """Holds the picture and its newest ground; the widget is drawn again when that is ready.

    Args:
        widget: what it is behind.
        tints: the theme's colours as they are now.
    """

    def __init__(self, widget: Widget, tints: Callable[[], Tints]) -> None:
        self.picture: Image.Image | None = None
        """RGB, its sides multiples of 8."""
        self._widget, self._tints = widget, tints
        self._made: tuple[Image.Image, Ground] | None = None
        self._aside = Aside()
        self._number = 0

    def ground(self, unit: int) -> Ground | None:
        """The picture in units; None as long as it is not ready."""
        made = self._made
        return made[1] if made is not None and made[0] is self.picture and made[1].unit == unit else None

    def prepare(self, unit: int) -> None:
        """Make the ground ready in a thread; only the newest one counts."""
        self._number += 1
        picture, widget = self.picture, self._widget
        if picture is not None and widget.is_mounted and widget.content_size:
            widget.run_worker(self._make(self._number, picture, unit), group="ground")

    async def _make(self, number: int, picture: Image.Image, unit: int) -> None:
        made = await self._aside.do(make_ground, picture, unit, self._tints(), depth_for(self._widget))
        if number == self._number:
            self._made = picture, made
            self._widget.refresh()

    def close(self) -> None:
        """Begin with nothing more."""
        self._number += 1
        self._aside.close()
