"""What links people who do something to one another: a ribbon from heart to heart, pointed at who it is done to."""

from collections.abc import Mapping, Sequence
from math import atan2, cos, sin

from naitui.demo.painter.canvas import Canvas
from naitui.demo.painter.palette import WHITE, Palette, mix
from naitui.demo.painter.pose import Pose
from naitui.demo.painter.scene import Bond
from naitui.demo.painter.shapes import Point, Shape, bend, smooth, stroke

_HEART_OF_BODY = 1.15
"""Heads below the middle of the head."""


def paint_bonds(canvas: Canvas, bonds: Sequence[Bond], poses: Mapping[int, Pose], palette: Palette) -> None:
    """Draw every bond between two people who are in the picture."""
    for bond in bonds:
        if bond.source in poses and bond.target in poses:
            _paint(canvas, poses[bond.source], poses[bond.target], palette, mutual=bond.mutual)


def _paint(canvas: Canvas, source: Pose, target: Pose, palette: Palette, *, mutual: bool) -> None:
    unit = min(source.unit, target.unit)
    start, end = _chest(source), _chest(target)
    pull = ((start[0] + end[0]) / 2, max(start[1], end[1]) + unit * 0.7)
    path = [*bend(start, pull, end, 14), end]
    bright, edge = mix(palette.accent, WHITE, 0.25), mix(palette.accent, palette.deep, 0.4)
    point = unit * 0.2
    for colour, more in ((edge, 1.35), (bright, 1.0)):
        shapes = [stroke(path, [point * 0.5 * more, point * 0.35 * more, point * 0.5 * more])]
        shapes.append(_arrow(path[-2], end, point * 1.5 * more) if not mutual else _heart(end, point * more))
        shapes.append(_heart(start, point * more))
        canvas.fill(shapes, colour, 0.95)


def _chest(pose: Pose) -> Point:
    [point] = pose.body([(0.0, _HEART_OF_BODY)])
    return point


def _arrow(before: Point, tip: Point, size: float) -> Shape:
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    corners = ((0.5, 0.0), (-0.9, 0.65), (-0.5, 0.0), (-0.9, -0.65))
    return [
        (tip[0] + size * (a * cos(angle) - b * sin(angle)), tip[1] + size * (a * sin(angle) + b * cos(angle)))
        for a, b in corners
    ]


def _heart(middle: Point, size: float) -> Shape:
    half = ((0.0, -0.4), (0.35, -0.85), (0.85, -0.7), (0.9, -0.15), (0.45, 0.5), (0.0, 0.95))
    outline = [*half, *((-a, b) for a, b in reversed(half[1:-1]))]
    return smooth([(middle[0] + a * size, middle[1] + b * size) for a, b in outline])
