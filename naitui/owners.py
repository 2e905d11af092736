"""Who does an action, and which keys lead elsewhere: for the palette, and for keys that are typed ahead."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from naitui.actions import Action, Place, actions_of
from naitui.screens.studio import StudioScreen
from naitui.screens.writing import WritingScreen
from naitui.widgets.bindings import bound
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


LEADING = frozenset(action.id for action in actions_of("studio") if action.leads)


def screen_actions(screen: Screen[None], key: str) -> list[str]:
    """What a key does on a screen, whatever has the focus there."""
    return [binding.action for binding in bound(screen, key) if binding.priority]


def owner_of(action: Action, screen: Screen[object]) -> DOMNode | None:
    """Who does an action now: a screen that has keys of its own, the studio, or the prompt with the focus."""
    if action.place == "app":
        return screen.app
    if not isinstance(screen, WritingScreen):
        there = (screen, screen.focused)
        return next((one for one in there if getattr(one, "PLACE", None) == action.place), None)
    if action.place == "studio":
        return screen
    if action.place == "picture":
        return screen.result.picture_pane if isinstance(screen, StudioScreen) else None  # there is but one
    kind = _OWNERS.get(action.place)
    return screen.focused if kind is not None and isinstance(screen.focused, kind) else None
