"""The studio written as differences: the terminal shows what it would show with everything written."""

from __future__ import annotations

import random
from typing import Any

import pytest
from terminal_model import TerminalModel
from textual._compositor import ChopsUpdate, LayoutUpdate

from naitui.app import Bench, Naitui
from naitui.recipe import Recipe
from naitui.widgets.frame import Difference, Frame

TEXT = "1girl, {night} [rain] 1.2::city:: 字, umbrella, \n"
KEYS = (
    *TEXT, "tab", "shift+tab", "backspace", "left", "right", "up", "down", "home", "end", "escape", "enter",
    "f1", "f2", "f3", "f4", "f7", "f9", "f10", "ctrl+n", "ctrl+p", "ctrl+t", "shift+up", "pagedown", "f5",
)  # fmt: skip
SIZES = ((120, 40), (80, 24), (100, 30), (64, 20))


class Watched(Naitui):
    """Shows every update on two terminals: one gets everything, the other one differences."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.plain, self.frugal = TerminalModel(120, 40), TerminalModel(120, 40)
        self.frame = Frame()
        self.resizing = False
        self.compared = self.written = self.spared = 0

    def _display(self, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._batch_count:
            everything = renderable.render_segments(self.console)
            difference = Difference(renderable, self.frame).render_segments(self.console)
            self.plain.feed(everything)
            self.frugal.feed(difference)
            assert self.resizing or self.frugal.cells == self.plain.cells
            self.compared += 1
            self.written += len(difference)
            self.spared += len(everything) - len(difference)
        super()._display(screen, renderable)

    def on_resize(self) -> None:
        self.resizing = False
        self.frame.forget()

    def change_size(self, columns: int, lines: int) -> None:
        """Both terminals have another size and show noise; the app does not know yet."""
        self.resizing = True
        for terminal in (self.plain, self.frugal):
            terminal.screen.resize(lines, columns)
            terminal.feed("".join(f"\x1b[{line + 1};1H" + "\x1b[41m#" * columns for line in range(lines)) + "\x1b[m")


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_pressed(open_studio: Any, small: Recipe, seed: int) -> None:
    chance = random.Random(seed)
    async with open_studio(small, program=Watched) as studio:
        app = studio.app
        for _ in range(60):
            if chance.random() < 0.05:
                size = chance.choice(SIZES)
                app.change_size(*size)
                await studio.pilot.resize_terminal(*size)
                await studio.settle()
            else:
                await studio.press(chance.choice(KEYS))
        await studio.until(lambda: studio.screen.result.progress is None, "rest: the bar moves while a job runs")
        await studio.settle()
        before = app.plain.cells
        app.screen.refresh()
        await studio.settle()
        assert app.plain.cells == before  # nothing stale was on the screen
        assert app.compared > 40
        assert app.spared > 2 * app.written


async def test_only_a_few_bytes_for_a_key(open_studio: Any) -> None:
    async with open_studio(program=Watched) as studio:
        await studio.type("1girl, solo, ")
        before = studio.app.written
        await studio.type("long hair, ")
        assert 0 < studio.app.written - before < 120 * len("long hair, ")
