"""The field over a list: what is typed narrows the list, while arrows and pages move in it."""

from __future__ import annotations

from typing import Protocol

from textual.binding import Binding

from naitui.widgets.line_field import LineField


class Steps(Protocol):
    """A list with a cursor."""

    @property
    def page(self) -> int:
        """Rows that are seen at once."""

    def step(self, by: int) -> None:
        """Move the cursor by so many rows."""


class Finder(LineField):
    """Whoever has it listens to `Input.Changed` and `Input.Submitted`; moving is done here."""

    # no actions: letters are typed here, so that what moves in the list can be no letter, and Enter takes as everywhere
    BINDINGS = [
        Binding("enter", "submit", "Take", key_display="⏎"),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, rows: Steps, *, placeholder: str, id: str, ready: str = "") -> None:
        """``ready`` stands in the place of the placeholder while nothing is typed yet."""
        super().__init__(placeholder=placeholder, id=id)
        self._rows, self._idle, self._ready = rows, placeholder, ready or placeholder

    def on_focus(self) -> None:
        """What can be typed."""
        self.placeholder = self._ready

    def on_blur(self) -> None:
        """What it is."""
        self.placeholder = self._idle

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self._rows.step(by)

    def action_page(self, by: int) -> None:
        """Move in the list, as far as is seen of it."""
        self._rows.step(by * self._rows.page)
