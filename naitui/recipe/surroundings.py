"""What a text stands in when it is a part of another one: that decides which marks it may have."""

from __future__ import annotations

from typing import NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.syntax import STRAY, parse


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
    pieces = parse(f"{text[:start]},::,{text[end:]}", dialect).pieces  # a comma is a part of no mark
    # the end of a weight is a stray one where there is none to be ended; where numbers are not known it is a word
    in_weight = any(piece.start == start + 1 and piece.kind == "end" and piece.fault != STRAY for piece in pieces)
    choices = sum(piece.kind == "choice" for piece in pieces if piece.start < start)
    return Around(text[:start][-1:], text[end:][:1], in_weight, choices % 2 == 1)
