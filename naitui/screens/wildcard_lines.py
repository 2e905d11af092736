"""The lines of a wildcard, with how often each comes, to choose one from."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from naitui.recipe import Entry, Wildcard
from naitui.widgets.finder import Finder
from naitui.widgets.rows import Row, RowList
from naitui.widgets.text import one_line, plain

NOT_FOUND = ("No line holds these words.",)


class WildcardLinesScreen(ModalScreen[str | None]):
    """Ends with the text of the chosen line, or with None. It takes files of 100,000 lines."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Back")]
    AUTO_FOCUS = "#narrow"

    def __init__(self, wildcard: Wildcard, text: str) -> None:
        super().__init__()
        self._list = RowList(id="lines")
        self._wildcard = wildcard
        self._text = text
        self._total = sum(entry.weight for entry in wildcard.entries) or 1.0
        self._found: list[Entry] = []
        self._looking = False
        self._wanted = False

    def compose(self) -> ComposeResult:
        """A field over the lines."""
        with Vertical(classes="dialog dialog--tall"):
            yield Finder(self._list, placeholder="type to narrow", id="narrow")
            yield self._list

    def on_mount(self) -> None:
        """Show all, the one that was picked under the cursor."""
        count = len(self._wildcard.entries)
        self.query_one(".dialog").border_title = plain(f"__{self._wildcard.name}__ · {count:,} lines · Enter pins one")
        self._look("")

    def _row(self, index: int) -> Row:
        entry = self._found[index]
        share = f"{100 * entry.weight / self._total:.3g} %"
        return [
            (f"{share:>8}  ", "muted"),
            (one_line(entry.text, 400) or "(nothing)", ""),
            (f"  line {entry.line}", "muted"),
        ]

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Only the lines that hold the words."""
        self._look(event.value)

    def _look(self, query: str) -> None:
        self._looking = True
        self._find(query)

    @work(group="find", exclusive=True)
    async def _find(self, query: str) -> None:
        words = query.casefold().split()

        def find() -> list[Entry]:
            return [one for one in self._wildcard.entries if all(word in one.text.casefold() for word in words)]

        self._found = await asyncio.to_thread(find)
        cursor = next((at for at, entry in enumerate(self._found) if entry.text == self._text), 0)
        self._looking = False
        self._list.show(len(self._found), self._row, cursor=cursor, empty=NOT_FOUND)
        if self._wanted:
            self.choose()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def choose(self) -> None:
        """This one; of the lines that the last letter before the key left."""
        self._wanted = self._looking
        if not self._looking and self._list.index is not None:
            self.dismiss(self._found[self._list.index].text)
