"""Our actions in the palette, and who does them now."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from naitui.actions import ACTIONS, GO_TO, Action, Place
from naitui.screens.studio import StudioScreen
from naitui.screens.writing import WritingScreen
from naitui.widgets.character_list import CharacterList
from naitui.widgets.interaction_matrix import InteractionMatrix
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.prompt_editor import PromptEditor

_OWNERS: dict[Place, type[Widget]] = {
    "words": PromptEditor,
    "characters": CharacterList,
    "board": PositionBoard,
    "matrix": InteractionMatrix,
}
"""Whose actions those of a place are, when it has the focus."""


def commands(screen: Screen[object]) -> Iterable[SystemCommand]:
    """What can be done on a screen, with the key that does it."""
    for action in ACTIONS:
        method = getattr(_owner(action, screen), f"action_{action.id}", None)
        if action.palette and method is not None:
            # round brackets: the palette reads its help as markup
            shown = action.keys[0] if action.keys else f"{GO_TO} {action.letter}" if action.letter else ""
            key = f"  ({shown})" if shown else ""
            yield SystemCommand(action.title, f"{action.help}{key}", method)


def _owner(action: Action, screen: Screen[object]) -> DOMNode | None:
    """Who does an action now: a screen that has keys of its own, the studio, or the prompt with the focus."""
    if not isinstance(screen, WritingScreen):
        there = (screen, screen.focused)
        return next((one for one in there if getattr(one, "PLACE", None) == action.place), None)
    if action.place == "studio":
        return screen
    if action.place == "picture":
        return screen.result.picture_pane if isinstance(screen, StudioScreen) else None  # there is but one
    kind = _OWNERS.get(action.place)
    return screen.focused if kind is not None and isinstance(screen.focused, kind) else None
