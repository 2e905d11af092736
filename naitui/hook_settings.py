"""The user's own commands for what happens to jobs: ``[hooks]`` of ``config.toml``, and of nothing else.

No recipe, pack or picture can bring a hook along: what runs on a machine is said by the settings of its user alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Notify = Literal["auto", "bell", "osc9", "osc777", "none"]
"""How a terminal is told that a job has ended while somebody looks elsewhere."""
Moment = Literal["saved", "failed", "budget"]


@dataclass(frozen=True, slots=True)
class Hooks:
    """Programs with their arguments; empty where there is none."""

    saved: tuple[str, ...] = ()
    """A picture is in its place."""
    failed: tuple[str, ...] = ()
    """A job ended without its pictures."""
    budget: tuple[str, ...] = ()
    """A cap has kept something from being sent."""

    def of(self, moment: Moment) -> tuple[str, ...]:
        """The command for a moment."""
        commands: Mapping[str, tuple[str, ...]] = {"saved": self.saved, "failed": self.failed, "budget": self.budget}
        return commands[moment]
