"""The fronts of garments: what is seen of them between the arms."""

from naitui.demo.painter.canvas import Canvas, Gradient, Stamp
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import WHITE, Colour, mix
from naitui.demo.painter.pose import Pose, Tones, fall, rounded, tones
from naitui.demo.painter.shapes import oval, petal, smooth, stroke


def paint_front(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp) -> None:
    """The front of a garment: collar, buttons, bows, plates."""
    fronts = {
        "uniform": _sailor,
        "dress": _bodice,
        "coat": _lapels,
        "hoodie": _hood,
        "kimono": _wrap,
        "cloak": _cape,
        "armour": _plate,
    }
    fronts[look.outfit](canvas, pose, cloth, trim, stamp, look.skin)


def _opening(canvas: Canvas, pose: Pose, skin: Colour, deep: float, half: float) -> None:
    """The neckline: skin seen in a V."""
    outline = [(-0.12, 0.57), (0.12, 0.57), (half, 0.68), (0.0, deep), (-half, 0.68)]
    throat = canvas.fill([pose.body(outline)], skin)
    chin = oval(0.0, 0.6, 0.26, 0.13)
    canvas.fill([pose.body(chin)], tones(skin).shade, 0.35, blur=pose.unit * 0.02, within=throat)


def _bow(canvas: Canvas, pose: Pose, colour: Tones, x: float, y: float, size: float) -> None:
    tails = [[(x, y), (x + s * size * 0.5, y + size * 1.5), (x + s * size * 0.12, y + size * 1.25)] for s in (-1, 1)]
    canvas.fill([pose.body(tail) for tail in tails], colour.shade)
    loops = [smooth([(x, y), (x + s * size * 0.5, y - size * 0.5), (x + s * size, y - size * 0.3),
        (x + s * size * 0.95, y + size * 0.4),
                     (x + s * size * 0.4, y + size * 0.3)]) for s in (-1, 1)]  # fmt: skip
    canvas.fill([pose.body(loop) for loop in loops], Gradient((colour.light, colour.base, colour.shade)))
    canvas.fill([pose.body(oval(x, y, size * 0.22, size * 0.24))], mix(colour.base, colour.shade, 0.4))


def _sailor(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 1.08, 0.22)
    for side in (-1, 1):
        flap = [
            (side * 0.13, 0.58),
            (side * 0.3, 0.68),
            (side * 0.5, 0.86),
            (side * 0.4, 1.0),
            (0.0, 1.24),
            (0.0, 1.08),
            (side * 0.17, 0.72),
        ]
        canvas.fill([pose.body(flap)], Gradient((trim.base, mix(trim.base, trim.shade, 0.6))))
        canvas.fill(
            [pose.body(stroke([(side * 0.46, 0.86), (side * 0.37, 0.965), (0.0, 1.19)], (0.026,)))],
            mix(cloth.light, WHITE, 0.5),
        )
    ribbon = tones((216, 62, 78) if abs(trim.base[0] - 216) > 40 else (58, 70, 130))
    _bow(canvas, pose, ribbon, 0.0, 1.18, 0.23)


def _bodice(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 0.98, 0.3)
    for side in (-1, 1):
        collar = smooth(
            [(side * 0.12, 0.62), (side * 0.33, 0.68), (side * 0.38, 0.88), (side * 0.2, 1.02), (side * 0.03, 1.0)]
        )
        canvas.fill([pose.body(collar)], Gradient((WHITE, mix(WHITE, cloth.shade, 0.3))))
    canvas.fill([pose.body([(-0.5, 1.68), (0.5, 1.68), (0.5, 1.84), (-0.5, 1.84)])], fall(trim), within=stamp)
    _bow(canvas, pose, trim, 0.0, 1.06, 0.17)


