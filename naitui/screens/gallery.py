"""The gallery: every picture of the library as a grid or a list, found by typing, rated, labelled, taken up again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from naitui.actions import Place
from naitui.actions.in_effect import movement
from naitui.library.album import Album
from naitui.library.finding import Found, first_found, found_in
from naitui.library.index import Row
from naitui.library.query import QueryError
from naitui.novelai import Catalog
from naitui.screens.bin import BinScreen
from naitui.screens.judging import compared, won
from naitui.screens.look import Look
from naitui.screens.sharing import choose_collection, export_pictures
from naitui.screens.sorting import Sorting
from naitui.screens.watching import Watching
from naitui.widgets.bindings import bindings_of
from naitui.widgets.finder import Finder
from naitui.widgets.footer import Footer
from naitui.widgets.gallery_words import NOT_FOUND, in_full, nothing_yet, on_one_line
from naitui.widgets.picture_side import REST, WAYS, PictureSide
from naitui.widgets.pictures_pane import PicturesPane
from naitui.widgets.text import plain

SEARCH = "rain model:v5 rated:>3 -sketch"
READY = "words -without model: steps:>23 seed: rated: label: · F1: all"
LETTER = 0.04
"""Seconds that somebody who types has for the next letter before it is searched."""


class GalleryScreen(Screen[None]):
    """Shows the album. What is wished for with pictures goes up as `Wanted`; `show_newest` tells of new ones."""

    PLACE: Place = "gallery"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#grid"

    @dataclass
    class Wanted(Message):
        """Something is to be done with pictures that the gallery does not do itself; ``what`` is an action's id."""

        what: str
        rows: Sequence[Row]

    def __init__(self, album: Album, catalog: Catalog, look: Look) -> None:
        super().__init__()
        self._album, self._catalog, self._look = album, catalog, look
        self._pane = PicturesPane(album, catalog, id="gallery-pictures")
        self.sorting = Sorting(self, album, self._after_change)
        self._query = ""
        self._folded = False
        self._total: int | None = None
        self._scanning = ""
        self._watching = Watching(album, self._scanned, self._rescanned, self._warn)

    def compose(self) -> ComposeResult:
        """What is looked for; the pictures; the one under the cursor."""
        with Horizontal(classes="bar"):
            yield Static("Gallery", classes="bar-title")
            yield Finder(self, placeholder=f"/ {SEARCH}", ready=READY, id="query")
            yield Static("", id="count")
        with Container(id="gallery-body"):
            yield self._pane
            yield PictureSide(self._look.protocol, self._look.terminal, id="gallery-side")
        yield Static("", id="gallery-line")
        yield Footer()

    def on_mount(self) -> None:
        """Show what is known, then look what is on disk."""
        self._search()
        self.run_worker(self._watching.watch(), group="watch")

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._watching.leave()

    @property
    def page(self) -> int:
        """For the search line: rows that are seen at once."""
        return self._pane.view.page

    def step(self, by: int) -> None:
        """For the search line: move the cursor."""
        self._pane.view.step(by)

    # ------------------------------------------------------------------ searching

    def look_for(self, query: str, changed: Sequence[int] = ()) -> None:
        """Search for something, as if it had been typed; ``changed`` are pictures of which something was said."""
        self._pane.forget(changed)
        self.query_one("#query", Input).value = query

    @on(Input.Changed, "#query")
    def look_again(self, event: Input.Changed) -> None:
        """Something else is looked for."""
        self._query = event.value
        self._search()

    @on(Input.Submitted, "#query")
    def to_the_pictures(self) -> None:
        """What was looked for is found: keys are for the pictures again."""
        self._pane.view.focus()

    @work(group="search", exclusive=True)
    async def _search(self, *, keep: bool = False) -> None:
        """Find the pictures; an older search is given up. ``keep``: the cursor stays on its picture."""
        at = self._pane.current_id if keep else None
        await asyncio.sleep(LETTER if self._query and not keep else 0)
        first = None
        try:
            if at is None and not self._folded:
                first = await asyncio.to_thread(first_found, self._album, self._query)
                self._show_found(first, at)
            if first is None or not first.whole:
                found = await asyncio.to_thread(found_in, self._album, self._query, folded=self._folded)
                self._show_found(found, at if first is None else self._pane.current_id)
        except QueryError as error:
            self._say(str(error), problem=True)
            return
        except OSError as error:
            self._say(f"the library cannot be read: {error}", problem=True)
            return

    def _show_found(self, found: Found, at: int | None) -> None:
        """Show it, with the cursor ``at`` a picture."""
        self._total = found.total
        self._pane.show(found, at, NOT_FOUND if found.total else (*nothing_yet(), str(self._album.folder)))
        self._show_count()
        self._say("")

    def _show_count(self) -> None:
        shown, total = f"{len(self._pane.ids):,}", self._total
        parts = [f"{shown} of {total:,}" if total and len(self._pane.ids) < total and not self._folded else shown]
        if total is None and self._pane.ids:
            parts = [f"{shown}+"]  # all of them come in a moment
        parts += ["by seed group"] if self._folded else []
        parts += [f"◆ {len(self._pane.chosen)}"] if self._pane.chosen else []
        parts += [self._scanning] if self._scanning else []
        self.query_one("#count", Static).update(plain(" · ".join(parts)))

    def _say(self, text: str, *, problem: bool = False) -> None:
        """On the line above the keys: what is wrong with the search, or in a narrow terminal what the cursor is on."""
        line = self.query_one("#gallery-line", Static)
        line.set_class(problem, "-problem")
        line.update(plain(text), layout=False)
        if not problem:
            self._show_current()

    # ------------------------------------------------------------------ what is on disk

    def _scanned(self, told: str) -> None:
        """A scan has come so far: what it has read is shown at once."""
        self._scanning = told
        if told:
            self._search(keep=True)

    def _rescanned(self, changed: bool) -> None:
        if changed:
            self._pane.forget(self._pane.ids)
        self._search(keep=True)

    def _warn(self, text: str) -> None:
        self.notify(text, severity="warning", markup=False)

    def show_newest(self) -> None:
        """A picture was saved: the album knows it by now."""
        self._search(keep=True)

    def _after_change(self, ids: Sequence[int], *, moved: bool) -> None:
        """Something was said of pictures, or (``moved``) they came or went."""
        self._pane.forget(ids)
        if moved:
            self._search(keep=True)

    # ------------------------------------------------------------------ the picture under the cursor

    def on_pictures_pane_moved(self) -> None:
        """Another picture, or more is known of it."""
        self._show_current()

    @work(group="current", exclusive=True)
    async def _show_current(self) -> None:
        row, line = self._pane.current, self.query_one("#gallery-line", Static)
        side = self.query_one(PictureSide)
        side.set_class(row is None, "-nothing")
        if not line.has_class("-problem"):
            line.update(plain("" if row is None else on_one_line(row, self._catalog)), layout=False)
        if row is None:
            side.tell([])
            side.clear()
            return
        await asyncio.sleep(REST)
        side.tell(in_full(row, self._catalog))
        if not row.facts.problem:
            path = row.facts.path
            side.show(path, f"{path}\0{row.facts.stamp}", path)
        else:
            side.clear()

    # ------------------------------------------------------------------ keys

    async def on_key(self, event: events.Key) -> None:
        """Digits rate; while one is looked at large, arrows go to the others."""
        way = movement(event.key)
        if self.has_class("-looking") and way in WAYS and not isinstance(self.focused, Input):
            event.stop()
            self._pane.go(WAYS[way])
        elif event.key in "012345" and len(event.key) == 1 and not isinstance(self.focused, Input):
            event.stop()
            event.prevent_default()
            await self.action_stars(int(event.key))

    def _meant(self) -> list[Row]:
        """The pictures that a key is for: those that were chosen, else the one under the cursor."""
        return self._pane.meant()

    def _want(self, what: str, *, most: int = 1) -> None:
        rows = self._meant()
        if not rows:
            self.notify("No picture here.", markup=False)
        elif len(rows) > most:
            self.notify(f"That takes {most} at most; {len(rows)} are chosen.", severity="warning", markup=False)
        else:
            self.post_message(self.Wanted(what, rows))

    def action_take(self) -> None:
        """Take some of it into the studio."""
        self._want("take")

    def on_pictures_pane_taken(self) -> None:
        """Enter on a picture."""
        self.action_take()

    def action_branch(self) -> None:
        """All of it into the studio, with another seed."""
        self._want("branch")

    def action_rerun(self) -> None:
        """The identical request into the studio."""
        self._want("rerun")

    def action_ablate(self) -> None:
        """Once more without each of its tags."""
        self._want("ablate")

    async def action_stars(self, stars: int) -> None:
        """So many stars."""
        await self._pane.read_current()
        self.sorting.rate(self._meant(), stars)

    def action_rate(self) -> None:
        """One star more, or none after the last."""
        for row in self._meant()[:1]:
            self.sorting.rate(self._meant(), (row.mark.rating + 1) % 6)

    @work(group="judging", exclusive=True)
    async def action_compare(self) -> None:
        """Side by side."""
        self._decided(await compared(self, self._meant(), self._catalog, self._look))

    @work(group="judging", exclusive=True)
    async def action_tournament(self) -> None:
        """The best of several; it gets a star."""
        winner = await won(self, self._meant(), self._look)
        self._decided(winner)
        if winner is not None:
            self.sorting.rate([winner], winner.mark.rating + 1)

    def _decided(self, row: Row | None) -> None:
        if row is not None:
            self._choose_none()
            self._pane.go_to(row.id)

    def _choose_none(self) -> None:
        self._pane.choose_none()
        self._show_count()

    def action_label(self) -> None:
        """Labels."""
        self.sorting.label(self._meant())

    def action_collect(self) -> None:
        """Collections."""
        self.sorting.collect(self._meant())

    @work(group="sharing", exclusive=True)
    async def action_collections(self) -> None:
        """Only the pictures of a collection."""
        query = await choose_collection(self, self._album)
        if query is not None:
            self.look_for(query)

    @work(group="sharing", exclusive=True)
    async def action_export(self) -> None:
        """Copies, or a ZIP."""
        if rows := self._meant():
            await export_pictures(self, rows)

    def action_use_as(self) -> None:
        """As a source, a vibe, a reference."""
        self._want("use_as")

    async def action_bin(self) -> None:
        """Into the bin."""
        await self._pane.read_current()
        self.sorting.throw_away(self._meant())
        self._pane.choose_none()

    @work(group="bin", exclusive=True)
    async def action_show_bin(self) -> None:
        """What was thrown away."""
        await self.sorting.settle()
        if await self.app.push_screen_wait(BinScreen(self._album, self._catalog, self._look)):
            self._search(keep=True)

    def action_undo(self) -> None:
        """Take that back."""
        self.sorting.undo()

    async def action_choose(self) -> None:
        """Choose the picture, or no longer; on to the next."""
        await self._pane.choose()
        self._show_count()

    def action_switch_view(self) -> None:
        """Grid, or list."""
        self._pane.switch_view()

    def action_look(self) -> None:
        """In place of the pictures the one under the cursor, and back."""
        self.toggle_class("-looking")
        if not self.has_class("-looking"):
            self.call_after_refresh(self._pane.view.focus)

    def action_fold(self) -> None:
        """Pictures that differ in their seed alone as one, or all of them."""
        self._folded = not self._folded
        self._search(keep=True)

    def action_same_group(self) -> None:
        """Only what differs from this picture in its seed alone."""
        row = self._pane.current
        if row is None or not row.facts.group:
            self.notify("This picture has no recipe; no others belong to it.", markup=False)
            return
        self._folded = False
        self.look_for(f"group:{row.facts.group}")

    def action_search(self) -> None:
        """To the search line."""
        self.query_one("#query", Input).focus()

    def action_open_outside(self) -> None:
        """In another program."""
        self._want("open")

    def action_copy_path(self) -> None:
        """The path to the clipboard, through the terminal."""
        rows = self._meant()
        if rows:
            self.app.copy_to_clipboard("\n".join(str(row.facts.path) for row in rows))
            self.notify(f"Copied {rows[0].facts.path if len(rows) == 1 else f'{len(rows)} paths'}", markup=False)

    def action_back(self) -> None:
        """Out of the search line, out of what was chosen, out of the search, back to the studio."""
        query = self.query_one("#query", Input)
        if self.has_class("-looking"):
            self.action_look()
        elif self._pane.chosen:
            self._choose_none()
        elif query.value:
            query.value = ""
            self._pane.view.focus()
        elif query.has_focus:
            self._pane.view.focus()
        else:
            self.dismiss()
