"""Chance that can be repeated: numbers drawn from a hash, the same on every Python version and machine."""

from collections.abc import Sequence
from hashlib import blake2b, shake_256
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """A stream of chance decided wholly by what it is made from."""

    def __init__(self, *source: object) -> None:
        text = "\x1f".join(str(part) for part in source)
        # Prompts come from outside and may carry lone surrogates.
        self._key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()
        self._turn = 0
        self._waiting: list[int] = []

    def unit(self) -> float:
        """A number from 0 up to, not including, 1."""
        if not self._waiting:
            block = blake2b(self._turn.to_bytes(8, "big"), key=self._key).digest()
            self._waiting = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
            self._turn += 1
        return self._waiting.pop() / 4294967296

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def chance(self, likelihood: float) -> bool:
        """Yes, as often as the likelihood says."""
        return self.unit() < likelihood

    def sign(self) -> int:
        """Minus one or one."""
        return 1 if self.chance(0.5) else -1

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of the things."""
        return things[self.whole(0, len(things) - 1)]

    def octets(self, count: int) -> bytes:
        """That many random bytes: raw material for noise pictures."""
        self._turn += 1
        return shake_256(self._key + self._turn.to_bytes(8, "big")).digest(count)
