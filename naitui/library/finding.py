"""What a search of the gallery finds, and how much there is to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naitui.library.album import Album


@dataclass(frozen=True, slots=True)
class Found:
    """The pictures that a search has found."""

    ids: Sequence[int]
    """The newest first."""
    counts: Mapping[int, int]
    """How many pictures each stands for, where seeds are folded; else empty."""
    total: int
    """Of all pictures."""


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
