"""Where one can go from the studio: one key, then a letter. For terminals that keep some keys for themselves."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.screen import Screen

from naitui.actions import Action, actions_of
from naitui.actions.in_effect import keys_of, letter_of
from naitui.actions.names import key_written
from naitui.screens.confirm import ConfirmScreen
from naitui.widgets.picture_pane import PicturePane


def ask_where(screen: Screen[None]) -> None:
    """Ask for a letter, then go there."""
    ways = {
        letter_of(action): action
        for action in (*actions_of("studio"), *actions_of("picture"), *actions_of("app"))
        if action.letter and _owner(action, screen) is not None
    }

    def go(letter: str | None) -> None:
        if letter is not None:
            getattr(_owner(ways[letter], screen), f"action_{ways[letter].id}")()

    answers = [(letter, f"{action.title:<17}{_key(action)}") for letter, action in ways.items()]
    screen.app.push_screen(ConfirmScreen("Go to", (), answers), go)


def _key(action: Action) -> str:
    """The key of its own that does the same."""
    keys = keys_of(action) if action.place != "picture" else ()  # those work at the picture alone
    return key_written(keys[0]) if keys else ""


def _owner(action: Action, screen: Screen[None]) -> DOMNode | None:
    """Who does it: the screen, its picture, or the app."""
    there: tuple[DOMNode, ...] = (screen, *screen.query(PicturePane), screen.app)
    return next((one for one in there if hasattr(one, f"action_{action.id}")), None)
