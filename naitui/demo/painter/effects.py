"""What lies between the viewer and the scene: weather, petals, sparks, and the finish of the picture."""

from math import cos, sin, tau

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from naitui.demo.dice import Dice
from naitui.demo.painter import decor
from naitui.demo.painter.canvas import Canvas
from naitui.demo.painter.palette import WHITE, Palette, hexed, mix
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.scene import Scene
from naitui.demo.painter.shapes import Shape, oval, petal, stroke


def paint_air(canvas: Canvas, reading: Reading, palette: Palette, dice: Dice, front: bool) -> None:
    """Rain, snow, petals and sparks: first those behind the people, then those in front."""
    if reading.place not in ("indoors", "underwater"):
        paint_weather(canvas, reading, palette, dice, front)
    if reading.shows("blossoms"):
        if not front:
            decor.blossom_branch(canvas, palette, dice)
        _drift(canvas, palette, dice, front, (hexed("ffd0dd"), hexed("ffb3c8")))
    elif reading.shows("leaves"):
        _drift(canvas, palette, dice, front, (hexed("f08a3c"), hexed("d8503c"), hexed("f5bc4f")))
    if reading.shows("fireflies"):
        _sparks(canvas, palette, dice, front)


def paint_weather(canvas: Canvas, reading: Reading, palette: Palette, dice: Dice, front: bool) -> None:
    """What falls from the sky."""
    if reading.shows("rain"):
        _rain(canvas, palette, dice, front)
    if reading.shows("snow"):
        _snow(canvas, palette, dice, front)


def _rain(canvas: Canvas, palette: Palette, dice: Dice, front: bool) -> None:
    w, h = canvas.width, canvas.height
    lean = dice.between(-0.16, 0.16)
    drops: list[Shape] = []
    for _ in range(70 if front else 170):
        x, y = dice.between(-0.1, 1.1) * w, dice.between(-0.1, 1.0) * h
        length = h * (dice.between(0.05, 0.1) if front else dice.between(0.02, 0.045))
        drops.append(stroke([(x, y), (x + lean * length, y + length)], (0.0, w * (0.0042 if front else 0.0024))))
    canvas.fill(drops, mix(WHITE, palette.haze, 0.3), 0.62 if front else 0.5)


def _snow(canvas: Canvas, palette: Palette, dice: Dice, front: bool) -> None:
    w, h = canvas.width, canvas.height
    layers = (
        ((0.019, 20, 0.0045, 0.75), (0.0085, 60, 0.0008, 0.95))
        if front
        else ((0.0045, 190, 0.0, 0.85), (0.008, 60, 0.0, 0.9))
    )
    for size, count, blur, shade in layers:
        flakes = [
            oval(w * dice.unit(), h * dice.unit(), w * size * dice.between(0.6, 1.2), w * size * dice.between(0.6, 1.2))
            for _ in range(count)
        ]
        canvas.fill(flakes, mix(WHITE, palette.haze, 0.1), shade, blur=w * blur)


def _drift(
    canvas: Canvas, palette: Palette, dice: Dice, front: bool, colours: tuple[tuple[int, int, int], ...]
) -> None:
    w, h = canvas.width, canvas.height
    for colour in colours:
        loose: list[Shape] = []
        for _ in range(12 if front else 26):
            size = w * (dice.between(0.012, 0.022) if front else dice.between(0.005, 0.012))
            loose.append(petal(w * dice.unit(), h * dice.unit(), size, dice.between(0, tau), dice.between(0.25, 0.6)))
        canvas.fill(loose, mix(palette.lit(colour), palette.light, 0.35), 0.95, blur=w * 0.0008 if front else 0.0)
    if front:
        near = [
            petal(w * dice.unit(), h * dice.unit(), w * dice.between(0.03, 0.05), dice.between(0, tau), 0.5)
            for _ in range(5)
        ]
        canvas.fill(near, mix(palette.lit(colours[0]), palette.light, 0.3), 0.7, blur=w * 0.006)


