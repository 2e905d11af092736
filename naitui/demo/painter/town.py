"""Where people live: the city with its lights, and rooms with a window."""

from math import pi, sin

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.palette import WHITE, Colour, Palette, hexed, mix
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.shapes import Shape, box, oval, petal, smooth, stroke
from naitui.demo.painter.sky import Air


def paint_city(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """Skylines fading into the distance, a landmark, lit windows, and a rooftop rail close by."""
    w, h = canvas.width, canvas.height
    tone = mix(hexed(words.pick(("5a6a9c", "6b5f96", "4f7592", "7a6a86"))), palette.sky[1], 0.35)
    lights = palette.dark or reading.time == "sunset"
    canvas.glow(w * 0.5, air.horizon, w * 0.85, h * 0.3, palette.haze, 0.5, 1.6)
    _skyline(canvas, palette, dice, tone, (air.horizon, 0.2, 0.72), 0.0 if not lights else 0.35)
    _landmark(canvas, palette, air, dice, tone, lights)
    _skyline(canvas, palette, dice, tone, (air.horizon * 1.07, 0.2, 0.42), 0.8 if lights else 0.5)
    canvas.glow(w * dice.unit(), air.horizon, w * 0.5, h * 0.16, palette.accent, 0.4 if lights else 0.12, 1.6)
    _skyline(canvas, palette, dice, tone, (air.horizon * 1.2, 0.23, 0.12), 1.0)
    if lights:
        _bokeh(canvas, palette, words, air.horizon)
    else:
        canvas.fill([oval(w / 2, air.horizon * 1.1, w, h * 0.05)], palette.haze, 0.35, blur=h * 0.025)
    _rail(canvas, palette, dice)
    _wires(canvas, palette, dice)


def _skyline(
    canvas: Canvas, palette: Palette, dice: Dice, tone: Colour, where: tuple[float, float, float], lit: float
) -> None:
    w, h = canvas.width, canvas.height
    base, tall, distance = where
    houses: list[Shape] = []
    extras: list[Shape] = []
    panes: tuple[list[Shape], list[Shape], list[Shape]] = ([], [], [])
    x = -w * 0.05
    while x < w * 1.02:
        wide = w * dice.between(0.05, 0.11) * (1.35 - distance * 0.7)
        # Lower towards the middle, so that the figure has air around it.
        valley = 0.55 + 0.6 * abs((x + wide / 2) / w - 0.5) * 2
        top = base - h * tall * dice.between(0.3, 1.0) * valley
        houses.append(box(x, top, x + wide * 0.96, h))
        _roof(extras, x, top, wide, dice)
        if lit > 0:
            _panes(panes, x, top, wide, base + h * 0.2, dice, w)
        x += wide
    body = palette.lit(tone, distance)
    body = mix(body, palette.deep, 0.5 * (1 - distance) if palette.dark else 0.2 * (1 - distance))
    low = palette.lit(tone, min(1.0, distance + 0.4))
    canvas.fill(houses + extras, Gradient((body, low), base - h * tall, base + h * 0.22))
    sides = [box(a[0][0] + (a[1][0] - a[0][0]) * 0.72, a[0][1], a[1][0], h) for a in houses]
    canvas.fill(sides, palette.deep, 0.16)
    warm = (hexed("ffe2a0"), hexed("ffc06a"), mix(palette.accent, WHITE, 0.25))
    for colour, group in zip(warm, panes, strict=True):
        shade = colour if palette.dark or (lit > 0.7 and palette.time == "sunset") else mix(low, WHITE, 0.5)
        canvas.fill(group, shade, lit * (0.95 if palette.dark else 0.7))


def _roof(extras: list[Shape], x: float, top: float, wide: float, dice: Dice) -> None:
    kind = dice.whole(0, 4)
    if kind == 0:
        extras.append(box(x + wide * 0.44, top - wide * 0.7, x + wide * 0.49, top))
    elif kind == 1:
        extras.append(box(x + wide * 0.2, top - wide * 0.16, x + wide * 0.66, top))
    elif kind == 2:
        extras.append([(x, top), (x + wide * 0.96, top), (x + wide * 0.96, top - wide * 0.22)])
    elif kind == 3:
        extras.append(box(x + wide * 0.3, top - wide * 0.28, x + wide * 0.6, top - wide * 0.08))
        extras.append(box(x + wide * 0.35, top - wide * 0.1, x + wide * 0.38, top))
        extras.append(box(x + wide * 0.52, top - wide * 0.1, x + wide * 0.55, top))


def _panes(
    panes: tuple[list[Shape], ...], x: float, top: float, wide: float, bottom: float, dice: Dice, width: int
) -> None:
    columns = max(2, int(wide / width / 0.017))
    cell = wide * 0.86 / columns
    rows = int((bottom - top) / (cell * 1.35))
    for row in range(1, min(rows, 26)):
        for column in range(columns):
            chance = dice.unit()
            if chance < 0.42:
                px, py = x + wide * 0.07 + column * cell, top + row * cell * 1.35
                panes[0 if chance < 0.22 else 1 if chance < 0.37 else 2].append(
                    box(px + cell * 0.2, py, px + cell * 0.8, py + cell * 0.7)
                )


def _landmark(canvas: Canvas, palette: Palette, air: Air, dice: Dice, tone: Colour, lights: bool) -> None:
    w, h = canvas.width, canvas.height
    x = w * (dice.between(0.7, 0.86) if air.light_x < w / 2 else dice.between(0.14, 0.3))
    base, colour = air.horizon * 1.05, palette.lit(mix(palette.accent, tone, 0.35), 0.32)
    if dice.chance(0.6):
        top, half = base - h * dice.between(0.36, 0.44), w * 0.085
        legs = []
        for side in (-1, 1):
            legs.append(stroke([(x + side * half, base), (x + side * half * 0.36, base - (base - top) * 0.36),
                                (x + side * half * 0.1, base - (base - top) * 0.72), (x, top)], (w * 0.02, w * 0.012,
                                    w * 0.008, w * 0.003)))  # fmt: skip
        beams = [box(x - half * a, base - (base - top) * b - h * 0.006, x + half * a, base - (base - top) * b)
                 for a, b in ((0.82, 0.12), (0.5, 0.32), (0.44, 0.37), (0.2, 0.62), (0.18, 0.65))]  # fmt: skip
        canvas.fill(legs + beams, colour)
        if lights:
            canvas.glow(x, base - (base - top) * 0.4, w * 0.2, h * 0.22, palette.accent, 0.5)
            canvas.glow(x, top, w * 0.04, w * 0.04, hexed("ff6b6b"), 1.0, 1.2)
        return
    radius = w * 0.15
    y = base - radius * 1.15
    ring = [oval(x, y, radius, radius)]
    rim = canvas.stamp(ring)
    spokes = [stroke([(x - radius * sin(a + pi / 2), y - radius * sin(a)), (x + radius * sin(a + pi / 2),
        y + radius * sin(a))], (w * 0.004,))
              for a in (pi * i / 6 for i in range(6))]  # fmt: skip
    circle = [stroke([*oval(x, y, radius * r, radius * r), (x + radius * r, y)], (w * 0.008,)) for r in (1.0, 0.88)]
    cars = [
        oval(x + radius * sin(pi * i / 6 + pi / 2), y + radius * sin(pi * i / 6), w * 0.012, w * 0.012)
        for i in range(12)
    ]
    foot = [stroke([(x + s * radius * 0.5, base), (x, y)], (w * 0.012, w * 0.008)) for s in (-1, 1)]
    canvas.fill(spokes, colour, 0.8, within=rim)
    canvas.fill(circle + foot, colour)
    canvas.fill(cars, mix(palette.accent, WHITE, 0.3) if lights else colour)
    if lights:
        canvas.glow(x, y, radius * 1.6, radius * 1.6, palette.accent, 0.45, 1.4)


def _bokeh(canvas: Canvas, palette: Palette, dice: Dice, horizon: float) -> None:
    w, h = canvas.width, canvas.height
    colours = (hexed("ffcf7a"), palette.accent, mix(palette.sky[-2], WHITE, 0.3), hexed("ffb08a"))
    for colour in colours:
        for size, shade in ((0.012, 0.5), (0.026, 0.3)):
            discs = [
                oval(w * dice.unit(), horizon + (h - horizon) * dice.between(0.15, 0.95), w * size, w * size)
                for _ in range(6)
            ]
            canvas.fill(discs, colour, shade, blur=w * 0.0012)
        canvas.glow(w * dice.unit(), horizon + h * dice.between(0.05, 0.25), w * 0.22, w * 0.22, colour, 0.35)


def _rail(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    w, h = canvas.width, canvas.height
    top, colour = h * dice.between(0.86, 0.89), mix(palette.deep, palette.sky[1], 0.12)
    bars = [
        box(-5, top, w + 5, top + h * 0.012),
        box(-5, top + h * 0.028, w + 5, top + h * 0.034),
        box(-5, h * 0.985, w + 5, h + 5),
    ]
    bars += [box(w * i / 22, top, w * i / 22 + w * 0.006, h) for i in range(23)]
    canvas.fill([box(0, top, w, h)], palette.deep, 0.5, fade=(0.3, 1.0))
    canvas.fill(bars, colour)
    canvas.fill([box(-5, top, w + 5, top + h * 0.0028)], mix(palette.light, palette.haze, 0.4), 0.75)


def _wires(canvas: Canvas, palette: Palette, dice: Dice) -> None:
    if dice.chance(0.35):
        return
    w, h = canvas.width, canvas.height
    side = dice.sign()
    x = w * (0.5 + side * 0.42)
    pole = [stroke([(x, h), (x - w * 0.004, h * 0.16)], (w * 0.026, w * 0.018))]
    pole += [stroke([(x - w * 0.09, h * y), (x + w * 0.09, h * (y - 0.006))], (w * 0.009,)) for y in (0.2, 0.235)]
    pole += [oval(x + w * a, h * 0.193, w * 0.006, w * 0.011) for a in (-0.08, -0.045, 0.045, 0.08)]
    for index in range(4):
        start = (x + w * (-0.08 + 0.05 * index), h * (0.195 + 0.012 * index))
        end = (w * (0.5 - side * 0.6), h * (0.07 + 0.045 * index))
        sag = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + h * 0.1)
        pole.append(stroke(smooth([start, sag, end], False, 12), (w * 0.0035,)))
    canvas.fill(pole, mix(palette.deep, palette.sky[1], 0.1), 0.92)


def paint_room(canvas: Canvas, palette: Palette, reading: Reading, air: Air, dice: Dice, words: Dice) -> None:
    """A room around a great window: shelves of books, a lamp, light on the floor."""
    w, h = canvas.width, canvas.height
    wall = palette.lit(hexed(words.pick(("8d6e63", "6d5f8a", "7c8a6a", "a07a5c", "5f6f8f"))))
    wall = mix(wall, hexed("3a2438"), 0.45 if palette.dark else 0.1)
    left, right, top, sill = w * dice.between(0.15, 0.22), w * dice.between(0.78, 0.85), h * 0.1, h * 0.66
    middle, arch = (left + right) / 2, dice.chance(0.5)
    hole = [(left, sill), (left, top + h * 0.1)]
    if arch:
        hole += smooth([(left, top + h * 0.1), (left + (middle - left) * 0.4, top), (middle, top - h * 0.03),
                        (right - (right - middle) * 0.4, top), (right, top + h * 0.1)], False)  # fmt: skip
    else:
        hole += [(left, top), (right, top)]
    hole += [(right, top + h * 0.1), (right, sill)]
    # The wall is one outline around the window, in along the sill and back along the hole, and a piece below.
    around = [(-9.0, sill), (-9.0, -9.0), (w + 9.0, -9.0), (w + 9.0, sill), *hole[::-1]]
    canvas.fill(
        [around, box(-9.0, sill - 1, w + 9.0, h + 9.0)],
        Gradient((mix(wall, palette.deep, 0.4), wall, mix(wall, palette.deep, 0.25))),
    )
    frame = mix(wall, hexed("2c1a22"), 0.55)
    edge = [stroke([*hole, hole[0]], (w * 0.022,))]
    edge += [stroke([(middle, top - h * 0.03), (middle, sill)], (w * 0.012,)), box(left, h * 0.36, right, h * 0.368)]
    canvas.fill(edge, frame)
    canvas.fill([box(left - w * 0.04, sill, right + w * 0.04, sill + h * 0.018)], mix(frame, palette.light, 0.35))
    floor = h * 0.8
    canvas.fill([box(0, floor, w, h)], Gradient((mix(wall, hexed("7a4a2c"), 0.6), mix(frame, palette.deep, 0.4))))
    light = [
        (left, sill),
        (right, sill),
        (right + (middle - air.light_x) * 0.6, h),
        (left + (middle - air.light_x) * 0.6, h),
    ]
    canvas.fill([light], mix(palette.haze, palette.light, 0.5), 0.3, blur=w * 0.012, fade=(0.9, 0.3))
    for edge_x, inward in ((0.0, left - w * 0.035), (w * 1.0, right + w * 0.035)):
        _shelves(canvas, palette, words, min(edge_x, inward), max(edge_x, inward), frame)
    _lamp_and_plant(canvas, palette, dice, (left, right, sill))


def _shelves(canvas: Canvas, palette: Palette, dice: Dice, left: float, right: float, wood: Colour) -> None:
    w, h = canvas.width, canvas.height
    canvas.fill([box(left, h * 0.04, right, h)], mix(wood, palette.deep, 0.55))
    spines = [mix(palette.lit(hexed(colour)), wood, 0.15) for colour in
              ("c0504d", "d99a4e", "4f7f8f", "7a5c93", "e8d8b0", "5f8f6a", "b5657f")]  # fmt: skip
    books: list[list[Shape]] = [[] for _ in spines]
    rows = 8
    tall = h * 0.96 / rows
    for row in range(rows):
        foot = h * 0.04 + tall * (row + 1) - h * 0.012
        x = left + w * 0.006
        while x < right - w * 0.012:
            thick = w * dice.between(0.009, 0.022)
            if dice.chance(0.9):
                books[dice.whole(0, len(spines) - 1)].append(
                    box(x, foot - tall * dice.between(0.55, 0.84), min(x + thick * 0.9, right), foot)
                )
            x += thick
    for spine, heap in zip(spines, books, strict=True):
        canvas.fill(heap, spine, 0.92)
    boards = [
        box(left, h * 0.04 + tall * (row + 1) - h * 0.012, right, h * 0.04 + tall * (row + 1)) for row in range(rows)
    ]
    boards += [box(left, 0, left + w * 0.008, h), box(right - w * 0.008, 0, right, h), box(left, 0, right, h * 0.045)]
    canvas.fill(boards, mix(wood, palette.light, 0.14))


def _lamp_and_plant(canvas: Canvas, palette: Palette, dice: Dice, window: tuple[float, float, float]) -> None:
    w, h = canvas.width, canvas.height
    left, right, sill = window
    x, y = dice.pick((left + w * 0.02, right - w * 0.02)), h * dice.between(0.15, 0.22)
    canvas.fill([stroke([(x, -5), (x, y)], (w * 0.005,))], palette.deep)
    canvas.fill([[(x - w * 0.02, y), (x + w * 0.02, y), (x + w * 0.065, y + h * 0.04), (x - w * 0.065, y + h * 0.04)]],
                palette.lit(palette.accent))  # fmt: skip
    canvas.glow(x, y + h * 0.05, w * 0.4, w * 0.4, hexed("ffcf8a"), 0.75 if palette.dark else 0.35)
    canvas.fill([oval(x, y + h * 0.043, w * 0.022, w * 0.022)], hexed("fff3cf"))
    px = right - w * 0.1 if x < w / 2 else left + w * 0.1
    leaves = [petal(px + w * 0.05 * sin(a), sill - h * 0.045 - h * 0.02 * abs(a % 0.7), w * 0.055, a - pi / 2, 0.34)
              for a in (-1.2, -0.7, -0.25, 0.2, 0.65, 1.15)]  # fmt: skip
    canvas.fill(leaves, Gradient((palette.lit(hexed("7cc08a")), palette.lit(hexed("2f6a52")))))
    canvas.fill([[(px - w * 0.035, sill - h * 0.035), (px + w * 0.035, sill - h * 0.035), (px + w * 0.026, sill),
        (px - w * 0.026, sill)]],
                palette.lit(hexed("d98a5c")))  # fmt: skip
