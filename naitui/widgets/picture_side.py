"""The picture under a grid's cursor with what is told of it: beside the grid, or in its place when one looks."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from naitui.terminal import Protocol, Terminal
from naitui.widgets.preview import Preview
from naitui.widgets.rows import Passage, Row

REST = 0.08
"""Seconds that the cursor rests before all of a picture is told and shown: whoever scrolls by does not want it."""
WAYS = {"left": -1, "up": -1, "right": 1, "down": 1}
"""Keys that lead to other pictures while one is looked at large, and how many further."""


class PictureSide(Vertical):
    """Shows one picture; its class is ``-nothing`` while there is none."""

    def __init__(self, protocol: Protocol, terminal: Terminal | None, *, id: str) -> None:
        super().__init__(id=id)
        self._preview = Preview((), protocol=protocol, terminal=terminal, id="gallery-preview")
        self._facts = Passage(id="gallery-facts")
        self._said = VerticalScroll(self._facts, id="gallery-said", can_focus=False)

    def compose(self) -> ComposeResult:
        """The picture, its facts below it."""
        yield self._preview
        yield self._said

    def show(self, path: Path, key: str, shown_as: Path) -> None:
        """Show a file; ``key`` names its bytes for ever, ``shown_as`` is where it is said to be."""
        self._preview.show(path.read_bytes, key=key, facts=(str(shown_as),))

    def tell(self, facts: Row) -> None:
        """Tell of it, from the beginning."""
        self._facts.show(facts)  # also where the screen is still coming, or on its way out
        self._said.scroll_home(animate=False)

    def clear(self) -> None:
        """No picture."""
        self._preview.clear()
