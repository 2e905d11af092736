"""Which change did it: the changes between a good step and a bad one, and the picture in their middle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.actions.in_effect import keyed, keyed_lines, movement
from naitui.recipe.bisecting import Bisection
from naitui.screens.grid_wishes import Cancel, GridWanted, Judge
from naitui.screens.look import Look
from naitui.widgets.action_bar import ActionBar, Progress
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.preview import Preview
from naitui.widgets.rows import Row, RowList
from naitui.widgets.text import one_line, plain
from naitui.widgets.typed_ahead import typed_ahead

What = Literal["make", "good", "bad", "skip", "unsay", "take"]
NO_PICTURE = (
    "No picture of this half yet",
    "{bisect.generate} makes it; then {bisect.good} says good, {bisect.bad} bad.",
)
JUDGE = "{bisect.good} good · {bisect.bad} bad · {bisect.skip} cannot say · {bisect.unsay} takes back"
LEGEND = "● in this picture   ○ not in it   ✓ ruled out"


@dataclass(frozen=True, slots=True)
class Sight:
    """How far the search is."""

    search: Bisection
    path: Path | None = None
    """The middle's picture."""
    cost: str = ""
    """What making it costs."""
    coming: bool = False
    """Whether it waits, or runs."""


class BisectScreen(Screen[None]):
    """Shows what it is given, and says what is wanted."""

    PLACE: Place = "bisect"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sight: Sight | None = None

    def compose(self) -> ComposeResult:
        """The changes, the picture, what a press would make."""
        with Container(id="bisect-body"):
            with Vertical(id="bisect-left"):
                yield Static("", id="bisect-told")
                yield RowList(id="bisect-changes")
            yield Preview(
                keyed_lines(NO_PICTURE), protocol=self._look.protocol, terminal=self._look.terminal, id="bisect-picture"
            )
        yield ActionBar(id="action")
        yield Footer()

    def on_mount(self) -> None:
        """Nothing is known yet. Letters are for the picture: the list is moved by the screen's own keys."""
        self.query_one(RowList).can_focus = False
        if self._sight is None:
            self.query_one(ActionBar).offer(keyed("{bisect.generate} Make"), "a moment …", ("", ""))

    # ------------------------------------------------------------------ what the owner says

    def show(self, sight: Sight) -> None:
        """Show how far it is."""
        before, self._sight = self._sight, sight
        self.refresh_bindings()
        search, changes = sight.search, self.query_one(RowList)
        if before is None or before.search != search:
            at = search.low if search.middle is None else max(search.low, search.middle - 1)
            changes.show(len(search.trail.told), self._row, cursor=at)
        self.query_one("#bisect-told", Static).update(plain("\n".join(_told(sight))))
        preview = self.query_one(Preview)
        if sight.path is not None:
            preview.show(sight.path.read_bytes, key=str(sight.path), facts=(str(sight.path),))
        elif before is None or before.path is not None:
            preview.clear()
        self.query_one(ActionBar).offer(*_offer(sight))

    def show_progress(self, progress: Progress | None) -> None:
        """How far the running job is."""
        self.query_one(ActionBar).show_progress(progress)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Words are for a picture; what is left without the change is there when it is found."""
        search = None if self._sight is None else self._sight.search
        if action == "take":
            return search is not None and len(search.suspects) == 1
        return action not in ("good", "bad", "skip") or (search is not None and search.middle is not None)

    def _row(self, index: int) -> Row:
        assert self._sight is not None  # noqa: S101 - rows are only drawn when there is one
        search = self._sight.search
        words = one_line(search.trail.told[index], 200)
        if index not in search.suspects:
            return [("✓ ", "added"), (words, "muted")]
        if search.middle is None:
            return [("▶ ", "picked"), (words, "title")]
        return [("● ", "picked"), (words, "")] if index < search.middle else [("○ ", "muted"), (words, "")]

    # ------------------------------------------------------------------ keys

    def _want(self, what: What) -> None:
        self.post_message(GridWanted(Judge(what)))

    @on(ActionBar.Pressed)
    def action_generate(self) -> None:
        """The picture in the middle."""
        typed_ahead(self.app).lead(self)  # what is typed behind it is for the question, if there is one
        self._want("make")

    def action_cancel(self) -> None:
        """Stop."""
        self.post_message(GridWanted(Cancel()))

    def action_good(self) -> None:
        """It is as it should be."""
        self._want("good")

    def action_bad(self) -> None:
        """It is not."""
        self._want("bad")

    def action_skip(self) -> None:
        """Nobody can say."""
        self._want("skip")

    def action_unsay(self) -> None:
        """The last word is taken back."""
        self._want("unsay")

    def action_take(self) -> None:
        """Everything without the change that did it."""
        self._want("take")

    def on_key(self, event: events.Key) -> None:
        """Up and down in the list."""
        rows = self.query_one(RowList)
        moves = {"up": -1, "down": 1, "page_up": -rows.page, "page_down": rows.page}
        way = movement(event.key)
        if way in moves:
            event.stop()
            rows.step(moves[way])

    def action_back(self) -> None:
        """Back; the search stays where it is."""
        self.dismiss()


def _told(sight: Sight) -> list[str]:
    search = sight.search
    count = len(search.suspects)
    if count == 1:
        return [f"This did it: {search.trail.told[search.low]}", "Enter takes everything but this into the studio."]
    if search.middle is None:
        return [
            f"One of {count} changes did it: no picture tells which.",
            keyed("{bisect.unsay} takes back the last word."),
        ]
    many = "1 picture" if search.left == 1 else f"{search.left} pictures"
    here = search.middle - search.low
    lines = [f"{count} changes left: about {many}. This one has the first{f' {here}' if here > 1 else ''} of them."]
    return [*lines, keyed(JUDGE) if sight.path else LEGEND]


def _offer(sight: Sight) -> tuple[str, str, tuple[str, str]]:
    search, make = sight.search, keyed("{bisect.generate} Make")
    if search.middle is None:
        return (
            make,
            "it is found" if len(search.suspects) == 1 else "nothing is left to be made",
            ("", ""),
        )
    seed = f"seed {search.trail.recipes[0].sampling.seed}", ""
    if sight.path is not None:
        return make, keyed("it is here already: {bisect.good} good, {bisect.bad} bad"), seed
    return make, "it is on its way" if sight.coming else sight.cost, seed
