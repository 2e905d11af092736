"""A mask as it is painted: one value for each cell of 8×8 pixels, which is all that the service sees of it.

What is painted is what is sent: `Cells.mask` is constant in every cell, and `Cells.of` gives the same cells back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from naitui.pictures.masks import blocks
from naitui.pictures.region import CELL

_ON, _OFF = 255, 0
_SEEN_THROUGH = 250
"""Alpha below this can be seen through, as `naitui.pictures.prepare` counts."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Which cells are repainted. Nothing changes it: every operation gives another one."""

    columns: int
    rows: int
    data: bytes
    """Row by row, 255 for a cell that is repainted and 0 for one that is kept."""

    @classmethod
    def blank(cls, width: int, height: int) -> Cells:
        """Nothing is painted yet on a picture of so many pixels.

        Raises:
            ValueError: a side is no multiple of 8.
        """
        if min(width, height) < CELL or width % CELL or height % CELL:
            raise ValueError(f"the sides of a mask are multiples of {CELL}")
        columns, rows = width // CELL, height // CELL
        return cls(columns, rows, bytes(columns * rows))

    @classmethod
    def of(cls, mask: Image.Image, width: int, height: int) -> Cells:
        """What a mask of any size and kind asks to be repainted, see `blocks`."""
        return cls._from(blocks(mask, width, height).resize((width // CELL, height // CELL), Image.Resampling.NEAREST))

    @classmethod
    def see_through(cls, picture: Image.Image, width: int, height: int) -> Cells:
        """Every cell of which anything can be seen through; none for a picture without transparency."""
        blank = cls.blank(width, height)
        if not picture.has_transparency_data:
            return blank
        alpha = picture.convert("RGBA").getchannel("A").resize((width, height), Image.Resampling.NEAREST)
        holes = alpha.point([_ON if value < _SEEN_THROUGH else _OFF for value in range(256)])
        # the largest value of each cell
        return cls._from(holes.reduce(CELL).point([_OFF] + [_ON] * 255))

    @classmethod
    def _from(cls, image: Image.Image) -> Cells:
        return cls(*image.size, image.tobytes())

    @property
    def _image(self) -> Image.Image:
        return Image.frombytes("L", (self.columns, self.rows), self.data)

    def mask(self) -> Image.Image:
        """The mask as it is sent: mode L, 8 pixels a cell each way, 255 where it is repainted, 0 where it is kept."""
        size = self.columns * CELL, self.rows * CELL
        return self._image.resize(size, Image.Resampling.NEAREST)

    def __getitem__(self, place: tuple[int, int]) -> bool:
        """Whether the cell at (column, row) is painted; nothing is outside the picture."""
        x, y = place
        return 0 <= x < self.columns and 0 <= y < self.rows and self.data[y * self.columns + x] == _ON

    @property
    def count(self) -> int:
        """How many cells are painted."""
        return self.data.count(_ON)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be repainted."""
        return not self.count

    @property
    def is_full(self) -> bool:
        """Whether nothing would be kept."""
        return self.count == len(self.data)

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of what is painted, in cells, the last two behind it; None when nothing is."""
        return self._image.getbbox()

    # ------------------------------------------------------------------ painting

    def rectangle(self, a: tuple[int, int], b: tuple[int, int], *, on: bool = True) -> Cells:
        """Paint, or take away, all between two cells, both included; what is outside the picture is no matter."""
        image = self._image
        left, right = sorted((a[0], b[0]))
        top, bottom = sorted((a[1], b[1]))
        ImageDraw.Draw(image).rectangle((left, top, right, bottom), fill=_ON if on else _OFF)
        return self._from(image)

    def stroke(self, a: tuple[int, int], b: tuple[int, int], size: int = 1, *, on: bool = True) -> Cells:
        """Draw a square brush of ``size`` cells from one cell to another: a quick drag leaves no holes."""
        image = self._image
        draw = ImageDraw.Draw(image)
        before = (size - 1) // 2
        for x, y in line(a, b):
            left, top = x - before, y - before
            draw.rectangle((left, top, left + size - 1, top + size - 1), fill=_ON if on else _OFF)
        return self._from(image)

    def dabs(self, units: Iterable[tuple[int, int]], unit: int, size: int = 1, *, on: bool = True) -> Cells:
        """A square brush of ``size`` units on each of these; a unit is a square of ``unit`` cells each way."""
        image = self._image
        draw = ImageDraw.Draw(image)
        before = (size - 1) // 2
        for x, y in units:
            left, top = (x - before) * unit, (y - before) * unit
            draw.rectangle((left, top, left + size * unit - 1, top + size * unit - 1), fill=_ON if on else _OFF)
        return self._from(image)

    def shares(self, unit: int) -> bytes:
        """For each square of ``unit`` cells, row by row, how much of it is painted: 0 nothing, 255 all of it.

        At the right and lower edge a square may be cut off; what there is of it counts.
        """
        return self._image.reduce(unit).tobytes()

    def fill(self, place: tuple[int, int], *, on: bool = True) -> Cells:
        """Fill the area of neighbours (not across corners) that are as the cell at a place is."""
        x, y = place
        image = self._image
        if 0 <= x < self.columns and 0 <= y < self.rows:
            ImageDraw.floodfill(image, place, _ON if on else _OFF)
        return self._from(image)

    def inverted(self) -> Cells:
        """What was kept is repainted, and the other way round."""
        return self._from(ImageChops.invert(self._image))

    def grown(self, cells: int = 1) -> Cells:
        """So many cells more on every side, also over corners."""
        return self._from(self._image.filter(ImageFilter.MaxFilter(2 * cells + 1)))

    def shrunk(self, cells: int = 1) -> Cells:
        """So many cells less on every side; at the edge of the picture nothing is taken away."""
        return self._from(self._image.filter(ImageFilter.MinFilter(2 * cells + 1)))

    def joined(self, other: Cells) -> Cells:
        """What is painted in either."""
        return self._from(ImageChops.lighter(self._image, other._image))


def line(a: tuple[int, int], b: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The cells on the way from one to another, both included, each a neighbour of the one before."""
    (x, y), (to_x, to_y) = a, b
    steps = max(abs(to_x - x), abs(to_y - y))
    for step in range(steps + 1):
        part = step / steps if steps else 0
        yield round(x + (to_x - x) * part), round(y + (to_y - y) * part)
