"""What the screens of sweeps and of bisecting wish for: one message, whose wish says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.message import Message

from naitui.recipe import Recipe, Sweep

if TYPE_CHECKING:  # read when the first grid is
    from naitui.jobs.grid import Slot
    from naitui.widgets.axis_fields import Line


@dataclass(frozen=True, slots=True)
class OpenSweep:
    """The screen of sweeps, for the recipe as it is now."""


@dataclass(frozen=True, slots=True)
class LookAt:
    """A recipe with its axes: what would its grid be?"""

    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Keep:
    """The recipe is to keep these axes."""

    sweep: Sweep | None
    typed: Line | None = None
    """The line that is still being written: what is written in one go is one step of the past."""


@dataclass(frozen=True, slots=True)
class Take:
    """A cell's recipe into the studio."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Do:
    """Something with the grid of a recipe, or with the line of an axis."""

    what: Literal["make", "write", "choose", "keep_seed", "undo", "redo"]
    recipe: Recipe
    line: Line


@dataclass(frozen=True, slots=True)
class Bisect:
    """Look for the change that did it: between two states of the past, or where that was left."""

    good: int | None = None
    bad: int | None = None
    seed: int | None = None
    """Of the pictures at which it was seen."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A word about the picture in the middle, or something else about it."""

    what: Literal["make", "good", "bad", "skip", "unsay", "take"]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take back what waits, then stop what runs."""


Wish: TypeAlias = OpenSweep | LookAt | Keep | Take | Do | Bisect | Judge | Cancel


@dataclass
class GridWanted(Message):
    """Something about a grid."""

    wish: Wish
