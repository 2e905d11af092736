"""The tokenizers of V5 (Qwen) and of V3 and older (CLIP): words are cut out of the text, then their bytes are joined.

As the page counts. Qwen: everything counts, braces, brackets and weights too, and nothing is added at the ends. CLIP:
braces and brackets are blanks, everything is lower case, and nothing is added at the ends either.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from naitui.novelai.tokenizers.classes import WHITE, letters_marks_numbers
from naitui.novelai.tokenizers.merging import MergeTable
from naitui.novelai.tokenizers.unigram import LONGEST_REMEMBERED

END_OF_WORD = "</w>"
CLIP_SPECIAL = ("<|startoftext|>", "<|endoftext|>")
_BRACKETS = str.maketrans("[]{}", "    ")
_REMEMBERED = 50_000


def byte_letters() -> list[str]:
    """The letter that stands for each byte in a vocabulary's file (GPT-2's way: printable ones for themselves, the
    others from U+0100 on)."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(0x100)]


class Qwen:
    """Qwen 3.5's tokenizer.

    Args:
        table: its merges, over an alphabet of the 256 bytes.
        special: texts that are one token wherever they stand.
    """

    def __init__(self, table: MergeTable, special: Sequence[str]) -> None:
        self.table, self.special = table, tuple(special)
        self._special = (
            re.compile("|".join(map(re.escape, sorted(special, key=len, reverse=True)))) if special else None
        )
        self._words = qwen_words()
        self._remembered: Callable[[str], int] = lru_cache(_REMEMBERED)(self._count_word)

    @property
    def entries(self) -> int:
        """How many merges there are."""
        return len(self.table)

    def count(self, text: str) -> int:
        """Tokens of one caption."""
        whole = unicodedata.normalize("NFC", text)
        if self._special is None:
            return self._plain(whole)
        plain = self._special.split(whole)
        return len(plain) - 1 + sum(map(self._plain, plain))

    def _plain(self, text: str) -> int:
        return sum(
            self._remembered(word) if len(word) <= LONGEST_REMEMBERED else self._count_word(word)
            for word in self._words.findall(text)
        )

    def _count_word(self, word: str) -> int:
        return self.table.count(word.encode("utf-8", "replace"))


class Clip:
    """CLIP's tokenizer.

    Args:
        table: its merges, over an alphabet of the 256 bytes and, behind them, the 256 bytes that end a word.
    """

    def __init__(self, table: MergeTable) -> None:
        self.table = table
        self._words = clip_words()
        self._remembered: Callable[[str], int] = lru_cache(_REMEMBERED)(self._count_word)

    @property
    def entries(self) -> int:
        """How many merges there are."""
        return len(self.table)

    def count(self, text: str) -> int:
        """Tokens of one mixing part."""
        plain = html.unescape(html.unescape(text.translate(_BRACKETS))).lower()
        return sum(
            self._remembered(word) if len(word) <= LONGEST_REMEMBERED else self._count_word(word)
            for word in self._words.findall(plain)
        )

    def _count_word(self, word: str) -> int:
        if word in CLIP_SPECIAL:
            return 1
        *inner, last = word.encode("utf-8", "replace")
        return self.table.count([*inner, 0x100 + last])


@lru_cache(maxsize=1)
def qwen_words() -> re.Pattern[str]:
    """Qwen 3.5's own way to cut a text into words, as the page's file has it; every character is in one of them."""
    letters, marks, numbers = letters_marks_numbers()
    return re.compile(
        "'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])"
        rf"|[^\r\n{letters}{numbers}]?[{letters}{marks}]+"
        rf"|[{numbers}]"
        rf"| ?[^{WHITE}{letters}{marks}{numbers}]+[\r\n]*"
        rf"|[{WHITE}]*[\r\n]+"
        rf"|[{WHITE}]+(?![^{WHITE}])"
        rf"|[{WHITE}]+"
    )


@lru_cache(maxsize=1)
def clip_words() -> re.Pattern[str]:
    """CLIP's way to cut a text that is lower case already into words; blanks are in none of them."""
    letters, _, numbers = letters_marks_numbers()
    special = "|".join(map(re.escape, CLIP_SPECIAL))
    return re.compile(
        rf"{special}|'s|'t|'re|'ve|'m|'ll|'d|[{letters}]+|[{numbers}]|[^{WHITE}\ufeff{letters}{numbers}]+"
    )
