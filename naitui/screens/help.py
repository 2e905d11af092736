"""Help: every key from the table of actions, and what is where."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TypeVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from naitui.actions import Action, Place, actions_of
from naitui.actions.in_effect import acting, key_for, keyed, keys_of
from naitui.actions.names import key_written
from naitui.actions.places import TITLES
from naitui.library.query import FIELDS, STATES
from naitui.widgets.key_lines import is_beside

_MORE = (
    ("Ctrl+Home, Ctrl+End", "In a text: to its begin, to its end"),
    ("Tab, Shift+Tab", "The next pane, the pane before"),
    ("Esc", "Out of a character's text, of the board, of the interactions: back to the list"),
    ("arrows, Shift+arrows", "On the board: move; hjkl and HJKL too. In the interactions: to another cell"),
    ("B3, then D4 …", "On the board: a letter and a digit go to a cell; a digit alone chooses a character"),
    ("digits", "In the settings: type a value"),
    ("keys.toml", "Other keys, your own or vim's: {studio.configure}, then {config.edit_keys} opens it"),
)


_SEARCH = (
    ("rain night", 'Words, found by their beginnings; "in quotes" as they stand'),
    ("-sketch", "Without it; before fields too"),
    ("model:v5 label:keep", f"Fields: {', '.join(FIELDS)}"),
    ("steps:>23, seed:1..9", "Numbers and dates: =, >, >=, <, <= and from..to"),
    ("is:new", f"{', '.join(STATES)}"),
)
"""What the search line of the gallery reads."""
_A = TypeVar("_A")
_WIDEST, _AROUND = 86, 8
"""Columns of the dialog, and those that its frame and the scrollbar take."""
_KEYS = 20
_SLIM = 55
"""Columns below which keys stand above what they do."""


def show_help(screen: Screen[_A]) -> None:
    """Open the help where the keys that work now are."""
    screen.app.push_screen(HelpScreen(_places_in_effect(screen)))


def _places_in_effect(screen: Screen[_A]) -> list[Place]:
    """The places whose keys work at the focus, the nearest one first."""
    near: dict[Place, int] = {}
    for node, binding, _, _ in screen.active_bindings.values():
        for place in TITLES:
            if (binding.id or "").startswith(f"{place}."):
                near[place] = len(node.ancestors)
    return sorted(near, key=lambda place: -near[place])


class HelpScreen(ModalScreen[None]):
    """All keys, those of the places ``here`` first. Escape, q and the key that opened it lead back."""

    # Esc and q leave it whatever keys.toml says: it is where one looks up one's keys
    BINDINGS = [("escape,q", "dismiss", "Back")]

    def __init__(self, here: Sequence[Place] = ()) -> None:
        super().__init__()
        self._here = here
        self._bindings.bind(",".join(key for key, id in acting("studio").items() if id == "help"), "dismiss", "Back")

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(classes="dialog dialog--tall"):
            yield Static(self._text(min(_WIDEST, self.app.size.width * 95 // 100) - _AROUND), classes="help")

    def on_click(self, event: events.Click) -> None:
        """Beside it: back."""
        if is_beside(self, event):
            self.dismiss(None)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = "Keys · Esc leads back"

    def _text(self, width: int = 1000) -> Content:
        lines: list[Content] = []
        for place in dict.fromkeys((*self._here, *TITLES)):
            lines.append(Content.styled(TITLES[place], "bold"))
            for action in actions_of(place):
                keys = ", ".join((*map(key_written, keys_of(action)), *_behind(action)))
                lines += _entry(keys, action.help, width)
            if place == "gallery":
                lines.append(Content.styled("  What can be typed there to search", "bold"))
                for typed, what in _SEARCH:
                    lines += _entry(typed, what, width)
            lines.append(Content(""))
        lines.append(Content.styled("More", "bold"))
        for keys, what in _MORE:
            lines += _entry(keys, keyed(what), width)
        return Content("\n").join(lines)


def _entry(keys: str, what: str, width: int) -> list[Content]:
    """Keys and what they do, which goes on below itself where the line is too short."""
    if width < _SLIM:  # below one another
        below = (Content(f"    {line}") for line in wrap(what, max(8, width - 4)))
        return [Content.styled(f"  {keys}", "$text-accent"), *below]
    beside = max(_KEYS, cell_len(keys) + 1)
    said = wrap(what, max(20, width - beside - 3)) or [""]
    first = Content.assemble((f"  {keys:<{beside}}", "$text-accent"), f" {said[0]}")
    return [first, *(Content(" " * (beside + 3) + line) for line in said[1:])]


def _behind(action: Action) -> tuple[str, ...]:
    """The keys that do it where it has no other: in tag mode, or a letter behind the key that leads to all screens."""
    return () if keys_of(action) else (key_for(action.name),)
