"""What is seen while the studio is being put together: its frame, and the prompt, which can be typed in at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widgets import Static

from naitui.widgets.action_bar import ActionBar
from naitui.widgets.lean_area import LeanArea
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.text import plain

WIDTHS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]
"""From how many columns on the studio is laid out otherwise, and the class that says so."""
HEIGHTS = [(0, "-short"), (32, "-tall")]
"""The same of lines."""
_SLIM, _LOW = 60, 18
_Result = TypeVar("_Result")
_SETTINGS = 9
"""Lines that the settings of most models take with their frame."""
_CHARACTERS = 3
EDITING = frozenset(("backspace", "delete", "left", "right", "up", "down", "home", "end", "enter"))
"""Keys for which there is the prompt already; all others wait for the studio."""


def size_classes(size: Size) -> tuple[str, str]:
    """The classes of a screen of this size: given from the beginning, they need no second look at every widget."""
    width = max(limit for limit, _ in WIDTHS if size.width >= limit)
    height = max(limit for limit, _ in HEIGHTS if size.height >= limit)
    return dict(WIDTHS)[width], dict(HEIGHTS)[height]


def small(screen: Screen[_Result], size: Size) -> None:
    """The class ``-slim`` for few columns, ``-low`` for few lines: far less than most terminals have."""
    screen.set_class(size.width < _SLIM, "-slim")
    screen.set_class(size.height < _LOW, "-low")


@dataclass(frozen=True, slots=True)
class FirstWords:
    """Words of the draft, as far as they could be read at a glance."""

    prompt: str = ""
    undesired: str = ""


class OpeningScreen(Screen[None]):
    """Looks like the studio. What is typed here goes on in there."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = "#prompt"

    def __init__(self, words: FirstWords, size: Size) -> None:
        super().__init__(classes=" ".join(size_classes(size)))
        self._words = words

    def compose(self) -> ComposeResult:
        """The frame of the studio."""
        yield StatusBar(id="status")
        with Horizontal(id="body"):
            with Vertical(id="write"):
                yield LeanArea(id="prompt", max_checkpoints=0)
                yield _pane("Undesired Content", "undesired", self._words.undesired)
                yield _pane("Characters", "characters", lines=_CHARACTERS)
                yield _pane("Settings", "settings", lines=_SETTINGS)
            with Vertical(id="look"):
                yield _pane("Picture", "picture-pane")
                yield _pane("Log", "log")
        yield ActionBar(id="action")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the words."""
        for prompt in self.query(LeanArea):  # none, when a signal has ended the program before there was anything on it
            prompt.add_class("pane")
            prompt.border_title = plain("Prompt")
            prompt.load_text(self._words.prompt)
            prompt.move_cursor(prompt.document.end)

    @property
    def words(self) -> list[Region]:
        """Where there are words of the user's on the screen."""
        return [self.query_one(name).content_region for name in ("#prompt", "#undesired")]

    @property
    def _prompt(self) -> LeanArea:
        return self.query_one(LeanArea)

    async def typed(self) -> tuple[str, tuple[int, int]]:
        """The prompt and the cursor in it, when every key that has come so far has been typed."""
        done = asyncio.Event()
        self._prompt.call_later(done.set)
        await done.wait()
        return self._prompt.text, self._prompt.selection.end


def _pane(title: str, name: str, words: str = "", lines: int = 0) -> Static:
    pane = Static(plain(words), id=name, classes="pane")
    pane.border_title = plain(title)
    if lines:
        pane.styles.height = lines
    return pane
