"""Which piece of a prompt is being typed: what a completion is looked up for, and what it takes the place of.

Tags end at ``,``, ``|`` and line ends. What stands around them in NovelAI's syntax is no part of them: ``{``, ``[`` and
``(``, weights (``1.2::``, ``::``), ``source#`` and the like, and comments (``/* … */``, our own). What stands behind
``Text:`` is drawn as it is written, so nothing is completed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from naitui.recipe.language import text_block_start

Kind = Literal["tag", "wildcard", "style"]
WILDCARD = "__"
STYLE, STYLE_END = "<", ">"
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NO_TAG = re.compile(
    r"""
      [,|\n\r{}\[\]]                                                    # marks that are never part of a tag
    | (?<!year\ ) (?<![\w.-]) -? (?: \d+ (?:\.\d*)? | \.\d+ ) ::       # a weight; the year 2024:: is no weight of 2024
    | ::
    | (?<!\w) (?: source | target | mutual ) \#
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEGINS = ("|", "\n", "{", "[", "(")
_ENDS = (",", "|", "\n", "}", "]", ")", "::")
"""Marks behind which, or before which, a tag needs no comma."""
_OPENING_WEIGHT = re.compile(r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)::$")
_LEADING = re.compile(r"[\s(]*")
_MIX_WEIGHT = re.compile(r"(?<=\w):-?[\d.]+\s*\Z")
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


def fragment_at(text: str, cursor: int) -> Fragment | None:
    """What is being typed at ``cursor`` (an index into ``text``, 0 to its length); empty between two tags.

    None where nothing is completed: inside marks and weights, comments, and what stands behind ``Text:``.
    """
    cursor = max(0, min(cursor, len(text)))
    piece = _piece_at(text, cursor)
    if piece is None:
        return None
    return _named(text, *piece, cursor) or _tag(text, *piece, cursor)


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


def tags_in(text: str) -> list[str]:
    """Every tag of a prompt, in order, each once, without what stands around them; names of wildcards and styles are
    no tags."""
    found: dict[str, None] = {}
    for start, end in _pieces(text):
        fragment = _tag(text, start, end, start + len(_leading(text, start, end)))
        if fragment is not None:
            tag = " ".join(text[fragment.start : fragment.end].split())
            if tag and WILDCARD not in tag and not (tag.startswith(STYLE) and tag.endswith(STYLE_END)):
                found.setdefault(tag)
    return list(found)


def _pieces(text: str, at: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of what stands between marks, comments and the ``Text:`` block, blanks included; those from ``at``
    on, where one begins."""
    # a comment becomes marks of the same length, so that neither a tag nor a weight reaches over it
    plain = _COMMENT.sub(lambda match: "\n" * len(match[0]), text) if "/*" in text else text
    block = text_block_start(plain)
    limit = len(plain) if block is None else block
    if block == 0:
        return
    for mark in _NO_TAG.finditer(plain, at):
        if mark.start() >= limit:
            break
        yield at, mark.start()
        at = mark.end()
    if at <= limit:
        yield at, limit


def _piece_at(text: str, cursor: int) -> tuple[int, int] | None:
    for comment in _COMMENT.finditer(text) if "/*" in text else ():
        closed = len(comment[0]) >= 4 and comment[0].endswith("*/")
        if comment.start() < cursor and (cursor < comment.end() or not closed):
            return None
    # a piece begins behind every comma, bar and line end; what stands before the last one need not be read
    begin = 0 if "/*" in text else max(text.rfind(mark, 0, cursor) for mark in ",|\n") + 1
    return next((piece for piece in _pieces(text, begin) if piece[0] <= cursor <= piece[1]), None)


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
    """The tag in a piece; None when the cursor stands in the blanks in front of it, or behind it."""
    start += len(_leading(text, start, end))
    if cursor < start:
        return None
    if weight := _MIX_WEIGHT.search(text, start, end):
        end = max(weight.start(), start)
    end = start + len(text[start:end].rstrip())
    while text[start:end].endswith(")") and text.count(")", start, end) > text.count("(", start, end):
        end = start + len(text[start : end - 1].rstrip())
    # blanks behind the last word belong to it while the cursor stands behind them: the next word is being typed
    if cursor > end and not text[end:cursor].isspace():
        return None
    end = max(end, cursor)
    return Fragment(start, end, text[start:cursor])
