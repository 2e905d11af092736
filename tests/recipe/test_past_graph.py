"""The tree as lines: every state once, each joined with what it came from, the line of undo and redo at the left."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Recipe
from naitui.recipe.past import Made, Past
from naitui.recipe.past_graph import Row, rows


def grown() -> Past:
    """A past with branches of branches, and two pictures."""
    past = Past(Recipe(prompt="a"), 0.0)

    def step(text: str) -> int:
        past.edit(Recipe(prompt=text), float(len(past.nodes())))
        return past.seal()

    step("a, b")
    fork = step("a, b, c")
    past.send(fork, ["job"])
    past.attach("job", Made("/1.png", 5, 1.0))
    past.attach("job", Made("/2.png", 6, 2.0))
    step("a, b, c, d")
    step("a, b, c, d, e")
    past.go(fork)
    step("a, b, c, z")
    past.go(fork)
    here = step("a, b, c, w")
    step("a, b, c, w, q")
    past.go(fork)
    past.undo()
    step("solo")
    past.go(here)
    return past


def drawn(found: list[Row]) -> list[str]:
    return [f"{row.graph}{f'seed {row.picture.seed}' if row.picture else row.node.label}" for row in found]


def test_it_is_drawn_as_version_control_draws() -> None:
    past = grown()
    assert drawn(rows(past.nodes(), past.head)) == [
        "  ○ − a, − b, + solo",
        "○ │ + q",
        "● │ + w",
        "│ │ ○ + z",
        "│ │ │ ○ + e",
        "│ │ │ ○ + d",
        "◆─┼─┴─╯ + c",
        "│ │ seed 6",
        "│ │ seed 5",
        "○─╯ + b",
        "○ the beginning",
    ]


def test_what_is_not_shown_is_skipped_and_what_came_of_it_is_not() -> None:
    past = grown()
    wanted = ("+ e", "+ w", "solo")
    found = rows(past.nodes(), past.head, lambda node: node.label.endswith(wanted) or node.parent is None)
    assert drawn(found) == [
        "  ○ − a, − b, + solo",
        "● │ + w",
        "│ │ ○ + e",
        "○─┴─╯ the beginning",
    ]
    assert {row.above for row in found} == {None, past.nodes()[0].id}
    pictured = rows(past.nodes(), past.head, lambda node: bool(node.pictures))
    assert drawn(pictured) == ["◆ + c", "  seed 6", "  seed 5"]
    assert rows(past.nodes(), past.head, lambda node: False) == []


def joined(found: list[Row]) -> dict[int, set[int]]:
    """Which states the drawn lines join, read from the drawing alone: by following each line down."""
    lanes: dict[int, set[int]] = {}
    links: dict[int, set[int]] = {}
    for row in found:
        if row.picture is not None:
            continue
        cells = [row.graph[at] for at in range(0, len(row.graph), 2)]
        own = row.column // 2
        ends = [lane for lane, cell in enumerate(cells) if lane > own and cell in "┴╯"]
        assert cells[own] in "○●◆"
        children = lanes.pop(own, set())
        for lane in ends:
            children |= lanes.pop(lane)
        links[row.node.id] = children
        for lane in lanes:
            assert cells[lane] in "│┼", "a line is never interrupted"
        lanes[own] = {row.node.id}
    return links


def test_more_branches_than_there_is_room_for() -> None:
    past = Past(Recipe(), 0.0)
    first = past.head
    for number in range(6):
        past.edit(Recipe(prompt=f"{number}"), float(number))
        past.seal()
        past.go(first)
    assert drawn(rows(past.nodes(), past.head, lanes=3)) == [
        "○ + 5",
        "│ ○ + 4",
        "│ │ ○ + 3",
        "│ │ │…○ + 2",
        "│ │ │…○ + 1",
        "│ │ │…○ + 0",
        "●─┴─┴─… the beginning",
    ]


@given(st.integers(1, 40), st.integers(0, 2**20), st.sets(st.integers(0, 40)))
def test_the_drawing_alone_tells_what_came_from_what(count: int, seed: int, hidden: set[int]) -> None:
    dice = random.Random(seed)
    past = Past(Recipe(), 0.0)
    for number in range(count):
        past.edit(Recipe(prompt=f"step {number}"), float(number))
        past.seal()
        if dice.random() < 0.4:
            past.go(dice.choice(past.nodes()).id)
    nodes = past.nodes()
    shown = {node.id for at, node in enumerate(nodes) if at == 0 or at not in hidden}
    found = rows(nodes, past.head, lambda node: node.id in shown, lanes=99)
    assert [row.node.id for row in found] == [node.id for node in reversed(nodes) if node.id in shown]
    wanted: dict[int, set[int]] = {id: set() for id in shown}
    for row in found:
        if row.above is not None:
            wanted[row.above].add(row.node.id)
    assert joined(found) == wanted
    here = [row for row in found if row.graph[row.column] == "●"]
    assert [row.node.id for row in here] == [past.head] * (past.head in shown)
    assert all(row.column == 0 for row in here)
