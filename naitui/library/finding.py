"""What a search of the gallery finds, and how much there is to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naitui.library.album import Album
from naitui.library.index import Row

FIRST = 100
"""Pictures that are shown before all others are looked for: more than a large terminal has tiles."""


@dataclass(frozen=True, slots=True)
class Found:
    """The pictures that a search has found."""

    ids: Sequence[int]
    """The newest first."""
    counts: Mapping[int, int]
    """How many pictures each stands for, where seeds are folded; else empty."""
    total: int | None
    """Of all pictures; None while nobody has counted them."""
    rows: Sequence[Row] = ()
    """Of the first of them, what was read already."""

    @property
    def whole(self) -> bool:
        """Whether these are all that there are to be found."""
        return self.total is not None


def first_found(album: Album, query: str) -> Found:
    """As `found_in` where nothing is folded, but the newest few alone, ready to be shown."""
    rows = album.first(query, FIRST)
    total = album.index.count() if len(rows) < FIRST else None
    return Found([row.id for row in rows], {}, total, rows)


def found_in(album: Album, query: str, *, folded: bool) -> Found:
    """Search an album; ``folded``: pictures that differ in their seed alone are one. Reads the index: use a thread.

    Raises:
        QueryError: the search cannot be understood.
        OSError: the index cannot be used.
    """
    total = album.index.count()
    if folded:
        groups = album.groups(query)
        return Found([id for id, _ in groups], dict(groups), total)
    return Found(album.find(query), {}, total)
