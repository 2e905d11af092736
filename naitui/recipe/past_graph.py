"""The past as lines of a list, the newest first, with its branches drawn beside them as version control draws them.

The line that undo and redo follow stands at the left; whatever was left for it branches off to the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from naitui.recipe.past import Made, Node

HERE, PICTURED, STEP = "●", "◆", "○"
"""Where one is, a state with pictures, any other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a state, or one of its pictures under it."""

    node: Node
    above: int | None
    """The state that this one comes from, among those that are shown."""
    graph: str
    """Two cells for each line of the graph."""
    column: int
    """The cell in ``graph`` of the state's own mark."""
    picture: Made | None = None


def rows(nodes: Sequence[Node], head: int, shown: Callable[[Node], bool] = lambda node: True) -> list[Row]:
    """The lines of those states that are to be shown, each under what came from it.

    Args:
        nodes: all of them, parents before their children.
        head: the state one is at.
        shown: which of them are wanted; a state whose parent is not goes on from the nearest that is.
    """
    wanted = [node for node in nodes if shown(node)]
    above = _nearest(nodes, {node.id for node in wanted})
    lanes = _Lanes(_last_on_the_line(nodes, head, set(above)))
    found: list[Row] = []
    for node in reversed(wanted):
        mark = HERE if node.id == head else PICTURED if node.pictures else STEP
        graph, column = lanes.draw(node.id, above[node.id], mark)
        found.append(Row(node, above[node.id], graph, column))
        under = lanes.go_on().ljust(column + 2)
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
    """The lines beside the list, from above: each waits for the state that it comes from."""

    def __init__(self, trunk: int | None) -> None:
        self._awaited: list[int | None] = [trunk]
        self._begun = False
        """Whether the leftmost line has begun: until then its place is kept free."""

    def draw(self, id: int, parent: int | None, mark: str) -> tuple[str, int]:
        """The cells of a state's line, and which of them is its own."""
        mine = [lane for lane, awaited in enumerate(self._awaited) if awaited == id]
        if not mine:
            free = next((lane for lane, awaited in enumerate(self._awaited) if awaited is None), None)
            mine = [len(self._awaited) if free is None else free]
            self._awaited += [None] * (mine[0] + 1 - len(self._awaited))
        lane, *joining = mine
        cells = list(self._cells(lane, joining, mark))
        self._begun = self._begun or lane == 0
        for each in joining:
            self._awaited[each] = None
        self._awaited[lane] = parent
        while len(self._awaited) > 1 and self._awaited[-1] is None:
            self._awaited.pop()
        return "".join(cells), 2 * lane

    def _cells(self, own: int, joining: Sequence[int], mark: str) -> Iterator[str]:
        last = joining[-1] if joining else own
        for lane in range(len(self._awaited)):
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

    def go_on(self) -> str:
        """The cells of a line between two states."""
        return "".join("│ " if self._runs(lane) else "  " for lane in range(len(self._awaited)))

    def _runs(self, lane: int) -> bool:
        return self._awaited[lane] is not None and (lane > 0 or self._begun)
