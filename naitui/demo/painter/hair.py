"""Hair: what falls behind the back, what frames the face, and how it is tied."""

from math import cos, sin

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import mix
from naitui.demo.painter.pose import Pose, Tones, tones
from naitui.demo.painter.shapes import Point, Shape, bend, oval, smooth, stroke

_REACH = {"short": 0.5, "medium": 0.95, "long": 2.0, "very long": 3.1}


def paint_back_hair(canvas: Canvas, look: Look, pose: Pose, dice: Dice) -> None:
    """The hair behind the body."""
    hair = tones(look.hair)
    if look.style == "twintails":
        for side in (-1, 1):
            _tail(
                canvas,
                pose,
                hair,
                dice,
                [(side * 0.38, -0.36), (side * 0.64, -0.42), (side * 0.8, 0.05)],
                _REACH[look.length] * 0.95 + 0.35,
                side,
            )
    elif look.style == "ponytail":
        side = 1 if pose.wind > 0 else -1
        _tail(
            canvas,
            pose,
            hair,
            dice,
            [(side * 0.1, -0.42), (side * 0.56, -0.56), (side * 0.78, 0.0)],
            _REACH[look.length] * 0.85 + 0.45,
            side,
        )
    elif look.style == "bun":
        canvas.fill(
            [pose.head(oval(side * 0.33, -0.56, 0.2, 0.19)) for side in (-1, 1)],
            Gradient((hair.light, hair.base, hair.shade)),
        )
    reach = _REACH[look.length] if look.style == "down" else 0.55 if look.length != "short" else 0.45
    _mane(canvas, look, pose, hair, reach, dice)


def _mane(canvas: Canvas, look: Look, pose: Pose, hair: Tones, reach: float, dice: Dice) -> None:
    phase, flare = dice.between(0, 6), dice.between(0.1, 0.22) * min(reach, 2.0)
    if not look.girl:
        flare *= 0.3

    def sway(x: float, y: float) -> Point:
        t = max(0.0, y - 0.1) / 2
        return x + pose.wind * 0.34 * t**1.4 + 0.05 * t * sin(phase + y * 2.6), y

    left = [
        sway(-(0.48 + flare * (t / 6) ** 1.3 + 0.02 * sin(phase + t)), -0.2 + (reach + 0.1) * t / 6) for t in range(7)
    ]
    right = [
        sway(0.48 + flare * (t / 6) ** 1.3 + 0.02 * cos(phase + t), -0.2 + (reach + 0.1) * t / 6) for t in range(7)
    ]
    teeth: Shape = []
    count, wide = 7, 0.48 + flare
    for index in range(count):
        x = -wide + 2 * wide * (index + 0.5) / count
        # The longest locks hang in the middle.
        dip = reach + (dice.between(0.04, 0.2) + 0.16 * (1 - abs(x) / wide)) * min(1.2, reach)
        notch, tip = sway(x - wide / count, reach - 0.06), sway(x + dice.between(-0.06, 0.06), dip)
        teeth += bend(notch, (notch[0] + 0.01, (notch[1] + tip[1]) / 2), tip, 4)
        teeth += bend(
            tip, (x + wide / count * 0.9, (notch[1] + tip[1]) / 2), sway(x + wide / count * 0.95, reach - 0.05), 4
        )
    crown = [(-0.44, -0.42), (-0.2, -0.6), (0.2, -0.6), (0.44, -0.42)]
    outline = smooth(left[::-1] + crown + right, False) + teeth[::-1]
    lower = mix(hair.shade, hair.line, 0.3)
    mane = canvas.fill(
        [pose.body(outline)], Gradient((hair.shade, mix(hair.shade, lower, 0.5), mix(hair.shade, hair.base, 0.6)))
    )
    strands = []
    for index in range(9):
        x = (-1 + 2 * (index + 0.5) / 9) * (0.46 + flare * 0.8)
        path = [sway(x * 0.9, 0.1), sway(x, reach * 0.5), sway(x * 1.05, reach * dice.between(0.85, 1.1))]
        strands.append(pose.body(stroke(smooth(path, False), (0.0, dice.between(0.04, 0.1), 0.0))))
    canvas.fill(strands[::2], hair.base, 0.75, within=mane)
    canvas.fill(strands[1::2], lower, 0.5, within=mane)


