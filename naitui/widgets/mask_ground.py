"""The picture under a mask in the colours of units: plain, tinted where it is painted, and lit around the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from naitui.widgets.picture.prepared import Depth

if TYPE_CHECKING:
    from PIL import Image

Rgb = tuple[int, int, int]
TINT, LIGHT = 0.42, 0.38
"""How much of a tint there is in a colour."""
CELL = 8


@dataclass(frozen=True, slots=True)
class Tints:
    """The theme's colours for what is painted, and for where the brush is about to paint."""

    painted: Rgb
    lit: Rgb


@dataclass(frozen=True, slots=True)
class Ground:
    """A picture in units, ready to be looked up. Colours are of ``depth`` bytes each, row by row."""

    unit: int
    columns: int
    rows: int
    depth: int
    plain: bytes
    painted: bytes
    lit: bytes
    shades: bytes
    """How light each unit is, 0 to 255."""
    colourless: bool = False
    """Whether the terminal shows no colours."""

    def colour(self, layer: bytes, x: int, y: int) -> bytes:
        """The colour of a unit in one of the layers."""
        start = (y * self.columns + x) * self.depth
        return layer[start : start + self.depth]


def make_ground(picture: Image.Image, unit: int, tints: Tints, depth: Depth) -> Ground:
    """The ground for a picture of RGB whose sides are multiples of 8. Slow for large ones: use a thread."""
    from PIL import Image

    from naitui.pictures.graphics.blocks import pixels_of

    small = picture.reduce(unit * CELL)
    layers = [small]
    for colour, share in ((tints.painted, TINT), (tints.lit, LIGHT)):
        layers.append(Image.blend(small, Image.new("RGB", small.size, colour), share))
    found = [pixels_of(layer, truecolor=depth == "true") for layer in layers]
    (plain, size), (painted, _), (lit, _) = found
    shades = small.convert("L").tobytes()
    return Ground(unit, *small.size, size, plain, painted, lit, shades, depth == "none")
