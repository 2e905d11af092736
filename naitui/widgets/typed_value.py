"""A value that is being typed into a widget that draws itself."""

from __future__ import annotations

from textual import events

LONGEST = 16


class TypedValue:
    """Holds what has been typed; None while nothing is."""

    def __init__(self) -> None:
        self.text: str | None = None

    def begin(self, text: str = "") -> None:
        """Begin to type."""
        self.text = text

    def end(self) -> str:
        """What was typed; from now on nothing is."""
        text, self.text = self.text or "", None
        return text

    def take(self, event: events.Key) -> bool:
        """Take a key while something is being typed; True when it says that the value is complete.

        Enter, the arrows up and down, and Tab complete it, Escape drops it. Tab alone goes on to others.
        """
        if event.key in ("tab", "shift+tab"):
            return True
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "up", "down"):
            return True
        if event.key == "escape":
            self.text = None
        elif event.key == "backspace":
            self.text = (self.text or "")[:-1]
        elif event.character and event.is_printable and len(self.text or "") < LONGEST:
            self.text = (self.text or "") + event.character
        return False
