"""Who does an action of the table now."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from naitui.actions import Action, Place
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


def owner_of(action: Action, screen: Screen[object]) -> DOMNode | None:
    """Who does an action now: a screen that has keys of its own, the studio, or the prompt with the focus."""
    if not isinstance(screen, WritingScreen):
        return screen if getattr(screen, "PLACE", None) == action.place else None
    if action.place == "studio":
        return screen
    if action.place == "picture":
        return screen.result.picture_pane if isinstance(screen, StudioScreen) else None  # there is but one
    kind = _OWNERS.get(action.place)
    return screen.focused if kind is not None and isinstance(screen.focused, kind) else None
