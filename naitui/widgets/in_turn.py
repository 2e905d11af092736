"""A widget's own bindings, acted on as the keys come to it."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


async def done_in_turn(widget: Widget, event: events.Key) -> bool:
    """Do at once what the widget's own bindings say about a key; False when they say nothing.

    By way of Textual's bindings a key acts only when it has climbed to the app, behind keys that came after it: then a
    burst of keys, which any slow line makes, does something else than the same keys one by one. A backspace in it
    would take away the last letter of the burst.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if hasattr(widget, f"action_{binding.action.partition('(')[0]}"):
            event.stop()
            event.prevent_default()
            await widget.run_action(binding.action)
            return True
    return False
