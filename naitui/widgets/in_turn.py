"""A widget's own bindings, acted on as the keys come to it."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.widget import Widget

from naitui.actions.in_effect import in_turn
from naitui.widgets.bindings import bound


async def done_in_turn(widget: Widget, event: events.Key) -> bool:
    """Do at once what the widget's own bindings say about a key, or undo and redo; False when they say nothing.

    By way of Textual's bindings a key acts only when it has climbed to the app, behind keys that came after it: then a
    burst of keys, which any slow line makes, does something else than the same keys one by one. A backspace in it
    would take away the last letter of the burst.
    """
    of_screen = in_turn().get(event.key)  # those of the screen come in their turn by themselves here
    if of_screen is not None and hasattr(widget.screen, f"action_{of_screen}"):
        wanted = [f"screen.{of_screen}"]
    else:
        own = (binding.action for binding in bound(widget, event.key))
        wanted = [action for action in own if hasattr(widget, f"action_{action.partition('(')[0]}")]
    for action in wanted:
        if await widget.app.run_action(action, widget):  # else it has nothing to do here, as scrolling what fits
            event.stop()
            event.prevent_default()
            return True
    return False


async def done_at_cursor(widget: Widget, event: events.Key, actions: Mapping[str, str]) -> bool:
    """Do at once what a key of the screen does with what is under a list's cursor, before the keys behind it move that;
    False when it is none of them. ``actions``: the screen's, by key."""
    action = actions.get(event.key)
    if action is None:
        return False
    event.stop()
    event.prevent_default()
    await widget.app.run_action(f"screen.{action}", widget)
    return True
