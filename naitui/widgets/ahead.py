"""Keys that are typed ahead: those that come behind one that leads elsewhere are meant for there."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.widget import Widget

LOOK_AFTER = 0.02
"""Seconds between two looks whether a key has led elsewhere by now."""
MOST_LOOKS = 15


class Ahead:
    """Keeps such keys for one widget, and hands them on when the focus has moved.

    Args:
        owner: the widget whose keys they would be.
        back: takes a key after all, when a wish led nowhere.
    """

    def __init__(self, owner: Widget, back: Callable[[events.Key], object]) -> None:
        self._owner, self._back = owner, back
        self._keys: list[events.Key] | None = None
        self._looks = 0

    def lead(self, wish: Message) -> None:
        """Send a message that takes the focus elsewhere."""
        self._owner.post_message(wish)
        self._keys, self._looks = [], 0
        self._owner.set_timer(LOOK_AFTER, self._pass_on)

    def takes(self, event: events.Key) -> bool:
        """Whether a key is meant for elsewhere; then it is on its way there."""
        waiting = self._keys is not None
        if not waiting and self._target() is None:
            return False
        event.stop()
        event.prevent_default()
        self._keys = [*(self._keys or ()), event]
        if not waiting:
            self._pass_on()
        return True

    def _target(self) -> Widget | None:
        focused = self._owner.app.focused
        return None if focused is self._owner else focused

    def _pass_on(self) -> None:
        target = self._target()
        if target is None and self._looks < MOST_LOOKS:
            self._looks += 1
            self._owner.set_timer(LOOK_AFTER, self._pass_on)
            return
        keys, self._keys = self._keys or [], None
        for key in keys:
            again = events.Key(key.key, key.character)  # the other one has been stopped
            if target is None:
                self._back(again)
            else:
                target.post_message(again)
