"""Two to four pictures side by side, with what each has otherwise than the first: tags, characters, settings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.library.again import Again, NothingKnown, again
from naitui.library.index import Row
from naitui.novelai import Catalog
from naitui.pictures.errors import BadPicture
from naitui.recipe.diff_words import Block
from naitui.screens.look import Look
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.gallery_words import STAR
from naitui.widgets.preview import Preview
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.text import one_line, plain

FIRST = "The others are told against this one."
MOST = 4
"""Pictures beside one another: more are too small to be told apart."""


class CompareScreen(Screen[Row | None]):
    """Ends with the picture that was decided for, or None. The first one is what the others are told against."""

    PLACE: Place = "compare"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, rows: Sequence[Row], catalog: Catalog, look: Look) -> None:
        super().__init__()
        self._rows, self._catalog, self._look = list(rows), catalog, look
        self._found: dict[Path, Again | str] = {}

    def compose(self) -> ComposeResult:
        """A column for each."""
        with Horizontal(id="compared"):
            for _ in self._rows:
                with Vertical(classes="compared"):
                    yield Preview((), protocol=self._look.protocol, terminal=self._look.terminal)
                    yield Static("", classes="compared-title")
                    with VerticalScroll(classes="compared-said"):
                        yield PromptDiff(same="the same as the first, in everything")
        yield Footer()

    def on_mount(self) -> None:
        """Look into the files."""
        self._show()
        self.run_worker(self._read())

    async def _read(self) -> None:
        for row in list(self._rows):
            self._found[row.facts.path] = await asyncio.to_thread(_look_into, row.facts.path, self._catalog)
        self._show()

    def _show(self) -> None:
        first = self._rows[0]
        for number, (row, column) in enumerate(zip(self._rows, self.query(".compared"), strict=True)):
            path, facts = row.facts.path, row.facts
            column.query_one(Preview).show(path.read_bytes, key=f"{path}\0{facts.stamp}", facts=(str(path),))
            stars = f"{STAR * row.mark.rating} " if row.mark.rating else ""
            title = f"{number + 1}  {stars}seed {facts.seed} · {one_line(path.name, 40)}"
            column.query_one(".compared-title", Static).update(plain(title))
            column.set_class(number == 0, "-first")
            diff = column.query_one(PromptDiff)
            diff.show_blocks([Block(FIRST, ())] if number == 0 else self._told(first.facts.path, path))

    def _told(self, first: Path, path: Path) -> Sequence[Block]:
        before, after = self._found.get(first), self._found.get(path)
        if isinstance(before, Again) and isinstance(after, Again):
            return diff_between(before.picture, after.picture, self._catalog)
        problem = next((found for found in (before, after) if isinstance(found, str)), "")
        return [Block(problem, ())] if problem else []

    def action_turn(self) -> None:
        """The next one is the first: what the others are told against."""
        self._rows = [*self._rows[1:], self._rows[0]]
        self._show()

    def on_key(self, event: events.Key) -> None:
        """A digit decides: in the table `compare.decide`, whose digits are the pictures' numbers."""
        if event.key in "1234" and len(event.key) == 1:
            event.stop()
            event.prevent_default()
            self._decide(int(event.key) - 1)

    def on_click(self, event: events.Click) -> None:
        """A second click on one decides for it."""
        if event.chain > 1:
            columns = enumerate(self.query(".compared"))
            self._decide(next((at for at, one in columns if one.region.contains_point(event.screen_offset)), MOST))

    def action_decide(self) -> None:
        """For the first one."""
        self._decide(0)

    def _decide(self, index: int) -> None:
        if index < len(self._rows):
            self.dismiss(self._rows[index])

    def action_back(self) -> None:
        """Back, with none of them."""
        self.dismiss(None)


def _look_into(path: Path, catalog: Catalog) -> Again | str:
    """What a picture gives back, or why it gives back nothing."""
    try:
        return again(path, catalog)
    except (NothingKnown, BadPicture) as error:
        return f"{path.name}: {error}"
    except OSError as error:
        return f"{path.name}: {error.strerror or error}"
