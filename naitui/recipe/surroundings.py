"""What a text stands in when it is a part of another one: that decides which marks it may have."""

from __future__ import annotations

from typing import NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.syntax import parse


class Around(NamedTuple):
    """What a text stands in when it is a part of another one."""

    before: str = ""
    """The letters in front of it; the last one is enough."""
    behind: str = ""
    in_weight: bool = False
    """Whether a number counts there already; numbers do not nest."""
    in_choice: bool = False
    """Whether it is in an alternative; choices do not nest."""


ALONE = Around()


def surroundings(text: str, start: int, end: int, dialect: Dialect) -> Around:
    """What stands around a place when nothing has come there yet."""
    pieces = parse(f"{text[:start]},{text[end:]}", dialect).pieces  # a comma is a part of no mark
    opened: dict[str, bool] = {}
    for number, piece in enumerate(pieces):
        if piece.start >= start:
            break
        reaches = piece.partner is None or pieces[piece.partner].start >= start
        if piece.kind == "weight" or (piece.kind == "choice" and (piece.partner is None or piece.partner > number)):
            opened[piece.kind] = reaches
        elif piece.kind == "bar" and not opened.get("choice"):
            opened.clear()  # a part begins anew
    return Around(text[:start][-1:], text[end:][:1], opened.get("weight", False), opened.get("choice", False))
