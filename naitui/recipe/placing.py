"""Where the pieces of a text stand once styles have been put around it: picks are found again in what is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from naitui.recipe.expansion import Spot
from naitui.recipe.language import MIX, split_mix, text_block_start
from naitui.recipe.styling import SEAM

Named = tuple[str, str]
"""A piece's name, as fields of picks are called, and its text."""
_Stretch = tuple[int, int, int]
"""From and to in a piece, and where it begins in the whole."""


def moves(
    name: str, text: str, whole: str, prefixes: Sequence[Named], suffixes: Sequence[Named]
) -> Mapping[str, Callable[[Spot], Spot]]:
    """For the text and every piece of a style, how a spot in it becomes one in ``whole``.

    The pieces stand in ``whole`` in a known order with commas and blanks between them, and none begins with one; so
    each is found as the next one.

    Args:
        name: of the text, and of ``whole``.
        text: the text, settled.
        whole: the same with the styles around it, as `naitui.recipe.styling.styled` gives it.
        prefixes: what went before it.
        suffixes: what went behind it.
    """
    stretches: dict[str, list[_Stretch]] = {}
    at = 0
    for piece, start, words in _in_order(name, text, prefixes, suffixes):
        bare = words.strip(SEAM)
        found = whole.find(bare, at)
        if bare and found >= 0:
            begin = start + words.index(bare)
            stretches.setdefault(piece, []).append((begin, begin + len(bare), found))
            at = found + len(bare)
    return {piece: partial(_moved, name, stretches.get(piece, [])) for piece, _ in ((name, text), *prefixes, *suffixes)}


def _in_order(
    name: str, text: str, prefixes: Sequence[Named], suffixes: Sequence[Named]
) -> Iterator[tuple[str, int, str]]:
    """Pieces as they stand one behind the other: name, where it begins in its text, words."""
    first, *others = split_mix(text)
    block = text_block_start(first)
    tags = first if block is None else first[:block]
    for piece, words in prefixes:
        yield piece, 0, words
    yield name, 0, tags
    for piece, words in suffixes:
        yield piece, 0, words
    if block is not None:
        yield name, block, first[block:]
    at = len(first) + len(MIX)
    for other in others:
        yield name, at, other
        at += len(other) + len(MIX)


def _moved(name: str, stretches: Sequence[_Stretch], spot: Spot) -> Spot:
    """The spot in the whole, without what was trimmed from its ends; an empty one where nothing is left of it."""
    inside = [stretch for stretch in stretches if stretch[0] < spot.end and spot.start < stretch[1]]
    if not inside:
        return replace(spot, text=name, start=0, end=0)
    begin, _, first = inside[0]
    last_begin, last_end, last = inside[-1]
    start = first + max(0, spot.start - begin)
    return replace(spot, text=name, start=start, end=last + min(spot.end, last_end) - last_begin)
