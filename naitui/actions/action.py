"""What an action is, and the places where there are some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal[
    "app", "studio", "words", "characters", "board", "matrix", "settings", "past", "history", "expansions", "styles",
    "picture", "doctor", "references", "queue", "edit", "mask", "tools", "pair", "gallery", "compare", "tournament",
    "bin", "sweep", "bisect", "presets", "pack", "config", "token", "take", "path", "list", "grid",
]  # fmt: skip


GO_TO = "ctrl+o"
"""The key before the letter of a screen."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key can do."""

    id: str
    """Also the name of the method: ``action_<id>``."""
    title: str
    help: str
    keys: tuple[str, ...]
    """Keys as Textual names them; every one of them gets through tmux and plain terminals. These are those that it has
    by itself: `naitui.actions.in_effect` knows whether the user has given it others."""
    place: Place = "studio"
    footer: bool = True
    palette: bool = True
    mode: str = ""
    """The keys that do it in tag mode, the one that is shown first."""
    in_turn: bool = False
    """Of the studio: it waits for the keys before it to have been typed, and those behind it for what it does."""
    leads: bool = False
    """Of the studio and the gallery: to another screen or field, for which the keys behind it are meant."""
    letter: str = ""
    """Of the studio: behind ``GO_TO`` it does the same; for whoever's terminal keeps the key to itself."""
    brief: str = ""
    """What the line of tag mode calls it; neighbours of the same name share a place in it."""

    @property
    def name(self) -> str:
        """What tells it apart from all others: its place and its id, with a dot."""
        return f"{self.place}.{self.id}"
