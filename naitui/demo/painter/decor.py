"""Decorations hung into a picture: fireworks, lanterns, birds, fog, branches of blossom."""

from math import cos, pi, sin, tau

from PIL import Image

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.palette import WHITE, Palette, hexed, mix
from naitui.demo.painter.shapes import Point, Shape, blossom, oval, smooth, stroke
from naitui.demo.painter.sky import noise


def fireworks(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    """Bursts of light in several colours."""
    w, h = canvas.width, canvas.height
    colours = [palette.accent, hexed("ffd76a"), hexed("7fd8ff"), hexed("ff7fa8"), hexed("b79bff")]
    for index in range(5):
        colour = colours[index]
        x = w * (0.14 + 0.72 * ((index * 0.41 + dice.between(0, 0.2)) % 1.0))
        y, radius = horizon * dice.between(0.1, 0.5), min(w, h) * dice.between(0.12, 0.24)
        canvas.glow(x, y, radius * 1.7, radius * 1.7, colour, 0.7)
        trails: list[Shape] = []
        sparks: list[Shape] = []
        for ring, count in ((1.0, 26), (0.62, 18), (0.32, 10)):
            start = dice.between(0, 1)
            for ray in range(count):
                angle = start + tau * ray / count
                reach = radius * ring * dice.between(0.88, 1.06)
                end = (x + reach * cos(angle), y + reach * sin(angle) + radius * 0.06 * ring)
                trails.append(
                    stroke([(x + reach * 0.55 * cos(angle), y + reach * 0.55 * sin(angle)), end], (0.0, radius * 0.022))
                )
                sparks.append(oval(*end, radius * 0.02, radius * 0.02, corners=8))
        canvas.fill(trails, mix(colour, WHITE, 0.25), 0.9)
        canvas.fill(sparks, mix(colour, WHITE, 0.75))


def lanterns(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    """Paper lanterns on a string, and a few afloat in the air."""
    w, h = canvas.width, canvas.height
    for row in range(2):
        y, sag = h * (0.05 + 0.09 * row), h * dice.between(0.05, 0.09)
        line = [(w * (i / 6), y + sag * (1 - (i / 3 - 1) ** 2)) for i in range(-1, 8)]
        canvas.fill([stroke(smooth(line, False), (w * 0.003,))], palette.deep, 0.8)
        for index in range(6):
            place = (index + 0.5 + row * 0.4) / 6
            _lantern(canvas, palette, dice, w * place, y + sag * (1 - (place * 2 - 1) ** 2), w * (0.034 + 0.008 * row))
    for _ in range(9):
        _lantern(canvas, palette, dice, w * dice.unit(), h * dice.between(0.2, 0.7), w * dice.between(0.01, 0.024))


def _lantern(canvas: Canvas, palette: Palette, dice: Dice, x: float, y: float, size: float) -> None:
    colour = dice.pick((hexed("ff8a5c"), hexed("ffb85c"), palette.accent))
    middle = y + size * 1.3
    canvas.glow(x, middle, size * 4, size * 4, colour, 0.55)
    canvas.fill([oval(x, middle, size, size * 1.2)], Gradient((colour, mix(colour, hexed("fff2c0"), 0.75), colour)))
    ribs = [
        stroke([(x - size, middle + size * t), (x + size, middle + size * t)], (size * 0.05,))
        for t in (-0.6, -0.2, 0.2, 0.6)
    ]
    canvas.fill(ribs, mix(colour, palette.deep, 0.5), 0.35, within=canvas.stamp([oval(x, middle, size, size * 1.2)]))
    caps = [[(x - size * 0.45, middle + s * size * 1.12), (x + size * 0.45, middle + s * size * 1.12),
             (x + size * 0.45, middle + s * size * 1.3), (x - size * 0.45, middle + s * size * 1.3)] for s in (-1,
                 1)]  # fmt: skip
    canvas.fill(caps, palette.deep, 0.85)


def birds(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    """A flight of birds."""
    w = canvas.width
    x0, y0 = w * dice.between(0.2, 0.8), horizon * dice.between(0.2, 0.5)
    flock: list[Shape] = []
    for _ in range(9):
        x, y, size = (
            x0 + w * dice.between(-0.25, 0.25),
            y0 + horizon * dice.between(-0.14, 0.14),
            w * dice.between(0.018, 0.04),
        )
        lift = dice.between(0.25, 0.5)
        wings = [
            (x - size, y - size * lift),
            (x - size * 0.4, y - size * lift * 0.9),
            (x, y),
            (x + size * 0.4, y - size * lift * 0.9),
            (x + size, y - size * lift),
        ]
        flock.append(stroke(smooth(wings, False), (0.0, size * 0.16, size * 0.2, size * 0.16, 0.0)))
    canvas.fill(flock, palette.deep if not palette.dark else mix(WHITE, palette.haze, 0.4), 0.85)


def fog(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    """Banks of mist, thicker towards the ground."""
    w, h = canvas.width, canvas.height
    bank = noise(dice, w, h, 3).point([max(0, min(255, round((value - 60) * 1.6))) for value in range(256)])
    veil = (
        Image.linear_gradient("L")
        .point([min(255, round(value * 1.1)) for value in range(256)])
        .resize((w, h), Image.Resampling.BILINEAR)
    )
    canvas.image.paste(mix(palette.haze, WHITE, 0.35), (0, 0), Image.composite(bank, Image.new("L", (w, h)),
        veil).point(
        [round(value * 0.85) for value in range(256)]))  # fmt: skip


def blossom_branch(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    """A branch full of cherry blossom reaching in from an upper corner."""
    w, h = canvas.width, canvas.height
    side = dice.sign()
    edge = 0.0 if side > 0 else float(w)
    unit = min(w, h)

    def spot(a: float, b: float) -> Point:
        return edge + side * unit * a, unit * b

    twigs = [[spot(-0.05, 0.02), spot(0.2, 0.1), spot(0.4, 0.08), spot(0.62, 0.16)], [spot(0.16, 0.09), spot(0.26,
        0.22), spot(0.3, 0.38)],
             [spot(0.36, 0.08), spot(0.46, 0.02), spot(0.58, -0.02)], [spot(-0.05, 0.2), spot(0.08, 0.3), spot(0.14,
                 0.5)]]  # fmt: skip
    bark = mix(palette.deep, hexed("5a3440"), 0.4)
    canvas.fill([stroke(smooth(twig, False), (unit * 0.022, unit * 0.012, unit * 0.004)) for twig in twigs], bark)
    pink = palette.lit(hexed("ffc4d6"))
    for colour, count, spread, size in ((mix(pink, palette.deep, 0.22), 60, 0.075, 0.024), (pink, 70, 0.06, 0.022),
                                        (mix(pink, palette.light, 0.6), 44, 0.05, 0.018)):  # fmt: skip
        flowers: list[Shape] = []
        hearts: list[Shape] = []
        for _ in range(count):
            way = smooth(dice.pick(twigs), False, 6)
            x, y = way[dice.whole(len(way) // 5, len(way) - 1)]
            angle, far = dice.between(0, tau), unit * spread * dice.unit()
            x, y = x + far * cos(angle), y + far * sin(angle)
            flowers += blossom(x, y, unit * size * dice.between(0.8, 1.25), dice.between(0, pi))
            hearts.append(oval(x, y, unit * size * 0.16, unit * size * 0.16))
        canvas.fill(flowers, colour, 0.96)
        canvas.fill(hearts, mix(colour, hexed("d4477a"), 0.55), 0.8)
