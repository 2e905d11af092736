"""Where a person stands and how: everything about people is drawn in heads, this turns heads into pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin

from naitui.demo.painter.canvas import Gradient
from naitui.demo.painter.palette import Colour, mix, turned
from naitui.demo.painter.shapes import Point, Shape, smooth

_NECK = 0.5


@dataclass(frozen=True, slots=True)
class Pose:
    """The middle of the head, the height of a head in pixels, and small liberties of bearing."""

    x: float
    y: float
    unit: float
    tilt: float
    turn: float
    wind: float

    def body(self, points: Sequence[Point]) -> Shape:
        """Points given in heads around the middle of the head, where they fall on the canvas."""
        return [(self.x + a * self.unit, self.y + b * self.unit) for a, b in points]

    def head(self, points: Sequence[Point]) -> Shape:
        """The same for things that lean with the head."""
        c, s = cos(self.tilt), sin(self.tilt)
        return [
            (self.x + (a * c - (b - _NECK) * s) * self.unit, self.y + (_NECK + a * s + (b - _NECK) * c) * self.unit)
            for a, b in points
        ]

    def face(self, points: Sequence[Point]) -> Shape:
        """The same for what lies on the face and moves when it looks to a side."""
        return self.head([(a + self.turn * 0.05, b) for a, b in points])


@dataclass(frozen=True, slots=True)
class Tones:
    """One colour in light, as it is, and in shade."""

    light: Colour
    base: Colour
    shade: Colour
    line: Colour


def tones(colour: Colour) -> Tones:
    """Shades that move towards violet and lights towards yellow, as painters like it."""
    cool = mix(turned(colour, 0.02, 1.05, -0.13), (92, 70, 150), 0.26)
    return Tones(
        light=mix(turned(colour, -0.012, 1.0, 0.07), (255, 248, 226), 0.34),
        base=colour,
        shade=cool,
        line=mix(turned(colour, 0.02, 0.9, -0.3), (48, 30, 70), 0.45),
    )


def mirrored(half: Sequence[Point]) -> list[Point]:
    """An outline given by its right half, from top to bottom."""
    return [*half, *((-a, b) for a, b in reversed(half))]


def rounded(half: Sequence[Point]) -> Shape:
    """The same with soft corners."""
    return smooth(mirrored(half))


def fall(colour: Tones) -> Gradient:
    """How cloth of a colour takes the light from above."""
    return Gradient((mix(colour.base, colour.light, 0.4), colour.base, mix(colour.base, colour.shade, 0.75)))
