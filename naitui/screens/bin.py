"""The bin: what was thrown away, in the grid of the gallery; given back, or removed for good after a question."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.actions.in_effect import acting, keyed_lines, movement
from naitui.library.album import Album
from naitui.library.bin import Binned, in_all
from naitui.library.facts import Stamp, read_facts
from naitui.library.index import Row as Picture
from naitui.library.marks import UNMARKED
from naitui.novelai import Catalog
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.look import Look
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.gallery_words import below_binned, binned_on_one_line, in_full
from naitui.widgets.picture.tile import COLUMNS
from naitui.widgets.picture_grid import PictureGrid
from naitui.widgets.picture_side import REST, WAYS, PictureSide
from naitui.widgets.rows import Row
from naitui.widgets.text import plain

EMPTY = (
    "The bin is empty.",
    "",
    "{gallery.bin} in the gallery throws a picture away; it lies here until you remove it for good.",
)


class BinScreen(Screen[bool]):
    """Ends with whether pictures were given back."""

    PLACE: Place = "bin"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#grid"

    def __init__(self, album: Album, catalog: Catalog, look: Look) -> None:
        super().__init__()
        self._album, self._catalog, self._look = album, catalog, look
        self._grid = PictureGrid(self, id="grid")
        self._grid.in_turn = {key: id for key, id in acting("bin").items() if id == "choose"}
        self._binned: Sequence[Binned] = ()
        self._chosen: set[Path] = set()
        self._gave_back = False
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """How much there is; the pictures; the one under the cursor."""
        with Horizontal(classes="bar"):
            yield Static("Bin", classes="bar-title")
            yield Static("", id="binned")
        with Container(id="gallery-body"):
            with Container(id="gallery-pictures"):
                yield self._grid
            yield PictureSide(self._look.protocol, self._look.terminal, id="gallery-side")
        yield Static("", id="gallery-line")
        yield Footer()

    def on_mount(self) -> None:
        """Look into it."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        self._binned = await asyncio.to_thread(self._album.bin.listed)
        self._chosen &= {one.path for one in self._binned}
        self._grid.show(len(self._binned), cursor=self._grid.cursor, empty=keyed_lines(EMPTY))
        self._show_count()

    def _show_count(self) -> None:
        chosen = [one for one in self._binned if one.path in self._chosen]
        parts = [in_all(self._binned)] if self._binned else []
        parts += [f"◆ {in_all(chosen)}"] if chosen else []
        self.query_one("#binned", Static).update(plain(" · ".join(parts)))

    # ------------------------------------------------------------------ for the grid

    def key(self, index: int) -> str | None:
        """What names a picture's bytes."""
        return str(self._binned[index].path)

    def words(self, index: int) -> Row:
        """What stands below a tile."""
        one = self._binned[index]
        return below_binned(one, COLUMNS, chosen=one.path in self._chosen)

    def thumbnail(self, index: int) -> Callable[[], bytes]:
        """Where a small picture comes from."""
        one = self._binned[index]
        return partial(self._album.thumbnails.of, one.path, Stamp(one.size, one.modified))

    # ------------------------------------------------------------------ the picture under the cursor

    @property
    def _current(self) -> Binned | None:
        index = self._grid.index
        return None if index is None else self._binned[index]

    @on(PictureGrid.Moved)
    @work(group="current", exclusive=True)
    async def _show_current(self) -> None:
        one, side = self._current, self.query_one(PictureSide)
        side.set_class(one is None, "-nothing")
        self.query_one("#gallery-line", Static).update(plain("" if one is None else binned_on_one_line(one)))
        if one is None:
            side.clear()
            return
        await asyncio.sleep(REST)
        side.show(one.path, str(one.path), one.was)
        try:
            facts = await asyncio.to_thread(read_facts, one.path, self._catalog)
        except OSError as error:
            side.tell([(error.strerror or str(error), "error")])
            return
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.at))
        told: Row = [(f"thrown away {when} · was in {one.was.parent}\n", "muted")]
        side.tell([*told, *in_full(Picture(0, facts, UNMARKED), self._catalog)])

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """While one is looked at large, arrows go to the others."""
        way = movement(event.key)
        if self.has_class("-looking") and way in WAYS and self._binned:
            event.stop()
            self._grid.cursor = max(0, min(self._grid.cursor + WAYS[way], len(self._binned) - 1))

    def _meant(self) -> list[Binned]:
        """Those that were chosen, else the one under the cursor."""
        chosen = [one for one in self._binned if one.path in self._chosen]
        return chosen or ([self._current] if self._current is not None else [])

    def action_give_back(self) -> None:
        """To where it was."""
        self._give_back(self._meant())

    @on(PictureGrid.Chosen)
    def _taken(self) -> None:
        self.action_give_back()

    def action_give_back_all(self) -> None:
        """All of them."""
        self._give_back(self._binned)

    @work(group="bin")
    async def _give_back(self, binned: Sequence[Binned]) -> None:
        paths: list[Path] = []

        def back() -> None:
            problem: OSError | None = None
            for one in binned:
                try:
                    paths.extend(self._album.bring_back([one]))
                except OSError as error:  # the others are given back all the same
                    problem = problem or error
            if problem is not None:
                raise problem

        async with self._turn:
            await self._do(back)
        self._gave_back = self._gave_back or bool(paths)
        if paths:
            where = str(paths[0]) if len(paths) == 1 else f"{len(paths)} pictures, where they were"
            self.notify(f"Given back: {where}", markup=False)

    def action_remove(self) -> None:
        """For good."""
        self._ask_to_remove(self._meant(), "Remove for good")

    def action_empty(self) -> None:
        """All of them for good."""
        self._ask_to_remove(self._binned, "Empty the bin")

    @work(group="bin")
    async def _ask_to_remove(self, binned: Sequence[Binned], title: str) -> None:
        if not binned:
            self.notify("The bin is empty.", markup=False)
            return
        lines = [f"{in_all(binned)}: nobody can bring them back afterwards."]
        lines += [one.was.name for one in binned[:3]] + ([f"and {len(binned) - 3:,} others"] if len(binned) > 3 else [])
        answer = await self.app.push_screen_wait(ConfirmScreen(title, lines, [("y", f"{title}: {in_all(binned)}")]))
        if answer == "y":
            async with self._turn:
                done = await self._do(lambda: self._album.bin.remove(binned))
            if done:
                self.notify(f"Removed for good: {in_all(binned)}", markup=False)

    async def _do(self, change: Callable[[], None]) -> bool:
        """Whether all of it was done; what is there is shown anew."""
        try:
            await asyncio.to_thread(change)
        except OSError as error:
            said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            self.notify(f"Not all was done: {said}", severity="error", markup=False)
            return False
        finally:
            self._read()
        return True

    def action_choose(self) -> None:
        """Choose the picture, or no longer; on to the next."""
        if self._current is not None:
            self._chosen ^= {self._current.path}
            self._grid.cursor = min(self._grid.cursor + 1, len(self._binned) - 1)
            self._grid.refresh()
            self._show_count()

    def action_look(self) -> None:
        """In place of the pictures the one under the cursor, and back."""
        self.toggle_class("-looking")
        if not self.has_class("-looking"):
            self.call_after_refresh(self._grid.focus)

    def action_back(self) -> None:
        """Out of the large picture, out of what was chosen, back to the gallery."""
        if self.has_class("-looking"):
            self.action_look()
        elif self._chosen:
            self._chosen.clear()
            self._grid.refresh()
            self._show_count()
        else:
            self.dismiss(self._gave_back)
