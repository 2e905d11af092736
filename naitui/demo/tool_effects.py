"""What the simpler director tools do to a picture: lines, pencil, a clean-up, colours."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from naitui.demo.colours import Colour, named_colours
from naitui.demo.dice import Dice

_PAPER, _GRAPHITE = (250, 247, 240), (58, 54, 62)
_INK = (24, 20, 34)
_FLAT = 24  # less difference than this is noise
_SPOT = 40  # how much lighter than its surroundings a speck of text is
_BUBBLE = 244  # lighter than this is the inside of a speech bubble
_REACH = 9  # pixels of a picture of 480: what is narrower, as strokes of letters are, is clutter
_CENTRE, _LOWER = (0.16, 0.02, 0.84, 0.56), (0.2, 0.55, 0.8, 1.25)
_OWN_COLOURS: tuple[tuple[Colour, ...], ...] = (
    ((86, 122, 196), (238, 172, 150), (246, 214, 128)),
    ((120, 92, 170), (240, 158, 176), (136, 200, 210)),
    ((64, 128, 130), (232, 146, 104), (246, 224, 170)),
)


def line_art(image: Image.Image) -> Image.Image:
    """Black lines on white where the picture has edges."""
    fine = max(0.7, min(image.size) / 900)
    lines = Image.new("L", image.size)
    for band in image.split():  # two colours may be equally light
        even = _even(band)
        lines = ImageChops.lighter(lines, _dark_lines(even, fine, 0.13))
        lines = ImageChops.lighter(lines, _dark_lines(even, fine * 2.2, 0.2))
    ink = lines.point([0 if value < 34 else min(255, round((value - 34) * 1.9)) for value in range(256)])
    return ImageOps.colorize(ink, "white", _INK)


def sketched(image: Image.Image) -> Image.Image:
    """Pencil on paper: loose double lines and shading."""
    grey = _even(image)
    broad = max(2.0, min(image.size) / 160)
    soft = ImageChops.subtract(grey.filter(ImageFilter.GaussianBlur(broad)), grey, 0.3)
    fine = _dark_lines(grey, max(0.9, min(image.size) / 700), 0.14)
    again = ImageChops.offset(fine.filter(ImageFilter.GaussianBlur(1.2)), max(1, round(broad / 3)), -1)
    shade = grey.point([round(max(0, 165 - value) * 0.75) for value in range(256)])
    pencil = ImageChops.add(ImageChops.lighter(ImageChops.lighter(soft, fine), again), _hatched(shade))
    tooth = _noise(image.size, "paper").point([200 + value * 55 // 255 for value in range(256)])
    return ImageOps.colorize(ImageChops.multiply(pencil, tooth), _PAPER, _GRAPHITE)


def decluttered(image: Image.Image, *, keep_bubbles: bool = False) -> Image.Image:
    """Small bright specks (lettering, sparks) gone; with ``keep_bubbles`` what is nearly white stays."""
    scale = min(1.0, 480 / min(image.size))
    small = image.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.BOX)
    # Everything bright and small is worn away, the rest grows back.
    opened = small.filter(ImageFilter.MinFilter(_REACH)).filter(ImageFilter.MaxFilter(_REACH))
    spots = ImageChops.subtract(small, opened).convert("L").point([255 if v > _SPOT else 0 for v in range(256)])
    if keep_bubbles:
        whites = small.convert("L").point([255 if value > _BUBBLE else 0 for value in range(256)])
        spots = ImageChops.subtract(spots, whites.filter(ImageFilter.MaxFilter(5)))
    spots = spots.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(1))
    ground = opened.filter(ImageFilter.GaussianBlur(1.5))
    whole = (mask.resize(image.size, Image.Resampling.BICUBIC) for mask in (ground, spots))
    ground, spots = whole
    return Image.composite(ground, image.filter(ImageFilter.MedianFilter(3)), spots)


def colorized(image: Image.Image, prompt: str, share: float) -> Image.Image:
    """Colours over the lights and shades of a picture: those that the prompt names, else a harmony of its own."""
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    colours = named_colours(prompt) or list(Dice("colorize", prompt).pick(_OWN_COLOURS))
    first, around, *others = [*colours, _dull(colours[0])] if len(colours) == 1 else colours
    layer = _toned(grey, around)
    # People mostly stand in the middle: the first colour goes to head and hair, the third to the clothes.
    for colour, box in zip((first, *others), (_CENTRE, _LOWER), strict=False):
        layer = Image.composite(_toned(grey, colour), layer, _spot(image.size, box))
    return Image.blend(image.convert("RGB"), layer, 0.25 + 0.75 * share)


def _dull(colour: Colour) -> Colour:
    r, g, b = ((band + 2 * 140) // 3 for band in colour)
    return r, g, b


def _spot(size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    """A soft oval, white, in a box given in shares of the picture."""
    small = Image.new("L", (96, 96))
    ImageDraw.Draw(small).ellipse([round(edge * 95) for edge in box], 255)
    return small.filter(ImageFilter.GaussianBlur(7)).resize(size, Image.Resampling.BICUBIC)


def _toned(grey: Image.Image, colour: Colour) -> Image.Image:
    r, g, b = colour
    dark = (r // 6, g // 6, b // 6 + 12)
    light = (255 - (255 - r) // 8, 255 - (255 - g) // 8, 255 - (255 - b) // 8)
    return ImageOps.colorize(grey, dark, light, colour, midpoint=140)


def _even(image: Image.Image) -> Image.Image:
    """Grey, with noise smoothed away but edges kept, and contrast where there is anything to see."""
    grey = image.convert("L").filter(ImageFilter.MedianFilter(3))
    lights = grey.tobytes()
    return grey if max(lights) - min(lights) < _FLAT else ImageOps.autocontrast(grey, cutoff=0.5)


def _dark_lines(grey: Image.Image, radius: float, spread: float) -> Image.Image:
    """White where something is darker than what lies around it, at this scale."""
    near, far = grey.filter(ImageFilter.GaussianBlur(radius)), grey.filter(ImageFilter.GaussianBlur(radius * 2.2))
    return ImageChops.subtract(far, near, spread)


def _hatched(shade: Image.Image) -> Image.Image:
    """Shading in slanted strokes: noise drawn out along a diagonal."""
    wide, high = shade.size
    reach = round((wide * wide + high * high) ** 0.5) + 2  # turned, it still covers the picture
    strokes = _noise((max(1, reach // 2), max(1, reach // 16)), "hatching")
    turned = strokes.resize((reach, reach), Image.Resampling.BICUBIC).rotate(38, Image.Resampling.BILINEAR)
    left, top = (reach - wide) // 2, (reach - high) // 2
    return ImageChops.multiply(shade, turned.crop((left, top, left + wide, top + high)))


def _noise(size: tuple[int, int], *source: object) -> Image.Image:
    return Image.frombytes("L", size, Dice("tool", *source).octets(size[0] * size[1]))
