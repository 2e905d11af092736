"""What was seen behind the paths of a recipe's references; `naitui.library.reference_files` looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from naitui.novelai.receipts import Known
from naitui.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Seen:
    """What is behind one path."""

    known: Known
    size: tuple[int, int] | None = None
    """Of its picture, in pixels; None without one."""
    thumbnail: bytes | None = None
    """A small JPEG, or what the vibe file has for one."""
    notes: tuple[str, ...] = ()
    """What is odd about the file, though it works; one sentence each."""
    canvas: tuple[int, int] | None = None
    """The size in pixels in which a precise reference is sent."""


@dataclass(frozen=True, slots=True)
class SeenFiles:
    """What is behind paths, as vibes and as precise references."""

    vibes: Mapping[str, Seen] = field(default_factory=dict)
    precise: Mapping[str, Seen] = field(default_factory=dict)

    def lacks(self, recipe: Recipe) -> bool:
        """Whether the recipe names something that nobody has looked at."""
        return any(vibe.path not in self.vibes for vibe in recipe.vibes) or any(
            one.path not in self.precise for one in recipe.precise_references
        )
