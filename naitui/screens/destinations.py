"""Where one can go from the studio: one key, then a letter. For terminals that keep some keys for themselves."""

from __future__ import annotations

from textual.screen import Screen

from naitui.actions import actions_of
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

    answers = [(letter, f"{action.title:<15}{_short(action.help)}") for letter, action in ways.items()]
    screen.app.push_screen(ConfirmScreen("Go to", (), answers), go)


def _short(help: str) -> str:
    """The first part of what an action does."""
    return help.partition(";")[0].partition(":")[0]
