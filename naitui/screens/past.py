"""The past: every step of the recipe as a tree with its pictures; to look around in, to go anywhere, to branch from."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from naitui.actions import Place
from naitui.actions.in_effect import keyed, keyed_lines
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.recipe.past import Made, Node, Past, PastError
from naitui.recipe.past_graph import Row, rows
from naitui.screens.confirm import ConfirmScreen
from naitui.terminal import Protocol, Terminal
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.past_list import PastList, picture_words
from naitui.widgets.preview import Preview
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.search_line import SearchLine
from naitui.widgets.text import one_line, plain

NO_PICTURE = (
    "No picture at this step",
    "{past.only_pictures} shows those that have some; {studio.generate} in the studio makes one.",
)
NOTHING_FOUND = "Nothing is like that; Esc shows everything again."
NO_PICTURES = "No pictures yet; {past.only_pictures} shows every step again."
SETTLE = 0.05
"""Seconds that the cursor rests before a picture is read: whoever scrolls by does not want it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where somebody wants to go."""

    state: int
    picture: Made | None
    """The one that was looked at there."""
    keep_seed: bool = False
    """Whether its seed is to be kept."""


@dataclass(frozen=True, slots=True)
class Between:
    """Two states between which a change is looked for."""

    good: int
    bad: int
    seed: int | None
    """Of a picture at which it was seen."""


class PastScreen(Screen[Chosen | Between | None]):
    """Ends with where to go, with two states, or with None. Looking around changes nothing and costs nothing."""

    PLACE: Place = "past"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]
    AUTO_FOCUS = "#states"

    def __init__(self, past: Past, catalog: Catalog, protocol: Protocol, terminal: Terminal | None) -> None:
        super().__init__()
        self._past = past
        self._catalog = catalog
        self._protocol, self._terminal = protocol, terminal
        self._only_pictures = False
        self._words: list[str] = []
        self._labels: dict[tuple[int | None, int], str] = {}
        self._marked: Row | None = None
        """The state that was marked first."""

    def compose(self) -> ComposeResult:
        """The list, beside or above what is at its cursor."""
        with Container(id="past-body"):
            states = PastList(id="states")
            yield states
            with Container(id="past-side"):
                with Vertical(id="past-picture", classes="pane"):
                    yield Preview(
                        keyed_lines(NO_PICTURE), protocol=self._protocol, terminal=self._terminal, id="past-preview"
                    )
                    yield Static(plain(""), id="past-caption")
                with VerticalScroll(id="past-step", classes="pane", can_focus=False):
                    yield Static(plain(""), id="past-when")
                    yield PromptDiff(same="the beginning", id="past-diff")
                    yield Static(Content.styled("From now to there", "bold"))
                    yield PromptDiff(same="the same as now", id="past-away")
        yield SearchLine(states, placeholder="words of a step, or a seed", id="past-search")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the state one is at."""
        self.query_one("#past-picture").border_title = "Picture"
        self.query_one("#past-step").border_title = "Step"
        self.show_newest()
        self.query_one(PastList).go_to(self._past.head)

    # ------------------------------------------------------------------ the list

    def show_newest(self) -> None:
        """Show the past as it is now: a picture may have come while somebody looks."""
        nodes, head = self._past.nodes(), self._past.head
        empty = keyed(NO_PICTURES) if self._only_pictures and not self._words else NOTHING_FOUND
        found = rows(nodes, head, self._is_shown)
        states = self.query_one(PastList)
        states.show(found, head, self._label, empty)
        pictures = sum(len(node.pictures) for node in nodes)
        parts = [_count(len(nodes) - 1, "step"), _count(pictures, "picture")]
        parts += ["pictures only"] if self._only_pictures else []
        parts += [f"/{' '.join(self._words)}"] if self._words else []
        states.show_title(f"Past · {' · '.join(parts)}")

    def _is_shown(self, node: Node) -> bool:
        if self._only_pictures and not node.pictures:
            return False
        said = " ".join([node.label, *(str(made.seed) for made in node.pictures)]).casefold()
        return all(word in said for word in self._words)

    def _label(self, row: Row) -> str:
        before = self._before(row)
        if before is None or before == row.node.parent:
            return row.node.label
        key = before, row.node.id
        if key not in self._labels:
            try:
                self._labels[key] = self._past.told(*key)
            except PastError as error:
                self._labels[key] = str(error)
        return self._labels[key]

    def _before(self, row: Row) -> int | None:
        """What a row is told against: between pictures all steps count as one, for they make one picture another."""
        return row.above if self._only_pictures and not self._words else row.node.parent

    # ------------------------------------------------------------------ what is at the cursor

    def on_past_list_moved(self, message: PastList.Moved) -> None:
        """Another row: tell of it once the cursor rests."""
        self.run_worker(self._look_at(message.row), exclusive=True)

    async def _look_at(self, row: Row | None) -> None:
        when = self.query_one("#past-when", Static)
        await asyncio.sleep(SETTLE)
        self.query_one("#past-step").display = row is not None
        if row is not None:
            try:
                here, now, before = self._recipes(row)
            except PastError as error:
                when.update(plain(str(error)))
                return
            step = await asyncio.to_thread(diff_between, before, here, self._catalog)
            away = await asyncio.to_thread(diff_between, now, here, self._catalog)
            if not when.is_attached:
                return  # the screen was left meanwhile
            when.update(plain(_when(row)))
            self.query_one("#past-diff", PromptDiff).show_blocks(step)
            self.query_one("#past-away", PromptDiff).show_blocks(away)
        await self._show_picture(None if row is None else _picture_of(row))

    def _recipes(self, row: Row) -> tuple[Recipe, Recipe, Recipe]:
        """A row's recipe, the one that somebody has now, and the one that the row is told against."""
        here, before = self._past.recipe_of(row.node.id), self._before(row)
        return here, self._past.recipe, here if before is None else self._past.recipe_of(before)

    async def _show_picture(self, made: Made | None) -> None:
        caption, preview = self.query_one("#past-caption", Static), self.query_one(Preview)
        if made is None:
            caption.update(plain(""))
            preview.clear()
            return
        path = Path(made.path)
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            data, said = b"", f"{path.name} cannot be read: {error.strerror or error}"
        else:
            said = path.name
        if caption.is_attached:
            caption.update(plain(said))
            if data:
                preview.show(data, key=made.path)
            else:
                preview.clear()

    # ------------------------------------------------------------------ keys

    def on_past_list_chosen(self, message: PastList.Chosen) -> None:
        """Chosen with the mouse."""
        self.action_go()

    def action_go(self) -> None:
        """There; the next edit begins a branch."""
        row = self.query_one(PastList).row
        if row is not None:
            self.dismiss(Chosen(row.node.id, _picture_of(row)))

    def action_go_with_seed(self) -> None:
        """There, and the picture's seed is kept."""
        row = self.query_one(PastList).row
        made = None if row is None else _picture_of(row)
        if row is None or made is None or made.seed is None:
            self.notify(
                keyed("No picture here whose seed could be kept; {past.only_pictures} shows only pictures."),
                markup=False,
            )
            return
        self.dismiss(Chosen(row.node.id, made, keep_seed=True))

    def action_mark(self) -> None:
        """The first of two states, or the second."""
        row, first = self.query_one(PastList).row, self._marked
        if row is None:
            return
        if first is None or first.node.id == row.node.id:
            self._marked = row if first is None else None
            told = "Marked. Now m on a step that is not as it should be, or that was." if first is None else "No mark."
            self.notify(told, markup=False)
            return
        answers = [
            ("g", f"The marked one was good: {one_line(first.node.label, 40)}"),
            ("b", f"The marked one was bad: {one_line(first.node.label, 40)}"),
        ]
        words = ["One change between the two did it; which one is found by making the picture in the middle."]
        self.app.push_screen(ConfirmScreen("Which change did it", words, answers), lambda key: self._begin(key, row))

    def _begin(self, key: str | None, second: Row) -> None:
        first, self._marked = self._marked, None
        if key is None or first is None:
            return
        good, bad = (first, second) if key == "g" else (second, first)
        seen = [made for one in (bad, good) if (made := _picture_of(one)) is not None and made.seed is not None]
        self.dismiss(Between(good.node.id, bad.node.id, seen[0].seed if seen else None))

    def action_earlier(self) -> None:
        """To what the step came from, past everything between."""
        row = self.query_one(PastList).row
        if row is not None:
            self.query_one(PastList).go_to(row.above)

    def action_later(self) -> None:
        """To what came of it, on the line that redo follows."""
        row = self.query_one(PastList).row
        if row is None:
            return
        children = self._past.children(row.node.id)
        if children:
            following = row.node.next
            self.query_one(PastList).go_to(following if following in children else children[-1])

    def action_only_pictures(self) -> None:
        """Only states with pictures, or all."""
        self._only_pictures = not self._only_pictures
        self.show_newest()

    def action_search(self) -> None:
        """Words to look for."""
        self.query_one(SearchLine).ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._words = event.value.casefold().split()
        self.show_newest()

    def action_back(self) -> None:
        """Out of the search, or of the screen."""
        if not self.query_one(SearchLine).give_up():
            self.dismiss(None)


def _picture_of(row: Row) -> Made | None:
    """A picture's row's own, a state's newest."""
    return row.picture or (row.node.pictures[-1] if row.node.pictures else None)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _when(row: Row) -> str:
    """When it was, and what came of it."""
    when = f"{datetime.fromtimestamp(row.picture.at if row.picture else row.node.at):%A %d %B %Y, %H:%M:%S}"
    if row.picture is not None:
        return f"{when}\n{picture_words(row)}"
    return f"{when}\n{_count(len(row.node.pictures), 'picture')}" if row.node.pictures else when
