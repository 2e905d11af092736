"""Where one can go from the studio: one key, then a letter. For terminals that keep some keys for themselves."""

from __future__ import annotations

from textual.screen import Screen

from naitui.actions import Action, actions_of
from naitui.screens.confirm import ConfirmScreen


def ask_where(screen: Screen[None]) -> None:
    """Ask for a letter, then go there."""
    ways = {
        action.letter: action
        for action in actions_of("studio")
        if action.letter and getattr(screen, f"action_{action.id}", None) is not None
    }

    def go(letter: str | None) -> None:
        if letter is not None:
            getattr(screen, f"action_{ways[letter].id}")()

    answers = [(letter, f"{action.title:<17}{_key(action)}") for letter, action in ways.items()]
    screen.app.push_screen(ConfirmScreen("Go to", (), answers), go)


def _key(action: Action) -> str:
    """The key of its own that does the same."""
    return "+".join(part.capitalize() for part in action.keys[0].split("+")) if action.keys else ""
