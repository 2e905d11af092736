"""The marks of NovelAI's prompt language that decide where text may be added: ``|``, ``||…||``, ``Text:``, quotes.

Sources: NovelAI's own page, as its rules are written down in the service's reference (prompt syntax, quality tags).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

MIX = "|"
CHOICE = "||"
MIX_PARTS = 6
"""The page cuts a prompt into six parts at most; further bars belong to the last one."""

_TEXT_BLOCK = re.compile(r"(?:^|[\s,.:\[\]{}，、。])text:(?!:)", re.IGNORECASE)
_TRAILING_WEIGHT = re.compile(r":-?[\d.]+\s*$")
_OPENING = re.compile(r"""["“「]|(?<![^\W_])'""")  # not the apostrophes of don't and girls'
_CLOSING = {'"': re.compile('"'), "“": re.compile("”"), "「": re.compile("」"), "'": re.compile(r"'(?![^\W_])")}
_LONGEST_SINGLE = 1000
"""Characters between single quotation marks; what is longer is two apostrophes far apart."""


def split_mix(text: str) -> list[str]:
    """The parts between single bars, six at most; a bar inside ``||…||`` separates choices and does not split."""
    parts, current = [""], 0
    for index, piece in enumerate(text.split(CHOICE)):
        if index:
            parts[current] += CHOICE
        if index % 2:
            parts[current] += piece
            continue
        first, *others = piece.split(MIX)
        parts[current] += first
        for other in others:
            if len(parts) < MIX_PARTS:
                parts.append(other)
                current += 1
            else:
                parts[current] += MIX + other
    return parts


def text_block_start(text: str) -> int | None:
    """Where the first ``Text:`` block begins, the mark or space before it included; None without one."""
    if "text:" not in text.lower():  # a hundred times as fast, and so it is nearly always
        return None
    match = _TEXT_BLOCK.search(text)
    return match.start() if match else None


def has_text_block(text: str) -> bool:
    """Whether the words to be drawn are already given by hand."""
    return text_block_start(text) is not None


def add_before_text_block(text: str, addition: str, join: Callable[[str, str], str]) -> str:
    """``addition`` after the tags, in front of a ``Text:`` block: what stands behind the mark is drawn literally."""
    start = text_block_start(text)
    if start is None:
        return join(text, addition)
    before, block = text[:start], text[start:]
    return join(before, addition) + (block if before else f" {block}")  # at the very start no mark keeps them apart


def split_trailing_weight(part: str) -> tuple[str, str]:
    """A mixing part and its weight: ``"cat:1.2"`` → ``("cat", ":1.2")``; no weight gives an empty one."""
    match = _TRAILING_WEIGHT.search(part)
    return (part[: match.start()], match[0]) if match else (part, "")


def quoted_passages(texts: Sequence[str]) -> list[str]:
    """The words between quotation marks, in order: what V5 is asked to draw of its own accord."""
    return [text[start + 1 : end - 1].strip() for text in texts for start, end in passages(text)]


def passages(text: str) -> Iterator[tuple[int, int]]:
    """From where to where something is quoted, its marks included; quotations of nothing but blanks are none.

    Between each opening mark and the next closing one of its kind. A closing mark is looked for once, not anew for
    every opening one, so that the time grows with the text and not with its square.
    """
    next_closing = dict.fromkeys(_CLOSING, -1)
    at = 0
    while opening := _OPENING.search(text, at):
        mark, start = opening[0], opening.end()
        if next_closing[mark] < start:
            closing = _CLOSING[mark].search(text, start)
            next_closing[mark] = closing.start() if closing else len(text)
        end = next_closing[mark]
        if end == len(text) or (mark == "'" and end - start > _LONGEST_SINGLE):
            at = start
            continue
        if not text[start:end].isspace() and start < end:
            yield start - 1, end + 1
        at = end + 1
