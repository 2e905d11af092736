"""Emotion: a mood as light over a picture, and its sign in a corner, as comics draw it."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from naitui.demo.colours import Colour

_TILE = 256
_SIGN = 0.17  # of the shorter side
_PLACE = (0.72, 0.06)
_LINE = 22
_WHITE = (255, 255, 255, 255)

Point = tuple[float, float]


class Mood(NamedTuple):
    """A light, how much of it, and a sign."""

    light: Colour
    weight: float
    sign: str


MOODS: dict[str, Mood] = {
    "neutral": Mood((186, 186, 184), 0.35, "dash"),
    "happy": Mood((255, 206, 104), 0.55, "note"),
    "sad": Mood((70, 104, 190), 0.65, "tear"),
    "angry": Mood((226, 44, 34), 0.65, "vein"),
    "scared": Mood((72, 52, 128), 0.7, "gloom"),
    "surprised": Mood((255, 240, 150), 0.55, "bang"),
    "tired": Mood((96, 104, 146), 0.6, "sleep"),
    "excited": Mood((255, 150, 52), 0.6, "sparkle"),
    "nervous": Mood((140, 186, 160), 0.55, "sweat"),
    "thinking": Mood((140, 160, 216), 0.5, "dots"),
    "confused": Mood((182, 148, 222), 0.55, "question"),
    "shy": Mood((255, 166, 176), 0.55, "blush"),
    "disgusted": Mood((116, 158, 52), 0.65, "gloom"),
    "smug": Mood((216, 140, 250), 0.55, "sparkle"),
    "bored": Mood((140, 142, 150), 0.55, "dots"),
    "laughing": Mood((255, 218, 84), 0.6, "note"),
    "irritated": Mood((220, 96, 56), 0.6, "vein"),
    "aroused": Mood((250, 104, 140), 0.6, "heart"),
    "embarrassed": Mood((252, 108, 104), 0.6, "blush"),
    "worried": Mood((116, 138, 188), 0.6, "sweat"),
    "love": Mood((255, 98, 152), 0.6, "heart"),
    "determined": Mood((255, 112, 36), 0.6, "bang"),
    "hurt": Mood((178, 52, 84), 0.65, "tear"),
    "playful": Mood((255, 184, 100), 0.55, "note"),
}
"""How each of the service's moods looks."""
_OTHER = MOODS["neutral"]
"""For a mood that the catalog has gained since."""


def in_mood(image: Image.Image, mood: str, share: float, colours: list[Colour]) -> Image.Image:
    """An RGB picture in a mood's light, more of it the larger ``share`` (0 to 1); ``colours`` tilt the light."""
    light, weight, sign = MOODS.get(mood, _OTHER)
    for colour in colours[:3]:
        light = _half(light, colour)
    lit = ImageChops.soft_light(image, Image.new("RGB", image.size, light))
    lit = Image.blend(lit, ImageChops.multiply(lit, Image.new("RGB", image.size, _half(light, (255, 255, 255)))), 0.7)
    result = Image.blend(image, lit, min(1.0, weight * 1.6) * share)
    side = max(8, round(min(image.size) * _SIGN))
    tile = _sign(sign, light).resize((side, side), Image.Resampling.LANCZOS)
    faded = tile.getchannel("A").point([round(value * (0.4 + 0.6 * share)) for value in range(256)])
    place = (round(image.width * _PLACE[0]), round(image.height * _PLACE[1]))
    result.paste(tile.convert("RGB"), place, faded)
    return result


def _sign(name: str, light: Colour) -> Image.Image:
    """The sign in a strong colour of the light, with a white edge."""
    shape = Image.new("L", (_TILE, _TILE))
    _PENS[name](ImageDraw.Draw(shape))
    edge = shape.filter(ImageFilter.MaxFilter(15)).filter(ImageFilter.GaussianBlur(2))
    strong = Image.new("RGBA", shape.size, (*_strong(light), 255))
    tile = Image.new("RGBA", shape.size, (255, 255, 255, 0))
    tile.paste(Image.new("RGBA", shape.size, _WHITE), (0, 0), edge)
    tile.paste(strong, (0, 0), shape)
    return tile