def _sparks(canvas: Canvas, palette: Palette, dice: Dice, front: bool) -> None:
    w, h = canvas.width, canvas.height
    colour = mix(hexed("f8ff9c"), palette.light, 0.3)
    for _ in range(16 if front else 30):
        angle, far = dice.between(0, tau), dice.unit() ** 0.7
        x, y = w * (0.5 + 0.55 * far * cos(angle)), h * (0.6 + 0.42 * far * sin(angle))
        size = w * dice.between(0.004, 0.009) * (1.5 if front else 1.0)
        canvas.glow(x, y, size * 5, size * 5, colour, 0.8, 2.2)
        canvas.fill([oval(x, y, size * 0.6, size * 0.6)], mix(colour, WHITE, 0.7))


def finish(image: Image.Image, scene: Scene, air_colour: tuple[int, int, int] | None) -> Image.Image:
    """The last touches: bloom, vignette, the guidance's contrast, and haste if there was haste."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    picture = image.convert("RGB")
    if air_colour is not None:
        picture = _bloom(picture)
        picture = _vignette(picture, air_colour)
    push = min(max((scene.guidance - 5.0) / 5.0, -1.0), 2.0)
    if push:
        picture = ImageEnhance.Color(picture).enhance(1 + 0.22 * push)
        picture = ImageEnhance.Contrast(picture).enhance(1 + 0.12 * push)
    if scene.steps < 8:
        picture = _hasty(picture, scene)
    if alpha is not None:
        picture.putalpha(alpha)
    return picture


def _bloom(picture: Image.Image) -> Image.Image:
    """Bright places shine a little over their edges."""
    small = picture.reduce(max(1, min(picture.size) // 160))
    bright = small.point([max(0, value - 150) for value in range(256)] * 3)
    bright = bright.filter(ImageFilter.GaussianBlur(5)).point([value // 2 for value in range(256)] * 3)
    return ImageChops.screen(picture, bright.resize(picture.size, Image.Resampling.BILINEAR))


def _vignette(picture: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    edge = Image.radial_gradient("L").point([round(max(0, value - 120) / 135 * 95) for value in range(256)])
    w, h = picture.size
    # The gradient is wider than the picture, so that only the corners darken.
    mask = edge.resize((w, h), Image.Resampling.BILINEAR, (28, 28, 228, 228))
    picture.paste(colour, (0, 0), mask)
    return picture


def grained(picture: Image.Image, scene: Scene, reading: Reading) -> Image.Image:
    """The grain of paper, on the full size: it keeps wide gradients from showing steps."""
    if not reading.may("grain") or picture.mode != "RGB":
        return picture
    strength = 0.09 if reading.shows("grain") else 0.02
    side = 256
    raw = Image.frombytes("L", (side, side), Dice("grain", scene.seed).octets(side * side))
    tile = Image.merge("RGB", [raw.point([round(128 + (value - 128) * strength) for value in range(256)])] * 3)
    sheet = Image.new("RGB", picture.size)
    for top in range(0, picture.height, side):
        for left in range(0, picture.width, side):
            sheet.paste(tile, (left, top))
    return ImageChops.add(picture, sheet, 1.0, -128)


def _hasty(picture: Image.Image, scene: Scene) -> Image.Image:
    """Too few steps: flat tones, soft edges, coloured noise."""
    left = (8 - max(scene.steps, 0)) / 8
    rough = picture.filter(ImageFilter.GaussianBlur(1 + max(picture.size) * 0.006 * left))
    rough = ImageOps.posterize(rough, max(3, 6 - round(3 * left)))
    size = (max(2, picture.width // 12), max(2, picture.height // 12))
    noise = Image.frombytes("RGB", size, Dice("haste", scene.seed).octets(size[0] * size[1] * 3))
    return Image.blend(rough, noise.resize(picture.size, Image.Resampling.BICUBIC), 0.05 + 0.13 * left)