def _tail(canvas: Canvas, pose: Pose, hair: Tones, dice: Dice, root: list[Point], reach: float, side: int) -> None:
    x, y = root[-1]
    drift = pose.wind * 0.3
    curl = dice.between(-0.12, 0.1)
    end = [
        (x + drift * 0.4 + side * 0.04, y + reach * 0.4),
        (x + drift - side * 0.06, y + reach * 0.75),
        (x + drift * 1.6 + side * curl, y + reach),
    ]
    way = smooth([*root, *end], False)
    body = canvas.fill(
        [pose.head(stroke(way, (0.14, 0.24, 0.34, 0.33, 0.22, 0.0)))],
        Gradient((hair.base, mix(hair.base, hair.shade, 0.4), hair.shade)),
    )
    split = [(a + side * 0.1, b + 0.03) for a, b in way[len(way) // 3 :]]
    canvas.fill([pose.head(stroke(split, (0.1, 0.16, 0.0)))], Gradient((hair.base, hair.shade)))
    for shift, colour, shade in ((0.1, hair.shade, 0.6), (-0.06, hair.light, 0.6), (-0.13, hair.shade, 0.45)):
        line = [(a + side * shift, b) for a, b in way]
        canvas.fill([pose.head(stroke(line, (0.02, 0.05, 0.06, 0.0)))], colour, shade, within=body)


def paint_front_hair(canvas: Canvas, look: Look, pose: Pose, dice: Dice) -> None:
    """The hair over the forehead and beside the cheeks, with its shine."""
    hair = tones(look.hair)
    _side_locks(canvas, look, pose, hair, dice)
    fringe = pose.head(_fringe(look, dice))
    cap = canvas.fill(
        [fringe], Gradient((mix(hair.base, hair.light, 0.25), hair.base, mix(hair.base, hair.shade, 0.45)))
    )
    partings = []
    part = 0.08 * dice.sign()
    for x in (-0.36, -0.24, -0.1, 0.07, 0.21, 0.35):
        strand = bend((part + x * 0.35, -0.5), (x * 0.98, -0.4), (x, 0.0), 10)
        partings.append(pose.head(stroke(strand, (0.0, 0.012, 0.022, 0.0))))
    canvas.fill(partings, hair.shade, 0.5, within=cap)
    canvas.fill([pose.head(oval(-0.5 if pose.turn > 0 else 0.5, -0.2, 0.2, 0.42))], hair.shade, 0.4, within=cap)
    shine: list[Shape] = []
    for left, right in ((-0.4, -0.15), (-0.11, 0.17), (0.22, 0.4)):
        arc = [(x, -0.33 + 0.5 * x * x) for x in (left + (right - left) * i / 8 for i in range(9))]
        shine.append(pose.head(stroke(arc, (0.0, 0.03, 0.04, 0.028, 0.0))))
    canvas.fill(shine, mix(hair.light, (255, 255, 255), 0.35), 0.6, within=cap)
    if dice.chance(0.6):
        way = dice.sign()
        canvas.fill(
            [
                pose.head(
                    stroke(
                        bend((part, -0.56), (part + way * 0.02, -0.8), (part + way * 0.26, -0.72), 12),
                        (0.05, 0.045, 0.0),
                    )
                )
            ],
            hair.base,
        )
    if look.style == "braid":
        for side in (-1, 1):
            knots = [
                pose.body(oval(side * (0.43 - 0.012 * i), 0.42 + 0.14 * i, 0.095 - 0.004 * i, 0.1, side * 0.5))
                for i in range(9)
            ]
            canvas.fill(knots, Gradient((hair.base, mix(hair.base, hair.shade, 0.5))))
            canvas.fill([[(x, y + pose.unit * 0.045) for x, y in knot] for knot in knots], hair.shade, 0.3)
            canvas.fill([pose.body(oval(side * 0.33, 1.68, 0.07, 0.035))], look.trim)


def _fringe(look: Look, dice: Dice) -> Shape:
    """The outline of the hair on top: an arc over the skull, locks with pointed ends below."""
    top = [
        (-0.475, 0.12),
        (-0.5, -0.18),
        (-0.41, -0.46),
        (-0.2, -0.62),
        (0.02, -0.655),
        (0.22, -0.615),
        (0.42, -0.45),
        (0.5, -0.18),
        (0.475, 0.12),
    ]
    outline = smooth(top, False)
    kind = dice.pick(("locks", "locks", "straight", "parted"))
    if kind == "straight":
        ends = [(0.37, 0.05), (0.25, 0.0), (0.125, 0.02), (0.0, 0.0), (-0.125, 0.02), (-0.25, 0.0), (-0.37, 0.05)]
    elif kind == "parted":
        ends = [(0.37, 0.14), (0.29, 0.06), (0.19, -0.06), (-0.02, -0.12), (-0.2, -0.05), (-0.29, 0.07), (-0.37, 0.15)]
    else:
        ends = [(0.37, 0.12), (0.24, dice.between(0.0, 0.06)), (0.12, 0.0), (0.01, dice.between(0.05, 0.11)), (-0.13,
            0.01),
                (-0.25, dice.between(0.0, 0.07)), (-0.37, 0.12)]  # fmt: skip
    lean = dice.between(-0.035, 0.035)
    start = outline[-1]
    for index, (x, y) in enumerate(ends):
        tip = (x + lean, y + dice.between(-0.015, 0.015))
        following = ends[min(index + 1, len(ends) - 1)]
        notch = (
            (x + following[0]) / 2 + lean,
            min(y, following[1]) - (0.055 if kind == "straight" else dice.between(0.08, 0.14)),
        )
        outline += bend(start, (start[0] - 0.005, (start[1] + tip[1]) / 2 + 0.03), tip, 6)
        if index < len(ends) - 1:
            outline += bend(tip, (tip[0] - 0.03, tip[1] - 0.04), notch, 6)
            start = notch
        else:
            outline.append(tip)
    return outline


def _side_locks(canvas: Canvas, look: Look, pose: Pose, hair: Tones, dice: Dice) -> None:
    long = {"short": 0.28, "medium": 0.5, "long": 0.72, "very long": 0.85}[look.length] if look.girl else 0.16
    for side in (-1, 1):
        reach = long * dice.between(0.85, 1.1)
        out = side * pose.wind * 0.05
        path = [
            (side * 0.4, -0.3),
            (side * 0.452, 0.0),
            (side * (0.42 + out), 0.15 + reach * 0.4),
            (side * (0.37 + out), 0.1 + reach * 0.8),
            (side * 0.44 + pose.wind * 0.08, 0.12 + reach),
        ]
        canvas.fill(
            [pose.head(stroke(smooth(path, False), (0.1, 0.15, 0.13, 0.08, 0.0)))],
            Gradient((hair.base, hair.base, mix(hair.base, hair.shade, 0.6))),
        )
        inner = [(side * 0.37, -0.15), (side * 0.385, 0.1), (side * 0.34, 0.18 + reach * 0.25)]
        canvas.fill([pose.head(stroke(smooth(inner, False), (0.08, 0.075, 0.0)))], mix(hair.base, hair.shade, 0.25))
        canvas.fill([pose.head(stroke(smooth(path, False), (0.0, 0.02, 0.025, 0.0)))], hair.light, 0.5)
