"""Our actions in the palette."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand
from textual.screen import Screen

from naitui.actions import ACTIONS, GO_TO
from naitui.owners import owner_of


def commands(screen: Screen[object]) -> Iterable[SystemCommand]:
    """What can be done on a screen, with the key that does it."""
    for action in ACTIONS:
        method = getattr(owner_of(action, screen), f"action_{action.id}", None)
        if action.palette and method is not None:
            # round brackets: the palette reads its help as markup
            shown = action.keys[0] if action.keys else f"{GO_TO} {action.letter}" if action.letter else ""
            key = f"  ({shown})" if shown else ""
            yield SystemCommand(action.title, f"{action.help}{key}", method)
