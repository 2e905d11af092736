"""What is wrong with a recipe, said so that it can be mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BARE = re.compile(r"[A-Za-z0-9_-]+")
Place = tuple[str | int, ...]
"""Where in a recipe: keys and list positions from the top, e.g. ``("characters", 1, "position")``."""


def spell(place: Place) -> str:
    """The place as a person writes it: ``characters[2].position`` (lists count from one).

    A key that needs quotes is shown with them and escaped: it is foreign text on its way to a terminal.
    """
    words = ""
    for step in place:
        if isinstance(step, int):
            words += f"[{step + 1}]"
        else:
            key = step if _BARE.fullmatch(step) else ascii(step)
            words += f".{key}" if words else key
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
