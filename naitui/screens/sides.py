"""How much canvas is added on which side, as it is typed."""

from __future__ import annotations

import re

from naitui.pictures.outpaint import STEP, Sides

_SIDES = {name: side for side in ("left", "top", "right", "bottom") for name in (side, side[0])}
_PART = re.compile(r"([a-z]*)\s*(\d{1,5})")


def read_sides(text: str) -> Sides | None:
    """``128`` (every side), ``r128 b64``, ``left 64``; rounded up to steps of 64. None when it cannot be read."""
    text = " ".join(text.lower().replace(",", " ").split())
    parts = _PART.findall(text)
    if not parts or "".join(_PART.sub("", text).split()):
        return None
    found: dict[str, int] = {}
    for word, number in parts:
        pixels = -(-int(number) // STEP) * STEP
        if not word and len(parts) == 1:
            return Sides(pixels, pixels, pixels, pixels)
        side = _SIDES.get(word)
        if side is None:
            return None
        found[side] = pixels
    return Sides(**found)


def sides_fault(text: str, size: tuple[int, int], most: int) -> str:
    """What is wrong with what was typed for a picture of that size; empty when nothing is."""
    sides = read_sides(text)
    if sides is None:
        return "a number for all sides, or letters with numbers: l64 t128 r64 b0"
    wide, high = sides.around(*size)
    if wide * high > most:
        return f"{wide}×{high} is too large; {most:,} pixels at most"
    return ""
