"""Classes of characters that Python's regular expressions do not know by name: letters, marks, numbers, white space."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

WHITE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White_Space of Unicode, for between square brackets."""
_ASSIGNED = (range(0x40000), range(0xE0000, 0xE1000))
"""Beyond these there are no letters, marks or numbers."""


@lru_cache(maxsize=1)
def letters_marks_numbers() -> tuple[str, str, str]:
    r"""What stands for ``\p{L}``, ``\p{M}`` and ``\p{N}`` between square brackets. Takes some hundredths of a second.

    Which characters these are is this Python's Unicode; a browser's may be some letters of rare scripts newer.
    """
    found: dict[str, list[str]] = {"L": [], "M": [], "N": []}
    for category, first, last in _runs():
        if category in found:
            found[category].append(f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}")
    letters, marks, numbers = ("".join(ranges) for ranges in found.values())
    return letters, marks, numbers


def _runs() -> Iterator[tuple[str, int, int]]:
    """General category (its first letter), first and last code point of each run of characters."""
    for codes in _ASSIGNED:
        for category, run in groupby(codes, key=lambda code: unicodedata.category(chr(code))[0]):
            first, *others = run
            yield category, first, others[-1] if others else first
