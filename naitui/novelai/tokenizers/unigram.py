"""T5's tokenizer, for V4 and V4.5: of all ways to put a word together from known pieces, the likeliest one.

As the page counts: emphasis marks are taken out first, every word gets a ``▁`` in front, the closing token counts too,
and there is no normaliser, though the vocabulary's own file names one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_BRACKETS = str.maketrans("", "", "[]{}")
_WEIGHT = re.compile(r"-?[0-9]*\.?[0-9]*::")
_BLANKS = re.compile("[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""What JavaScript takes for white space, for the page splits with it."""
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
START = "▁"
UNKNOWN_PENALTY = 10.0
"""So much less likely than the least likely piece is a character that no piece has."""
_REMEMBERED = 20_000
LONGEST_REMEMBERED = 64
"""Characters: what is longer is no word, and a text without blanks would fill the memory with its every state."""


class Unigram:
    """Counts with pieces and their log-likelihoods.

    Args:
        pieces: in the vocabulary's order.
        scores: natural logarithms of their likelihoods, one for each piece.
        unknown: the index of the piece that stands for everything unknown.
    """

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        self._unknown = min(scores) - UNKNOWN_PENALTY
        self._scores = dict(zip(map(_utf16, pieces), scores, strict=True))
        self._scores[_utf16(pieces[unknown])] = self._unknown
        self._longest = max(map(len, self._scores))
        self.entries = len(pieces)
        self._remembered: Callable[[str], int] = lru_cache(_REMEMBERED)(self._count_word)

    def count(self, text: str) -> int:
        """Tokens of one caption, the closing one included.

        Blanks at an end make an empty word, which counts, as it does on the page; an empty text has none.
        """
        if not text:
            return 1
        words = _BLANKS.split(_WEIGHT.sub("", text.translate(_BRACKETS)))
        return 1 + sum(
            self._remembered(word) if len(word) <= LONGEST_REMEMBERED else self._count_word(word) for word in words
        )

    def _count_word(self, word: str) -> int:
        """Viterbi over the word: the best score, and the pieces it takes, for every place in it.

        Of equal scores the first found wins, which is the one whose last piece is longest.
        """
        text = _utf16(word if word.startswith(START) else START + word)
        size, scores = len(text), self._scores
        best = [float("-inf")] * (size + 1)
        counts = [0] * (size + 1)
        best[0] = 0.0
        for start in range(size):
            here, count = best[start], counts[start] + 1
            for end in range(start + 1, min(start + self._longest, size) + 1):
                score = scores.get(text[start:end])
                if score is not None and here + score > best[end]:
                    best[end], counts[end] = here + score, count
            if text[start] not in scores and here + self._unknown > best[start + 1]:
                best[start + 1], counts[start + 1] = here + self._unknown, count
        return counts[size]


def _utf16(text: str) -> str:
    """Text as the page's program sees it: a character beyond U+FFFF is two."""
    return _BEYOND.sub(_halves, text)


def _halves(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))
