"""The sky: its colours, the sun or moon in it, stars, clouds, and light from afar."""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt, tau

from PIL import Image, ImageChops

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.palette import WHITE, Colour, Palette, mix
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.shapes import Shape, box, oval, smooth, sparkle, stroke


@dataclass(frozen=True, slots=True)
class Air:
    """What everything under the sky needs to know: the horizon, and where the light stands."""

    horizon: float
    light_x: float
    light_y: float
    has_light: bool


def noise(dice: Dice, width: int, height: int, cells: int) -> Image.Image:
    """Soft grey clouds of chance, in three sizes laid over one another."""
    small = (max(width // 4, 2), max(height // 4, 2))
    layers: list[Image.Image] = []
    for octave in (1, 2, 4):
        columns = cells * octave + 1
        rows = max(2, round(columns * height / max(width, 1)) + 1)
        grid = Image.frombytes("L", (columns, rows), dice.octets(columns * rows))
        layers.append(grid.resize(small, Image.Resampling.BICUBIC))
    rough = Image.blend(layers[1], layers[2], 0.35)
    return Image.blend(layers[0], rough, 0.42).resize((width, height), Image.Resampling.BICUBIC)


def paint_sky(canvas: Canvas, palette: Palette, reading: Reading, dice: Dice, words: Dice, horizon: float) -> Air:
    """Paint the whole sky and say where its light stands."""
    w, h = canvas.width, canvas.height
    canvas.fill([box(0, 0, w, h)], Gradient(palette.sky, 0, horizon * 1.02))
    unit = min(w, h)
    low = reading.time in ("sunset", "dawn")
    x = w * dice.pick((0.24, 0.32, 0.68, 0.76)) + w * dice.between(-0.05, 0.05)
    y = horizon * (dice.between(0.62, 0.84) if low else dice.between(0.2, 0.36))
    crowded = reading.shows("fireworks") or reading.place == "space"
    moon = reading.shows("moon") or (palette.dark and reading.may("moon") and not crowded)
    sun = not palette.dark and reading.may("sun") and not reading.shows("moon")
    air = Air(horizon, x, y, (moon and reading.may("moon")) or sun)
    if (palette.dark and reading.may("stars")) or reading.shows("stars"):
        _stars(canvas, palette, reading, words, horizon)
    if sun:
        _sun(canvas, palette, air, unit, dice, low)
    elif air.has_light:
        _moon(canvas, palette, air, unit, dice, reading.shows("crescent"))
    else:
        canvas.glow(w / 2, horizon, w * 0.9, horizon * 0.5, palette.light, 0.4)
    if reading.shows("rainbow"):
        _rainbow(canvas, dice, horizon)
    if reading.may("clouds") and reading.place not in ("space", "underwater"):
        _clouds(canvas, palette, reading, words, horizon)
    return air


def _stars(canvas: Canvas, palette: Palette, reading: Reading, dice: Dice, horizon: float) -> None:
    w, unit = canvas.width, min(canvas.width, canvas.height)
    many = 1.9 if reading.shows("stars") or reading.place == "space" else 1.0
    reach = horizon * (0.8 if reading.place != "space" else 1.3)
    band = noise(dice, w, int(reach) + 1, 3)
    if many > 1:
        # A milky way: noise kept to a slanted band.
        slant = Image.new("L", (w, int(reach) + 1))
        veil = Canvas(w, int(reach) + 1)
        lean = dice.sign() * reach * 0.35
        veil.fill([stroke([(-w * 0.1, reach * 0.45 + lean), (w * 1.1, reach * 0.45 - lean)], (unit * 0.16,))], WHITE,
                  blur=unit * 0.075)  # fmt: skip
        slant = ImageChops.multiply(band, veil.image.convert("L"))
        canvas.shine(slant, (0, 0, w, int(reach) + 1), mix(palette.sky[-1], WHITE, 0.3), 0.85)
    for size, count, shade in ((0.0011, 150, 0.55), (0.0019, 70, 0.8), (0.003, 24, 1.0)):
        dots: list[Shape] = []
        for _ in range(int(count * many)):
            x, y = dice.between(0, w), reach * dice.unit() ** 1.25
            dots.append(oval(x, y, unit * size, unit * size, corners=8))
        canvas.fill(dots, mix(WHITE, palette.light, 0.3), shade)
    for _ in range(int(7 * many)):
        x, y, size = dice.between(0, w), reach * 0.85 * dice.unit(), unit * dice.between(0.009, 0.022)
        canvas.glow(x, y, size * 1.6, size * 1.6, palette.light, 0.55, 2.4)
        canvas.fill([sparkle(x, y, size, 4, 0.11)], WHITE, 0.95)
    if many > 1:
        x, y, length = w * dice.between(0.15, 0.6), reach * dice.between(0.08, 0.3), unit * dice.between(0.2, 0.34)
        trail = [(x, y), (x + length, y + length * 0.42)]
        canvas.fill([stroke(trail, (unit * 0.0065, 0.0))], WHITE, 0.9)


def _sun(canvas: Canvas, palette: Palette, air: Air, unit: int, dice: Dice, low: bool) -> None:
    x, y = air.light_x, air.light_y
    radius = unit * (dice.between(0.15, 0.2) if low else dice.between(0.075, 0.1))
    # Poster rays: wide, hardly brighter than the sky.
    count, start, reach = dice.pick((14, 16, 18)), dice.between(0, 1), canvas.width + canvas.height
    rays = []
    for index in range(count):
        angle = start + tau * index / count
        half = pi / count * 0.5
        rays.append([(x, y), (x + reach * cos(angle - half), y + reach * sin(angle - half)),
                     (x + reach * cos(angle + half), y + reach * sin(angle + half))])  # fmt: skip
    canvas.fill(rays, palette.light, 0.1 if low else 0.085)
    canvas.glow(x, y, unit * 0.95, unit * 0.95, palette.light, 0.6, 1.8)
    canvas.glow(x, y, radius * 2.3, radius * 2.3, palette.light, 0.8, 1.5)
    disc = Gradient((mix(palette.light, WHITE, 0.6), palette.light, mix(palette.light, palette.sky[-2], 0.45)))
    canvas.fill([oval(x, y, radius, radius)], disc if low else mix(palette.light, WHITE, 0.65))


def _moon(canvas: Canvas, palette: Palette, air: Air, unit: int, dice: Dice, crescent: bool) -> None:
    x, y = air.light_x, air.light_y
    radius = unit * dice.between(0.1, 0.155)
    tone = mix(palette.light, palette.sky[2], 0.35)
    canvas.glow(x, y, unit * 0.85, unit * 0.85, tone, 0.5, 2.2)
    canvas.glow(x, y, radius * 2.0, radius * 2.0, palette.light, 0.5, 1.4)
    if crescent:
        turn = dice.between(0.4, 1.0)
        outer = [(radius * cos(a), radius * sin(a)) for a in (-pi / 2 + pi * i / 30 for i in range(31))]
        inner = [(px * 0.42, py) for px, py in reversed(outer)]
        outline = [(x + px * cos(turn) - py * sin(turn), y + px * sin(turn) + py * cos(turn))
                   for px, py in outer + inner]  # fmt: skip
        canvas.fill([outline], mix(palette.light, WHITE, 0.3))
        return
    disc = canvas.fill([oval(x, y, radius, radius)],
                       Gradient((mix(palette.light, WHITE, 0.45), palette.light, mix(palette.light, tone,
                           0.75))))  # fmt: skip
    seas = []
    for _ in range(7):
        angle, far, size = dice.between(0, tau), radius * sqrt(dice.unit()) * 0.8, radius * dice.between(0.09, 0.26)
        seas.append(oval(x + far * cos(angle), y + far * sin(angle), size, size * 0.85, angle))
    canvas.fill(seas, tone, 0.36, within=disc)


def _rainbow(canvas: Canvas, dice: Dice, horizon: float) -> None:
    w = canvas.width
    x, radius = w * dice.between(0.3, 0.7), w * 0.62
    for index, colour in enumerate(((255, 120, 120), (255, 190, 110), (255, 240, 130), (150, 225, 150), (130, 190, 250),
                                    (180, 150, 240))):  # fmt: skip
        r = radius * (1 - index * 0.035)
        arc = [(x + r * cos(a), horizon + r * 0.9 * sin(a)) for a in (pi + pi * i / 40 for i in range(41))]
        canvas.fill([stroke(arc, (radius * 0.037,))], colour, 0.42, blur=w * 0.004)


def _clouds(canvas: Canvas, palette: Palette, reading: Reading, dice: Dice, horizon: float) -> None:
    w = canvas.width
    heavy = reading.shows("clouds") or reading.place == "sky" or reading.shows("rain")
    if (palette.dark and not heavy) or reading.time in ("sunset", "dawn"):
        _streaks(canvas, palette, dice, horizon)
    if palette.dark and not heavy:
        return
    grey = (120, 130, 155) if reading.shows("rain") or reading.shows("snow") else WHITE
    if reading.time == "sunset":
        bright, dim = mix(palette.sky[-1], palette.light, 0.5), mix(palette.sky[-3], palette.sky[1], 0.35)
    elif palette.dark:
        bright, dim = mix(palette.sky[2], palette.sky[-1], 0.35), mix(palette.sky[1], palette.sky[2], 0.6)
    else:
        bright, dim = mix(WHITE, grey, 0.5), mix(palette.sky[1], palette.sky[-2], 0.62)
    count = dice.whole(2, 3) + (2 if heavy else 0)
    side = dice.sign()
    for index in range(count):
        x = w * (0.5 + side * dice.between(0.12, 0.52))
        side = -side
        near = (index + 1) / count
        cumulus(canvas, x, horizon * (0.97 - 0.52 * near + dice.between(-0.06, 0.06)),
                w * (0.26 + 0.3 * near) * dice.between(0.8, 1.2), bright, dim, dice)  # fmt: skip


def cumulus(canvas: Canvas, x: float, base: float, width: float, bright: Colour, dim: Colour, dice: Dice,
            solid: bool = False) -> None:  # fmt: skip
    """A heaped cloud: round heads in the light, a base that melts into the sky (or stays solid)."""
    heads: list[Shape] = []
    lights: list[Shape] = []
    count = dice.whole(9, 13)
    peak = dice.between(0.3, 0.7)
    for index in range(count):
        place = index / (count - 1)
        dome = max(0.0, 1 - abs(place - peak) / (peak if place < peak else 1 - peak)) ** 0.8
        radius = width * (0.055 + 0.1 * dome) * dice.between(0.75, 1.25)
        cx = x + width * (place - 0.5)
        for level in range(1 + int(dome * 2.6)):
            cy = base - radius * 0.5 - width * 0.11 * level * dice.between(0.8, 1.1)
            heads.append(oval(cx, cy, radius, radius * 0.94))
            lights.append(oval(cx - radius * 0.12, cy - radius * 0.2, radius * 0.84, radius * 0.72))
            radius *= 0.86
    heads.append(oval(x, base - width * 0.02, width * 0.52, width * 0.055))
    fade = (1.0, 1.0) if solid else (1.05, 0.0)
    whole = canvas.fill(heads, Gradient((mix(bright, dim, 0.35), dim)), 0.94, fade=fade)
    canvas.fill(lights, bright, 0.9, within=whole, fade=(1.25, 0.05))


def _streaks(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    w, h = canvas.width, canvas.height
    for index in range(dice.whole(6, 9)):
        y = horizon * dice.between(0.2, 0.95)
        x, half = w * dice.between(-0.1, 1.1), w * dice.between(0.14, 0.42)
        thick = h * dice.between(0.004, 0.011) * (0.6 + y / horizon)
        points = [(x - half, y), (x - half * 0.4, y - thick), (x + half * 0.1, y - thick * dice.between(0.5, 1.9)),
                  (x + half, y), (x + half * 0.3, y + thick * 0.7), (x - half * 0.3, y + thick * 0.5)]  # fmt: skip
        warm = mix(palette.sky[-2], palette.light, 0.45 if index % 2 else 0.1)
        cool = mix(palette.sky[1], palette.sky[2], 0.7)
        canvas.fill([smooth(points)], warm if index % 3 else cool, 0.34 if palette.dark else 0.58, blur=h * 0.0012)
