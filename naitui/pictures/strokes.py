"""Every mask that there was while one was painted, as a tree: a stroke is a step, nothing that was undone is lost."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace

from naitui.pictures.painting import Cells


@dataclass(slots=True)
class _Node:
    packed: bytes
    parent: int | None
    later: list[int] = field(default_factory=list)
    """What came of it, in the order in which it was painted."""
    last: int | None = None
    """Where redo goes: the branch that was left last."""


class Strokes:
    """The mask that is being painted, and those before it. All of one size."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        """As it is now."""
        self._blank = replace(cells, data=b"")
        self._nodes = [_Node(zlib.compress(cells.data), None)]
        self._at = 0

    def take(self, cells: Cells) -> bool:
        """One step more; False when it changes nothing. Raises ValueError for a mask of another size."""
        if (cells.columns, cells.rows) != (self._blank.columns, self._blank.rows):
            raise ValueError("the masks of one picture have one size")
        if cells.data == self.cells.data:
            return False
        self._nodes.append(_Node(zlib.compress(cells.data), self._at))
        self._nodes[self._at].later.append(len(self._nodes) - 1)
        self._go(len(self._nodes) - 1)
        return True

    def undo(self) -> bool:
        """To the step before; False when there is none."""
        parent = self._nodes[self._at].parent
        return parent is not None and self._go(parent)

    def redo(self) -> bool:
        """To the step that was undone last; False when there is none."""
        last = self._nodes[self._at].last
        return last is not None and self._go(last)

    def other(self) -> bool:
        """To what was painted instead of this step, in turn; False when nothing was.

        From where several branches begin it goes into the one that redo would not.
        """
        node = self._nodes[self._at]
        from_here = len(node.later) > 1
        around = node.later if from_here else self._nodes[node.parent].later if node.parent is not None else []
        here = node.last if from_here else self._at
        if len(around) < 2 or here is None:
            return False
        return self._go(around[(around.index(here) + 1) % len(around)])

    @property
    def branches(self) -> int:
        """How many steps have been painted from the one before this, this one included."""
        parent = self._nodes[self._at].parent
        return 1 if parent is None else len(self._nodes[parent].later)

    @property
    def count(self) -> int:
        """All steps there are, taken back or not."""
        return len(self._nodes) - 1

    @property
    def steps(self) -> int:
        """How many steps undo would find."""
        count, parent = 0, self._nodes[self._at].parent
        while parent is not None:
            count, parent = count + 1, self._nodes[parent].parent
        return count

    def _go(self, place: int) -> bool:
        node = self._nodes[place]
        self._at = place
        if node.parent is not None:
            self._nodes[node.parent].last = place
        self.cells = replace(self._blank, data=zlib.decompress(node.packed))
        return True
