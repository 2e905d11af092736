"""A window on a long list of pictures: all their ids, and the rows of those that somebody looks at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from naitui.library.index import Row

MOST_ROWS = 3_000
"""Rows that are kept; the others are read again when they are looked at."""
AT_ONCE = 200
"""Rows that are read in one go."""


class Window:
    """Ids in the order in which they are shown. What is asked for and not known is noted, and can be read elsewhere."""

    def __init__(self) -> None:
        self.ids: Sequence[int] = ()
        self.counts: Mapping[int, int] = {}
        """How many pictures a group has, by the id that stands for it; empty where nothing is folded."""
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._wanted: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def show(self, ids: Sequence[int], counts: Mapping[int, int] | None = None) -> None:
        """Look at other pictures; what is known of them stays known."""
        self.ids, self.counts = ids, counts or {}
        self._wanted.clear()

    def row(self, index: int) -> Row | None:
        """The picture at a place; None while it has not been read, which it will be."""
        if not 0 <= index < len(self.ids):
            return None
        id = self.ids[index]
        row = self._rows.get(id)
        if row is None:
            self._wanted[id] = None
        else:
            self._rows.move_to_end(id)
        return row

    def wanted(self) -> list[int]:
        """Ids that were asked for and are not known, those that were asked for last; they are asked for once."""
        ids = list(self._wanted)[-AT_ONCE:]
        self._wanted.clear()
        return ids

    def put(self, rows: Iterable[Row]) -> None:
        """What was read, in place of what was known."""
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > MOST_ROWS:
            self._rows.popitem(last=False)

    def place_of(self, id: int | None) -> int | None:
        """Where a picture stands; the ids run from the newest to the oldest."""
        if id is None:
            return None
        low, high = 0, len(self.ids)
        while low < high:
            middle = (low + high) // 2
            if self.ids[middle] > id:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.ids) else None  # where it was, when it has gone

    def forget(self, ids: Iterable[int]) -> None:
        """Read them again when they are looked at the next time."""
        for id in ids:
            self._rows.pop(id, None)
