"""Keys that wait for the letters before them."""

from __future__ import annotations

from collections.abc import Callable

from textual.dom import DOMNode
from textual.screen import Screen


def after_typing(screen: Screen[None], then: Callable[[], object]) -> None:
    """Do something when the keys that came before have reached the screen.

    These keys are still in the queue of the widget with the focus, and what they change climbs from widget to widget;
    a key that the screen has bound overtakes them. So this climbs behind them, through every queue twice: a widget's
    own messages are put into its queue once more.
    """
    _climb(screen, screen.focused, then)


def _climb(screen: Screen[None], node: DOMNode | None, then: Callable[[], object], *, again: bool = True) -> None:
    if again:
        (node or screen).call_later(_climb, screen, node, then, again=False)
    elif node is None or node is screen:
        screen.call_later(then)
    else:
        node.call_later(_climb, screen, node.parent, then)
