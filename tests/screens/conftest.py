"""The studio on the demo service, driven by keys, read from its screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from demo_bench import bench_in, settings_in
from pydantic import SecretStr
from textual import events
from textual.geometry import Offset
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static, TextArea

from naitui.actions.keys_file import read_keys
from naitui.app import Naitui
from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport, FaultPlan
from naitui.library.album import Album, AlbumPlaces
from naitui.novelai import Catalog, NovelAI, load_catalog
from naitui.recipe import Recipe, Sampling
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.look import Look
from naitui.screens.studio import StudioScreen
from naitui.widgets.typed_ahead import typed_ahead

ROUNDS = 1500
SMALL = Sampling(width=128, height=128, steps=3)
"""Painted in a moment."""


@dataclass
class Studio:
    """A running studio: what it shows, what it has sent, what it has written."""

    app: Naitui
    pilot: Pilot[None]
    demo: DemoTransport
    home: Path
    handed: list[str]
    """The runs whose jobs a naitui in the background was asked to go on with."""

    @property
    def screen(self) -> StudioScreen:
        """The studio's screen, whatever dialog lies over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, StudioScreen))

    @property
    def recipe(self) -> Recipe:
        return self.screen.recipe

    @property
    def draft(self) -> Path:
        return self.home / "draft.toml"

    @property
    def dialog(self) -> str:
        """The words of the dialog on top; empty without one."""
        if self.app.screen is self.screen:
            return ""
        return "\n".join(str(static.render()) for static in self.app.screen.query(Static))

    @property
    def log(self) -> str:
        """The log as it is on the screen, its folded lines joined again."""
        return " ".join(" ".join(line.text for line in self.screen.result.log_panel.lines).split())

    @property
    def toasts(self) -> str:
        return "\n".join(notice.message for notice in self.app._notifications)

    @property
    def pictures(self) -> list[Path]:
        return sorted((self.home / "pictures").rglob("*.png"))

    def words(self, selector: str) -> str:
        """The text of a widget of the screen on top as its own lines show it."""
        screen = self.app.screen if self.app.screen.query(selector) else self.screen
        widget = screen.query_one(selector)
        if isinstance(widget, TextArea):
            return widget.text
        if isinstance(widget, Static):
            return str(widget.render())
        return "\n".join(strip.text for strip in widget.render_lines(widget.outer_size.region))

    def rows(self) -> list[str]:
        """Every row of the terminal."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    async def press(self, *keys: str) -> None:
        """Press keys one after another; each has done its work before the next one comes."""
        for key in keys:
            if isinstance(self.app.screen, ConfirmScreen):
                await self.until(lambda: self.app.screen.listens, "a question that is ready for its answer")
            character = key if len(key) == 1 else " " if key == "space" else None
            self.app.post_message(events.Key(_character_to_key(key) if character else key, character))
            await self.settle()

    async def type(self, text: str) -> None:
        """Type as fast as a terminal can deliver: no key waits for the one before it."""
        self.burst(text)
        await self.settle()

    def burst(self, text: str, *keys: str) -> None:
        """A text and then some keys, all in one read of the terminal."""
        for character in text:
            key = "enter" if character == "\n" else _character_to_key(character)
            self.app.post_message(events.Key(key, "\r" if character == "\n" else character))
        for key in keys:
            self.app.post_message(events.Key(key, None))

    async def settle(self) -> None:
        """Let every message on its way arrive, and those that it causes, and keys that wait for them."""
        for _ in range(2):
            await wait_for(self.app)
            while typed_ahead(self.app).waiting and not self.app._exit:
                await asyncio.sleep(0.005)
                await wait_for(self.app)
            if self.app._exit:
                return
            await self.pilot.pause(0)

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait until something is so, and what comes of it is on the screen; a bounded number of rounds of the event
        loop."""
        for _ in range(ROUNDS):
            if condition():
                await self.settle()
                return
            await self.pilot.pause(0.02)
        rows = "\n".join(self.rows())
        raise AssertionError(f"it did not come to {what or condition}; the log: {self.log}\n{rows}")

    async def generated(self, count: int = 1) -> None:
        """Wait until so many pictures are on disk and nothing runs any more."""
        result = self.screen.result
        await self.until(lambda: len(self.pictures) == count and result.progress is None, f"{count} pictures")

    async def click(self, widget: Widget, x: int, y: int, times: int = 1) -> None:
        """Click into a widget's content, as a terminal reports it."""
        place = widget.content_region.offset + Offset(x, y)
        assert await self.pilot.click(offset=place, times=times) is not None
        await self.settle()

    async def click_words(self, words: str, times: int = 1) -> None:
        """Click on words of the screen."""
        row = next(at for at, line in enumerate(self.rows()) if words in line)
        await self.pilot.click(offset=(self.rows()[row].index(words), row), times=times)
        await self.settle()

    async def focus(self, selector: str) -> None:
        """Go straight to a pane; that Tab leads there has a test of its own."""
        self.screen.query_one(selector).focus()
        await self.settle()
        assert self.app.focused is self.screen.query_one(selector)


async def wait_for(app: Naitui) -> None:
    """Until the app has worked through what lies in its queue now, or has left."""
    done = asyncio.Event()
    app.call_later(done.set)
    for _ in range(ROUNDS):
        if done.is_set() or app._exit:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("the app does not answer")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def open_studio(tmp_path: Path, catalog: Catalog) -> Any:
    """Opens a studio in this test's folder; a second one finds what the first has left there."""

    @asynccontextmanager
    async def opened(
        recipe: Recipe | None = None,
        *,
        size: tuple[int, int] = (120, 40),
        pace: float = 0,
        fault: str = "",
        account: DemoAccount | None = None,
        token: str | None = DEMO_TOKEN,
        program: type[Naitui] = Naitui,
        look: Look | None = None,
        keys: str = "",
    ) -> AsyncIterator[Studio]:
        demo = DemoTransport(account, pace=pace, fault=FaultPlan.parse(fault) if fault else None)

        def service(secret: SecretStr | None) -> NovelAI | None:
            chosen = secret or token
            return NovelAI(chosen, transport=demo) if chosen else None

        folders = settings_in(tmp_path).folders
        places = AlbumPlaces(tmp_path / "pictures", folders.index, folders.marks, folders.thumbnails)
        handed: list[str] = []
        bench = bench_in(
            tmp_path,
            Album(places, catalog),
            catalog,
            recipe=recipe,
            look=look or Look(),
            open_service=service,
            hand_over=handed.append,
            keys=read_keys(keys),
        )
        app = program(bench)
        async with app.run_test(size=size) as pilot:
            studio = Studio(app, pilot, demo, tmp_path, handed)
            if token == DEMO_TOKEN:
                await studio.until(lambda: studio.screen.offering.account is not None, "an account")
            await studio.settle()
            yield studio
            app.workers.cancel_all()  # as on the way out of a real run, before the screens are taken away
        for store in (bench.queue, bench.tags, bench.album, bench.history):
            store.close()  # a real run ends with its files; thousands of tests in one process would run out of them

    return opened


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the working directory and the home."""
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def small() -> Recipe:
    """A recipe whose picture is painted in a moment."""
    return Recipe(prompt="girl", sampling=SMALL)
