"""Bindings from the table of actions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from naitui.actions import Place, actions_of
from naitui.actions.names import key_shown

_NO_KEY = "no-key-"
"""Before the name of an action that has no key by itself: Textual gives keys only to bindings that are there."""


def bindings_of(place: Place, *, priority: bool = False, only: Collection[str] = ()) -> list[BindingType]:
    """Textual's bindings for one place; ``priority`` lets them through while a text is being edited.

    ``only`` names the actions that are meant, where it is not all of them.
    """
    return [
        Binding(
            ",".join(action.keys) or f"{_NO_KEY}{action.name}",
            action.id,
            action.title,
            show=action.footer,
            key_display=key_shown(action.keys[0]) if action.keys else None,
            tooltip=action.help,
            id=action.name,
            priority=priority and not action.in_turn,
        )
        for action in actions_of(place)
        if not only or action.id in only
    ]


def bound(node: DOMNode, key: str) -> Sequence[Binding]:
    """What a key does in a node, by its own bindings and the user's keys for them."""
    bindings = node._bindings.copy()
    bindings.apply_keymap(node.app._keymap)  # as Textual's own chain does; there is no public way to ask for one node
    return bindings.key_to_bindings.get(key, ())
