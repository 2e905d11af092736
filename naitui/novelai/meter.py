"""How much of what a model reads the words of a recipe fill: base prompt and all characters together, undesired content
apart, with what the model adds. Exact where the vocabulary is here, else an estimate with a ``~``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from naitui.novelai.counting import Count, Side

Tone = Literal["", "near", "over"]
NEAR = 0.95
"""From this share of the limit on a meter warns."""


@dataclass(frozen=True, slots=True)
class Meter:
    """So many tokens of so many."""

    tokens: int
    limit: int
    within: int = 0
    """How far an estimate may be off."""
    exact: bool = False
    """Whether it is the number of what will be sent."""

    @property
    def tone(self) -> Tone:
        """Whether it comes near the limit, an estimate by its own doubt, or goes over it."""
        if self.tokens > self.limit:
            return "over"
        return "near" if self.tokens + self.within >= self.limit or self.tokens >= NEAR * self.limit else ""

    def __str__(self) -> str:
        return f"{'' if self.exact else '~'}{self.tokens}/{self.limit} tokens"


def meters(count: Count) -> tuple[Meter, Meter]:
    """The meter of the prompt with all characters, and that of the undesired content with all characters'."""
    return _meter(count, count.wanted), _meter(count, count.undesired)


def _meter(count: Count, side: Side) -> Meter:
    return Meter(side.tokens, side.limit, side.within, count.exact)
