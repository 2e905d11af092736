"""Doing something behind all messages that are on their way up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen


def climb(screen: Screen[Any], node: DOMNode | None, then: Callable[[], object], *, again: bool = True) -> None:
    """Go up from a node through every queue twice, then do something in the screen's.

    Twice, because a widget's own messages are put into its queue once more.
    """
    if again:
        (node or screen).call_later(climb, screen, node, then, again=False)
    elif node is None or node is screen:
        screen.call_later(then)
    else:
        node.call_later(climb, screen, node.parent, then)
