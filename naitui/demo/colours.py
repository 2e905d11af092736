"""Colours of one picture on another: what a vibe, a reference or a word leaves behind."""

from __future__ import annotations

import re

from PIL import Image

from naitui.pictures.prepare import visible

Colour = tuple[int, int, int]
Tones = tuple[Colour, ...]
"""The colours of a picture from its darkest parts to its lightest."""

TONES = 5
_LOOK_AT = (48, 48)
_KEEPS_LIGHT = 0.6  # how much of the painted light a grading keeps: all of it looks washed, none of it flat
_GREYNESS = 8  # what a grey pixel counts against a coloured one

NAMED: dict[str, Colour] = {
    "red": (206, 48, 52), "scarlet": (206, 48, 52), "orange": (240, 138, 48), "yellow": (244, 208, 72),
    "gold": (226, 178, 66), "golden": (226, 178, 66), "blonde": (240, 214, 142), "green": (74, 158, 84),
    "teal": (38, 142, 142), "turquoise": (64, 196, 190), "cyan": (70, 196, 220), "aqua": (70, 196, 220),
    "blue": (62, 104, 206), "navy": (36, 48, 104), "purple": (134, 76, 178), "violet": (134, 76, 178),
    "lavender": (186, 168, 226), "pink": (244, 142, 178), "magenta": (212, 62, 150), "brown": (132, 88, 58),
    "black": (44, 42, 52), "white": (246, 244, 240), "grey": (142, 144, 150), "gray": (142, 144, 150),
    "silver": (194, 200, 212),
}  # fmt: skip
_NAMES = re.compile(rf"\b({'|'.join(NAMED)})\b")


def named_colours(text: str) -> list[Colour]:
    """The colours that a text names, in its order, each once."""
    return [NAMED[name] for name in dict.fromkeys(_NAMES.findall(text.lower()))]


def tones_of(image: Image.Image, mask: Image.Image | None = None) -> Tones:
    """The tones of a picture, coloured parts counting more than grey ones; with a mask only where that is white.

    Black bars around a picture on a canvas are left out.
    """
    seen = visible(image)
    flat = Image.new("RGB", seen.size)
    flat.paste(seen, (0, 0), seen if seen.mode == "RGBA" else None)
    box = flat.getbbox() or (0, 0, *flat.size)
    small = flat.crop(box).resize(_LOOK_AT, Image.Resampling.BOX)
    pixels = _triples(small)
    if mask is not None:
        cut = mask.convert("L").resize(flat.size, Image.Resampling.NEAREST).crop(box)
        chosen = cut.resize(_LOOK_AT, Image.Resampling.BOX).tobytes()
        pixels = [pixel for pixel, on in zip(pixels, chosen, strict=True) if on > 127] or pixels
    pixels.sort(key=_light)
    return tuple(
        _average(pixels[len(pixels) * place // TONES : len(pixels) * (place + 1) // TONES] or pixels)
        for place in range(TONES)
    )


def pulled(tones: Tones, share: float) -> Tones:
    """Tones drawn together towards their mean: 0 leaves them, 1 makes them all one."""
    mean = tuple(sum(tone[band] for tone in tones) / len(tones) for band in range(3))
    return tuple(_rounded(*(a + (z - a) * share for a, z in zip(tone, mean, strict=True))) for tone in tones)


def complementary(tones: Tones) -> Tones:
    """The opposite colours, as light as these."""
    return tuple(_rounded(*(2 * _light(tone) - band for band in tone)) for tone in tones)


def mixed(parts: list[tuple[Tones, float]]) -> Tones:
    """One set of tones out of several, by weights above 0."""
    total = sum(weight for _, weight in parts)
    return tuple(
        _rounded(*(sum(tones[place][band] * weight for tones, weight in parts) / total for band in range(3)))
        for place in range(TONES)
    )


def graded(picture: Image.Image, tones: Tones, weight: float) -> Image.Image:
    """The picture in the light of these tones: dark parts take the dark ones, light parts the light ones.

    RGB or RGBA in, the same out; ``weight`` 0 leaves it, 1 keeps none of its own colours.
    """
    if weight <= 0:
        return picture
    grey = picture.convert("L")
    curves = [[_curve(tones, light)[band] for light in range(256)] for band in range(3)]
    toned = Image.merge("RGB", [grey.point(curve) for curve in curves])
    result = Image.blend(picture.convert("RGB"), toned, min(weight, 1.0))
    if picture.mode == "RGBA":
        result.putalpha(picture.getchannel("A"))
    return result


def _curve(tones: Tones, light: int) -> Colour:
    place = light / 255 * (TONES - 1)
    low = min(int(place), TONES - 2)
    share = place - low
    colour = [a + (z - a) * share for a, z in zip(tones[low], tones[low + 1], strict=True)]
    lift = (light - _light((colour[0], colour[1], colour[2]))) * _KEEPS_LIGHT
    return _rounded(*(band + lift for band in colour))


def _triples(image: Image.Image) -> list[Colour]:
    raw = image.tobytes()
    return list(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))


def _average(pixels: list[Colour]) -> Colour:
    weights = [_GREYNESS + max(pixel) - min(pixel) for pixel in pixels]
    total = sum(weights)
    return _rounded(*(sum(p[b] * w for p, w in zip(pixels, weights, strict=True)) / total for b in range(3)))


def _light(colour: tuple[float, float, float]) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _rounded(*bands: float) -> Colour:
    r, g, b = (min(255, max(0, round(band))) for band in bands)
    return r, g, b
