"""Faces: the head, eyes, brows, nose and mouth."""

from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import WHITE, Colour, mix
from naitui.demo.painter.pose import Pose, rounded, tones
from naitui.demo.painter.shapes import Point, oval, smooth, stroke

_GIRL = [
    (0.0, -0.5),
    (0.24, -0.46),
    (0.385, -0.26),
    (0.4, 0.0),
    (0.385, 0.15),
    (0.315, 0.3),
    (0.17, 0.43),
    (0.05, 0.497),
]
_BOY = [
    (0.0, -0.5),
    (0.24, -0.46),
    (0.385, -0.26),
    (0.395, 0.0),
    (0.38, 0.18),
    (0.31, 0.34),
    (0.17, 0.465),
    (0.06, 0.525),
]
_LINE = 0.012


def paint_face(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Paint a face; hair comes over it afterwards."""
    skin = tones(look.skin)
    warm = mix(look.skin, (232, 118, 110), 0.45)
    for side in (-1, 1):
        ear = pose.head([(side * (0.39 + a), 0.1 + b) for a, b in oval(0, 0, 0.055, 0.095)])
        canvas.fill([ear], mix(look.skin, warm, 0.35))
    outline = rounded(_GIRL if look.girl else _BOY)
    head = canvas.fill([pose.head(outline)], Gradient((look.skin, look.skin, mix(look.skin, warm, 0.22))))
    # The fringe throws a shade on the forehead, the turned-away cheek lies in shade.
    brow = pose.face(
        smooth([(-0.45, -0.5), (0.45, -0.5), (0.45, 0.03), (0.2, 0.02), (0.0, 0.05), (-0.2, 0.02), (-0.45, 0.03)])
    )
    canvas.fill([brow], mix(skin.shade, warm, 0.45), 0.34, within=head)
    away = -1 if pose.turn > 0 else 1
    canvas.fill([pose.face(oval(away * 0.46, 0.2, 0.16, 0.42))], mix(skin.shade, warm, 0.5), 0.32, within=head)
    cheeks = [pose.face(oval(side * 0.245, 0.262, 0.085, 0.04)) for side in (-1, 1)]
    canvas.fill(cheeks, (245, 112, 118), 0.42 if look.blush else 0.2, blur=pose.unit * 0.022, within=head)
    for side in (-1, 1):
        if look.closed_eyes:
            _closed_eye(canvas, look, pose, side)
        else:
            _eye(canvas, look, pose, side)
        tip = 0.02 if look.mouth == "sad" else 0.0
        brow_line = [(side * 0.1, -0.075 - tip), (side * 0.2, -0.105), (side * 0.3, -0.07 + tip * 2)]
        canvas.fill(
            [pose.face(stroke(smooth(brow_line, False), (0.01, 0.018, 0.004)))],
            mix(look.hair, tones(look.hair).line, 0.6),
            0.9,
        )
    canvas.fill([pose.face(stroke([(0.006, 0.244), (0.014, 0.262)], (0.012, 0.01)))], mix(skin.line, warm, 0.6), 0.7)
    _mouth(canvas, look, pose, mix(skin.line, (190, 50, 70), 0.55))


def _eye(canvas: Canvas, look: Look, pose: Pose, side: int) -> None:
    tall = 1.0 if look.girl else 0.82
    ex, ey = side * 0.196, 0.105

    def at(points: list[Point]) -> list[Point]:
        return pose.face([(ex + side * a, ey + b * tall) for a, b in points])

    def gaze(x: float, y: float, across: float, down: float) -> list[Point]:
        # Highlights sit on the same side in both eyes, so they are not mirrored.
        shift = pose.turn * 0.016
        return pose.face([(ex + x + shift + a, ey + (y + b) * tall) for a, b in oval(0, 0, across, down, corners=24)])

    lash = mix(tones(look.hair).line, (38, 22, 48), 0.72)
    white = at(smooth([(-0.105, 0.03), (-0.075, -0.07), (0.0, -0.112), (0.085, -0.075), (0.118, 0.01), (0.085, 0.09),
                       (0.0, 0.118), (-0.075, 0.095)]))  # fmt: skip
    ball = canvas.fill([white], Gradient(((212, 208, 232), (252, 251, 255), (255, 255, 255))))
    eye = look.eyes
    dark: Colour = mix(eye, (28, 18, 60), 0.62)
    canvas.fill([gaze(0, 0.004, 0.088, 0.122)], dark, within=ball)
    canvas.fill([gaze(0, 0.012, 0.078, 0.11)], Gradient((mix(dark, eye, 0.25), eye, mix(eye, WHITE, 0.5))), within=ball)
    canvas.fill([gaze(0, 0.004, 0.032, 0.046)], mix(dark, eye, 0.12), within=ball)
    canvas.fill([gaze(0, 0.068, 0.048, 0.026)], mix(eye, WHITE, 0.68), 0.75, within=ball)
    canvas.fill([at(oval(0.0, -0.115, 0.14, 0.055))], (40, 24, 70), 0.4, within=ball)
    canvas.fill([gaze(-0.03, -0.045, 0.026, 0.034), gaze(0.034, 0.05, 0.012, 0.016)], WHITE)
    upper = smooth(
        [(-0.12, 0.035), (-0.085, -0.062), (0.0, -0.112), (0.09, -0.08), (0.13, -0.005), (0.15, 0.02)], False
    )
    widths = (0.008, 0.03, 0.044, 0.046, 0.03, 0.0) if look.girl else (0.01, 0.03, 0.036, 0.036, 0.02, 0.0)
    lines = [at(stroke(upper, widths))]
    lines.append(at(stroke(smooth([(0.03, 0.119), (0.08, 0.098), (0.112, 0.04)], False), (0.004, 0.012, 0.006))))
    if look.girl:
        lines.append(at(stroke(smooth([(0.1, -0.06), (0.14, -0.055), (0.172, -0.085)], False), (0.034, 0.022, 0.0))))
    lid = at(stroke(smooth([(-0.08, -0.108), (0.0, -0.148), (0.09, -0.118)], False), (0.0, 0.012, 0.0)))
    canvas.fill(lines, lash)
    canvas.fill([lid], mix(lash, look.skin, 0.4), 0.8)


def _closed_eye(canvas: Canvas, look: Look, pose: Pose, side: int) -> None:
    curve = smooth(
        [(side * a, b) for a, b in ((0.09, 0.11), (0.14, 0.16), (0.2, 0.175), (0.27, 0.15), (0.32, 0.1))], False
    )
    lashes = [
        stroke([(side * 0.29, 0.14), (side * 0.34, 0.165)], (0.02, 0.0)),
        stroke([(side * 0.25, 0.165), (side * 0.28, 0.2)], (0.02, 0.0)),
    ]
    lash = mix(tones(look.hair).line, (38, 22, 48), 0.7)
    canvas.fill([pose.face(line) for line in [stroke(curve, (0.01, 0.034, 0.04, 0.034, 0.008)), *lashes]], lash)


def _mouth(canvas: Canvas, look: Look, pose: Pose, line: Colour) -> None:
    if look.mouth == "open":
        lips = smooth([(-0.085, 0.318), (0.0, 0.332), (0.085, 0.318), (0.06, 0.385), (0.0, 0.41), (-0.06, 0.385)])
        hole = canvas.fill([pose.face(lips)], (158, 44, 66))
        canvas.fill([pose.face(oval(0, 0.405, 0.05, 0.03))], (240, 120, 128), within=hole)
        canvas.fill([pose.face([(-0.06, 0.31), (0.06, 0.31), (0.05, 0.338), (-0.05, 0.338)])], WHITE, within=hole)
        return
    curves = {"smile": [(-0.085, 0.335), (-0.04, 0.358), (0.0, 0.363), (0.04, 0.358), (0.085, 0.335)],
              "sad": [(-0.05, 0.366), (0.0, 0.35), (0.05, 0.366)],
              "calm": [(-0.042, 0.35), (0.0, 0.357), (0.042, 0.35)]}  # fmt: skip
    canvas.fill([pose.face(stroke(smooth(curves[look.mouth], False), (_LINE, _LINE * 1.6, _LINE)))], line, 0.9)
    canvas.fill([pose.face(oval(0, 0.395, 0.028, 0.008))], mix(look.skin, line, 0.3), 0.5)
