"""What is wrong with a recipe, said so that it can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Where in a recipe: keys and list positions from the top, e.g. ``("characters", 1, "position")``."""


def spell(place: Place) -> str:
    """The place as a person writes it: ``characters[2].position`` (lists count from one)."""
    words = ""
    for step in place:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and (when the recipe came from text) on which line."""

    where: Place
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = spell(self.where)
        return f"{where}: {self.message}" if where else self.message


class RecipeError(ValueError):
    """A recipe that cannot be read. ``problems`` holds every fault found, in the order of the text."""

    def __init__(self, problems: Sequence[Problem], name: str = "recipe") -> None:
        self.problems = tuple(problems)
        self.name = name
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One line a problem, ``name:line: place: message`` as compilers print it."""
        return [f"{self.name}:{p.line}: {p}" if p.line else f"{self.name}: {p}" for p in self.problems]
