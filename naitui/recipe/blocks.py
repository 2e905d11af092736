"""The tags that a key acts on: the one at the cursor, or all that a selection touches."""

from __future__ import annotations

from typing import NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.meaning import Span
from naitui.recipe.tree import Group, Item, Place, Row, path_to, rows_in
from naitui.recipe.weighing import NoEdit


class Block(NamedTuple):
    """Neighbours in a row, from the ``first`` to the ``last``; mostly one alone."""

    rows: tuple[Row, ...]
    """All rows beside its own, and this one: the parts of the text, or the alternatives of the group."""
    row: Row
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.row.items[self.first].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.row.items[self.last].end

    @property
    def following(self) -> Item | None:
        """The item behind it, in its row or in the next one."""
        items = self.row.items[self.last + 1 :]
        number = self.rows.index(self.row) + 1
        return next(iter(items or (self.rows[number].items if number < len(self.rows) else ())), None)

    def beside(self, *, right: bool) -> Item:
        """The neighbour on one side.

        Raises:
            NoEdit: there is none in its group or part.
        """
        index = self.last + 1 if right else self.first - 1
        if not 0 <= index < len(self.row.items):
            raise NoEdit("it is the last one here" if right else "it is the first one here")
        return self.row.items[index]


def block_at(text: str, span: Span, dialect: Dialect) -> Block:
    """The tag at the cursor with the braces and weights that are its own alone, or the tags that a selection touches.

    Raises:
        NoEdit: there is no tag here, or the selection reaches over several parts.
    """
    rows = rows_in(text, dialect)
    path = path_to(rows, *span)
    group = _group_around(path, span)
    if span[0] == span[1] or (path and group is None):
        return _alone(path, rows)
    around = group.rows if group is not None else rows
    for row in around:
        touched = [index for index, item in enumerate(row.items) if item.end > span[0] and item.start < span[1]]
        if touched and row.start <= span[0] and span[1] <= row.end:
            all_of_it = len(around) == 1 and len(touched) == len(row.items)
            if group is not None and all_of_it and path[-1].item.group is group:
                return _alone(path, rows)
            return Block(around, row, touched[0], touched[-1])
    if path:
        return _alone(path, rows)
    raise NoEdit("select tags of one part")


def _group_around(path: list[Place], span: Span) -> Group | None:
    """The group that the item around a selection wholly is; else the one in it that holds the selection."""
    if not path:
        return None
    item = path[-1].item
    held = (group for group in item.groups if group.inner_start <= span[0] and span[1] <= group.inner_end)
    return item.group or next(held, None)


def _alone(path: list[Place], rows: tuple[Row, ...]) -> Block:
    """The innermost item, with the groups around it that hold nothing else."""
    if not path:
        raise NoEdit("there is no tag here")
    path = path.copy()
    while len(path) > 1:
        group, outer = path[-1].group, path[-2]
        if group is None or group.sole is None or outer.item.group is not group:
            break
        path.pop()
    place = path[-1]
    around = place.group.rows if place.group is not None else rows
    return Block(around, place.row, place.index, place.index)
