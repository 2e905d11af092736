"""The past as lines of a list, the newest first, with its branches drawn beside them as version control draws them.

The line that undo and redo follow stands at the left; whatever was left for it branches off to the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from naitui.recipe.past import Made, Node

MOST_LANES = 12
HERE, PICTURED, STEP = "●", "◆", "○"
"""Where one is, a state with pictures, any other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a state, or one of its pictures under it."""

    node: Node
    above: int | None
    """The state that this one comes from, among those that are shown."""
    graph: str
    """Two cells for each line of it."""
    column: int
    """The cell in ``graph`` of the state's own mark."""
    picture: Made | None = None


def rows(
    nodes: Sequence[Node], head: int, shown: Callable[[Node], bool] = lambda node: True, *, lanes: int = MOST_LANES
) -> list[Row]:
    """The lines of those states that are to be shown, each under what came from it.

    Args:
        nodes: all of them, parents before their children.
        head: the state one is at.
        shown: which of them are wanted; a state whose parent is not goes on from the nearest that is.
        lanes: lines of the graph that are drawn; marks of others stand behind them.
    """
    wanted = [node for node in nodes if shown(node)]
    above = _nearest(nodes, {node.id for node in wanted})
    drawing = _Lanes(_last_on_the_line(nodes, head, set(above)), lanes)
    found: list[Row] = []
    for node in reversed(wanted):
        mark = HERE if node.id == head else PICTURED if node.pictures else STEP
        graph, column = drawing.draw(node.id, above[node.id], mark)
        found.append(Row(node, above[node.id], graph, column))
        under = drawing.go_on().ljust(column + 2)
        found += [Row(node, above[node.id], under, column, made) for made in reversed(node.pictures)]
    return found


def _nearest(nodes: Sequence[Node], wanted: set[int]) -> dict[int, int | None]:
    """For each wanted state the nearest wanted one before it."""
    nearest: dict[int, int | None] = {}
    found: dict[int, int | None] = {}
    for node in nodes:
        before = None if node.parent is None else nearest.get(node.parent)
        nearest[node.id] = node.id if node.id in wanted else before
        if node.id in wanted:
            found[node.id] = before
    return found


def _last_on_the_line(nodes: Sequence[Node], head: int, wanted: set[int]) -> int | None:
    """The newest wanted state that redo leads to, or else the nearest one that undo does; None when there is none."""
    known = {node.id: node for node in nodes}
    newest = {node.parent: node.id for node in nodes}  # of several children the last one
    line: list[int] = []
    at: int | None = head
    while at is not None:
        line.append(at)
        following = known[at].next
        at = following if following in known else newest.get(at)
    ahead = [id for id in line if id in wanted]
    if ahead:
        return ahead[-1]
    at = known[head].parent
    while at is not None and at not in wanted:
        at = known[at].parent
    return at


class _Lanes:
    """The lines beside the list, from above: each waits for the state that it comes from. ``most`` are drawn."""

    def __init__(self, trunk: int | None, most: int) -> None:
        self._awaited: list[int | None] = [trunk]
        self._waiting: dict[int, list[int]] = {} if trunk is None else {trunk: [0]}
        """The same by what is awaited."""
        self._begun = False
        """Whether the leftmost line has begun: until then its place is kept free."""
        self._most = most

    def draw(self, id: int, parent: int | None, mark: str) -> tuple[str, int]:
        """The cells of a state's line, and which of them is its own."""
        own, *joining = sorted(self._waiting.pop(id, ())) or [self._free()]
        cells = "".join(self._cells(own, joining, mark))
        self._begun = self._begun or own == 0
        for lane in joining:
            self._awaited[lane] = None
        self._awaited[own] = parent
        if parent is not None:
            self._waiting.setdefault(parent, []).append(own)
        while len(self._awaited) > 1 and self._awaited[-1] is None:
            self._awaited.pop()
        if own < self._most:
            return cells, 2 * own
        return f"{cells[:-1]}…{mark} ", len(cells)

    def _free(self) -> int:
        """The first lane that nobody waits in."""
        if None in self._awaited:
            return self._awaited.index(None)
        self._awaited.append(None)
        return len(self._awaited) - 1

    def _cells(self, own: int, joining: Sequence[int], mark: str) -> Iterator[str]:
        last = joining[-1] if joining else own
        for lane in range(min(len(self._awaited), self._most)):
            between = own < lane < last
            if lane == own:
                yield mark
            elif lane == last:
                yield "╯"
            elif lane in joining:
                yield "┴"
            elif self._runs(lane):
                yield "┼" if between else "│"
            else:
                yield "─" if between else " "
            yield "─" if own <= lane < last else " "
        if last >= self._most > own:
            yield "… "

    def go_on(self) -> str:
        """The cells of a line between two states."""
        lanes = range(min(len(self._awaited), self._most))
        return "".join("│ " if self._runs(lane) else "  " for lane in lanes)

    def _runs(self, lane: int) -> bool:
        return self._awaited[lane] is not None and (lane > 0 or self._begun)
