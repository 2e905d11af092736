"""Our actions in the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import SystemCommand
from textual.screen import Screen

from naitui.actions import ACTIONS, GO_TO
from naitui.owners import owner_of

_NOT_TEXTUALS = ("Quit", "Keys", "Screenshot", "Theme")
"""What Textual offers and we have ourselves, or do not."""


def commands(
    screen: Screen[object], textuals: Iterable[SystemCommand], repaint: Callable[[], None]
) -> Iterable[SystemCommand]:
    """What can be done on a screen, with the key that does it; then what is offered everywhere."""
    for action in ACTIONS:
        method = getattr(owner_of(action, screen), f"action_{action.id}", None)
        if action.palette and method is not None:
            # round brackets: the palette reads its help as markup
            shown = action.keys[0] if action.keys else f"{GO_TO} {action.letter}" if action.letter else ""
            key = f"  ({shown})" if shown else ""
            yield SystemCommand(action.title, f"{action.help}{key}", method)
    yield SystemCommand("Repaint", "Write the whole screen once more, whatever is on it", repaint)
    yield from (command for command in textuals if command.title not in _NOT_TEXTUALS)