def _lapels(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    canvas.fill(
        [pose.body([(-0.24, 0.62), (0.24, 0.62), (0.06, 1.55), (-0.06, 1.55)])], Gradient((WHITE, (214, 214, 232)))
    )
    canvas.fill([pose.body([(-0.05, 0.8), (0.05, 0.8), (0.075, 1.36), (0.0, 1.46), (-0.075, 1.36)])], fall(trim))
    for side in (-1, 1):
        wing = [
            (side * 0.13, 0.56),
            (side * 0.3, 0.68),
            (side * 0.42, 0.98),
            (side * 0.3, 1.06),
            (side * 0.04, 1.58),
            (side * 0.15, 0.8),
        ]
        canvas.fill([pose.body(wing)], Gradient((mix(cloth.light, cloth.base, 0.3), cloth.shade)))
    canvas.fill([pose.body(stroke([(0.0, 1.55), (0.0, 2.4)], (0.024,)))], cloth.line, 0.6)
    canvas.fill([pose.body(oval(0.11, y, 0.034, 0.034)) for y in (1.66, 1.88, 2.1)], (240, 208, 120))


def _hood(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    hood = smooth(
        [
            (-0.42, 0.72),
            (-0.3, 0.52),
            (-0.14, 0.66),
            (0.0, 0.82),
            (0.14, 0.66),
            (0.3, 0.52),
            (0.42, 0.72),
            (0.24, 0.96),
            (0.0, 1.08),
            (-0.24, 0.96),
        ]
    )
    canvas.fill([pose.body(hood)], Gradient((mix(cloth.base, cloth.light, 0.5), cloth.shade)))
    cords = [stroke([(s * 0.1, 0.98), (s * 0.12, 1.34)], (0.03,)) for s in (-1, 1)]
    canvas.fill([pose.body(cord) for cord in cords], mix(trim.base, WHITE, 0.35))
    canvas.fill([pose.body([(-0.26, 1.72), (0.26, 1.72), (0.36, 2.1), (-0.36, 2.1)])], cloth.shade, 0.55, within=stamp)
    canvas.fill([pose.body([(-0.6, 1.26), (0.6, 1.26), (0.6, 1.42), (-0.6, 1.42)])], trim.base, 0.75, within=stamp)


def _wrap(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 0.98, 0.22)
    dots = [
        petal(x, y, 0.1, x * 7, 0.6) for x, y in ((-0.42, 1.05), (0.38, 1.2), (-0.3, 2.1), (0.42, 2.15), (0.47, 0.92))
    ]
    canvas.fill([pose.body(dot) for dot in dots], mix(trim.light, WHITE, 0.3), 0.85, within=stamp)
    for side, colour in ((1, WHITE), (1, trim.base), (-1, WHITE), (-1, trim.base)):
        out = 0.05 if colour == WHITE else 0.13
        canvas.fill(
            [pose.body(stroke([(side * (0.1 + out), 0.6), (-side * 0.26 + side * out, 1.5)], (0.1,)))],
            colour,
            within=stamp,
        )
    canvas.fill([pose.body([(-0.55, 1.44), (0.55, 1.44), (0.55, 1.98), (-0.55, 1.98)])], fall(trim), within=stamp)
    canvas.fill(
        [pose.body([(-0.55, 1.68), (0.55, 1.68), (0.55, 1.76), (-0.55, 1.76)])],
        mix(cloth.light, (250, 220, 140), 0.6),
        within=stamp,
    )


def _cape(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    for side in (-1, 1):
        half = smooth([(side * 0.04, 0.64), (side * 0.42, 0.68), (side * 0.74, 1.1), (side * 0.86, 1.9),
            (side * (0.72 + pose.wind * 0.1), 2.25),
                       (side * 0.3, 2.05), (side * 0.14, 1.3)])  # fmt: skip
        canvas.fill([pose.body(half)], fall(cloth))
        canvas.fill(
            [pose.body(stroke([(side * 0.05, 0.7), (side * 0.16, 1.35), (side * 0.32, 2.05)], (0.05,)))],
            mix(trim.base, (250, 214, 130), 0.5),
        )
    _bow(canvas, pose, trim, 0.0, 0.82, 0.2)


def _plate(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    steel = Gradient(((246, 249, 255), (176, 188, 214), (118, 128, 166)))
    gold = (236, 192, 96)
    chest = rounded([(0.0, 0.8), (0.2, 0.74), (0.4, 0.86), (0.42, 1.2), (0.34, 1.55), (0.0, 1.68)])
    plate = canvas.fill([pose.body(chest)], steel)
    canvas.fill([pose.body([(0.0, 0.7), (0.5, 0.7), (0.5, 1.8), (0.0, 1.8)])], (92, 100, 146), 0.3, within=plate)
    canvas.fill(
        [pose.body(stroke(smooth([(-0.42, 1.12), (0.0, 1.3), (0.42, 1.12)], False), (0.05,)))], gold, within=plate
    )
    gem = [(0.0, 0.95), (0.07, 1.06), (0.0, 1.2), (-0.07, 1.06)]
    canvas.fill([pose.body(gem)], trim.base)
    collar = [(-0.3, 0.66), (-0.14, 0.54), (0.14, 0.54), (0.3, 0.66), (0.16, 0.8), (-0.16, 0.8)]
    canvas.fill([pose.body(collar)], steel)
    canvas.fill([pose.body(stroke([(-0.3, 0.67), (-0.15, 0.79), (0.15, 0.79), (0.3, 0.67)], (0.035,)))], gold)


def paint_scarf(canvas: Canvas, pose: Pose, trim: Tones) -> None:
    """A scarf with an end in the wind."""
    fly = pose.wind * 0.9
    tail = smooth([(0.16, 0.75), (0.3 + fly * 0.3, 1.2), (0.24 + fly * 0.7, 1.7), (0.3 + fly, 2.0)], False)
    canvas.fill([pose.body(stroke(tail, (0.22, 0.24, 0.26, 0.22)))], fall(trim))
    canvas.fill(
        [
            pose.body(
                smooth([(-0.36, 0.56), (0.0, 0.66), (0.36, 0.56), (0.42, 0.74), (0.2, 0.9), (-0.2, 0.9), (-0.42, 0.74)])
            )
        ],
        fall(trim),
    )
    canvas.fill([pose.body(stroke([(-0.36, 0.72), (0.0, 0.8), (0.36, 0.7)], (0.03,)))], trim.shade, 0.7)
