"""Hints about marks without their other half, with what would mend each."""

from __future__ import annotations

from collections.abc import Iterator

from naitui.recipe.dialect import Dialect
from naitui.recipe.hints.hint import Hint, Rank
from naitui.recipe.language import passages
from naitui.recipe.problems import Place
from naitui.recipe.syntax import GLUED, NO_ALTERNATIVE, STRAY, UNCLOSED, Piece, Prompt, parse
from naitui.recipe.weighing import end_behind

MOST_TRIED = 8
"""Faults of a text whose proposals are tried out; those behind them have none until these are gone."""
_CLOSING = {"{": "}", "[": "]", "||": "||", "/*": "*/"}
_ENDS_A_TAG = ("separator", "bar", "mix", "choice", "literal")


def faults(place: Place, text: str, dialect: Dialect) -> Iterator[Hint]:
    """What the parser finds fault with."""
    prompt = parse(text, dialect)
    faulty = [index for index, piece in enumerate(prompt.pieces) if piece.fault]
    for tried, index in enumerate(faulty):
        piece = prompt.pieces[index]
        start, end, instead = mended(prompt, index)
        if instead is not None:
            after = text[:start] + instead + text[end:]
            if tried >= MOST_TRIED or len(list(parse(after, dialect).faults)) > len(faulty):
                instead = None
        yield Hint(Rank.OPEN, place, start, end, f"{prompt.of(piece)} {piece.fault}", instead)


def mended(prompt: Prompt, index: int) -> tuple[int, int, str | None]:
    """From where to where something else should stand, and what: None where only the user knows.

    What is not closed is closed behind its tag; what closes nothing goes.
    """
    piece = prompt.pieces[index]
    mark = prompt.of(piece)
    if piece.fault == GLUED:
        return piece.start, piece.end, f"{mark.removesuffix('::')} ::"
    if piece.fault == NO_ALTERNATIVE:
        return prompt.pieces[index - 1].start, piece.end, "| ||"
    if piece.fault == STRAY:
        return piece.start, piece.end, ""
    if piece.fault != UNCLOSED:
        return piece.start, piece.end, None
    end = _end_of_tag(prompt, index)
    words = prompt.text[piece.end : end].rstrip()
    if not words or (piece.kind == "choice" and "|" not in words):
        return piece.start, piece.end, ""
    closing = end_behind(words) if piece.kind == "weight" else _CLOSING[mark]
    return piece.start, piece.end + len(words), f"{mark}{words}{closing}"


def _end_of_tag(prompt: Prompt, index: int) -> int:
    """Where the tag ends that a mark stands in front of; groups that are closed are part of it.

    What is quoted is closed within its quotation, and a quotation behind the mark is not cut in two: so it is read on
    models that know no quotation marks too.
    """
    pieces = prompt.pieces
    quoted = list(passages(prompt.text))
    around = [end - 1 for start, end in quoted if start < pieces[index].start < end]
    limit = around[0] if around else len(prompt.text)
    ends = ("separator", "choice", "literal") if pieces[index].kind == "choice" else _ENDS_A_TAG
    at = index + 1
    while at < len(pieces):
        partner = pieces[at].partner
        if partner is not None and partner > at and pieces[partner].kind != "weight":
            at = partner + 1
            continue
        inside = any(pieces[index].start < start < pieces[at].start < end for start, end in quoted)
        ends_here = pieces[at].kind in ends and not (inside and pieces[at].kind == "separator")
        if ends_here or _closes_around(pieces, at, index):
            return min(limit, pieces[at].start)
        at += 1
    return limit


def _closes_around(pieces: tuple[Piece, ...], at: int, index: int) -> bool:
    """Whether a piece closes a group that was opened before the mark."""
    partner = pieces[at].partner
    return pieces[at].kind in ("close", "end") and partner is not None and partner < index
