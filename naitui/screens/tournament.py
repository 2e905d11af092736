"""A tournament: two pictures at a time, without a word about them, until one is left."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.library.index import Row
from naitui.library.tournament import Tournament
from naitui.screens.look import Look
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain


class TournamentScreen(Screen[Row | None]):
    """Ends with the winner, or None. Neither names nor stars are shown: only the pictures count."""

    PLACE: Place = "tournament"
    BINDINGS = bindings_of(PLACE)

    def __init__(self, rows: Sequence[Row], look: Look) -> None:
        super().__init__()
        self._tournament = Tournament(rows)
        self._sides = [Preview((), protocol=look.protocol, terminal=look.terminal, classes="side") for _ in "12"]

    def compose(self) -> ComposeResult:
        """The two, and how many decisions are left."""
        yield Static("", id="tournament-told")
        with Horizontal(id="tournament"):
            yield from self._sides
        yield Footer()

    def on_mount(self) -> None:
        """The first two."""
        self._show()

    def _show(self) -> None:
        pair = self._tournament.pair
        if pair is None:
            self.dismiss(self._tournament.winner)
            return
        for side, row in zip(self._sides, pair, strict=True):
            path = row.facts.path
            side.show(path.read_bytes, key=f"{path}\0{row.facts.stamp}", facts=(str(path),))
        told = f"Which one stays?   {self._tournament.decided + 1} of {self._tournament.needed}"
        self.query_one("#tournament-told", Static).update(plain(told))

    def on_click(self, event: events.Click) -> None:
        """The one that was clicked stays."""
        for side, stays in zip(self._sides, (self.action_first, self.action_second), strict=True):
            if side.region.contains_point(event.screen_offset):
                stays()

    def action_first(self) -> None:
        """The left one stays."""
        self._tournament.decide(first=True)
        self._show()

    def action_second(self) -> None:
        """The right one stays."""
        self._tournament.decide(first=False)
        self._show()

    def action_undo(self) -> None:
        """Decide the last pair once more."""
        if self._tournament.undo():
            self._show()
        else:
            self.notify("Nothing to undo.", markup=False)

    def action_back(self) -> None:
        """Back, with no winner."""
        self.dismiss(None)
