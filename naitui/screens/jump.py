"""Jump mode: a letter at every pane and control that can have the focus; press it to be there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset, Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from naitui.widgets.text import plain

LETTERS = f"asdfgjkl{''.join(sorted(set(ascii_lowercase) - set('asdfgjkl')))}"
"""The ones under the fingers first."""
_SHOWN = 3
"""Cells of a letter with a blank on both sides."""


def jump(app: App[None]) -> None:
    """Show the letters, unless they are shown, or there is nowhere to go."""
    screen = app.screen
    if isinstance(screen, JumpScreen):
        screen.dismiss(None)
        return
    targets = targets_of(screen)
    if not targets:
        app.bell()
        return

    def go(target: Widget | None) -> None:
        if target is not None and target.is_attached and app.screen is screen:
            screen.set_focus(target)

    app.push_screen(JumpScreen(targets), go)


def targets_of(screen: Screen[object]) -> list[Widget]:
    """What can have the focus and is seen now, as one reads: line by line."""
    size = screen.size
    seen = [widget for widget in screen.focus_chain if _seen(widget, size.region)]
    return sorted(seen, key=lambda widget: (widget.region.y, widget.region.x))


def _seen(widget: Widget, window: Region) -> bool:
    region = widget.region
    return bool(region.intersection(window).area) and widget.region.area > 0


def places_of(targets: Sequence[Widget]) -> list[tuple[str, Offset, Widget]]:
    """Letters with their places: the corner of what they lead to, below one another where that is taken."""
    found: list[tuple[str, Offset, Widget]] = []
    taken: set[Offset] = set()
    for letter, target in zip(LETTERS, targets, strict=False):
        place = target.region.offset + Offset(1, 0)
        while place in taken:
            place += Offset(_SHOWN, 0)
        taken.add(place)
        found.append((letter, place, target))
    return found


class JumpScreen(ModalScreen[Widget | None]):
    """Ends with what was chosen; None for Escape and every key that is no letter here.

    It lies over the screen without dimming it: then only the letters have to be written to the terminal.
    """

    def __init__(self, targets: Iterable[Widget]) -> None:
        super().__init__()
        self._places = places_of(list(targets))

    def compose(self) -> ComposeResult:
        """A letter each."""
        for letter, place, _ in self._places:
            mark = Static(plain(f" {letter} "), classes="jump--letter")
            mark.styles.offset = place
            yield mark

    def on_key(self, event: events.Key) -> None:
        """Go there, or back. No actions: each letter stands at a place."""
        event.stop()
        event.prevent_default()
        key = (event.character or "").lower()
        self.dismiss(next((target for letter, _, target in self._places if letter == key), None))

    def on_click(self, event: events.Click) -> None:
        """A click on a letter goes there, elsewhere it leads back."""
        event.stop()
        at = event.screen_offset
        here = [target for _, place, target in self._places if place.y == at.y and 0 <= at.x - place.x < _SHOWN]
        self.dismiss(here[0] if here else None)

    def on_resize(self) -> None:
        """The places are others now."""
        if self.is_current and self.size != self.app.size:
            self.dismiss(None)
