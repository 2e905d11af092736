"""Which piece of a prompt is being typed: what a completion is looked up for, and what it takes the place of.

Tags end where the parser's marks stand (`naitui.recipe.syntax`): commas, bars, braces, weights, ``source#`` and the
like, comments. Round brackets around a tag are no part of it either. What stands behind ``Text:`` is drawn as it is
written, so nothing is completed there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.syntax import GLUED, Piece, parse

Kind = Literal["tag", "wildcard", "style"]
WILDCARD = "__"
STYLE, STYLE_END = "<", ">"
_TYPED = frozenset(("words", "label", "quoted", "wildcard"))
"""Pieces that a tag is made of."""
_BEGINS = ("|", "\n", "{", "[", "(")
_ENDS = (",", "|", "\n", "}", "]", ")", "::")
"""Marks behind which, or before which, a tag needs no comma."""
_OPENING_WEIGHT = re.compile(r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)::$")
_LEADING = re.compile(r"[\s(]*")
_NAME = re.compile(r"[\w.*/-]*")
_STYLE_NAME = re.compile(r"[^<>]*")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text: ``text[start:end]`` is what a completion replaces."""

    start: int
    """Index of its first character; behind the ``__`` or ``<`` of a wildcard or style."""
    end: int
    """Index behind its last one, which may be behind the cursor."""
    text: str
    """What is typed so far: from ``start`` to the cursor."""
    kind: Kind = "tag"


def fragment_at(text: str, cursor: int, dialect: Dialect = PLAIN) -> Fragment | None:
    """What is being typed at ``cursor`` (an index into ``text``, 0 to its length); empty between two tags.

    None where nothing is completed: inside marks and weights, comments, and what stands behind ``Text:``.
    """
    cursor = max(0, min(cursor, len(text)))
    stretch = _stretch_at(text, cursor, dialect)
    if stretch is None:
        return None
    return _named(text, *stretch, cursor) or _tag(text, *stretch, cursor)


def accept(text: str, fragment: Fragment, replacement: str) -> tuple[str, int]:
    """The text with ``replacement`` in the fragment's place, and where the cursor goes.

    A name is closed (``__hair__``, ``<style>``). At the end of the text or a line a comma and a blank follow.
    """
    rest = text[fragment.end :]
    closing = {"wildcard": WILDCARD, "style": STYLE_END, "tag": ""}[fragment.kind]
    inserted = replacement.removesuffix(closing)
    if closing and rest.startswith(closing):
        inserted, rest = inserted + closing, rest[len(closing) :]
    else:
        inserted += closing
    before = text[: fragment.start] + inserted
    blanks = len(rest) - len(rest.lstrip(" \t"))
    if rest[blanks : blanks + 1] in ("", "\n", "\r"):
        before += "," if blanks else ", "
        return before + rest, len(before) + min(blanks, 1)
    return before + rest, len(before)


def put_in(text: str, at: int, words: str) -> tuple[str, int]:
    """A tag more at a place of a text, with the commas that it needs there; the text, and the place behind the tag."""
    before, after = text[:at], text[at:]
    left, right = before.rstrip(" \t"), after.lstrip(" \t")
    if not left or left.endswith(_BEGINS) or _OPENING_WEIGHT.search(left):
        head = before
    elif left.endswith(","):
        head = before if before != left else f"{left} "
    else:
        head = f"{left}, "
    tail = after if not right or right.startswith(_ENDS) else f", {right}"
    return head + words + tail, len(head) + len(words)


def tags_in(text: str, dialect: Dialect = PLAIN) -> list[str]:
    """Every tag of a prompt, in order, each once, without what stands around them; names of wildcards and styles are
    no tags."""
    found: dict[str, None] = {}
    for start, end in _stretches(parse(text, dialect).pieces):
        fragment = _tag(text, start, end, start + len(_leading(text, start, end)))
        if fragment is not None:
            tag = " ".join(text[fragment.start : fragment.end].split())
            if tag and WILDCARD not in tag and not (tag.startswith(STYLE) and tag.endswith(STYLE_END)):
                found.setdefault(tag)
    return list(found)


