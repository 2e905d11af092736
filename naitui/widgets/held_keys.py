"""Keys that came before what they are meant for was there: they wait, and go the app's own way when it has come."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App


class HeldKeys:
    """The keys that one widget was sent while it waits."""

    def __init__(self) -> None:
        self._held: list[events.Key] | None = None

    def wait(self) -> None:
        """From now on keys are held."""
        if self._held is None:
            self._held = []

    def takes(self, event: events.Key) -> bool:
        """Whether a key is held; Escape never is."""
        if self._held is None or event.key == "escape":
            return False
        self._held.append(event)
        event.stop()
        event.prevent_default()
        return True

    def go_on(self, app: App[Any]) -> None:
        """What they are meant for is there, or will not come."""
        held, self._held = self._held or [], None

        async def press() -> None:
            for event in held:
                await app.on_event(events.Key(event.key, event.character))  # the first one has been stopped

        if held:
            app.call_later(press)