def _dash(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((60, 116, 196, 142), 13, 255)


def _dots(pen: ImageDraw.ImageDraw) -> None:
    for x in (56, 128, 200):
        pen.ellipse((x - 22, 106, x + 22, 150), 255)


def _note(pen: ImageDraw.ImageDraw) -> None:
    for x, y in ((44, 172), (148, 148)):
        pen.ellipse((x, y, x + 64, y + 48), 255)
    pen.line([(98, 192), (98, 64), (202, 42), (202, 170)], 255, 16, "curve")
    pen.line([(98, 92), (202, 70)], 255, 20)


def _drop(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    pen.ellipse((x - size, y, x + size, y + 2 * size), 255)
    pen.polygon([(x, y - 1.5 * size), (x - 0.94 * size, y + 0.7 * size), (x + 0.94 * size, y + 0.7 * size)], 255)


def _tear(pen: ImageDraw.ImageDraw) -> None:
    _drop(pen, 96, 96, 46)
    _drop(pen, 186, 150, 28)


def _sweat(pen: ImageDraw.ImageDraw) -> None:
    _drop(pen, 128, 100, 56)


def _vein(pen: ImageDraw.ImageDraw) -> None:
    for left, top, start in ((-40, -40, 0), (160, -40, 90), (160, 160, 180), (-40, 160, 270)):
        pen.arc((left, top, left + 136, top + 136), start, start + 90, 255, _LINE)


def _gloom(pen: ImageDraw.ImageDraw) -> None:
    for place, x in enumerate((48, 88, 128, 168, 208)):
        pen.line([(x, 40), (x, (150, 196, 170, 206, 140)[place])], 255, 12)


def _bang(pen: ImageDraw.ImageDraw) -> None:
    for x in (92, 168):
        pen.polygon([(x - 22, 34), (x + 22, 34), (x + 11, 160), (x - 11, 160)], 255)
        pen.ellipse((x - 18, 182, x + 18, 218), 255)


def _sleep(pen: ImageDraw.ImageDraw) -> None:
    for x, y, side in ((36, 140, 66), (104, 76, 56), (172, 28, 46)):
        pen.line([(x, y), (x + side, y), (x, y + side), (x + side, y + side)], 255, 15, "curve")


def _question(pen: ImageDraw.ImageDraw) -> None:
    pen.arc((74, 34, 182, 142), 180, 450, 255, _LINE)
    pen.line([(128, 131), (128, 172)], 255, _LINE)
    pen.ellipse((112, 190, 144, 222), 255)


def _blush(pen: ImageDraw.ImageDraw) -> None:
    for x in (56, 108, 160):
        pen.line([(x + 34, 84), (x, 172)], 255, 16)


def _heart(pen: ImageDraw.ImageDraw) -> None:
    turns = (2 * pi * step / 90 for step in range(90))
    pen.polygon([_heart_point(turn) for turn in turns], 255)


def _heart_point(turn: float) -> Point:
    down = 13 * cos(turn) - 5 * cos(2 * turn) - 2 * cos(3 * turn) - cos(4 * turn)
    return 128 + 6.2 * 16 * sin(turn) ** 3, 118 - 6.2 * down


def _sparkle(pen: ImageDraw.ImageDraw) -> None:
    for x, y, size in ((104, 140, 84), (196, 60, 44)):
        star: list[Point] = [
            (x + sin(step * pi / 4) * size * (1, 0.26)[step % 2], y - cos(step * pi / 4) * size * (1, 0.26)[step % 2])
            for step in range(8)
        ]
        pen.polygon(star, 255)


_PENS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "dash": _dash, "dots": _dots, "note": _note, "tear": _tear, "sweat": _sweat, "vein": _vein, "gloom": _gloom,
    "bang": _bang, "sleep": _sleep, "question": _question, "blush": _blush, "heart": _heart, "sparkle": _sparkle,
}  # fmt: skip


def _half(one: Colour, other: Colour) -> Colour:
    r, g, b = ((a + z) // 2 for a, z in zip(one, other, strict=True))
    return r, g, b


def _strong(light: Colour) -> Colour:
    r, g, b = (band * 7 // 10 for band in light)
    return r, g, b
