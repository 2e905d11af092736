"""Keys that are typed ahead: those that come behind one that leads elsewhere are meant for there.

Over a slow line "p d 3" comes at once: `p` opens the board, and `d` must not remove somebody from the list it left. So
the app holds keys back while a wish is on its way, and lets them go, in their order, when the focus has moved.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from weakref import WeakSet, ref

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

_OWN = "_keys_typed_ahead"
LOOK_AFTER = 0.02
"""Seconds between two looks whether a key has led elsewhere by now."""
MOST_LOOKS = 15
"""Then the wish has led nowhere, and the keys are for where they were typed."""
LEAVING = {"tab": Screen.focus_next, "shift+tab": Screen.focus_previous}
"""Keys that lead to another field."""
PATIENCE = 2.0
"""Seconds that a screen's key waits at most for those before it."""


class TypedAhead:
    """One app's keys that wait."""

    def __init__(self, app: App[Any]) -> None:
        self._weak = ref(app)
        self._owner: Widget | None = None
        """Whose wish is on its way; a screen's key may have overtaken others, which are not meant for elsewhere."""
        self._first: list[events.Key] = []
        """Keys that the owner had been sent already."""
        self._held: list[events.Key | events.Paste] = []
        self._left: WeakSet[Widget] = WeakSet()
        """Who has led elsewhere, and has had no key since that was for itself."""
        self._looks = 0
        self._timer: Timer | None = None
        self._queued = False
        """Whether a screen's key waits for those before it."""
        self._next: events.Key | None = None
        """That key; it waits once."""

    @property
    def _app(self) -> App[Any]:
        app = self._weak()
        assert app is not None  # noqa: S101 - it is the app that asks
        return app

    def lead(self, owner: Widget, wish: Message | None = None) -> None:
        """Hold the keys until the focus has left ``owner``; send the message, if there is one, that takes it away."""
        if self._owner is None:
            self._timer = self._app.set_timer(LOOK_AFTER, self._look)
        self._owner, self._looks = owner, 0
        self._left.add(owner)
        if wish is not None:
            owner.post_message(wish)

    @property
    def waiting(self) -> bool:
        """Whether keys that come now wait."""
        return self._owner is not None or self._queued

    def go_on(self) -> None:
        """The focus is where it is to be, or stays: the keys wait no longer."""
        if self._owner is not None:
            self._look_at_once()

    def keeps(self, event: events.Event) -> bool:
        """Whether a key, or a paste, that has come to the app waits."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if not self.waiting:
            return False
        self._held.append(event)
        return True

    def queues(self, event: events.Key) -> bool:
        """Whether a key that is the screen's waits for the widget with the focus, which has keys before it to do."""
        focused = self._app.focused
        if event is self._next or focused is None:
            return False
        self._queued, self._next = True, event
        self._held.append(event)
        focused.call_later(self._app.call_later, self._reached)
        self._app.set_timer(PATIENCE, self._reached)
        return True

    async def _reached(self) -> None:
        if not self._queued or not self._app.screen_stack:
            return
        self._queued = False
        if self._owner is None:
            await self._release()
        else:
            self._next = None  # one of those before it leads elsewhere: they go on there, and it behind them

    def takes(self, widget: Widget, event: events.Key) -> bool:
        """Whether a key that has come to a widget is meant for elsewhere: it stood behind one that led there."""
        if self._owner is not widget:
            if widget not in self._left:
                return False
            if self._elsewhere(widget) is None:
                self._left.discard(widget)
                return False
            if self._owner is None:  # keys behind this one wait until it is where it belongs
                self._owner = widget
                self._look_at_once()
        event.stop()
        event.prevent_default()
        self._first.append(events.Key(event.key, event.character))  # the other one has been stopped
        return True

    def _look_at_once(self) -> None:
        """Behind the keys that the owner has been sent; should it be gone by then, the timer looks."""
        self._looks = MOST_LOOKS
        if self._owner is not None:
            self._owner.call_later(self._app.call_later, self._look)

    def _elsewhere(self, widget: Widget) -> Widget | None:
        focused, at = self._app.focused, self._app.screen if isinstance(widget, Screen) else self._app.focused
        return None if at is widget else focused

    async def _look(self) -> None:
        if not self._app.screen_stack:
            return  # the app ends: nobody will take them
        undecided = self._owner is not None and self._elsewhere(self._owner) is None and self._looks < MOST_LOOKS
        if undecided or self._queued:
            self._looks += 1
            self._timer = self._app.set_timer(LOOK_AFTER, self._look)
            return
        await self._release()

    async def _release(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        keys, self._first, self._held, self._owner = [*self._first, *self._held], [], [], None
        for key in keys:
            await self._app.on_event(key)


def typed_ahead(app: App[Any]) -> TypedAhead:
    """The keys of this app that wait. They are kept with the app: events and timers know it, so it would never go."""
    found = vars(app).get(_OWN)
    if found is None:
        found = vars(app)[_OWN] = TypedAhead(app)
    assert isinstance(found, TypedAhead)  # noqa: S101 - nobody else writes there
    return found


def led_elsewhere(widget: Widget, event: events.Key, leading: Collection[str]) -> bool:
    """Whether a key that has come to a widget is meant for elsewhere. One of the ``leading`` keys makes those behind it
    wait until the focus has left the widget."""
    ahead = typed_ahead(widget.app)
    if ahead.takes(widget, event):
        return True
    if event.key in leading or event.character in leading:
        ahead.lead(widget)
    return False


def leave(field: Widget, key: str) -> None:
    """Out of a field by one of the keys that lead to another one; what is typed behind it is for that."""
    ahead = typed_ahead(field.app)
    ahead.lead(field)
    LEAVING[key](field.screen)
    ahead.go_on()