def _stretches(pieces: tuple[Piece, ...]) -> Iterator[tuple[int, int]]:
    """Start and end of what stands between marks, blanks included; behind an open comment there is none."""
    begun = next((index for index, piece in enumerate(pieces) if piece.kind == "begun"), len(pieces))
    pieces, index = pieces[:begun], 0
    while index < len(pieces):
        start, end, index = pieces[index].start, *_stretch_from(pieces, index)
        if start < end:
            yield start, end


def _stretch_from(pieces: tuple[Piece, ...], index: int) -> tuple[int, int]:
    """Where the stretch that begins with a piece ends, and the index of the piece behind the mark that ends it."""
    end = pieces[index].start if index < len(pieces) else pieces[-1].end
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.kind not in _TYPED:
            # the year in "1.2::year 2024::", which is read as the next weight, is typed as a tag
            return (piece.end - len("::") if piece.fault == GLUED else end), index
        end = piece.end
    return end, index


def _stretch_at(text: str, cursor: int, dialect: Dialect) -> tuple[int, int] | None:
    """What stands between the marks around a place; None inside a mark, and where nothing is completed."""
    pieces = parse(text, dialect).pieces
    if any(piece.kind == "begun" and piece.start < cursor for piece in pieces):
        return None  # a comment is being written
    first = bisect_left(pieces, cursor, key=lambda piece: piece.end)
    if not pieces:
        return 0, 0
    if pieces[first].kind == "literal":
        return None
    if cursor == 0 and pieces[0].kind not in _TYPED:
        return 0, 0
    if pieces[first].kind not in _TYPED and cursor == pieces[first].end:
        first += 1  # right behind a mark
    while first > 0 and pieces[first - 1].kind in _TYPED:
        first -= 1
    start = pieces[first].start if first < len(pieces) else len(text)
    end, _ = _stretch_from(pieces, first)
    return (start, end) if start <= cursor <= end else None


def _named(text: str, start: int, end: int, cursor: int) -> Fragment | None:
    """The name of a wildcard or a style, when the cursor stands in one."""
    opened = text.rfind(STYLE, start, cursor)
    begins = opened == start or (opened > start and text[opened - 1] in " \t(")  # not the eye of >_<
    if begins and STYLE_END not in text[opened:cursor]:
        name = _STYLE_NAME.match(text, cursor, end)
        return Fragment(opened + 1, name.end() if name else cursor, text[opened + 1 : cursor], "style")
    at = start
    while (opened := text.find(WILDCARD, at, cursor)) >= 0:
        begun = opened + len(WILDCARD)
        closed = text.find(WILDCARD, begun, end)
        if closed < 0 or closed >= cursor:
            typed = _NAME.fullmatch(text, begun, cursor)
            name = _NAME.match(text, cursor, end if closed < 0 else closed)
            if typed is None or name is None:
                return None
            return Fragment(begun, name.end(), text[begun:cursor], "wildcard")
        at = closed + len(WILDCARD)
    return None


def _leading(text: str, start: int, end: int) -> str:
    match = _LEADING.match(text, start, end)
    return match[0] if match else ""


def _tag(text: str, start: int, end: int, cursor: int) -> Fragment | None:
    """The tag in a stretch; None when the cursor stands in the blanks in front of it, or behind it."""
    start += len(_leading(text, start, end))
    if cursor < start:
        return None
    end = start + len(text[start:end].rstrip())
    while text[start:end].endswith(")") and text.count(")", start, end) > text.count("(", start, end):
        end = start + len(text[start : end - 1].rstrip())
    # blanks behind the last word belong to it while the cursor stands behind them: the next word is being typed
    if cursor > end and not text[end:cursor].isspace():
        return None
    end = max(end, cursor)
    return Fragment(start, end, text[start:cursor])
