"""A widget that does what its keys say itself, one after the other as they come."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widget import Widget

LOOK_AFTER = 0.02
"""Seconds between two looks whether a key has led elsewhere by now."""
MOST_LOOKS = 15


class Keyed(Widget, can_focus=True):
    """Acts on its bindings' keys at once.

    By way of Textual's bindings a key would act when it has climbed to the app, behind keys that came after it: then a
    burst of keys, which any slow line makes, does something else than the same keys one by one.
    """

    _ahead: list[events.Key] | None = None
    """Keys that came behind one that leads elsewhere, and are meant for there."""
    _looks = 0

    def on_key(self, event: events.Key) -> None:
        """Do what is bound to a key, or hand it to `other_key`."""
        if self._ahead is not None or self._focus_elsewhere() is not None:
            event.stop()
            event.prevent_default()
            self._ahead = [*(self._ahead or ()), event]
            if self._looks == 0:
                self._pass_on()
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            action = getattr(self, f"action_{binding.action}", None)
            if action is not None:
                event.stop()
                event.prevent_default()
                action()
                return
        self.other_key(event)

    def other_key(self, event: events.Key) -> None:
        """A key that nothing is bound to; it goes on its way unless it is stopped."""

    def lead(self, wish: Message) -> None:
        """Ask for something that takes the focus elsewhere: keys that come meanwhile are kept for there."""
        self.post_message(wish)
        self._ahead, self._looks = [], 1
        self.set_timer(LOOK_AFTER, self._pass_on)

    def _focus_elsewhere(self) -> Widget | None:
        focused = self.app.focused
        return None if focused is self else focused

    def _pass_on(self) -> None:
        """Hand the keys on once the focus is elsewhere; a wish that led nowhere leaves them here."""
        target = self._focus_elsewhere()
        if target is None and 0 < self._looks < MOST_LOOKS:
            self._looks += 1
            self.set_timer(LOOK_AFTER, self._pass_on)
            return
        keys, self._ahead, self._looks = self._ahead or [], None, 0
        for key in keys:
            if target is None:
                self.on_key(key)
            else:
                target.post_message(key)
