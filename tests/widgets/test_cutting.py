"""A line is cut between its characters: both parts together are as wide as the whole, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Static

from naitui.opening import Opening
from naitui.widgets.frame import cut_between_characters
from naitui.widgets.frame.cutting import cut_apart

PAINTER, FLAG = "👩\u200d🎨", "🏳️\u200d🌈"
PIECES = (PAINTER, FLAG, "❤️", "日", "שלום", "한", "é", "e\u0301", "\u0301", "\u200d", "\ufe0f", "👍🏽", "a", " ", "🇯🇵")
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)


@given(TEXTS, st.integers(0, 20))
@example(f"\u200d{PAINTER}{PAINTER}", 1)
def test_the_parts_are_as_wide_as_the_whole(text: str, cut: int) -> None:
    whole = cell_len(text)
    left, right = (part.text for part in cut_apart(Segment(text), cut))
    assert cell_len(left) == min(cut, whole)
    assert cell_len(right) == whole - min(cut, whole)


@given(TEXTS)
def test_what_is_not_cut_through_stays_as_it_is(text: str) -> None:
    for cut in range(cell_len(text) + 1):
        left, right = (part.text for part in cut_apart(Segment(text), cut))
        assert left + right == text or (left.endswith(" ") and right.startswith(" "))


@pytest.mark.parametrize(
    ("cut", "parts"), [(2, (PAINTER, f" {FLAG}")), (4, (f"{PAINTER}  ", " ")), (5, (f"{PAINTER} {FLAG}", ""))]
)
def test_no_character_is_torn(cut: int, parts: tuple[str, str]) -> None:
    assert tuple(part.text for part in cut_apart(Segment(f"{PAINTER} {FLAG}"), cut)) == parts


class Covered(App[None]):
    """A line of joined characters, and something that covers the middle of it."""

    CSS = """
    Screen { layers: below above; }
    #above { layer: above; position: absolute; width: 10; height: 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static(f"{PAINTER} {FLAG} שלום " * 8)
        yield Static("|" * 10, id="above")


async def test_a_row_beside_what_covers_it_keeps_its_width() -> None:
    cut_between_characters()  # as every app of ours begins with; this one has no studio in it
    app = Covered()
    async with app.run_test(size=(60, 3)) as pilot:
        for x in range(20):
            app.query_one("#above").styles.offset = (x, 0)
            await pilot.pause()
            rows = [strip.text for strip in app.screen._compositor.render_strips()]
            assert [cell_len(row) for row in rows] == [60, 60, 60], x
            assert "|" * 10 in rows[0]


def test_the_program_cuts_that_way() -> None:
    Opening("textual-dark")
    line = Strip([Segment(f"{PAINTER} {FLAG} end")])
    assert [part.text for part in line.divide([1, 4, line.cell_length])] == [" ", "   ", "  end"]
