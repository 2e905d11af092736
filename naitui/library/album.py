"""All pictures of a user as one thing: their folder, the index of it, what was said of them, the bin, the thumbnails.

Everything here waits for the disk: the screen calls it from threads. What reads pictures is loaded when it is first
needed: the studio has an album from its first moment on, and looks into it much later.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.library.bin import Bin, Binned
from naitui.library.marks import UNMARKED, Mark, Marks
from naitui.novelai import Catalog

if TYPE_CHECKING:
    from naitui.library.index import Changed, PictureIndex, Row
    from naitui.library.thumbnails import Thumbnails

WEEK = 7 * 86_400.0
"""Seconds between two copies of what was said of pictures."""


@dataclass(frozen=True, slots=True)
class AlbumPlaces:
    """Where an album is on disk."""

    pictures: Path
    index: Path
    marks: Path
    thumbnails: Path
    without: tuple[Path, ...] = ()
    """Folders among the pictures that are not theirs."""


class Album:
    """Pictures to be listed, found, marked and thrown away. Any thread may call it, and several at once."""

    def __init__(self, places: AlbumPlaces, catalog: Catalog) -> None:
        self.folder = places.pictures
        self.marks = Marks(places.marks)
        self.bin = Bin(places.pictures)
        self.told: list[str] = []
        """What had to be mended, to be said to somebody."""
        self._places, self._catalog = places, catalog
        self._index: PictureIndex | None = None
        self._opening = threading.Lock()

    @property
    def index(self) -> PictureIndex:
        """The index; a damaged one is made anew. Raises `OSError` when it cannot be used."""
        from naitui.library.index import fresh

        with self._opening:
            if self._index is None:
                self._index = fresh(self._places.index, self._catalog, self.told.append)
            return self._index

    @cached_property
    def thumbnails(self) -> Thumbnails:
        """Small copies of the pictures."""
        from naitui.library.thumbnails import Thumbnails

        return Thumbnails(self._places.thumbnails)

    def close(self) -> None:
        """Give back what is kept open."""
        if self._index is not None:
            self._index.close()
        self.marks.close()

    # ------------------------------------------------------------------ what is there

    def scan(
        self,
        progress: Callable[[int, int], None] = lambda done, all: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Changed:
        """Bring the index up to what is on disk, in the folder and wherever else pictures were noted.

        Raises:
            OSError: the index or the marks cannot be used.
        """
        from naitui.library.scan import scan

        rooms = self.folder, self.index, self.marks, self._catalog
        found = scan(*rooms, without=self._places.without, progress=progress, stopped=stopped)
        gone = [path for path in self.index.elsewhere(self.folder) if not path.exists() and path.parent.is_dir()]
        if gone:
            self.index.remove(gone)
        self._back_up()
        return found

    def _back_up(self) -> None:
        """A copy of the marks, once a week: they are the one thing here that no file can give back."""
        path = self.marks.path
        copy = path.with_name(f"{path.name}.bak")
        if not path.exists() or (copy.exists() and time.time() - copy.stat().st_mtime < WEEK):
            return
        self.marks.back_up(copy)

    def state(self) -> int:
        """A number that is another one when files came or went: cheap to ask for."""
        from naitui.library.scan import folders_state

        return folders_state(self.folder)

    def note(self, path: Path, mark: Mark = UNMARKED) -> None:
        """Take in a picture that was just saved, and what is said of it from the start. Nothing is raised: the picture
        is safe, and a scan finds it too."""
        from naitui.library.facts import SUFFIXES
        from naitui.library.scan import note

        if path.suffix.lower() in SUFFIXES:
            with suppress(OSError):
                if mark != UNMARKED:
                    self.marks.put(path.absolute(), mark)
                note(path.absolute(), self.index, self.marks, self._catalog)

    def find(self, query: str) -> list[int]:
        """The ids of the pictures that a search finds, the newest first.

        Raises:
            QueryError: the search cannot be understood.
            OSError: the index cannot be used.
        """
        from naitui.library.query import read_query

        return self.index.ids(read_query(query))

    def first(self, query: str, limit: int) -> list[Row]:
        """The newest of what a search finds: read in no time, however much there is.

        Raises:
            QueryError: the search cannot be understood.
            OSError: the index cannot be used.
        """
        from naitui.library.query import read_query

        return self.index.page(read_query(query), limit=limit)

    def groups(self, query: str) -> list[tuple[int, int]]:
        """The same with pictures that differ in their seed alone folded: the newest of them, and how many there are."""
        from naitui.library.query import read_query

        return self.index.groups(read_query(query))

    # ------------------------------------------------------------------ what is said of them

    def mark(self, row: Row, mark: Mark) -> None:
        """Say something of a picture, in place of what was said before.

        Raises:
            OSError: the picture cannot be read, or the marks cannot be written.
        """
        self.marks.put(row.facts.path, mark)
        self.index.mark(row.facts.path, mark)

    def row(self, path: Path) -> Row:
        """The picture at a path, taken in if it was not known; it may lie anywhere.

        Raises:
            OSError: it cannot be read.
        """
        from naitui.library.scan import note

        path = path.absolute()
        found = self.index.row_of(path)
        if found is None:
            note(path, self.index, self.marks, self._catalog)
            found = self.index.row_of(path)
        assert found is not None  # noqa: S101 - it was just put there
        return found

    # ------------------------------------------------------------------ the bin

    def throw_away(self, paths: Sequence[Path]) -> list[Binned]:
        """Move pictures into the bin.

        Raises:
            OSError: one of them cannot be moved; those before it are in the bin.
        """
        binned = []
        try:
            for path in paths:
                binned.append(self.bin.put(path))
        finally:
            self.index.remove(one.was for one in binned)
        return binned

    def bring_back(self, binned: Sequence[Binned]) -> list[Path]:
        """Move pictures out of the bin to where they were, beside whatever has taken their names since.

        Raises:
            OSError: one of them cannot be moved.
        """
        paths = []
        for one in binned:
            path = self.bin.restore(one)
            self.note(path)
            paths.append(path)
        return paths
