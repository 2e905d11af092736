"""Byte-pair encoding: which two symbols become one, and in which order. The part that CLIP and Qwen share."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

_HALF = 32
"""Bits of a symbol: two of them make a key, a rank and a symbol a value."""


class MergeTable:
    """Pairs of symbols, their ranks, and the symbols that they become.

    A quarter of a million pairs, so they are kept in two sorted arrays: a tenth of what a dictionary would take.

    Args:
        keys: ascending; the left symbol in the upper half, the right one in the lower.
        values: for each key the rank (upper half) and the symbol that the two become.
    """

    def __init__(self, keys: array[int], values: array[int]) -> None:
        self.keys, self.values = keys, values

    @classmethod
    def of(cls, alphabet: Sequence[str], pairs: Iterable[tuple[str, str]]) -> MergeTable:
        """The table of ``pairs`` in their order; the symbols of ``alphabet`` are numbered from 0.

        Qwen's vocabulary joins some symbols before the merge that makes them.

        Raises:
            ValueError: a pair joins a symbol that nothing makes.
        """
        symbols = {symbol: number for number, symbol in enumerate(alphabet)}
        made = set(symbols.values())
        found: dict[int, int] = {}
        for rank, (left, right) in enumerate(pairs):
            first = symbols.setdefault(left, len(symbols))
            second = symbols.setdefault(right, len(symbols))
            joined = symbols.setdefault(left + right, len(symbols))
            made.add(joined)
            found.setdefault(first << _HALF | second, rank << _HALF | joined)
        if len(made) < len(symbols):
            raise ValueError("a pair of what nothing makes")
        keys = sorted(found)
        return cls(array("Q", keys), array("Q", map(found.__getitem__, keys)))

    def __len__(self) -> int:
        return len(self.keys)

    def count(self, symbols: Sequence[int]) -> int:
        """How many symbols are left when everything is joined that can be: lowest rank first, then from the left.

        Time grows with n·log n, also for a text without a blank in it.
        """
        if len(symbols) < 2:
            return len(symbols)
        now = list(symbols)
        after = [*range(1, len(now)), -1]
        before = list(range(-1, len(now) - 1))
        waiting = [found for at in range(len(now) - 1) if (found := self._joint(now, at, at + 1)) is not None]
        heapify(waiting)
        left_over = len(now)
        while waiting:
            value, at, left, right = heappop(waiting)
            other = after[at]
            if other < 0 or now[at] != left or now[other] != right:
                continue  # one of the two has become something else since
            now[at], now[other] = value & 0xFFFFFFFF, -1
            left_over -= 1
            after[at] = after[other]
            if after[at] >= 0:
                before[after[at]] = at
                self._wait(waiting, self._joint(now, at, after[at]))
            if before[at] >= 0:
                self._wait(waiting, self._joint(now, before[at], at))
        return left_over

    def _joint(self, now: Sequence[int], at: int, other: int) -> tuple[int, int, int, int] | None:
        left, right = now[at], now[other]
        key = left << _HALF | right
        place = bisect_left(self.keys, key)
        if place == len(self.keys) or self.keys[place] != key:
            return None
        return self.values[place], at, left, right

    @staticmethod
    def _wait(waiting: list[tuple[int, int, int, int]], found: tuple[int, int, int, int] | None) -> None:
        if found is not None:
            heappush(waiting, found)
