"""Bindings from the table of actions."""

from __future__ import annotations

from collections.abc import Collection

from textual.binding import Binding, BindingType

from naitui.actions import Place, actions_of


def bindings_of(place: Place, *, priority: bool = False, only: Collection[str] = ()) -> list[BindingType]:
    """Textual's bindings for one place; ``priority`` lets them through while a text is being edited.

    ``only`` names the actions that are meant, where it is not all of them.
    """
    return [
        Binding(
            ",".join(action.keys),
            action.id,
            action.title,
            show=action.footer,
            key_display=_shown(action.keys[0]),
            tooltip=action.help,
            id=f"{place}.{action.id}",
            priority=priority and not action.in_turn,
        )
        for action in actions_of(place)
        if action.keys and (not only or action.id in only)
    ]


def _shown(key: str) -> str:
    """A key as the footer writes it."""
    short = {"enter": "⏎", "space": "␣", "delete": "Del", "escape": "Esc", "left": "←", "right": "→"}
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return short.get(key, key.upper() if key.startswith("f") and key[1:].isdigit() else key)
