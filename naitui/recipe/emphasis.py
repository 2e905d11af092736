"""Writes words with weights as NovelAI reads them: as numbers, or as so many braces as come nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from naitui.recipe.syntax import BRACE
from naitui.recipe.weighing import end_behind

MOST_BRACES = 20
Stretch = tuple[str, float]
"""Words, and how much they count."""
_EDGES = re.compile(r"([\s,]*)(.*?)([\s,]*)", re.DOTALL)


def weighted(stretches: Iterable[Stretch], *, numbers: bool) -> str:
    """The words one behind the other, each stretch with its own weight; commas and blanks at its edges have none.

    Args:
        stretches: words and their weights; neighbours of the same weight become one.
        numbers: whether weights are written as numbers, which do not nest, or as braces, which do.
    """
    rounded = ((words, round(weight, 2)) for words, weight in stretches)
    return "".join(
        _written("".join(words for words, _ in group), weight, numbers=numbers)
        for weight, group in groupby(rounded, key=lambda stretch: stretch[1])
    )


def _written(words: str, weight: float, *, numbers: bool) -> str:
    edges = _EDGES.fullmatch(words)
    assert edges is not None  # noqa: S101 - it matches everything
    before, core, behind = edges.groups()
    if not core or weight == 1:
        return words
    return f"{before}{f'{weight:g}::{core}{end_behind(core)}' if numbers else braced(core, weight)}{behind}"


def braced(words: str, weight: float) -> str:
    """As many braces, or brackets, as come nearest to a weight above 0."""
    count = 0
    while abs(BRACE ** (count + 1) - weight) < abs(BRACE**count - weight) and count < MOST_BRACES:
        count += 1
    while weight < 1 and abs(BRACE ** (count - 1) - weight) < abs(BRACE**count - weight) and count > -MOST_BRACES:
        count -= 1
    return "{" * count + words + "}" * count if count >= 0 else "[" * -count + words + "]" * -count
