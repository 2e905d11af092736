"""Takes tags out of a text so that nothing else in it comes to mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from naitui.recipe.blocks import Block
from naitui.recipe.dialect import Dialect
from naitui.recipe.language import MIX
from naitui.recipe.meaning import Span, meaning
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import NoEdit

_COMMA = re.compile(r"[^\S\n]*,?[^\S\n]*")
_LINE_BEFORE = re.compile(r"(?:\A|\n)[^\S\n]*\Z")
_LINE_BEHIND = re.compile(r"[^\S\n]*(?:\n[^\S\n]*|\Z)")


class Removal(NamedTuple):
    """What goes, from where to where, and what has to stand there instead: nothing, or a blank."""

    start: int
    end: int
    instead: str


def removal(text: str, block: Block, dialect: Dialect) -> Removal:
    """The least that takes a block out with what belongs to it: its comma, its line, or the bar of a part left empty.

    Raises:
        NoEdit: whatever is taken, what stays would be read otherwise, or have a fault that it had not before.
    """
    expected = meaning(text, dialect, [(block.start, block.end)])
    faults = _faults(text, dialect)
    for start, end in _stretches(text, block):
        bars = text[:start].endswith(MIX) and text[end:].startswith(MIX)  # side by side they would be another mark
        for instead in (" ",) if bars else ("", " "):
            changed = text[:start] + instead + text[end:]
            if _faults(changed, dialect) <= faults and meaning(changed, dialect) == expected:
                return Removal(start, end, instead)
    raise NoEdit("without it the rest would mean something else")


def _faults(text: str, dialect: Dialect) -> int:
    return sum(1 for _ in parse(text, dialect).faults)


def _stretches(text: str, block: Block) -> Iterator[Span]:
    """What may go with a block, what is best first; at last the block alone."""
    items = block.row.items
    if not block.first and block.last + 1 == len(items):
        yield _whole_row(text, block)
        yield block.row.start, block.row.end
    elif block.last + 1 < len(items):
        yield _with_comma_behind(text, block)
    else:
        yield items[block.first - 1].end, block.end
    yield block.start, block.end


def _whole_row(text: str, block: Block) -> Span:
    """All of a row, and one bar where there are several rows."""
    start, end = block.row.start, block.row.end
    rows = block.rows
    number = rows.index(block.row)
    if number + 1 < len(rows):
        end += len(MIX)
        if not number:
            end += len(text[end:]) - len(text[end:].lstrip(" \t"))
    elif number:
        start = len(text[: start - len(MIX)].rstrip(" \t"))
    return start, end


def _with_comma_behind(text: str, block: Block) -> Span:
    """Tags with the comma behind them; those that had their lines for themselves take these along.

    Those at the end of a line leave it as it ends, and take the comma in front of them.
    """
    following = block.row.items[block.last + 1].start
    comma = _COMMA.match(text, block.end)
    assert comma is not None  # noqa: S101 - it matches nothing too
    end = min(comma.end(), following)
    line_end = _LINE_BEHIND.match(text, end)
    if line_end is None:
        return block.start, end
    if block.first and not _LINE_BEFORE.search(text[: block.start]):
        return block.row.items[block.first - 1].end, block.end
    return block.start, min(line_end.end(), following)
