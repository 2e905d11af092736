"""The director tools: the list with its prices, the options in place, the picture before and after, and the trail."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from naitui.actions.in_effect import key_for, keyed
from naitui.library.calls import Call
from naitui.novelai import Catalog, Quote, Subscription
from naitui.novelai.entries import Tool
from naitui.screens import wording
from naitui.screens.look import Look
from naitui.screens.opening import HEIGHTS, WIDTHS, size_classes
from naitui.widgets.action_bar import ActionBar, Progress
from naitui.widgets.bindings import bindings_of
from naitui.widgets.deed import PairWanted
from naitui.widgets.filmstrip import Filmstrip
from naitui.widgets.footer import Footer
from naitui.widgets.rows import Row, RowList, Tone, cell
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.text import plain
from naitui.widgets.tool_chain import Chain
from naitui.widgets.tool_list import ToolList
from naitui.widgets.tool_options import ToolOptions
from naitui.widgets.tool_pictures import ToolPictures

if TYPE_CHECKING:
    from naitui.library.inputs import Input as Given

Wish = Literal["look", "run", "choose", "cancel"]
_PRICE = 9
"""Cells of a price in the list."""


class ToolsScreen(Screen[None]):
    """Works on one picture, and on what comes of it. What needs files or the service goes up as wishes."""

    PLACE = "tools"
    BINDINGS = bindings_of("tools")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = "#tools"

    @dataclass
    class Wanted(Message):
        """Something that needs files or the service: ``path`` is the current picture, ``call`` what is to be done."""

        wish: Wish
        path: Path
        call: Call

    def __init__(self, source: Path, catalog: Catalog, look: Look, *, demo: bool) -> None:
        super().__init__()
        self.chain = Chain(source)
        self._catalog, self._look, self._demo = catalog, look, demo
        self._kinds: list[tuple[str, Tool]] = list(catalog.tools.kinds.items())
        self.given: Given | None = None
        """The current picture as it was looked at; None while that is being done, and where it cannot be used."""
        self._quotes: dict[str, Quote | str] = {}
        self._problem = ""
        self._defry = 0
        self._account: Subscription | None = None
        self._looked = 0
        """How often files were looked at anew: what is remembered of their pixels is of no use then."""
        self._jobs: dict[str, tuple[str, int]] = {}
        """Jobs of this screen: what they do, and how long the trail was when they were sent."""

    def compose(self) -> ComposeResult:
        """Tools and options on the left, both pictures on the right, the price and the keys at the bottom."""
        yield StatusBar(id="status")
        with Horizontal(id="tools-body"):
            with Vertical(id="tools-left"):
                yield ToolList(id="tools")
                yield ToolOptions(self._catalog.tools, id="tool-options")
            yield ToolPictures(self._look.protocol, self._look.terminal, id="tools-right")
        yield ActionBar(id="tools-bar")
        yield Footer()

    def on_mount(self) -> None:
        """Show the tools; the picture is being looked at."""
        self.add_class(*size_classes(self.app.size))
        self._show_list()
        self._show_chain()

    # ------------------------------------------------------------------ what comes down

    def begin(self, source: Path) -> None:
        """Another picture: a new trail."""
        self.chain = Chain(source)
        self._show_chain()

    def show_input(self, given: Given, quotes: dict[str, Quote | str]) -> None:
        """The current picture has been looked at; ``quotes`` is each tool's price, or why it cannot be."""
        if given.path == self.chain.current:
            self.given, self._quotes, self._problem = given, quotes, ""
            self._show_list()

    def show_problem(self, path: Path, problem: str) -> None:
        """The current picture cannot be used."""
        if path == self.chain.current:
            self.given, self._quotes, self._problem = None, {}, problem
            self._show_list()

    def look_again(self) -> None:
        """The current picture may be another one by now."""
        self._looked += 1
        self._show_chain()

    def show_account(self, account: Subscription | None) -> None:
        """The balance is another one: what is free may be too."""
        self._account = account
        if self.is_mounted:
            self._show_status()

    def sent(self, job: str, call: Call, since: int) -> None:
        """A job was sent for this screen, when the trail had so many links."""
        self._jobs[job] = call.words, since
        self.query_one("#tools-bar", ActionBar).show_progress(
            Progress(0, 1, f"{call.words} · {key_for('tools.cancel')} cancels")
        )

    def knows(self, job: str) -> bool:
        """Whether a job is one of this screen's."""
        return job in self._jobs

    def came(self, job: str, path: Path) -> None:
        """A result has come."""
        words, since = self._jobs[job]
        self.chain.came(job, words, path, since)
        self._show_chain()

    def ended(self, job: str) -> None:
        """A job has ended, however."""
        self._jobs.pop(job, None)
        if not self._jobs:
            self.query_one("#tools-bar", ActionBar).show_progress(None)

    # ------------------------------------------------------------------ showing

    @property
    def _kind(self) -> tuple[str, Tool]:
        """The tool under the cursor."""
        return self._kinds[self.query_one(ToolList).cursor]

    @property
    def call(self) -> Call:
        """What running it now would do."""
        return self.query_one(ToolOptions).call(*self._kind)

    def _show_list(self) -> None:
        tools = self.query_one(ToolList)
        tools.border_title = plain("Director Tools")
        tools.show(len(self._kinds), self._row, cursor=tools.cursor)
        self._show_options()
        self._show_status()

    def _row(self, index: int) -> Row:
        name, tool = self._kinds[index]
        quote = self._quotes.get(name)
        price = ""
        if quote is not None:
            price = "✗" if isinstance(quote, str) else f"{quote.total} Anlas" if quote.total else "free"
        tone: Tone = "muted" if isinstance(quote, Quote) and not quote.total else "warning"
        width = self.query_one(ToolList).size.width - _PRICE - 1
        return [(cell(tool.title, width), ""), (f"{price:>{_PRICE}}", tone)]

    def _show_options(self) -> None:
        name, tool = self._kind
        self.query_one(ToolOptions).show(tool)
        self._show_offer(name, tool)
        self.refresh_bindings()

    def _show_offer(self, name: str, tool: Tool) -> None:
        bar, quote = self.query_one("#tools-bar", ActionBar), self._quotes.get(name)
        if self._problem:
            bar.offer(f"⏎ {tool.title}", f"✗ {self._problem}", ("", ""), refused=True)
        elif isinstance(quote, Quote):
            more = f"{quote.pictures} pictures" if quote.pictures > 1 else ""
            bar.offer(f"⏎ {tool.title}", wording.cost(quote), (more, ""))
        else:
            bar.offer(
                f"⏎ {tool.title}", f"✗ {quote}" if quote else "looking at the picture…", ("", ""), refused=bool(quote)
            )

    def _show_status(self) -> None:
        size = "{}×{}".format(*self.given.size) if self.given is not None else ""
        left = [f"Tools{' · demo' if self._demo else ''}", self.chain.current.name, size]
        right = []
        if self._account is not None:
            right = [self._catalog.tier_name(self._account.tier), f"{self._account.anlas:,} Anlas"]
            right += ["not read lately"] if self._account.is_stale(time.time()) else []
        self.query_one(StatusBar).show((" · ".join(part for part in left if part), " · ".join(right)))

    def _show_chain(self) -> None:
        """Both pictures, and the trail; the current one is looked at anew."""
        self.query_one(ToolPictures).show(self.chain, self._looked)
        self.given, self._quotes, self._problem = None, {}, ""
        self._show_list()
        self.post_message(self.Wanted("look", self.chain.current, self.call))

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some tools have options, some answers several pictures."""
        if not self.is_mounted:
            return True
        tool, chain = self._kind[1], self.chain
        there = {
            "moods": tool.moods,
            "write": tool.prompted,
            "next_result": chain.link is not None and len(chain.link.results) > 1,
            "undo": chain.at > 0,
            "redo": chain.at < len(chain.links),
            "pair": chain.at > 0,
            "cancel": bool(self._jobs),
        }
        return there.get(action, True)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another tool."""
        message.stop()
        self._show_options()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter on a tool."""
        message.stop()
        self.action_run()

    def on_tool_list_option_wanted(self, message: ToolList.OptionWanted) -> None:
        """To the moods, or to the tags."""
        message.stop()
        if message.option == "moods":
            self.action_moods()
        else:
            self.action_write()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter behind the tags."""
        message.stop()
        self.query_one("#tools").focus()
        self.action_run()

    def on_action_bar_pressed(self) -> None:
        """The bar was clicked."""
        self.action_run()

    def on_filmstrip_chosen(self, message: Filmstrip.Chosen) -> None:
        """A result was clicked."""
        if self.chain.choose(self.query_one(ToolPictures).steps_to(message.place)):
            self._show_chain()

    def on_key(self, event: events.Key) -> None:
        """Digits are the defry, left and right go through the moods, wherever no text is written."""
        if isinstance(self.focused, Input):
            return
        if self.query_one(ToolOptions).press(event.key, self._kind[1]):
            event.stop()
            event.prevent_default()

    def action_run(self) -> None:
        """Run the tool, if the picture can be used."""
        if self._jobs:
            self.notify(keyed("One tool after the other: {tools.cancel} cancels the one that runs."), markup=False)
        elif self.given is None or isinstance(self._quotes.get(self._kind[0]), str):
            self.app.bell()
        else:
            self.post_message(self.Wanted("run", self.chain.current, self.call))

    def action_moods(self) -> None:
        """To the grid."""
        self.query_one(ToolOptions).go_to_moods()

    def action_write(self) -> None:
        """To the tags."""
        self.query_one(ToolOptions).write()

    def action_next_result(self) -> None:
        """The next one."""
        self._choose(1)

    def action_previous_result(self) -> None:
        """The one before."""
        self._choose(-1)

    def _choose(self, by: int) -> None:
        if self.chain.choose(by):
            self._show_chain()

    def action_undo(self) -> None:
        """A step back."""
        if self.chain.go(-1):
            self._show_chain()

    def action_redo(self) -> None:
        """A step on again."""
        if self.chain.go(1):
            self._show_chain()

    def action_pair(self) -> None:
        """Both on a screen of their own."""
        chain = self.chain
        if chain.before is not None:
            every = (chain.source, *(path for link in chain.links for path in link.results))
            self.post_message(PairWanted(chain.before, chain.current, every))

    def action_choose_picture(self) -> None:
        """Another picture."""
        self.post_message(self.Wanted("choose", self.chain.current, self.call))

    def action_cancel(self) -> None:
        """Stop what runs."""
        self.post_message(self.Wanted("cancel", self.chain.current, self.call))

    def action_back(self) -> None:
        """To the list, or from there to the studio."""
        tools = self.query_one("#tools")
        if self.focused is not tools:
            tools.focus()
        else:
            self.dismiss()
