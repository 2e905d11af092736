"""The reference under the cursor: its picture as it is sent, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from naitui.terminal import Protocol, Terminal
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain

EMPTY = ("Nothing to see yet", "The reference under the cursor is shown here.")


class ReferenceLook(Vertical):
    """A picture over some lines."""

    def __init__(self, protocol: Protocol, terminal: Terminal | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._protocol, self._terminal = protocol, terminal

    def compose(self) -> ComposeResult:
        """The picture, the lines."""
        yield Preview(EMPTY, protocol=self._protocol, terminal=self._terminal)
        yield Static(plain(""), id="reference-facts")

    def on_mount(self) -> None:
        """Name the pane."""
        self.border_title = "As it is sent"

    def show_facts(self, lines: Sequence[str]) -> None:
        """What is to be known."""
        for facts in self.query(Static):  # none before it is there, and when it is being left
            facts.update(plain("\n".join(lines)))

    def show_picture(self, data: bytes, key: str) -> None:
        """A picture; ``key`` names these bytes for ever."""
        for preview in self.query(Preview):
            preview.show(data, key=key)

    def show_nothing(self) -> None:
        """There is no picture."""
        for preview in self.query(Preview):
            preview.clear()
