"""Draws the lines of a mask over its picture. No widget.

A character shows two units, one above the other. What is painted is tinted, and carries a mark that is no colour: a
stroke over the whole character, or a corner in the half that is painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from naitui.pictures.graphics.blocks import SHADES
from naitui.widgets.easel import Easel, Spot
from naitui.widgets.frame import IN_PLACE
from naitui.widgets.mask_ground import Ground
from naitui.widgets.picture.strips import colour_of

WHOLE = 255
_MARKS = {(True, True): "╱", (True, False): "▘", (False, True): "▖"}
_BARE_MARKS = {(True, True): "X", (True, False): "'", (False, True): ","}
"""Where there are no colours."""
LOOKS = 16384
"""Pairs of colours whose styles are kept: those of a large terminal."""
BRIGHT = 118
"""From here on, of 255, a dark mark is seen better than a light one."""
Signature = tuple[bytes, bytes, int, int, int]


@dataclass(frozen=True, slots=True)
class Brush:
    """The units that the next stroke, or a rectangle that is being chosen, would paint: first and behind the last."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, easel: Easel) -> Brush:
        """Of what is about to be painted at an easel."""
        (x, y), anchor = easel.at, easel.anchor
        if anchor is not None:
            return cls(min(x, anchor[0]), min(y, anchor[1]), max(x, anchor[0]) + 1, max(y, anchor[1]) + 1)
        before = (easel.brush - 1) // 2
        return cls(x - before, y - before, x - before + easel.brush, y - before + easel.brush)

    def holds(self, x: int, y: int) -> bool:
        """Whether a unit is in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the lines of a mask are drawn of."""

    columns: int
    rows: int
    """Units."""
    shares: bytes
    """How much of each unit is painted, 0 to 255."""
    at: Spot
    brush: Brush

    @classmethod
    def of(cls, easel: Easel) -> Scene:
        """Of an easel as it is now."""
        return cls(easel.columns, easel.rows, easel.cells.shares(easel.unit), easel.at, Brush.of(easel))

    def signature(self, row: int) -> Signature:
        """Equal for two scenes whose line ``row`` of characters looks the same on one ground."""
        width, top = self.columns, 2 * row
        cursor = 2 * self.at[0] + self.at[1] % 2 if self.at[1] // 2 == row else -1
        brush = self.brush
        lit = [brush.top <= y < brush.bottom for y in (top, top + 1)]
        lit_from = (brush.left * 4 + lit[0] * 2 + lit[1]) if any(lit) else -1
        upper, lower = (self.shares[y * width : (y + 1) * width] for y in (top, top + 1))
        return upper, lower, cursor, lit_from, brush.right if any(lit) else -1


def title_of(easel: Easel) -> str:
    """How much is painted, and what the next keys do."""
    cells = easel.cells
    share = 100 * cells.count / len(cells.data)
    told = "no mask yet" if cells.is_empty else "mask: all of it" if cells.is_full else f"mask {share:.1f} %"
    pen = {"up": "", "paint": " · PEN DOWN", "erase": " · ERASER"}[easel.pen]
    corner = " · v: other corner" if easel.anchor is not None else ""
    return told + pen + corner + (f" · b: {easel.branches} branches" if easel.branches > 1 else "")


def place_of(easel: Easel, count: str) -> str:
    """Where the cursor is in pixels, how large a unit and the brush are; ``count`` is a number typed before a move."""
    left, top, right, bottom = easel.pixels
    typed = f"{count}… · " if count else ""
    brush = f" · brush {easel.brush}" if easel.brush > 1 else ""
    return f"{typed}{left}–{right}, {top}–{bottom} px · unit {8 * easel.unit} px{brush}"


def mask_line(scene: Scene, row: int, span: range, ground: Ground | None, styles: Mapping[str, Style]) -> list[Segment]:
    """The characters ``span`` of line ``row``, equal neighbours as one. Without a ground there is the mask alone.

    ``styles`` has "cursor" (a colour and its opposite), and for where there are no colours "mark" and "bare".
    """
    if ground is None or ground.colourless:
        cells = [_bare(scene, x, row, ground, styles) for x in span]
    else:
        cells = [_coloured(scene, x, row, ground, styles) for x in span]
    segments: list[Segment] = []
    for text, style in cells:
        if segments and segments[-1].style == style and segments[-1].text[0] == text:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    return segments


def _painted(scene: Scene, x: int, y: int) -> bool:
    return y < scene.rows and scene.shares[y * scene.columns + x] > 0


def _coloured(scene: Scene, x: int, row: int, ground: Ground, styles: Mapping[str, Style]) -> tuple[str, Style]:
    top = 2 * row
    if scene.at in ((x, top), (x, top + 1)):
        return "▀" if scene.at[1] == top else "▄", styles["cursor"]
    painted = _painted(scene, x, top), _painted(scene, x, top + 1)
    below = min(top + 1, scene.rows - 1)
    upper, lower = (_colour(scene, x, y, ground) for y in (top, below))
    if any(painted):
        # a corner stands in one half, and the other one is what is behind it
        under = upper if painted == (False, True) else lower
        light = ground.shades[min(top, below) * ground.columns + x] > BRIGHT
        return _MARKS[painted], _marked(styles["cursor"], under, reverse=light)
    return ("▀" if upper != lower else " "), _look(upper, lower)


@lru_cache(maxsize=LOOKS)
def _look(upper: bytes, lower: bytes) -> Style:
    """A character's colours: the same style whenever they are the same."""
    return Style(color=colour_of(upper), bgcolor=colour_of(lower)) + IN_PLACE


@lru_cache(maxsize=LOOKS)
def _marked(pair: Style, under: bytes, *, reverse: bool) -> Style:
    """A mark in one of two colours, a light one and a dark one: the tint alone is not seen on everything."""
    return Style(color=pair.bgcolor if reverse else pair.color, bgcolor=colour_of(under)) + IN_PLACE


def _colour(scene: Scene, x: int, y: int, ground: Ground) -> bytes:
    if scene.brush.holds(x, y):
        return ground.colour(ground.lit, x, y)
    return ground.colour(ground.painted if _painted(scene, x, y) else ground.plain, x, y)


def _bare(scene: Scene, x: int, row: int, ground: Ground | None, styles: Mapping[str, Style]) -> tuple[str, Style]:
    top = 2 * row
    if scene.at in ((x, top), (x, top + 1)):
        return "▀" if scene.at[1] == top else "▄", styles["cursor"]
    painted = _painted(scene, x, top), _painted(scene, x, top + 1)
    if any(painted):
        return _BARE_MARKS[painted], styles["mark"]
    if scene.brush.holds(x, top) or scene.brush.holds(x, top + 1):
        return "+", styles["mark"]
    if ground is None:
        return "·", styles["bare"]
    light = ground.shades[min(top, ground.rows - 1) * ground.columns + x]
    return SHADES[light * len(SHADES) // 256], styles["bare"]
