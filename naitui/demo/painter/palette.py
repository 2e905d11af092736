"""Colour harmonies: one set of colours per time of day, tilted a little by what else the prompt says."""

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

from naitui.demo.dice import Dice

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (30, 22, 44)


def hexed(text: str) -> Colour:
    """The colour written as six hexadecimal digits."""
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Some of one, and a share of the other."""
    share = min(max(share, 0.0), 1.0)
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def under(colour: Colour, light: Colour) -> Colour:
    """What a thing of this colour looks like in a coloured light."""
    r, g, b = (a * z // 255 for a, z in zip(colour, light, strict=True))
    return r, g, b


def turned(colour: Colour, hue: float, strength: float = 1.0, lift: float = 0.0) -> Colour:
    """The colour with its hue turned (1 is full circle), its strength scaled and its lightness raised."""
    h, lightness, s = rgb_to_hls(colour[0] / 255, colour[1] / 255, colour[2] / 255)
    lightness = min(max(lightness + lift, 0.0), 1.0)
    r, g, b = hls_to_rgb((h + hue) % 1.0, lightness, min(max(s * strength, 0.0), 1.0))
    return round(r * 255), round(g * 255), round(b * 255)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture."""

    time: str
    sky: tuple[Colour, ...]
    light: Colour
    ambient: Colour
    accent: Colour
    dark: bool

    @property
    def haze(self) -> Colour:
        """The colour far things fade into: the sky at the horizon."""
        return self.sky[-1]

    @property
    def deep(self) -> Colour:
        """The darkest colour of the picture, for silhouettes close by."""
        return mix(under(self.sky[0], self.ambient), INK, 0.45)

    def lit(self, colour: Colour, distance: float = 0.0) -> Colour:
        """What a thing of this colour looks like in this light, seen from near (0) or far (1)."""
        return mix(under(colour, self.ambient), mix(self.sky[-1], self.sky[-2], 0.35), distance)


# Sky from the zenith to the horizon; the light; what the light does to white; an accent.
_HARMONIES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "night": (
        ("0b1040 1b2a72 3d4fa8 8a78c8 efa3c4", "fff3cf", "7c86d2", "ff8fb8"),
        ("06142f 0d3358 1a6a86 5fbfc0 c9f0d6", "f4fbe6", "6d9cc4", "ffd07a"),
        ("140a33 3a1f70 74369a cf5c9f ffae94", "ffe6c9", "9079c4", "5fe0e6"),
        ("080d2c 15215c 2a3f94 5a72c8 a7b8f0", "fdf6de", "7285cf", "ffc46b"),
    ),
    "sunset": (
        ("2d2c72 7d4296 e25a80 ff9a60 ffdb90", "fff0c0", "e6b0ae", "ffe37a"),
        ("1f3f7c 6b6cb0 ef8a92 ffc18a fff0c4", "fff6d8", "e8bcb4", "ff7a6b"),
        ("431560 a22f70 f15c50 ff9f42 ffe28c", "fff2b8", "e0a39c", "ffd24f"),
        ("1b2a5e 4b4b93 b7649e fb9a86 ffd8a0", "ffeec4", "d6a8b6", "ffb45c"),
    ),
    "dawn": (
        ("5680ca a3b6ea f3c6d8 ffe2c8 fff6e0", "fffbe6", "ecdcea", "ff9db0"),
        ("43609f 8fa2d8 e6b4d0 ffd0b4 fff0d2", "fff4d6", "e2cfe2", "ffc37c"),
        ("3f8fa8 8cc6c8 d8e6d0 ffe6cc fff4e4", "fffae0", "e6e4de", "ff9f8c"),
    ),
    "day": (
        ("1c74d0 4ba4ea 94d0f7 d2effb fbf8ec", "fffdf0", "fbf8f4", "ff7f7f"),
        ("0f8fb8 3dbccf 98e2de d8f6e6 fffbe6", "fffdea", "f8fbf4", "ffb347"),
        ("2c66d8 659df2 b2d2fb ddeafd ffeff0", "fffaf0", "faf6fb", "ff8fb0"),
    ),
    "space": (
        ("0a0722 1c1050 43217c 8a3a98 e06aa0", "ffe9d0", "9c8ad6", "ffcf6b"),
        ("04101f 092a4a 10587a 2a9a9c 8fe0c0", "eafff2", "8ab4cc", "ff9a6b"),
        ("0c0a1e 2a1442 5e1f55 b0425a ff9a6a", "ffe2b0", "b79ac0", "6fd6ff"),
    ),
    "underwater": (
        ("a8f0e6 4fc9d6 1f93b8 135f94 0d3468", "f2fff6", "a5d8e6", "ff8f7a"),
        ("c2f4d8 66d2c0 2a9ca8 175f86 10305c", "fbffe8", "a8dcd6", "ffb35c"),
    ),
}


def palette(time: str, place: str, seed_dice: Dice, word_dice: Dice, weather: float) -> Palette:
    """The harmony for a time and place: the seed chooses it, the words tilt it, bad weather greys it."""
    family = place if place in ("space", "underwater") else time
    sky_text, light, ambient, accent = seed_dice.pick(_HARMONIES[family])
    hue = word_dice.between(-0.035, 0.035)
    strength = word_dice.between(0.88, 1.08)
    grey = (142, 152, 172) if time in ("day", "dawn") else (84, 90, 120)

    def tilt(text: str, greyed: float = 0.0) -> Colour:
        return mix(turned(hexed(text), hue, strength), grey, greyed * weather)

    return Palette(
        time=time,
        sky=tuple(tilt(text, 0.55) for text in sky_text.split()),
        light=tilt(light, 0.25),
        ambient=tilt(ambient, 0.35),
        accent=turned(hexed(accent), hue * 2 + word_dice.pick((0.0, 0.0, 0.08, -0.08)), strength),
        dark=family in ("night", "space"),
    )
