"""The colours by which characters are told apart: in the list, on the board and over the matrix."""

from __future__ import annotations

from typing import get_args

from naitui.recipe import Character
from naitui.recipe.model import Colour

COLOURS: tuple[Colour, ...] = get_args(Colour)
OFF = "disc--off"
CLASSES = frozenset((OFF, *(f"disc--{colour}" for colour in COLOURS)))
"""Component classes of the widgets that show characters."""


def disc_class(character: Character, index: int) -> str:
    """The component class of a character: its own colour, or the one of its place in the order."""
    if not character.live:
        return OFF
    return f"disc--{character.colour or COLOURS[index % len(COLOURS)]}"


def next_colour(character: Character) -> Colour | None:
    """The colour behind a character's own: all of them, then none of its own."""
    order: tuple[Colour | None, ...] = (None, *COLOURS)
    return order[(order.index(character.colour) + 1) % len(order)]


def call_name(character: Character, index: int, width: int = 12) -> str:
    """A character's number, with its name where it has one."""
    name = " ".join(character.name.split())[:width]
    return f"{index + 1} {name}" if name else f"{index + 1}"
