"""Background removal: who stands before what, judged by place and colours."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log

from PIL import Image, ImageFilter

from naitui.pictures.prepare import source as prepared
from naitui.pictures.prepare import visible

_LOOK_AT = 168  # longest side of the small picture that is judged
_ROUNDS = 4
_RARE = 4.0  # what every colour counts from the start, so that a rare one does not decide
_STUDIO = (236, 236, 240)


def cut_out(image: Image.Image) -> list[Image.Image]:
    """Three pictures, as the service gives them: the cut-out on transparency, the figure newly made, and a blend."""
    flat = prepared(image, *image.size)
    seen = visible(image)
    mask = seen.getchannel("A") if seen.mode == "RGBA" else _figure(flat)
    alone = flat.copy()
    alone.putalpha(mask)
    ground = Image.new("RGB", flat.size, _STUDIO)
    smooth = flat.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.UnsharpMask(2, 60, 2))
    made = Image.composite(smooth, ground, mask.filter(ImageFilter.GaussianBlur(0.8)))
    joined = Image.composite(Image.blend(flat, made, 0.35), ground, mask)
    return [alone, made, joined]


def _figure(flat: Image.Image) -> Image.Image:
    """White where the figure is, soft at its edge (mode L)."""
    scale = min(1.0, _LOOK_AT / max(flat.size))
    wide, high = (max(4, round(side * scale)) for side in flat.size)
    small = flat.resize((wide, high), Image.Resampling.BOX).filter(ImageFilter.MedianFilter(3))
    kept = _largest([share > 0.5 for share in _shares(small)], wide, high)
    mask = Image.frombytes("L", (wide, high), bytes(255 if place in kept else 0 for place in range(wide * high)))
    mask = mask.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1.6))
    rough = mask.resize(flat.size, Image.Resampling.BICUBIC)
    return rough.point([min(255, max(0, round((value - 100) * 5))) for value in range(256)])


def _shares(small: Image.Image) -> list[float]:
    """How surely each pixel is the figure's: from where people mostly stand, and from the colours found there.

    The colours of the figure and of the ground are counted, then judged anew by what they said, a few times.
    """
    wide, high = small.size
    raw = small.tobytes()
    bins = [(r >> 5) << 6 | (g >> 5) << 3 | b >> 5 for r, g, b in zip(raw[0::3], raw[1::3], raw[2::3], strict=True)]
    prior = [_expected(place % wide / (wide - 1), place // wide / (high - 1)) for place in range(wide * high)]
    shares = prior
    for _ in range(_ROUNDS):
        figure, ground = [_RARE] * 512, [_RARE] * 512
        for colour, share in zip(bins, shares, strict=True):
            figure[colour] += share
            ground[colour] += 1 - share
        bias = log(sum(ground) / sum(figure))
        says = [log(f / g) + bias for f, g in zip(figure, ground, strict=True)]
        judged = (_sure(log(p / (1 - p)) + says[colour]) for p, colour in zip(prior, bins, strict=True))
        rough = Image.frombytes("L", (wide, high), bytes(round(share * 255) for share in judged))
        shares = [value / 255 for value in rough.filter(ImageFilter.GaussianBlur(1)).tobytes()]
    return shares


def _expected(x: float, y: float) -> float:
    """How likely somebody stands here in a picture of one person; ``x`` and ``y`` in shares of the picture."""
    half = 1.3 * y - 0.1 if y < 0.23 else 0.2 if y < 0.5 else 0.2 + 0.16 * (y - 0.5)
    return min(0.97, max(0.03, _sure((half - abs(x - 0.5)) / 0.05)))


def _sure(score: float) -> float:
    return 1 / (1 + exp(-min(30.0, max(-30.0, score))))


def _largest(chosen: list[bool], wide: int, high: int) -> set[int]:
    """The largest connected patch, with what it encloses."""
    patches = list(_patches(chosen, wide, high))
    figure = max(patches, key=len, default=set(range(wide * high)))
    for hole in _patches([place not in figure for place in range(wide * high)], wide, high):
        if not any(_at_edge(place, wide, high) for place in hole):
            figure |= hole
    return figure


def _patches(chosen: list[bool], wide: int, high: int) -> Iterator[set[int]]:
    left = {place for place, on in enumerate(chosen) if on}
    while left:
        front = [left.pop()]
        patch = set(front)
        while front:
            place = front.pop()
            x = place % wide
            near = {place - wide, place + wide} & left  # beyond the picture nothing is left
            if x > 0:
                near |= {place - 1} & left
            if x < wide - 1:
                near |= {place + 1} & left
            left -= near
            patch |= near
            front += sorted(near)
        yield patch


def _at_edge(place: int, wide: int, high: int) -> bool:
    return place % wide in (0, wide - 1) or place // wide in (0, high - 1)
