"""The area that draws what has changed looks like Textual's own, after any keys, and leaves nothing stale behind."""

from __future__ import annotations

import random

import pytest
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import TextArea

from naitui.widgets.lean_area import LeanArea

TEXTS = (
    "",
    "1girl, silver hair, violet eyes, night city, rain, umbrella",
    "one\n\ntwo\n\tthree 字語 four\n" + "wide 字" * 20,
    "x" * 150 + " y\tz" * 20,
    "\n" * 12 + "end",
)
KEYS = (
    *"ab ,字\t", "enter", "backspace", "delete", "left", "right", "up", "down", "home", "end", "pageup", "pagedown",
    "shift+left", "shift+right", "shift+up", "shift+down", "ctrl+left", "ctrl+right", "ctrl+z", "ctrl+y", "ctrl+a",
    "ctrl+w", "ctrl+u", "ctrl+k", "tab",
)  # fmt: skip


class Pair(App[None]):
    """Both areas, which get the same keys."""

    CSS = "TextArea { width: 24; height: 9; }"

    def compose(self) -> ComposeResult:
        yield LeanArea(placeholder="nothing yet")
        yield TextArea(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, placeholder="nothing yet")

    def on_mount(self) -> None:
        self.other.cursor_blink = False
        self.other.match_cursor_bracket = False

    @property
    def lean(self) -> LeanArea:
        return self.query_one(LeanArea)

    @property
    def other(self) -> TextArea:
        return self.query(TextArea).last()

    async def both(self, pilot: Pilot[None], key: str) -> None:
        """The same key in one and then in the other."""
        for area in (self.lean, self.other):
            area.focus()
            await pilot.pause()
            if key == "\t":
                area.insert("\t")
            elif key != "tab":
                character = key if len(key) == 1 else None
                self.post_message(events.Key(_character_to_key(key) if character else key, character))
            await pilot.pause()


def cells(area: TextArea) -> list[list[tuple[str, Style]]]:
    """Characters and their looks; of a blank only the background."""
    found = []
    for strip in area.render_lines(Region(0, 0, *area.size)):
        row: list[tuple[str, Style]] = []
        for text, style, _ in strip:
            assert style is not None
            seen = Style(color=style.color, bgcolor=style.bgcolor, bold=style.bold, underline=style.underline)
            row += [(c, Style(bgcolor=style.bgcolor) if c == " " and not style.reverse else seen) for c in text]
        found.append(row)
    return found


@pytest.mark.parametrize("text", TEXTS, ids=["empty", "prompt", "lines", "long words", "empty lines"])
async def test_it_looks_like_textual_s_own(text: str) -> None:
    chance = random.Random(len(text))
    app = Pair()
    async with app.run_test(size=(60, 24)) as pilot:
        for area in (app.lean, app.other):
            area.load_text(text)
        await pilot.pause()
        for _ in range(20):
            key = chance.choice(KEYS)
            await app.both(pilot, key)
            assert (app.lean.text, app.lean.selection) == (app.other.text, app.other.selection), key
            assert app.lean.scroll_offset == app.other.scroll_offset
            app.lean.focus()
            await pilot.pause()
            first = cells(app.lean)
            app.other.focus()
            await pilot.pause()
            assert first == cells(app.other), key


class Counted(LeanArea):
    """Counts the rows that are drawn, and knows what it drew."""

    drawn: list[int] = []

    def render_line(self, y: int):
        self.drawn.append(y)
        return super().render_line(y)


class Alone(App[None]):
    CSS = "Counted { border: none; padding: 0; }"

    def compose(self) -> ComposeResult:
        yield Counted()


async def test_a_key_draws_the_row_that_it_changes() -> None:
    app = Alone()
    async with app.run_test(size=(30, 12)) as pilot:
        area = app.query_one(Counted)
        area.load_text("\n".join(f"line {number}" for number in range(8)))
        area.move_cursor((3, 6))
        await pilot.pause()
        area.drawn.clear()
        await pilot.press("x")
        assert set(area.drawn) == {3}
        area.drawn.clear()
        await pilot.press("down")
        assert set(area.drawn) == {3, 4}


async def test_a_long_line_is_not_drawn_whole() -> None:
    app = Alone()
    async with app.run_test(size=(30, 12)) as pilot:
        area = app.query_one(Counted)
        area.load_text("1girl, silver hair, " * 5000)
        area.move_cursor((0, 50_000), center=True)
        await pilot.pause()
        area.drawn.clear()
        await pilot.press("x")
        assert 0 < len(set(area.drawn)) <= 12
        assert "x" in area.text[50_000]
