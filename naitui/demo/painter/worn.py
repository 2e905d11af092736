"""What people wear on their heads and carry in their hands."""

from math import cos, pi, sin

from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import WHITE, hexed, mix
from naitui.demo.painter.pose import Pose, tones
from naitui.demo.painter.shapes import Shape, blossom, oval, petal, smooth, sparkle, stroke

HELD = ("umbrella", "sword", "staff")


def paint_behind(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Things behind the person: wings, an opened umbrella, the brim of a hat, a halo."""
    if "wings" in look.wears:
        for side in (-1, 1):
            feathers = [pose.body(petal(side * (0.5 + 0.72 * cos(a)), 1.0 - 0.85 * sin(a), 0.92 - 0.1 * i,
                -a if side > 0 else pi + a, 0.2))
                        for i, a in enumerate((0.95, 0.65, 0.35, 0.05, -0.25))]  # fmt: skip
            canvas.fill(feathers, Gradient((WHITE, mix(WHITE, (170, 170, 230), 0.5))), 0.95)
    if "umbrella" in look.wears:
        _umbrella(canvas, look, pose)
    if "straw hat" in look.wears:
        canvas.fill([pose.head(oval(0, -0.33, 0.86, 0.3))], Gradient((hexed("d9ad62"), hexed("b98548"))))
    if "halo" in look.wears:
        ring = [*oval(0, -0.86, 0.36, 0.09, corners=48)]
        canvas.fill([pose.head(stroke([*ring, ring[0]], (0.05,)))], hexed("ffe38a"), 0.95)


def _umbrella(canvas: Canvas, look: Look, pose: Pose) -> None:
    colour = tones(look.trim)
    arc = [(1.25 * cos(a), -0.1 + 1.0 * sin(a)) for a in (pi + pi * i / 30 for i in range(31))]
    scallops: Shape = []
    for index in range(6):
        right = 1.25 - 2.5 * index / 6
        scallops += smooth([(right, -0.1), (right - 2.5 / 12, -0.24), (right - 2.5 / 6, -0.1)], False)
    tilt = [(x * 0.97 + 0.18 - (y + 0.1) * 0.12, y + x * 0.12) for x, y in arc + scallops]
    stamp = canvas.fill([pose.body(tilt)], Gradient((colour.light, colour.base, colour.shade)), 0.97)
    ribs = [
        stroke(
            [(0.26, -1.1), (0.18 + 0.97 * (-1.25 + 2.5 * i / 6), -0.1 + 0.12 * (-1.25 + 2.5 * i / 6))], (0.012, 0.02)
        )
        for i in range(7)
    ]
    canvas.fill([pose.body(rib) for rib in ribs], colour.line, 0.4, within=stamp)
    panel = [(0.26, -1.1), (0.18 - 0.4, -0.1), (0.18 - 1.25, -0.3), (-0.9, -0.9)]
    canvas.fill([pose.body(panel)], WHITE, 0.16, within=stamp)
    canvas.fill([pose.body(stroke([(0.3, -1.22), (0.58, 1.3)], (0.04,)))], hexed("5a4658"))


def paint_on_head(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Ears, hats, ribbons, flowers and glasses, over the hair."""
    hair = tones(look.hair)
    for name, tall, wide, out in (
        ("cat ears", 0.36, 0.2, 0.33),
        ("fox ears", 0.46, 0.2, 0.32),
        ("bunny ears", 0.95, 0.13, 0.2),
    ):
        if name in look.wears:
            for side in (-1, 1):
                ear = smooth([(side * (out - wide), -0.5), (side * (out - wide * 0.3), -0.5 - tall * 0.7),
                    (side * (out + 0.05), -0.5 - tall),
                              (side * (out + wide * 0.7), -0.5 - tall * 0.5), (side * (out + wide * 0.85),
                                  -0.32)])  # fmt: skip
                canvas.fill([pose.head(ear)], Gradient((hair.base, mix(hair.base, hair.shade, 0.3))))
                inner = [(side * out + (x - side * out) * 0.56, -0.46 + (y + 0.46) * 0.72) for x, y in ear]
                canvas.fill([pose.head(inner)], hexed("ffb3ba") if name != "fox ears" else hexed("fff1e2"), 0.9)
    if "horns" in look.wears:
        for side in (-1, 1):
            horn = smooth([(side * 0.26, -0.5), (side * 0.42, -0.72), (side * 0.4, -0.95)], False)
            canvas.fill([pose.head(stroke(horn, (0.13, 0.09, 0.0)))], Gradient((hexed("f2dcc0"), hexed("8a4a5a"))))
    _hats(canvas, look, pose)
    _trinkets(canvas, look, pose)


def _hats(canvas: Canvas, look: Look, pose: Pose) -> None:
    cloth, trim = tones(mix(look.cloth, (40, 30, 70), 0.35)), tones(look.trim)
    if "witch hat" in look.wears:
        cone = smooth(
            [
                (-0.42, -0.4),
                (-0.26, -0.85),
                (0.02, -1.22),
                (0.38, -1.3),
                (0.24, -1.1),
                (0.3, -0.8),
                (0.42, -0.4),
                (0.0, -0.3),
            ]
        )
        canvas.fill([pose.head(cone)], Gradient((cloth.light, cloth.base, cloth.shade)))
        canvas.fill(
            [pose.head([(-0.42, -0.44), (-0.37, -0.58), (0.38, -0.58), (0.42, -0.44), (0.0, -0.36)])], trim.base
        )
        canvas.fill([pose.head(oval(0, -0.38, 0.86, 0.13))], Gradient((cloth.base, cloth.shade)))
    elif "straw hat" in look.wears:
        crown = smooth([(-0.42, -0.42), (-0.36, -0.72), (0.0, -0.84), (0.36, -0.72), (0.42, -0.42), (0.0, -0.36)])
        canvas.fill([pose.head(crown)], Gradient((hexed("fbe2a6"), hexed("e3b869"))))
        canvas.fill(
            [pose.head([(-0.42, -0.44), (-0.4, -0.57), (0.0, -0.53), (0.4, -0.57), (0.42, -0.44), (0.0, -0.38)])],
            trim.base,
        )
        brim = smooth(
            [
                (-0.86, -0.3),
                (-0.45, -0.47),
                (0.0, -0.42),
                (0.45, -0.47),
                (0.86, -0.3),
                (0.4, -0.26),
                (0.0, -0.22),
                (-0.4, -0.26),
            ]
        )
        canvas.fill([pose.head(brim)], Gradient((hexed("f8dc9c"), hexed("dfb266"))))
    elif "beret" in look.wears:
        puff = smooth(
            [(-0.46, -0.36), (-0.62, -0.6), (-0.3, -0.82), (0.2, -0.78), (0.46, -0.52), (0.36, -0.4), (0.0, -0.46)]
        )
        canvas.fill([pose.head(puff)], Gradient((trim.light, trim.base, trim.shade)))
    elif "crown" in look.wears:
        teeth = [(-0.26, -0.56), (-0.3, -0.8), (-0.15, -0.68), (0.0, -0.88), (0.15, -0.68), (0.3, -0.8), (0.26, -0.56)]
        canvas.fill([pose.head(teeth)], Gradient((hexed("fff0a8"), hexed("e8ac3c"))))
        canvas.fill([pose.head(oval(x, -0.63, 0.03, 0.035)) for x in (-0.14, 0.0, 0.14)], hexed("e2506a"))


def _trinkets(canvas: Canvas, look: Look, pose: Pose) -> None:
    trim = tones(look.trim)
    if "ribbon" in look.wears or look.style in ("twintails", "ponytail"):
        spots = (
            [(-0.42, -0.4), (0.42, -0.4)] if look.style == "twintails" else [(0.38 if pose.wind > 0 else -0.38, -0.5)]
        )
        for x, y in spots:
            loops = [
                smooth([(x, y), (x + s * 0.14, y - 0.13), (x + s * 0.22, y - 0.02), (x + s * 0.12, y + 0.1)])
                for s in (-1, 1)
            ]
            canvas.fill([pose.head(loop) for loop in loops], Gradient((trim.light, trim.base, trim.shade)))
            canvas.fill([pose.head(oval(x, y, 0.05, 0.055))], trim.shade)
    if "hair flower" in look.wears:
        for x, y, size in ((-0.36, -0.34, 0.13), (-0.44, -0.17, 0.09), (-0.23, -0.44, 0.08)):
            canvas.fill(
                [pose.head(part) for part in blossom(x, y, size, x * 9)], mix(trim.light, (255, 170, 190), 0.45)
            )
            canvas.fill([pose.head(oval(x, y, size * 0.25, size * 0.25))], hexed("ffd75e"))
    if "headphones" in look.wears:
        arc = [(0.53 * cos(a), -0.1 + 0.6 * sin(a)) for a in (pi + pi * i / 24 for i in range(25))]
        canvas.fill([pose.head(stroke(arc, (0.07,)))], trim.base)
        canvas.fill([pose.head(oval(s * 0.52, 0.02, 0.11, 0.17)) for s in (-1, 1)], Gradient((trim.light, trim.shade)))
    if "glasses" in look.wears:
        rims = []
        for side in (-1, 1):
            ring = oval(side * 0.2, 0.115, 0.16, 0.14, corners=36)
            rims.append(stroke([*ring, ring[0]], (0.022,)))
            canvas.fill([pose.face(ring)], WHITE, 0.16)
            canvas.fill(
                [
                    pose.face(
                        [
                            (side * 0.2 - 0.06, 0.0),
                            (side * 0.2 - 0.01, -0.01),
                            (side * 0.2 - 0.08, 0.2),
                            (side * 0.2 - 0.12, 0.18),
                        ]
                    )
                ],
                WHITE,
                0.3,
            )
        rims.append(stroke([(-0.045, 0.1), (0.0, 0.085), (0.045, 0.1)], (0.02,)))
        canvas.fill([pose.face(rim) for rim in rims], (58, 40, 66), 0.95)


def paint_held(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Things in the raised hand, and the hand around them."""
    x, y = (0.58, 1.1) if look.girl else (0.74, 1.1)
    if "sword" in look.wears:
        tip, grip = (x + 0.24, -1.3), (x - 0.03, y + 0.12)
        blade = stroke([(x + 0.03, y - 0.16), (x + 0.22, -1.1), tip], (0.13, 0.12, 0.0))
        canvas.fill([pose.body(stroke([grip, tip], (0.5, 0.5)))], (190, 225, 255), 0.25, blur=pose.unit * 0.09)
        canvas.fill([pose.body(blade)], Gradient((WHITE, hexed("c9d8f2"), hexed("8fa4d0"))))
        canvas.fill([pose.body(stroke([(x + 0.035, y - 0.16), (x + 0.235, -1.2)], (0.03, 0.0)))], WHITE)
        canvas.fill([pose.body(stroke([(x - 0.16, y - 0.19), (x + 0.22, y - 0.15)], (0.075,)))], hexed("e8bc52"))
        canvas.fill([pose.body(stroke([(x + 0.03, y - 0.14), (x - 0.03, y + 0.28)], (0.08,)))], hexed("5a3350"))
    elif "staff" in look.wears:
        canvas.fill([pose.body(stroke([(x + 0.02, -0.7), (x, 4.8)], (0.07, 0.06)))], hexed("7a5238"))
        canvas.fill([pose.body(oval(x + 0.02, -0.9, 0.45, 0.45))], look.trim, 0.4, blur=pose.unit * 0.12)
        canvas.fill([pose.body(sparkle(x + 0.02, -0.9, 0.3, 4, 0.32))], Gradient((WHITE, mix(look.trim, WHITE, 0.3))))
    elif "umbrella" in look.wears:
        canvas.fill([pose.body(stroke([(0.44, 0.1), (0.62, 1.5)], (0.04,)))], hexed("5a4658"))
    fingers = [oval(x + 0.01, y + 0.02 + 0.055 * (i - 1.5), 0.085, 0.036, 0.15) for i in range(4)]
    canvas.fill([pose.body(finger) for finger in fingers], look.skin)
    canvas.fill(
        [
            pose.body(stroke([(x - 0.06, y - 0.02 + 0.055 * i), (x + 0.07, y + 0.055 * i)], (0.008,)))
            for i in (-0.5, 0.5, 1.2)
        ],
        tones(look.skin).line,
        0.5,
    )


def paint_tail(canvas: Canvas, look: Look, pose: Pose) -> None:
    """A tail to go with the ears."""
    if not {"cat ears", "fox ears"} & look.wears:
        return
    hair = tones(look.hair)
    fox = "fox ears" in look.wears
    if fox:
        bush = smooth([(0.2, 2.25), (0.62, 2.42), (1.1, 2.3), (1.36, 1.9), (1.34, 1.45), (1.12, 1.02), (0.86, 0.78),
            (0.84, 1.2), (0.86, 1.65),
                       (0.76, 2.0), (0.5, 2.1)])  # fmt: skip
        tail = canvas.fill([pose.body(bush)], Gradient((hair.light, hair.base, hair.shade)))
        tip = [(0.6, 0.7), (1.5, 0.7), (1.5, 1.3), (1.24, 1.2), (1.14, 1.4), (1.02, 1.22), (0.94, 1.42), (0.8, 1.24)]
        canvas.fill([pose.body(tip)], hexed("fffaf2"), 0.85, within=tail)
        return
    way = smooth([(0.3, 2.2), (0.85, 2.3), (1.12, 1.75), (1.02, 1.2), (1.2, 0.92)], False)
    canvas.fill([pose.body(stroke(way, (0.13, 0.14, 0.14, 0.13, 0.06)))], Gradient((hair.light, hair.base, hair.shade)))
