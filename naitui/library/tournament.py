"""A knock-out tournament: of many the best one by deciding between two at a time, each decision to be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Tournament(Generic[_T]):
    """Entrants in pairs, round by round, until one is left. Whoever has no opponent in a round goes on.

    Args:
        entrants: at least one.
    """

    def __init__(self, entrants: Sequence[_T]) -> None:
        if not entrants:
            raise ValueError("a tournament needs somebody")
        self._entrants = tuple(entrants)
        self._first_wins: list[bool] = []

    @property
    def decided(self) -> int:
        """How many decisions there were."""
        return len(self._first_wins)

    @property
    def needed(self) -> int:
        """How many it takes in all: each of them sends one home."""
        return len(self._entrants) - 1

    @property
    def pair(self) -> tuple[_T, _T] | None:
        """The two to decide between; None when one is left."""
        standing = self._standing()
        return (standing[0], standing[1]) if len(standing) > 1 else None

    @property
    def winner(self) -> _T | None:
        """The one that is left; None as long as there are more."""
        standing = self._standing()
        return standing[0] if len(standing) == 1 else None

    def decide(self, *, first: bool) -> None:
        """Send one of the pair home."""
        if self.pair is not None:
            self._first_wins.append(first)

    def undo(self) -> bool:
        """Take the last decision back; False when there is none."""
        if not self._first_wins:
            return False
        self._first_wins.pop()
        return True

    def _standing(self) -> list[_T]:
        """Who still has to meet somebody, the next pair first: the rest of this round, then those who are through."""
        left, through = list(self._entrants), list[_T]()
        for first in self._first_wins:
            one, other, *left = left
            through.append(one if first else other)
            if len(left) < 2:
                left, through = [*left, *through], []
        return [*left, *through]
