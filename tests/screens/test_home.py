"""The first start, the tour, themes and settings, through the doors that people come in by."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from naitui.app import Naitui
from naitui.choices import Choices
from naitui.cli.bench import open_bench
from naitui.opening import Opening
from naitui.screens.config import ConfigScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.studio import StudioScreen
from naitui.screens.theme import ThemeScreen
from naitui.screens.token import TokenScreen
from naitui.settings import read_settings
from naitui.terminal import Terminal
from naitui.widgets.tour import STEPS

ROUNDS = 1500
DEMO = {"command": "demo", "pace": 0.0, "fault": None, "demo_tier": "opus", "demo_anlas": None}
RECIPE = 'prompt = "girl"\n[sampling]\nwidth = 128\nheight = 128\nsteps = 3\n'


class Program:
    """The program as the command line opens it."""

    def __init__(self, app: Naitui, pilot: Pilot[None], home: Path) -> None:
        self.app, self.pilot, self.home = app, pilot, home

    @property
    def studio(self) -> StudioScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, StudioScreen))

    @property
    def words(self) -> str:
        """What is on the screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def tour(self) -> str:
        return "".join(str(words.render()) for words in self.app.screen.query("TourPanel #tour-words").results(Static))

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        for _ in range(ROUNDS):
            if condition():
                await self.pilot.pause()  # what comes of it is on the screen, too
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"no {what}:\n{self.words}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            if isinstance(self.app.screen, ConfirmScreen):
                await self.until(lambda: getattr(self.app.screen, "listens", True), "question that is ready")
            await self.pilot.press(key)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "pictures"))
    for name in ("NAITUI_CONFIG", "NAITUI_ANIMATION", "NOVELAI_TOKEN", "NAITUI_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@asynccontextmanager
async def started(home: Path, size: tuple[int, int] = (80, 24), **options: Any) -> AsyncIterator[Program]:
    arguments = argparse.Namespace(**{"command": None, **options})
    become = open_bench(arguments, read_settings(), "none", Terminal(), lambda text: None)
    app = Opening("naitui-dark", load=lambda: become)
    async with app.run_test(size=size) as pilot:
        program = Program(app, pilot, home)
        await program.until(lambda: isinstance(app, Naitui) and app.workers and program.studio.is_mounted, "studio")
        yield program
        app.workers.cancel_all()


async def test_the_first_start_has_three_ways_on(home: Path) -> None:
    async with started(home) as program:
        await program.until(lambda: isinstance(program.app.screen, ConfirmScreen), "welcome")
        await program.until(lambda: "Look around" in program.words, "words")
        assert "Paste a token" in program.words
        assert "Try the demo" in program.words
        await program.press("t")
        await program.until(lambda: isinstance(program.app.screen, TokenScreen), "question for the token")
        await program.until(lambda: "mode 0600" in program.words, "place of the token")
        await program.press("escape")
        await program.until(lambda: program.app.screen is program.studio, "studio")
        await program.press("f2")
        await program.until(lambda: "nothing is sent" in program.words, "word of the log")
        assert not (home / "config").exists()


async def test_the_demo_goes_on_with_the_words_and_the_tour(home: Path) -> None:
    async with started(home) as program:
        await program.until(lambda: isinstance(program.app.screen, ConfirmScreen), "welcome")
        before = program.studio
        await program.press("d")
        await program.until(lambda: program.app.screen is program.studio is not before, "the demo's studio")
        await program.until(lambda: "10,500 Anlas" in program.words, "the demo's account")
        await program.until(lambda: "Tour 1/9" in program.tour, "tour")
        assert program.app.focused is program.studio.words.prompt
    assert not (home / "state/naitui/draft.toml").exists()


async def test_whoever_has_been_here_is_not_greeted(home: Path) -> None:
    draft = home / "state/naitui/draft.toml"
    draft.parent.mkdir(parents=True)
    draft.write_text(RECIPE)
    async with started(home) as program:
        await program.until(lambda: not any(worker.group == "home" for worker in program.app.workers), "rest")
        assert program.app.screen is program.studio
        assert not program.tour


async def test_the_tour_knows_what_was_done_and_takes_no_key(home: Path) -> None:
    draft = home / "state/naitui/demo-draft.toml"
    draft.parent.mkdir(parents=True)
    draft.write_text(RECIPE)
    async with started(home, (120, 40), **DEMO) as program:
        await program.until(lambda: "New here?" in program.tour, "offer")
        await program.press("ctrl+o", "u")
        at = [f"Tour {place + 1}/{len(STEPS)}" for place in range(len(STEPS))]
        await program.until(lambda: at[0] in program.tour, "first step")
        await program.press("comma", "r", "a", "i", "n", "space")
        await program.until(lambda: at[1] in program.tour, "second step")
        assert program.studio.words.prompt.text.endswith("rain ")
        await program.press("f5")
        await program.until(lambda: at[3] in program.tour, "step after the picture")
        program.studio.result.picture_pane.focus()
        await program.press("z", "z")
        await program.until(lambda: at[4] in program.tour, "step of the seed")
        await program.press("f4")
        await program.until(lambda: at[5] in program.tour, "step of the character")
        await program.press("ctrl+o")
        await program.until(lambda: isinstance(program.app.screen, ConfirmScreen), "way to other screens")
        await program.press("u")
        await program.until(lambda: "Skip this step" in program.words, "question of the tour")
        await program.press("s")
        await program.until(lambda: at[7] in program.tour, "step of the gallery: Ctrl+O was pressed already")
        await program.press("ctrl+a")
        await program.until(lambda: isinstance(program.app.screen, GalleryScreen) and at[7] in program.tour, "gallery")
        await program.until(lambda: "k_euler_ancestral" in program.words, "picture")
        await program.press("4")
        await program.until(lambda: at[8] in program.tour, "last step")
        await program.press("u")
        await program.until(lambda: "That was the tour" in program.tour, "end")
        await program.press("escape")
        await program.until(lambda: program.app.screen is program.studio and "That was" in program.tour, "studio")
        await program.press("ctrl+o", "u", "l")
        await program.until(lambda: not program.tour, "nothing")
    assert (home / "state/naitui/tour-seen").exists()


async def test_a_theme_is_seen_while_it_is_chosen_and_kept(home: Path) -> None:
    async with started(home, **DEMO) as program:
        await program.until(lambda: "New here?" in program.tour, "studio")
        await program.press("ctrl+o", "l")
        await program.until(lambda: isinstance(program.app.screen, ThemeScreen), "choice")
        await program.press("down")
        await program.until(lambda: program.app.theme != "naitui-dark", "preview")
        await program.press("escape")
        await program.until(lambda: program.app.theme == "naitui-dark", "theme of before")
        await program.press("ctrl+o", "l", *"contrast-light", "enter")
        kept = home / "state/naitui/choices.toml"
        await program.until(lambda: Choices.read(kept).theme == "naitui-contrast-light", "kept theme")
        assert program.app.theme == "naitui-contrast-light"
    assert not (home / "config").exists()


async def test_a_broken_file_keeps_nobody_out_and_counts_once_it_is_mended(home: Path, tmp_path: Path) -> None:
    path, log = home / "config/naitui/config.toml", tmp_path / "plain.log"
    path.parent.mkdir(parents=True)
    path.write_text('theme = "nord"\nimages = "blcks"\nname = "{sede}"\n[budget]\ndya = 1\n')
    async with started(home, plain_log=log, **DEMO) as program:
        await program.until(lambda: "New here?" in program.tour, "studio")
        await program.press("ctrl+o", "o")
        await program.until(lambda: isinstance(program.app.screen, ConfigScreen), "settings")
        await program.until(lambda: "config.toml:2: images should be one of" in program.words, "first fault")
        assert "config.toml:3: name" in program.words
        path.write_text('theme = "naitui-light"\nanimation = "none"\ndeadline = 60\n')
        await program.press("r")
        await program.until(lambda: program.app.theme == "naitui-light", "theme of the mended file")
        assert program.app.animation_level == "none"
        await program.until(lambda: "config.toml:" not in program.words, "screen without faults")
        await program.until(
            lambda: "deadline, budget.job, budget.session, budget.day: at the next start" in log.read_text(),
            "word about the rest",
        )
        await program.press("escape")
        await program.until(lambda: program.app.screen is program.studio, "studio")
    lines = await asyncio.to_thread(log.read_text)
    assert "config.toml:2: images should be one of" in lines
    assert "only what is free is made" in lines
    assert "screen: settings" in lines
    assert lines.count("only what is free is made") == 1, "in the log and as a toast, but one line"
    assert "\x1b" not in lines
    assert log.stat().st_mode & 0o777 == 0o600
