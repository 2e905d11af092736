"""Puts the pieces of styles around a text: joined by commas, none of them stray, doubled or for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from naitui.recipe.language import MIX, add_before_text_block, split_mix

SEAM = " \t\r\n,，、"
"""What is taken away where two pieces meet; a comma and a blank come in its place."""


def styled(text: str, prefixes: Sequence[str], suffixes: Sequence[str]) -> str:
    """``text`` with what goes before and behind it, in the first part of a mix and in front of a ``Text:`` block.

    Pieces that say nothing leave no comma behind; without any the text stays as it is.
    """
    if not any(piece.strip(SEAM) for piece in (*prefixes, *suffixes)):
        return text
    first, *others = split_mix(text)
    around = add_before_text_block(first, "", lambda tags, _: join((*prefixes, tags, *suffixes)))
    return MIX.join((around, *others))


def join(pieces: Iterable[str]) -> str:
    """The pieces that say something, joined by a comma; the outer edges stay as they are written."""
    said = [piece for piece in pieces if piece.strip(SEAM)]
    last = len(said) - 1
    cut = (piece.lstrip(SEAM) if at else piece for at, piece in enumerate(said))
    return ", ".join(piece.rstrip(SEAM) if at < last else piece for at, piece in enumerate(cut))
