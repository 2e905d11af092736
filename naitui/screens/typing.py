"""Keys that wait for the letters before them."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from naitui.widgets.climbing import climb


def after_typing(screen: Screen[None], then: Callable[[], object]) -> None:
    """Do something when the keys that came before have reached the screen.

    These keys are still in the queue of the widget with the focus, and what they change climbs from widget to widget;
    a key that the screen has bound overtakes them. So this climbs behind them.
    """
    climb(screen, screen.focused, then)
