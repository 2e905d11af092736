"""What is said of pictures in the gallery, and taken back: stars, labels, collections, the bin."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from textual.screen import Screen

from naitui.actions.in_effect import key_for
from naitui.library.album import Album
from naitui.library.bin import Binned
from naitui.library.index import Row
from naitui.library.marks import Mark
from naitui.screens.ask import AskScreen
from naitui.screens.messages import PicturesRated

MOST_UNDONE = 200


class Changed(Protocol):
    """Told what is another now."""

    def __call__(self, ids: Sequence[int], *, moved: bool) -> None:
        """``moved``: pictures came or went."""


@dataclass(slots=True)
class _Done:
    """A change that can be taken back."""

    told: str
    marked: list[tuple[Row, Mark]] = field(default_factory=list)
    """Pictures and what was said of them before."""
    binned: list[Binned] = field(default_factory=list)


class Sorting:
    """Changes one album for one screen; everything slow is done in threads, one change after the other."""

    def __init__(self, screen: Screen[None], album: Album, changed: Changed) -> None:
        self._screen, self._album, self._changed = screen, album, changed
        self._done: list[_Done] = []
        self._turn = asyncio.Lock()

    async def settle(self) -> None:
        """Wait until what was asked for is done."""
        async with self._turn:
            pass

    def rate(self, rows: Sequence[Row], stars: int) -> None:
        """So many stars."""
        told = f"{'★' * stars}" if stars else "no stars"
        self._mark(rows, lambda mark: mark.rated(stars), told)
        self._screen.post_message(PicturesRated())

    def label(self, rows: Sequence[Row]) -> None:
        """Ask for labels."""
        self._ask_for_names("Labels", rows, [row.mark.labels for row in rows], _with_labels)

    def collect(self, rows: Sequence[Row]) -> None:
        """Ask for collections."""
        self._ask_for_names("Collections", rows, [row.mark.collections for row in rows], _with_collections)

    def _ask_for_names(
        self,
        title: str,
        rows: Sequence[Row],
        there: Sequence[tuple[str, ...]],
        change: Callable[[Mark, Sequence[str], Sequence[str]], Mark],
    ) -> None:
        """Names are added; a name behind a minus is taken away."""
        if not rows:
            return
        known = sorted({name for names in there for name in names})

        def answered(text: str | None) -> None:
            if not text:
                return
            typed = text.replace(",", " ").split()
            named = [name for name in typed if not name.startswith("-")]
            gone = [name.removeprefix("-") for name in typed if name.startswith("-")]
            self._mark(rows, lambda mark: change(mark, named, gone), f"{title.lower()} {' '.join(typed)}")

        now = f"now: {' '.join(known)} · " if known else ""
        hint = f"{now}names, with blanks between; -name takes one away"
        self._screen.app.push_screen(AskScreen(title, "", hint), answered)

    def _mark(self, rows: Sequence[Row], change: Callable[[Mark], Mark], told: str) -> None:
        self._screen.run_worker(self._marking(list(rows), change, told), group="sorting")

    async def _marking(self, rows: list[Row], change: Callable[[Mark], Mark], told: str) -> None:
        done = _Done(told)

        def write() -> None:
            for row in rows:
                now = self._album.row(row.facts.path)  # another change may have come before this one
                self._album.mark(now, change(now.mark))
                done.marked.append((now, now.mark))

        async with self._turn:
            await self._try(write)
            self._keep(done)
        self._changed([row.id for row in rows], moved=False)
        if len(rows) > 1:
            self._screen.notify(f"{len(done.marked)} pictures: {told}", markup=False)

    def throw_away(self, rows: Sequence[Row]) -> None:
        """Into the bin."""
        if rows:
            self._screen.run_worker(self._throwing_away(list(rows)), group="sorting")

    async def _throwing_away(self, rows: list[Row]) -> None:
        many = f"{len(rows)} pictures" if len(rows) > 1 else rows[0].facts.path.name
        done = _Done(f"{many} in the bin")

        def move() -> None:
            for row in rows:
                done.binned += self._album.throw_away([row.facts.path])

        async with self._turn:
            await self._try(move)
            self._keep(done)
        self._changed([row.id for row in rows], moved=True)
        if done.binned:
            self._screen.notify(f"{many} in the bin; {key_for('gallery.undo')} brings back.", markup=False)

    def _keep(self, done: _Done) -> None:
        if done.marked or done.binned:
            self._done = [*self._done[1 - MOST_UNDONE :], done]

    def undo(self) -> None:
        """Take the last change back."""
        self._screen.run_worker(self._undoing(), group="sorting")

    async def _undoing(self) -> None:
        async with self._turn:
            if not self._done:
                self._screen.notify("Nothing to undo.", markup=False)
                return
            done = self._done.pop()

            left = _Done(done.told)

            def back() -> None:
                problem: OSError | None = None
                for row, mark in done.marked:
                    try:
                        self._album.mark(row, mark)
                    except OSError as error:  # the others are taken back all the same
                        problem = problem or error
                for one in done.binned:
                    try:
                        self._album.bring_back([one])
                    except OSError as error:
                        problem = problem or error
                        left.binned += [one] if one.path.exists() else []
                if problem is not None:
                    raise problem

            whole = await self._try(back)
            self._keep(left)  # what is still in the bin can be tried again
        self._changed([row.id for row, _ in done.marked], moved=bool(done.binned))
        if whole:
            self._screen.notify(f"Undone: {done.told}", markup=False)

    async def _try(self, change: Callable[[], None]) -> bool:
        """Whether all of it was done."""
        try:
            await asyncio.to_thread(change)
        except OSError as error:
            said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            self._screen.notify(f"Not all was done: {said}", severity="error", markup=False)
            return False
        return True


def _with_labels(mark: Mark, named: Sequence[str], gone: Sequence[str]) -> Mark:
    return mark.labelled(gone, on=False).labelled(named)


def _with_collections(mark: Mark, named: Sequence[str], gone: Sequence[str]) -> Mark:
    return mark.collected(gone, on=False).collected(named)
