"""Characters that are no text: what terminals obey instead of showing it, and what no terminal or file can hold.

The one table that the prompt, file names, messages and the screen all ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

CONTROLS = (*range(32), *range(127, 160))
"""The control characters of ASCII and Latin 1, line ends and tabs included."""
DIRECTION_MARKS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Marks that turn the direction of a line: text with them can be made to look like other text."""
HALVES = range(0xD800, 0xE000)
"""Halves of characters, which JSON can hold and no terminal or file can."""
UNPRINTABLE = (*CONTROLS, *DIRECTION_MARKS, *HALVES)
"""Everything that must not reach a terminal."""
LINE_MARKS = (ord("\n"), ord("\t"))
"""Controls that longer texts are made of."""


def character_class(codes: Iterable[int]) -> str:
    """The codes as they stand between the square brackets of a regular expression; neighbours as ranges, which compile
    a hundred times as fast as two thousand single ones."""
    parts: list[str] = []
    for _, run in groupby(enumerate(sorted(set(codes))), lambda numbered: numbered[1] - numbered[0]):
        stretch = [code for _, code in run]
        parts.append(f"\\U{stretch[0]:08x}-\\U{stretch[-1]:08x}")
    return "".join(parts)
