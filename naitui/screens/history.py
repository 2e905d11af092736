"""Earlier words: everything that was ever sent, found by typing, with what taking an entry would change."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Static

from naitui.actions import Place
from naitui.actions.in_effect import keyed, keyed_lines
from naitui.library.history import MOST_FOUND, PromptHistory, Said
from naitui.library.history_search import matches
from naitui.library.taking import Part, taken
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.widgets.ages import age
from naitui.widgets.bindings import bindings_of
from naitui.widgets.finder import Finder
from naitui.widgets.footer import Footer
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.rows import Passage, Row, RowList, Tone
from naitui.widgets.text import one_line, plain

NOTHING_YET = (
    "No words were sent yet.",
    "",
    "Every generation leaves its words here:",
    "prompt, undesired content, characters.",
    "Write a prompt, press {studio.generate}, and find it again with {studio.find_words}.",
)
NO_FAVOURITES = (
    "No favourites here.",
    "",
    "{history.favourite} makes one of the entry under the cursor, {history.only_favourites} shows all again.",
)
NOT_FOUND = ("Nothing holds these words.", "", "Fewer letters find more; slvr finds silver hair.")
_BEFORE_MATCH = 12
"""Cells of a row left of the first match, when that lies too far right to be seen."""


def summary(said: Said) -> str:
    """An entry on one line."""
    people = "".join(f" | {one_line(prompt, 400)}" for prompt, _ in said.characters)
    return one_line(said.prompt, 2000) + people


def marked(text: str, query: str, tone: Tone = "") -> list[tuple[str, Tone]]:
    """The text in pieces, with what was looked for in a tone of its own."""
    pieces: list[tuple[str, Tone]] = []
    at = 0
    for start, end in matches(text, query):
        pieces += [(text[at:start], tone), (text[start:end], "match")]
        at = end
    return [*pieces, (text[at:], tone)]


class HistoryScreen(Screen[Recipe | None]):
    """Ends with the recipe that has the chosen words, or with None."""

    PLACE: Place = "history"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#query"

    def __init__(self, history: PromptHistory, recipe: Recipe, catalog: Catalog) -> None:
        super().__init__()
        self._list = RowList(id="entries")
        self._history = history
        self._recipe = recipe
        self._catalog = catalog
        self._found: Sequence[Said] = ()
        self._total = 0
        self._query = ""
        self._favourites = False
        self._gone: Said | None = None
        self._looking = False
        self._wanted: Part | None = None
        """What is to be taken as soon as it is found."""

    def compose(self) -> ComposeResult:
        """What is looked for; the entries; the one under the cursor."""
        with Horizontal(classes="bar"):
            yield Static("Earlier words", classes="bar-title")
            yield Finder(self._list, placeholder=keyed("type to find · {history.only_favourites} only ★"), id="query")
            yield Static("", id="count")
        with Container(classes="halves"):
            yield self._list
            with VerticalScroll(id="entry", classes="half"):
                yield Passage(id="said")
                yield PromptDiff(same="the editor has these words", id="change")
        yield Footer()

    def on_mount(self) -> None:
        """Show the newest."""
        self._list.border_title = "Sent, the newest first"
        self._look()

    def on_unmount(self) -> None:
        """What was read for searching is not needed any longer."""
        self._history.close()

    @property
    def _current(self) -> Said | None:
        index = self._list.index
        return None if index is None or index >= len(self._found) else self._found[index]

    # ------------------------------------------------------------------ looking

    @on(Input.Changed, "#query")
    def look_again(self, event: Input.Changed) -> None:
        """Something else is looked for; what was being looked for is not any more."""
        self._query = event.value
        self._look()

    def _look(self, cursor: int = 0) -> None:
        self._looking = True
        self._find(cursor)

    @work(group="find", exclusive=True)
    async def _find(self, cursor: int) -> None:
        query, favourites = self._query, self._favourites
        over = threading.Event()

        def find() -> tuple[list[Said], int]:
            found = self._history.search(query, MOST_FOUND, favourites=favourites, stop=over.is_set)
            return found, self._history.count()

        try:
            self._found, self._total = await asyncio.to_thread(find)
            said = self._why_none()
        except OSError as error:
            self._found, self._total, said = (), 0, ("Earlier words cannot be read:", str(error))
        finally:
            over.set()  # a newer question has cancelled this one: the thread need not go on
        self._looking = False
        self._list.show(len(self._found), self._row, cursor=cursor, empty=said)
        self._show_count()
        if self._wanted is not None:
            self._take(self._wanted)

    def _why_none(self) -> tuple[str, ...]:
        if not self._total:
            return keyed_lines(NOTHING_YET)
        return keyed_lines(NO_FAVOURITES) if self._favourites else NOT_FOUND

    def _show_count(self) -> None:
        shown = len(self._found)
        count = f"{shown:,} of {self._total:,}" if shown < self._total else f"{shown:,}"
        only = "★ only · " if self._favourites else ""
        self.query_one("#count", Static).update(plain(f"{only}{count}"))

    def _row(self, index: int) -> Row:
        said = self._found[index]
        pieces = marked(summary(said), self._query)
        lead, *others = (text for text, _ in pieces)
        if others and len(lead) + len(others[0]) > self._list.size.width - 8:
            pieces[0] = f"…{lead[-_BEFORE_MATCH:]}", ""
        star = "★" if said.favourite else " "
        return [(star, "picked"), (f"{age(time.time() - said.at):>4}  ", "muted"), *pieces]

    # ------------------------------------------------------------------ the entry under the cursor

    @on(RowList.Moved, "#entries")
    def show_entry(self) -> None:
        """Another entry: whole, and what taking it would change."""
        said = self._current
        entry = self.query_one("#entry", VerticalScroll)
        entry.scroll_home(animate=False)
        entry.display = said is not None or bool(self._total)
        self.query_one("#change").display = said is not None
        self.query_one("#said", Passage).show(self._told(said) if said else [])
        if said is not None:
            now, then = self._recipe, taken(self._recipe, said)
            self.query_one(PromptDiff).show_blocks(diff_between(now, then, self._catalog))
        entry.border_title = "The entry under the cursor"

    def _told(self, said: Said) -> list[tuple[str, Tone]]:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(said.at))
        model = self._catalog.model(said.model).title if said.model else ""
        seed = f"seed {said.seed}" if said.seed is not None else "random seed"
        facts = " · ".join(part for part in (when, model, seed) if part)
        parts: list[tuple[str, Tone]] = [(f"★ {facts}\n" if said.favourite else f"{facts}\n", "muted")]
        texts = [("Prompt", said.prompt), ("Undesired Content", said.undesired)]
        for number, (prompt, undesired) in enumerate(said.characters, 1):
            texts += [(f"Character {number}", prompt), (f"Character {number}, undesired", undesired)]
        for title, text in texts:
            if text.strip():
                parts += [(f"{title}  ", "title"), *marked(text.strip("\n"), self._query), ("\n", "")]
        return [*parts, ("\nTaking it changes", "title")]

    # ------------------------------------------------------------------ keys

    @on(RowList.Chosen, "#entries")
    @on(Input.Submitted, "#query")
    def action_take(self) -> None:
        """Take all its words."""
        self._take("all")

    def action_take_prompt(self) -> None:
        """Take its prompt alone."""
        self._take("prompt")

    def action_take_undesired(self) -> None:
        """Take its undesired content alone."""
        self._take("undesired")

    def action_take_characters(self) -> None:
        """Take its characters alone."""
        self._take("characters")

    def _take(self, part: Part) -> None:
        """Take the entry under the cursor: of the list that the last letter before the key asked for."""
        self._wanted = part if self._looking else None
        if not self._looking and self._current is not None:
            self.dismiss(taken(self._recipe, self._current, part))

    def action_search(self) -> None:
        """Back to what is looked for."""
        self.query_one(Input).focus()

    def action_back(self) -> None:
        """Out, with nothing taken."""
        self.dismiss(None)

    def action_favourite(self) -> None:
        """Make it a favourite, or an ordinary one."""
        said = self._current
        if said is not None:
            self._change(lambda: self._history.mark(said, favourite=not said.favourite))

    def action_only_favourites(self) -> None:
        """Only the favourites, or all."""
        self._favourites = not self._favourites
        self._look()

    def action_forget(self) -> None:
        """Take it out of the history."""
        said = self._current
        if said is not None:
            self._gone = said
            self._change(lambda: self._history.forget(said))
            self.notify(keyed("Gone from the history; {history.bring_back} brings it back."), markup=False)

    def action_bring_back(self) -> None:
        """Bring back what was taken out last."""
        said, self._gone = self._gone, None
        if said is None:
            self.notify("Nothing was taken out here.", markup=False)
            return

        def put_back() -> None:
            self._history.add(said)
            if said.favourite:
                self._history.mark(said, favourite=True)

        self._change(put_back)

    @work(group="change")
    async def _change(self, change: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(change)
        except OSError as error:
            self.notify(f"The history cannot be changed: {error}", severity="error", markup=False)
            return
        self._look(self._list.cursor)
