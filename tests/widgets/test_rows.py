"""Lists of any length: only what is seen is made; a cursor that stays inside."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult

from naitui.resources import stylesheets
from naitui.widgets.rows import Passage, Row, RowList, cell

MANY = 100_000


class Listed(App[None]):
    """A list alone on the screen; remembers what it says."""

    CSS_PATH = [str(path) for path in stylesheets()]

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.said: list[Any] = []

    def compose(self) -> ComposeResult:
        yield RowList(id="rows")

    @on(RowList.Moved)
    @on(RowList.Chosen)
    def hear(self, message: RowList.Moved | RowList.Chosen) -> None:
        self.said.append((type(message).__name__, message.index))

    def row(self, index: int) -> Row:
        self.asked.append(index)
        return [(f"row {index} ", ""), ("[/b]", "muted")]

    @property
    def shown(self) -> list[str]:
        rows = self.query_one(RowList)
        return [rows.render_line(y).text.rstrip() for y in range(rows.page)]


async def test_only_what_is_seen_is_made() -> None:
    app = Listed()
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(RowList)
        rows.focus()
        rows.show(MANY, app.row, cursor=5)
        await pilot.pause()
        assert app.shown[5] == "›row 5 [/b]"
        assert max(app.asked) < 20
        await pilot.press("G")
        await pilot.pause()
        assert app.shown[-1] == f"›row {MANY - 1} [/b]"
        assert len(set(app.asked)) < 40
        await pilot.press("down", "pageup", "k")
        await pilot.pause()
        assert rows.cursor == MANY - 1 - rows.page - 1
        await pilot.press("home", "up", "enter")
        await pilot.pause()
        assert app.said[-2:] == [("Moved", 0), ("Chosen", 0)]


async def test_an_empty_list_says_why_in_lines_that_fit() -> None:
    app = Listed()
    async with app.run_test(size=(20, 10)) as pilot:
        rows = app.query_one(RowList)
        rows.focus()
        rows.show(0, app.row, empty=["nothing", "", "x" * 30])
        await pilot.press("down", "enter", "G")
        await pilot.pause()
        assert (rows.index, rows.cursor) == (None, 0)
        assert [line for line in app.shown if line] == ["nothing", "x" * 20, "x" * 10]
        assert ("Chosen", 0) not in app.said
        rows.show(3, app.row, cursor=99)
        assert rows.index == 2


async def test_the_mouse_goes_there_and_chooses() -> None:
    app = Listed()
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(RowList).show(30, app.row)
        await pilot.pause()
        await pilot.click(RowList, offset=(5, 3))
        assert app.query_one(RowList).cursor == 3
        await pilot.click(RowList, offset=(5, 3), times=2)
        assert app.said[-1] == ("Chosen", 3)


async def test_a_passage_is_words_and_goes_when_there_are_none() -> None:
    class Said(App[None]):
        CSS_PATH = [str(path) for path in stylesheets()]

        def compose(self) -> ComposeResult:
            yield Passage()

    app = Said()
    async with app.run_test(size=(20, 10)) as pilot:
        passage = app.query_one(Passage)
        passage.show([("[bold]x[/] ", "title"), ("word " * 8, "picked")])
        await pilot.pause()
        assert passage.size.height == 3
        assert str(passage.render()).startswith("[bold]x[/] word")
        passage.show([])
        await pilot.pause()
        assert not passage.display


@given(st.text(max_size=40), st.integers(1, 30), st.integers(0, 4))
def test_a_cell_is_exactly_as_wide(text: str, width: int, indent: int) -> None:
    assert cell_len(cell(text, width, indent)) == width
