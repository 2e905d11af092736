"""Cuts a prompt into pieces: every mark of the language, and the words between them, without gaps.

What a mark means for what stands around it (what it closes, how much that counts) is `naitui.recipe.syntax`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from naitui.recipe.dialect import Dialect
from naitui.recipe.language import MIX_PARTS, passages
from naitui.recipe.marks import NAME

Kind = Literal[
    "words", "separator", "open", "close", "weight", "end", "bar", "mix", "choice", "action", "label", "quoted",
    "literal", "comment", "begun", "wildcard", "snippet",
]  # fmt: skip
"""``mix`` is the weight of a part, ``action`` is ``source#``, ``label`` is ``artist:``, ``begun`` an open ``/*``."""
Cut = tuple[Kind, int, int]
"""A kind, and from where to where."""

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
_ALWAYS = rf"""
    (?P<separator>[,\n\r]) | (?P<open>[{{\[]) | (?P<close>[}}\]]) | (?P<choice>\|\|) | (?P<bar>\|)
  | (?P<comment>/\*.*?\*/) | (?P<begun>/\*) | (?P<wildcard>__{NAME}__) | (?P<snippet>@\{{[^{{}}\n]*\}})
"""
_MARKS = {
    True: re.compile(rf"{_ALWAYS} | (?P<weight>(?<![\w.]){NUMBER}::) | (?P<end>::)", re.DOTALL | re.VERBOSE),
    False: re.compile(_ALWAYS, re.DOTALL | re.VERBOSE),
}
"""By whether the model knows numbers."""
_PREFIX = re.compile(
    r"""
    (?<!\w) (?:
        (?P<action> (?:source|target|mutual)\# )
      | (?P<label> (?:artist|rating):(?!:) | year[ ](?=\d{4}(?!\d)) | (?:fur|background)[ ]dataset(?!\w) )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BLOCK = re.compile(r"(?<![^\s,.:\[\]{}，、。|])text:(?!:)", re.IGNORECASE)
"""As `naitui.recipe.language.text_block_start`, which looks at one part and so begins with the part."""
_QUOTABLE = ("words", "separator", "label", "action")
_MIX_WEIGHT = re.compile(rf":{NUMBER}(?=\s*\Z)")


def cut(text: str, dialect: Dialect) -> list[Cut]:
    """All pieces of a text, in order; none is empty."""
    cuts = list(_cut(text, dialect))
    if dialect.mixing:
        return list(_mixed(text, cuts))
    if dialect.quotes and not any(kind == "literal" for kind, _, _ in cuts):
        spans = list(passages(_without_comments(text, cuts)))
        return _with_passages(cuts, spans) if spans else cuts
    return cuts


def _cut(text: str, dialect: Dialect) -> Iterator[Cut]:
    search, at, size = _MARKS[dialect.numbers].search, 0, len(text)
    block = _next_block(text, 0) if dialect.text_blocks else size
    while at < size:
        match = search(text, at)
        start, end = match.span() if match is not None else (size, size)
        if block < size and start >= block:
            yield from _words(text, at, block, dialect)
            bar = text.find("|", block)  # drawn as it stands, to the end of its part
            at = size if bar < 0 else bar
            yield "literal", block, at
            block = _next_block(text, at)
            continue
        if at < start:
            yield from _words(text, at, start, dialect)
        if match is not None:
            kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
            yield kind, start, end
        if block < end:  # it stood in a comment
            block = _next_block(text, end)
        at = end


def _next_block(text: str, start: int) -> int:
    match = _BLOCK.search(text, start)
    return match.start() if match else len(text)


def _words(text: str, start: int, end: int, dialect: Dialect) -> Iterator[Cut]:
    """Words with the prefixes in them."""
    words = text[start:end].lower()
    if "#" in words or ":" in words or "year" in words or "dataset" in words:
        for match in _PREFIX.finditer(text, start, end):
            if match["action"] and not dialect.interactions:
                continue
            if start < match.start():
                yield "words", start, match.start()
            yield ("action" if match["action"] else "label"), *match.span()
            start = match.end()
    if start < end:
        yield "words", start, end


def _mixed(text: str, cuts: list[Cut]) -> Iterator[Cut]:
    """The pieces, with the weights at the ends of parts; bars beyond the last part are words to the page."""
    parts, in_choice = 1, False
    for index, (kind, start, end) in enumerate(cuts):
        after = cuts[index + 1][0] if index + 1 < len(cuts) else "bar"
        ends_part = after == "bar" and not in_choice and (parts < MIX_PARTS or index + 1 == len(cuts))
        weight = _MIX_WEIGHT.search(text, start, end) if kind == "words" and ends_part else None
        if weight is not None:
            places = (("words", start, weight.start()), ("mix", *weight.span()), ("words", weight.end(), end))
            yield from (place for place in places if place[1] < place[2])  # type: ignore[misc]  # the kinds are known
            continue
        in_choice ^= kind == "choice"
        if kind == "bar" and not in_choice:
            parts += 1
            yield ("bar" if parts <= MIX_PARTS else "words"), start, end
        else:
            yield kind, start, end


def _without_comments(text: str, cuts: list[Cut]) -> str:
    """The text with blanks for comments: a quotation mark in one is none."""
    return "".join(" " * (end - start) if kind == "comment" else text[start:end] for kind, start, end in cuts)


def _with_passages(cuts: list[Cut], spans: list[tuple[int, int]]) -> list[Cut]:
    """The pieces, with what is quoted as pieces of its own: a comma in it parts no tags; braces in it still weigh."""
    found: list[Cut] = []
    size = cuts[-1][2]
    waiting = iter([*spans, (size, size)])
    first, last = next(waiting)
    for kind, start, end in cuts:
        while start < end:
            while last <= start:
                first, last = next(waiting)
            inside, stop = first <= start, end
            if kind in _QUOTABLE:
                stop = min(end, last if inside else first)
            if not inside or kind not in _QUOTABLE:
                found.append((kind, start, stop))
            elif found and found[-1][0] == "quoted" and found[-1][1] >= first:
                found[-1] = "quoted", found[-1][1], stop
            else:
                found.append(("quoted", start, stop))
            start = stop
    return found
