"""Water and what lies beyond: the sea, the world under it, the sea of clouds, and space."""

from math import sin, tau

from PIL import Image, ImageChops

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient, halo
from naitui.demo.painter.palette import WHITE, Palette, hexed, mix
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.shapes import Shape, above, box, oval, ridge, smooth, stroke
from naitui.demo.painter.sky import Air, cumulus, noise


def paint_sea(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """The sea with the light's path on it, islands, a sail, and a beach in front."""
    w, h = canvas.width, canvas.height
    water = mix(hexed(words.pick(("1f8fb8", "2a9fae", "2f7fc4"))), palette.sky[1], 0.35)
    horizon = air.horizon
    _islands(canvas, palette, dice, horizon)
    sea = Gradient(
        (
            palette.lit(mix(water, palette.haze, 0.55), 0.25),
            palette.lit(water, 0.12),
            mix(palette.lit(water), palette.deep, 0.35),
        )
    )
    canvas.fill([box(0, horizon, w, h)], sea)
    canvas.fill([box(0, horizon, w, horizon + h * 0.003)], palette.light, 0.55)
    waves: list[Shape] = []
    darks: list[Shape] = []
    glints: list[Shape] = []
    for index in range(150):
        depth = words.unit() ** 1.4
        y = horizon + (h - horizon) * (0.01 + depth * 0.99)
        half, thick = w * (0.012 + 0.07 * depth) * words.between(0.6, 1.6), h * (0.0008 + 0.0042 * depth)
        x = words.between(-0.1, 1.1) * w
        (waves if index % 2 else darks).append(oval(x, y, half, thick))
        spread = w * (0.03 + 0.17 * depth)
        glints.append(oval(air.light_x + spread * words.between(-1, 1), y, half * 0.55, thick * 1.1))
    canvas.fill(darks, mix(palette.lit(water), palette.deep, 0.5), 0.35)
    canvas.fill(waves, mix(palette.haze, WHITE, 0.2), 0.42)
    if air.has_light:
        canvas.glow(air.light_x, horizon, w * 0.35, h * 0.3, palette.light, 0.35)
        canvas.fill(glints, mix(palette.light, WHITE, 0.3), 0.85)
    _sail(canvas, palette, dice, horizon)
    if any(word in reading.words for word in ("beach", "shore", "sand", "seaside", "coast")) or dice.chance(0.4):
        _beach(canvas, palette, dice)


def _islands(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    w, h = canvas.width, canvas.height
    for distance in (0.72, 0.48):
        x, half, tall = (
            w * dice.pick((0.08, 0.2, 0.82, 0.95)),
            w * dice.between(0.18, 0.36),
            h * dice.between(0.035, 0.085),
        )
        outline = [(x - half, horizon + 2), (x - half * 0.6, horizon - tall * 0.5), (x - half * 0.2,
            horizon - tall * dice.between(0.7, 1.1)),
                   (x + half * 0.25, horizon - tall * dice.between(0.5, 1.0)), (x + half * 0.7,
                       horizon - tall * 0.3), (x + half, horizon + 2)]  # fmt: skip
        near = palette.lit(mix(hexed("3f7f7a"), palette.sky[1], 0.35), distance)
        canvas.fill([smooth(outline, False)], Gradient((near, mix(near, palette.haze, 0.5))))


def _sail(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    w, h = canvas.width, canvas.height
    x, y, size = w * dice.between(0.12, 0.88), horizon + h * dice.between(0.02, 0.06), h * dice.between(0.03, 0.055)
    canvas.fill(
        [[(x, y - size), (x, y - size * 0.1), (x + size * 0.5, y - size * 0.1)]],
        mix(palette.lit(WHITE), palette.light, 0.4),
    )
    canvas.fill(
        [[(x - size * 0.06, y - size * 0.9), (x - size * 0.06, y - size * 0.1), (x - size * 0.34, y - size * 0.1)]],
        palette.lit(palette.accent),
    )
    canvas.fill([[(x - size * 0.42, y - size * 0.06), (x + size * 0.56, y - size * 0.06), (x + size * 0.36,
        y + size * 0.1),
                  (x - size * 0.28, y + size * 0.1)]], palette.lit(hexed("4a3550"), 0.1))  # fmt: skip


def _beach(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    w, h = canvas.width, canvas.height
    side = dice.sign()
    sand, foam = palette.lit(hexed("f3d9ac")), mix(palette.haze, WHITE, 0.5)
    wet = palette.lit(hexed("d9b58a"))
    for shift, colour, shade in ((-0.035, foam, 0.4), (-0.016, WHITE, 0.9), (0.0, wet, 1.0), (0.02, sand, 1.0)):
        rim: Shape = []
        for index in range(-1, 22):
            ripple = 0.012 * sin(index * 0.7 + side) + 0.006 * sin(index * 1.9)
            rim.append((w * index / 20, h * (0.87 + shift + side * 0.05 * (index / 20 - 0.5) + ripple)))
        canvas.fill([above(smooth(rim, False, 4), h + 2)], colour, shade)


def paint_underwater(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Light falling into blue water: rays, fish, coral and bubbles."""
    w, h = canvas.width, canvas.height
    canvas.fill([box(0, 0, w, h)], Gradient(palette.sky))
    canvas.glow(air.light_x, 0, w * 0.9, h * 0.55, palette.light, 0.8, 1.7)
    for _ in range(9):
        x, wide = air.light_x + w * dice.between(-0.12, 0.12), w * dice.between(0.02, 0.05)
        drift = w * dice.between(-0.75, 0.75)
        ray = [
            (x - wide * 0.4, -5.0),
            (x + wide * 0.4, -5.0),
            (x + drift + wide * 3, h * 0.95),
            (x + drift - wide * 1.5, h * 0.95),
        ]
        canvas.fill([ray], palette.light, 0.2, blur=w * 0.01, fade=(1.0, 0.0))
    for distance in (0.75, 0.45):
        far = mix(palette.sky[-1], palette.sky[2], distance)
        rocks = smooth(ridge(dice, w, h * (1.02 - distance * 0.12), h * 0.16, 0.5, 5), False)
        canvas.fill([above(rocks, h)], Gradient((far, mix(far, palette.deep, 0.4))))
    _fish(canvas, palette, dice)
    _reef(canvas, palette, words)
    for _ in range(36):
        x, y, size = w * words.unit(), h * words.unit(), w * words.between(0.003, 0.016)
        canvas.fill([stroke([*oval(x, y, size, size), (x + size, y)], (size * 0.22,))], WHITE, 0.5)
        canvas.fill([oval(x - size * 0.3, y - size * 0.35, size * 0.26, size * 0.2)], WHITE, 0.85)


def _fish(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    w, h = canvas.width, canvas.height
    for colour, count, size in ((mix(palette.sky[1], WHITE, 0.3), 22, 0.02), (palette.accent, 9, 0.036)):
        x0, y0, way = w * dice.between(0.15, 0.85), h * dice.between(0.15, 0.5), dice.sign()
        school: list[Shape] = []
        for _ in range(count):
            x, y = x0 + w * dice.between(-0.24, 0.24), y0 + h * dice.between(-0.07, 0.07)
            s = w * size * dice.between(0.7, 1.3)
            school.append(oval(x, y, s, s * 0.42))
            school.append(
                [
                    (x - way * s * 0.8, y),
                    (x - way * s * 1.6, y - s * 0.45),
                    (x - way * s * 1.4, y),
                    (x - way * s * 1.6, y + s * 0.45),
                ]
            )
        canvas.fill(school, colour, 0.85)


def _reef(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    w, h = canvas.width, canvas.height
    weeds = []
    for _ in range(16):
        edge = dice.unit() ** 2.2 * 0.42
        x = w * (edge if dice.chance(0.5) else 1 - edge)
        tall, swing = h * dice.between(0.08, 0.3), w * dice.between(0.012, 0.03)
        phase = dice.between(0, tau)
        path = [(x + swing * sin(phase + i * 1.1), h * 1.01 - tall * i / 7) for i in range(8)]
        weeds.append(stroke(smooth(path, False, 4), (w * 0.024, w * 0.02, 0.0)))
    canvas.fill(
        weeds, Gradient((palette.lit(hexed("4fc09a"), 0.1), mix(palette.deep, hexed("0f4a4a"), 0.5)), h * 0.7, h)
    )
    for colour in (palette.accent, hexed("f078a8"), hexed("ffc36a")):
        x = w * dice.pick((0.06, 0.16, 0.26, 0.76, 0.86, 0.95))
        stems: list[Shape] = []
        for index in range(-3, 4):
            tall, lean = h * dice.between(0.05, 0.11), w * 0.026 * index
            branch = smooth([(x, h * 1.01), (x + lean * 0.5, h - tall * 0.5), (x + lean * 1.3, h - tall)], False)
            stems += [stroke(branch, (w * 0.024, w * 0.016)), oval(x + lean * 1.3, h - tall, w * 0.012, w * 0.012)]
            stems += [
                stroke(
                    [(x + lean * 0.6, h - tall * 0.55), (x + lean * 0.6 + w * 0.02, h - tall * 0.85)],
                    (w * 0.012, w * 0.009),
                )
            ]
        canvas.fill(
            stems, Gradient((mix(palette.lit(colour), WHITE, 0.15), mix(palette.lit(colour), palette.deep, 0.5)))
        )


def paint_cloud_sea(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """High above everything: layer on layer of clouds, and perhaps an island afloat."""
    w, h = canvas.width, canvas.height
    if dice.chance(0.7):
        _floating_island(canvas, palette, air, dice)
    for layer in range(5):
        near = layer / 4
        y = air.horizon + (h * 1.04 - air.horizon) * near
        bright = mix(mix(palette.haze, palette.light, 0.5), palette.lit(WHITE), 0.25 + 0.6 * near)
        dim = mix(palette.lit(mix(palette.sky[1], palette.sky[2], 0.5), 0.7 - 0.55 * near), bright, 0.15)
        canvas.fill([box(0, y - h * 0.03, w, h)], dim, fade=(0.0, 1.0), blur=h * 0.006)
        for index in range(3):
            cumulus(
                canvas,
                w * (index / 2 + dice.between(-0.16, 0.16)),
                y + h * 0.05,
                w * (0.42 + 0.3 * near),
                bright,
                dim,
                dice,
                True,
            )


def _floating_island(canvas: Canvas, palette: Palette, air: Air, dice: Dice) -> None:
    w = canvas.width
    x = w * (dice.between(0.74, 0.84) if air.light_x < w / 2 else dice.between(0.16, 0.26))
    y, half = air.horizon * dice.between(0.5, 0.62), w * dice.between(0.11, 0.15)
    rock = smooth([(x - half, y), (x - half * 0.5, y + half * 0.55), (x - half * 0.12, y + half * 1.25),
        (x + half * 0.16, y + half * 0.8),
                   (x + half * 0.55, y + half * 0.5), (x + half, y)])  # fmt: skip
    canvas.fill([rock], Gradient((palette.lit(hexed("9a7f8a"), 0.25), palette.lit(hexed("6a5a86"), 0.55))))
    canvas.fill([oval(x, y, half * 1.04, half * 0.2)], palette.lit(hexed("7cc070"), 0.2))
    trees = [
        oval(x + half * dice.between(-0.7, 0.7), y - half * dice.between(0.15, 0.4), half * 0.22, half * 0.26)
        for _ in range(6)
    ]
    canvas.fill(trees, Gradient((palette.lit(hexed("8fd08a"), 0.15), palette.lit(hexed("3f8a6a"), 0.25))))
    fall = stroke([(x + half * 0.4, y + half * 0.05), (x + half * 0.42, y + half * 2.4)], (half * 0.1, half * 0.16))
    canvas.fill([fall], mix(WHITE, palette.haze, 0.3), 0.7, fade=(1.0, 0.0))


def paint_space(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Nebulae, a ringed planet, and the bright rim of a world below."""
    w, h = canvas.width, canvas.height
    for colour, power in ((palette.sky[3], 0.95), (palette.accent, 0.5), (palette.sky[-1], 0.6)):
        cloud = noise(words, w, h, 2).point([max(0, min(255, round((value - 118) * 3.0))) for value in range(256)])
        spot = halo(0.8).resize((w * 2, h * 2), Image.Resampling.BILINEAR)
        left, top = round(w * dice.between(0.2, 0.8)), round(h * dice.between(0.3, 0.9))
        canvas.shine(ImageChops.multiply(cloud, spot.crop((left, top, left + w, top + h))), (0, 0, w, h), colour, power)
    x = w * (0.77 if air.light_x < w / 2 else 0.23) + w * dice.between(-0.06, 0.06)
    y, radius = h * dice.between(0.14, 0.24), min(w, h) * dice.between(0.12, 0.17)
    _planet(canvas, palette, dice, (x, y, radius))
    rim, far = h * dice.between(0.76, 0.82), max(w, h) * 1.1
    middle = w * dice.between(0.35, 0.65)
    canvas.fill([oval(middle, rim + far, far * 1.03, far * 1.03, corners=160)], palette.sky[-1], 0.75, blur=h * 0.022)
    canvas.fill(
        [oval(middle, rim + far, far * 1.003, far * 1.003, corners=160)],
        mix(palette.light, palette.sky[-1], 0.2),
        blur=h * 0.002,
    )
    world = canvas.fill([oval(middle, rim + far, far, far, corners=160)],
                        Gradient((palette.sky[3], palette.sky[2], palette.sky[0]), rim, h * 1.02))  # fmt: skip
    swirls = [oval(w * words.unit(), rim + (h - rim) * words.unit() * 1.1, w * words.between(0.06, 0.3),
        h * words.between(0.003, 0.01), words.between(-0.1, 0.1))
              for _ in range(26)]  # fmt: skip
    canvas.fill(swirls, palette.sky[-1], 0.3, within=world, blur=h * 0.002)


def _planet(canvas: Canvas, palette: Palette, dice: Dice, where: tuple[float, float, float]) -> None:
    x, y, radius = where
    tilt = dice.between(-0.5, -0.2)
    colour = mix(palette.accent, palette.sky[3], 0.35)
    ring = []
    for size, thickness in ((1.62, 0.13), (1.9, 0.06)):
        outline = oval(x, y, radius * size, radius * size * 0.26, tilt, 72)
        ring.append(stroke([*outline, outline[0]], (radius * thickness,)))
    canvas.glow(x, y, radius * 2.2, radius * 2.2, colour, 0.4)
    canvas.fill(ring, mix(palette.light, colour, 0.4), 0.8)
    ball = canvas.fill(
        [oval(x, y, radius, radius)], Gradient((mix(colour, WHITE, 0.45), colour, mix(colour, palette.sky[0], 0.7)))
    )
    bands = [
        oval(x, y + radius * b, radius * 1.4, radius * dice.between(0.04, 0.1), tilt) for b in (-0.55, -0.2, 0.1, 0.45)
    ]
    canvas.fill(bands, mix(colour, palette.light, 0.6), 0.32, within=ball)
    canvas.fill(
        [oval(x + radius * 0.5, y + radius * 0.5, radius * 1.1, radius * 1.1)],
        palette.sky[0],
        0.5,
        within=ball,
        blur=radius * 0.2,
    )
    # The near half of the ring passes in front.
    front = canvas.stamp([[(x - radius * 2.5, y - radius * 2.5 * tilt), (x + radius * 2.5, y + radius * 2.5 * tilt),
        (x + radius * 2.5, y + radius * 3),
                           (x - radius * 2.5, y + radius * 3)]])  # fmt: skip
    canvas.fill(ring, mix(palette.light, colour, 0.25), 0.9, within=front)
