"""Screens are left while their work goes on: nothing of it may miss the widgets that have gone."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static


class Restless(Widget):
    """Looks for its own part all the time."""

    def compose(self) -> ComposeResult:
        yield Static("a part", id="part")

    def on_mount(self) -> None:
        self.run_worker(self._look())

    async def _look(self) -> None:
        while True:
            self.query_one("#part", Static).update("still there")
            await asyncio.sleep(0)


class Busy(Screen[str]):
    """Looks for its widgets all the time, as its widgets do."""

    def compose(self) -> ComposeResult:
        yield Restless()
        yield Static("words", id="words")

    def on_mount(self) -> None:
        self.run_worker(self._look())

    async def _look(self) -> None:
        while True:
            self.query_one("#words", Static).update("still there")
            await asyncio.sleep(0)


async def test_the_work_of_a_screen_ends_before_its_widgets_do(open_studio: Any) -> None:
    async with open_studio() as studio:
        answers: list[str | None] = []
        await studio.app.push_screen(Busy(), answers.append)
        await studio.settle()
        busy = studio.app.screen
        busy.dismiss("left")
        await studio.until(lambda: answers == ["left"] and not busy.is_attached, "the studio")
        assert studio.app.screen is studio.screen
        assert not [worker for worker in studio.app.workers if busy in worker.node.ancestors_with_self]


async def test_the_work_of_the_screen_below_goes_on(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.app.push_screen(Busy())
        below = studio.app.screen
        await studio.app.push_screen(Busy())
        studio.app.screen.dismiss(None)
        await studio.until(lambda: studio.app.screen is below, "the screen below")
        assert len([worker for worker in studio.app.workers if below in worker.node.ancestors_with_self]) == 2
