"""Outlines: the curves, blobs, strokes and ridges everything in a picture is cut from."""

import itertools
from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin, sqrt, tau

from naitui.demo.dice import Dice

Point = tuple[float, float]
Shape = list[Point]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 7) -> Shape:
    """A soft curve through all the points (Catmull-Rom)."""
    count = len(points)
    if count < 3:
        return list(points)
    curve: Shape = []
    for index in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(index + shift, 0), count - 1)] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_blend(a[0], b[0], c[0], d[0], t), _blend(a[1], b[1], c[1], d[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def bend(start: Point, pull: Point, end: Point, steps: int = 8) -> Shape:
    """A curve from start to end drawn towards the pull point; the end itself is left out."""
    curve: Shape = []
    for step in range(steps):
        t = step / steps
        u = 1 - t
        curve.append(
            (
                u * u * start[0] + 2 * u * t * pull[0] + t * t * end[0],
                u * u * start[1] + 2 * u * t * pull[1] + t * t * end[1],
            )
        )
    return curve


def oval(x: float, y: float, across: float, down: float, turn: float = 0.0, corners: int = 0) -> Shape:
    """An ellipse by its centre and its two radii, turned by an angle."""
    corners = corners or max(10, min(72, int(6 + sqrt(abs(across) + abs(down)) * 3)))
    cosine, sine = cos(turn), sin(turn)
    ring: Shape = []
    for index in range(corners):
        px, py = across * cos(tau * index / corners), down * sin(tau * index / corners)
        ring.append((x + px * cosine - py * sine, y + px * sine + py * cosine))
    return ring


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    """A rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def sparkle(x: float, y: float, size: float, points: int = 4, waist: float = 0.16, turn: float = 0.0) -> Shape:
    """A star with sharp points and a narrow waist."""
    ring: Shape = []
    for index in range(points * 2):
        reach = size if index % 2 == 0 else size * waist
        angle = turn - pi / 2 + pi * index / points
        ring.append((x + reach * cos(angle), y + reach * sin(angle)))
    return ring


def stroke(path: Sequence[Point], widths: Sequence[float]) -> Shape:
    """A line with a body: as wide along its way as the widths say."""
    left: Shape = []
    right: Shape = []
    last = len(path) - 1
    for index, (x, y) in enumerate(path):
        before, after = path[max(index - 1, 0)], path[min(index + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = sqrt(dx * dx + dy * dy) or 1.0
        place = index / max(last, 1) * (len(widths) - 1)
        low = min(int(place), len(widths) - 1)
        high = min(low + 1, len(widths) - 1)
        half = (widths[low] + (widths[high] - widths[low]) * (place - low)) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


def petal(x: float, y: float, size: float, turn: float, plump: float = 0.42) -> Shape:
    """A petal or leaf lying at an angle."""
    cosine, sine = cos(turn), sin(turn)
    outline = _leaf(round(plump, 1))
    return [(x + size * (a * cosine - b * sine), y + size * (a * sine + b * cosine)) for a, b in outline]


@lru_cache(maxsize=64)
def _leaf(plump: float) -> Shape:
    outline = [(-1.0, 0.0), (-0.35, -plump), (0.45, -plump * 1.05), (0.95, -0.16), (0.8, 0.0), (0.95, 0.16)]
    outline += [(0.45, plump * 1.05), (-0.35, plump)]
    return smooth(outline, True, 3)


def blossom(x: float, y: float, size: float, turn: float, petals: int = 5) -> list[Shape]:
    """A flower seen from above."""
    return [
        petal(x + size * 0.55 * cos(a), y + size * 0.55 * sin(a), size * 0.55, a, 0.62)
        for a in (turn + tau * index / petals for index in range(petals))
    ]


def ridge(dice: Dice, width: float, base: float, height: float, rough: float, splits: int = 7) -> Shape:
    """A skyline of hills from left to right, rougher or gentler, about as high as asked above its base."""
    heights = [dice.between(0.1, 0.7), dice.between(0.35, 1.0), dice.between(0.1, 0.7)]
    swing = 0.5
    for _ in range(splits - 1):
        finer: list[float] = []
        for index in range(len(heights) - 1):
            middle = (heights[index] + heights[index + 1]) / 2 + dice.between(-swing, swing)
            finer += [heights[index], middle]
        heights = [*finer, heights[-1]]
        swing *= rough
    count = len(heights) - 1
    return [(width * (-0.02 + 1.04 * index / count), base - height * high) for index, high in enumerate(heights)]


def above(line: Sequence[Point], bottom: float) -> Shape:
    """The ground below a skyline, closed at the bottom."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def height_at(line: Sequence[Point], x: float) -> float:
    """How high up the picture a left-to-right skyline stands at x."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        if x0 <= x <= x1 and x1 > x0:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[-1][1]
