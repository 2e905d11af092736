"""Open country: mountains, fields of flowers, woods and desert."""

from math import sin, tau

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.palette import WHITE, Colour, Palette, hexed, mix, under
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.shapes import Point, Shape, above, blossom, height_at, oval, petal, ridge, smooth, stroke
from naitui.demo.painter.sky import Air


def pine(x: float, y: float, height: float, dice: Dice) -> Shape:
    """A fir with its foot at x, y."""
    left: Shape = []
    right: Shape = []
    tiers = 5
    for tier in range(tiers):
        top = y - height + height * 0.86 * tier / tiers
        low = y - height + height * 0.86 * (tier + 1.25) / tiers
        half = height * (0.055 + 0.045 * tier) * dice.between(0.85, 1.15)
        left += [(x - half * 0.35, top), (x - half, low)]
        right += [(x + half * 0.35, top), (x + half, low)]
    trunk = height * 0.03
    return [(x, y - height * 1.03), *right, (x + trunk, y - height * 0.1), (x + trunk, y), (x - trunk, y),
            (x - trunk, y - height * 0.1), *left[::-1]]  # fmt: skip


def paint_mountains(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """A snow-capped peak over ranges that fade with distance, firs at their feet."""
    w, h = canvas.width, canvas.height
    snowy = reading.shows("snow")
    stone = mix(hexed("6c79b8"), palette.sky[0], 0.4)
    green = hexed("e6edf6") if snowy else hexed(words.pick(("3f8f74", "4d8f5c", "3a7f86", "6b8f4a")))
    canvas.fill([above(ridge(dice, w, air.horizon * 1.02, h * 0.2, 0.5), h)],
                Gradient((palette.lit(stone, 0.72), palette.lit(stone, 0.97)), air.horizon * 0.76,
                    air.horizon))  # fmt: skip
    _great_peak(canvas, palette, air, dice, stone)
    for layer, (share, tall, distance) in enumerate(((1.0, 0.13, 0.52), (1.1, 0.13, 0.27), (1.25, 0.15, 0.05))):
        base = air.horizon * share + h * 0.05
        line = ridge(dice, w, base, h * tall, 0.46)
        near = palette.lit(mix(stone, green, 0.3 + 0.35 * layer), distance)
        mist = palette.lit(green, min(1.0, distance + 0.36))
        canvas.fill([above(line, h)], Gradient((near, mist), base - h * tall, base + h * 0.16))
        trees = []
        for _ in range(20 + 16 * layer):
            x = dice.between(0, w)
            size = h * (0.018 + 0.022 * layer) * dice.between(0.6, 1.3)
            trees.append(pine(x, height_at(line, x) + size * 0.18, size, dice))
        canvas.fill(
            trees, Gradient((mix(near, palette.deep, 0.25), mix(near, mist, 0.35)), base - h * tall, base + h * 0.1)
        )
    canvas.fill([oval(w / 2, air.horizon * 1.08, w * 0.8, h * 0.03)], palette.haze, 0.4, blur=h * 0.02)


def _great_peak(canvas: Canvas, palette: Palette, air: Air, dice: Dice, stone: Colour) -> None:
    w, h = canvas.width, canvas.height
    # The peak stands across from the light.
    x = w * (dice.between(0.58, 0.76) if air.light_x < w / 2 else dice.between(0.24, 0.42))
    top, base, half = air.horizon - h * dice.between(0.27, 0.34), air.horizon * 1.1, w * dice.between(0.55, 0.7)
    slope: list[Point] = [(-1.0, 0.0), (-0.55, 0.27), (-0.25, 0.62), (-0.08, 0.95), (-0.03, 1.0), (0.04, 0.985),
                          (0.1, 0.93), (0.28, 0.6), (0.58, 0.26), (1.0, 0.0)]  # fmt: skip
    outline = [(x + half * a, base - (base - top) * b) for a, b in slope]
    body = canvas.fill([smooth(outline, False)],
                       Gradient((palette.lit(stone, 0.38), palette.lit(stone, 0.62), palette.lit(stone,
                           0.95))))  # fmt: skip
    if body is None:
        return
    edge = [(x - half * 0.45, top - h * 0.02), (x + half * 0.5, top - h * 0.02)]
    teeth = 13
    for index in range(teeth):
        px = x + half * (0.5 - 0.95 * index / (teeth - 1))
        deep = 0.3 if index % 2 else 0.16
        edge.append((px, top + (base - top) * deep * dice.between(0.75, 1.35) + abs(px - x) * 0.42))
    shine = mix(mix(WHITE, palette.light, 0.3), palette.haze, 0.15 if palette.dark else 0.05)
    canvas.fill([edge], under(shine, mix(palette.ambient, WHITE, 0.45)), 0.95, within=body)
    # The side away from the light lies in shade.
    away = 1 if air.light_x < x else -1
    shade: list[Point] = [(x, top - 4), (x + away * half * 0.05, top + (base - top) * 0.2), (x - away * half * 0.03,
        top +
                          (base - top) * 0.4), (x + away * half * 0.12, base), (x + away * half * 1.2, base),
                          (x + away * half * 1.2, top)]  # fmt: skip
    canvas.fill([shade], mix(palette.sky[0], palette.sky[1], 0.5), 0.36, within=body, fade=(1.0, 0.15))


def paint_field(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Rolling hills, a lone tree, and flowers that grow towards the viewer."""
    w, h = canvas.width, canvas.height
    grass = hexed("dfe8f2") if reading.shows("snow") else hexed(words.pick(("6fb24f", "8fbf4a", "5aa868", "a8b84c")))
    for name, colour in (("lavender", "9a86d6"), ("wheat", "e8bf5a"), ("sunflower", "9aae3c")):
        grass = hexed(colour) if name in reading.words else grass
    canvas.fill([above(smooth(ridge(dice, w, air.horizon * 1.03, h * 0.12, 0.4, 4), False), h)],
                palette.lit(mix(grass, palette.sky[1], 0.55), 0.62))  # fmt: skip
    front: Shape = []
    for layer, (share, distance) in enumerate(((1.02, 0.4), (1.12, 0.18), (1.28, 0.0))):
        phase, base = dice.between(0, tau), air.horizon * share
        front = [(w * i / 24, base + h * 0.022 * (layer + 1) * sin(phase + i * 0.17)) for i in range(-1, 26)]
        tone = palette.lit(grass, distance)
        canvas.fill([above(front, h)], Gradient((mix(tone, palette.light, 0.3), tone, mix(tone, palette.deep, 0.42)),
                                                base - h * 0.03, base + h * 0.4))  # fmt: skip
        if layer == 1:
            _lone_tree(canvas, palette, dice, front)
    if reading.may("flowers"):
        _flowers(canvas, palette, reading, words, air.horizon * 1.05)
    blades = []
    for _ in range(90):
        x, length = words.between(-0.02, 1.02) * w, h * words.between(0.03, 0.09)
        lean = words.between(-0.5, 0.5) * length
        blades.append(
            stroke(
                [(x, h * 1.01), (x + lean * 0.3, h - length * 0.6), (x + lean, h - length)], (w * 0.009, w * 0.006, 0)
            )
        )
    canvas.fill(blades, Gradient((palette.lit(mix(grass, WHITE, 0.12)), palette.deep)), 0.9)


def _lone_tree(canvas: Canvas, palette: Palette, dice: Dice, line: Shape) -> None:
    w, h = canvas.width, canvas.height
    x = w * dice.pick((0.12, 0.2, 0.82, 0.9))
    y, size = height_at(line, x) + h * 0.01, h * dice.between(0.13, 0.19)
    trunk = stroke(
        [(x, y), (x + size * 0.04, y - size * 0.45), (x - size * 0.02, y - size * 0.8)], (size * 0.12, size * 0.05)
    )
    canvas.fill([trunk], palette.lit(hexed("5d4037"), 0.12))
    crown = [oval(x + size * dice.between(-0.36, 0.36), y - size * dice.between(0.55, 1.05),
        size * dice.between(0.18, 0.3),
                  size * dice.between(0.15, 0.25)) for _ in range(11)]  # fmt: skip
    leaf = palette.lit(hexed(dice.pick(("3f8f5c", "57a05a", "e78fae", "d8733f"))), 0.14)
    whole = canvas.fill(crown, Gradient((mix(leaf, palette.light, 0.2), mix(leaf, palette.deep, 0.5))))
    lit = [[(px - size * 0.06, py - size * 0.1) for px, py in blob] for blob in crown[::2]]
    canvas.fill(lit, mix(leaf, palette.light, 0.42), 0.5, within=whole)


def _flowers(canvas: Canvas, palette: Palette, reading: Reading, dice: Dice, start: float) -> None:
    w, h = canvas.width, canvas.height
    kinds = {"rose": "e2445c", "tulip": "f06a7a", "lavender": "a78be6", "sunflower": "ffc93c", "popp": "f0503c",
             "lil": "fbe9f2", "dais": "ffffff", "hydrangea": "7fa2f0"}  # fmt: skip
    named = [hexed(colour) for name, colour in kinds.items() if name in reading.words]
    few = named or [
        palette.accent,
        hexed(dice.pick(("ffffff", "ffd84f", "f48fb1"))),
        hexed(dice.pick(("f06292", "9f8be8", "ffb74d"))),
    ]
    count = 320 if reading.shows("flowers") else 190
    tints = [mix(colour, WHITE, share) for colour in few for share in (0.0, 0.3)]
    heaps: list[list[Shape]] = [[] for _ in range(len(tints) * 3)]
    hearts: list[Shape] = []
    for _ in range(count):
        depth = dice.unit() ** 0.9
        x, y = dice.between(-0.02, 1.02) * w, start + (h * 1.02 - start) * depth**1.35
        size = h * (0.0035 + 0.021 * depth**1.8) * dice.between(0.75, 1.25)
        heap = heaps[dice.whole(0, len(tints) - 1) * 3 + min(2, int(depth * 3))]
        if size < h * 0.009:
            heap.append(oval(x, y, size, size * 0.75, corners=9))
        else:
            heap += blossom(x, y, size, dice.between(0, tau), 5)
            hearts.append(oval(x, y, size * 0.24, size * 0.24))
    for level in range(3):
        for index, tint in enumerate(tints):
            canvas.fill(heaps[index * 3 + level], palette.lit(tint, 0.3 - 0.15 * level))
    canvas.fill(hearts, palette.lit(hexed("ffd75e")))


def paint_forest(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Trunks behind trunks, light falling through the leaves."""
    w, h = canvas.width, canvas.height
    leaf = (
        hexed("d9e4f0")
        if reading.shows("snow")
        else hexed(
            words.pick(("d8743a", "e0a03c", "c9513c"))
            if reading.shows("leaves")
            else words.pick(("3f9a6a", "6aa84a", "2f8f7f"))
        )
    )
    glow = mix(palette.haze, palette.light, 0.5)
    canvas.glow(w * 0.5 + (air.light_x - w / 2) * 0.5, h * 0.42, w * 0.75, h * 0.45, glow, 0.6, 1.5)
    for layer, distance in enumerate((0.66, 0.45, 0.24, 0.04)):
        bark = palette.lit(mix(hexed("5c4a4a"), leaf, 0.45 - 0.1 * layer), distance)
        if layer == 3:
            bark = mix(bark, palette.deep, 0.35)
        count, thick = (15, 11, 7, 3)[layer], w * (0.014, 0.026, 0.048, 0.1)[layer]
        foot = air.horizon + h * (0.0, 0.05, 0.12, 0.3)[layer]
        trunks = []
        for index in range(count):
            x = w * ((index + dice.between(0.1, 0.9)) / count) if layer < 3 else w * (0.02, 0.97, 1.06)[index]
            lean = dice.between(-0.03, 0.03) * w
            trunks.append(
                stroke(
                    [(x, foot + thick), (x + lean * 0.4, foot - h * 0.1), (x + lean, -9)],
                    (thick * 1.7, thick, thick * 0.7),
                )
            )
        canvas.fill(trunks, Gradient((mix(bark, palette.deep, 0.3), bark, bark)))
        ground = palette.lit(mix(leaf, hexed("4b5d3a"), 0.35), distance * 0.8)
        bumps = [above(smooth(ridge(dice, w, foot + h * 0.03, h * 0.05, 0.5, 5), False), h)]
        canvas.fill(
            bumps,
            Gradient(
                (mix(ground, palette.light, 0.22), mix(ground, palette.deep, 0.5)), foot - h * 0.02, foot + h * 0.3
            ),
        )
        _leaves(canvas, palette, leaf, dice, layer, distance)
        if layer < 3 and reading.may("sun"):
            _shafts(canvas, palette, air, dice)


def _leaves(canvas: Canvas, palette: Palette, leaf: Colour, dice: Dice, layer: int, distance: float) -> None:
    w, h = canvas.width, canvas.height
    tone = palette.lit(leaf, distance)
    tone = mix(tone, palette.deep, 0.06 * layer)
    clumps: list[Shape] = []
    for _ in range(26):
        x = w * dice.unit()
        edge = abs(x / w - 0.5) * 2
        y = h * (0.02 + 0.3 * edge**1.6) * dice.unit() * (1.25 - 0.2 * layer)
        size = w * dice.between(0.025, 0.06)
        clumps += [petal(x + size * dice.between(-1.3, 1.3), y + size * dice.between(-1.3, 1.3), size,
            dice.between(0, tau))
                   for _ in range(6)]  # fmt: skip
    canvas.fill(clumps, Gradient((mix(tone, palette.deep, 0.3), mix(tone, palette.light, 0.16)), 0, h * 0.4), 0.96)


def _shafts(canvas: Canvas, palette: Palette, air: Air, dice: Dice) -> None:
    w, h = canvas.width, canvas.height
    for _ in range(2):
        x, wide = air.light_x + w * dice.between(-0.35, 0.25), w * dice.between(0.03, 0.1)
        drift = (w / 2 - air.light_x) * dice.between(0.6, 1.5)
        shaft = [(x, -5.0), (x + wide, -5.0), (x + wide * 2.4 + drift, h * 0.85), (x + drift, h * 0.85)]
        canvas.fill([shaft], mix(palette.light, palette.haze, 0.3), 0.22, blur=w * 0.008, fade=(1.0, 0.0))


def paint_desert(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Dunes with a bright and a shaded side, one behind another."""
    w, h = canvas.width, canvas.height
    sand = hexed(words.pick(("efb873", "f0c88a", "e79a68", "e8b0a0")))
    if palette.dark:
        sand = mix(sand, palette.sky[3], 0.5)
    canvas.fill(
        [above(ridge(dice, w, air.horizon * 1.01, h * 0.07, 0.42), h)], palette.lit(mix(sand, palette.sky[1], 0.5), 0.6)
    )
    for layer, distance in enumerate((0.5, 0.3, 0.14, 0.0)):
        base = air.horizon + h * (0.03, 0.09, 0.19, 0.33)[layer]
        x, tall = w * dice.between(0.15, 0.85), h * (0.05, 0.08, 0.11, 0.14)[layer]
        side = dice.sign()
        crest = smooth([(-w * 0.2, base), (x - w * 0.4, base - tall * 0.2), (x, base - tall), (x + w * 0.36,
            base - tall * 0.3),
                        (w * 1.2, base + tall * 0.1)], False)  # fmt: skip
        tone = palette.lit(sand, distance)
        dune = canvas.fill([above(crest, h)], Gradient((mix(tone, palette.light, 0.5), tone, mix(tone, palette.deep,
            0.15)),
                                                       base - tall, base + h * 0.22))  # fmt: skip
        spine = smooth([(x, base - tall * 1.01), (x + side * w * 0.05, base - tall * 0.4), (x - side * w * 0.06,
            base + tall * 0.5),
                        (x + side * w * 0.12, base + tall * 2.6)], False)  # fmt: skip
        far = x + side * w * 1.3
        canvas.fill([[*spine, (far, base + tall * 2.6), (far, base - tall * 1.2)]], mix(palette.sky[1], palette.deep,
            0.3), 0.34,
                    within=dune, fade=(1.0, 0.25))  # fmt: skip
