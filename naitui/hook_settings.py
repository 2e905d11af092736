"""The user's own commands for what happens to jobs: ``[hooks]`` of ``config.toml``, and of nothing else.

No recipe, pack or picture can bring a hook along: what runs on a machine is said by the settings of its user alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

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


def read_hooks(value: object) -> Hooks:
    """The table as ``config.toml`` holds it.

    Raises:
        ValueError: it is something else; the message names the key.
    """
    names = get_args(Moment)
    if not isinstance(value, dict):
        raise ValueError(f"hooks should be a table: [hooks] with {', '.join(names)}")
    for name, command in value.items():
        if name not in names:
            raise ValueError(f"unknown key 'hooks.{name}' (allowed: {', '.join(names)})")
        whole = isinstance(command, list) and command
        if not whole or not all(isinstance(part, str) and "\0" not in part for part in command):
            raise ValueError(f'hooks.{name} should be a list of texts, like ["notify-send", "naitui"]')
    return Hooks(**{name: _program(name, command) for name, command in value.items()})


def _program(name: str, command: list[str]) -> tuple[str, ...]:
    program = Path(command[0]).expanduser() if command[0].startswith("~") else Path(command[0])
    if not program.is_absolute() and (not command[0] or "/" in command[0]):
        raise ValueError(f"hooks.{name} should begin with a program's name or its whole path")
    return (str(program), *command[1:])
