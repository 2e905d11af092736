"""What is done to a picture in a real pseudo terminal of 80×24, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS

from naitui.library.calls import Call, digest_of, read_call
from naitui.library.draft import Draft
from naitui.library.record import read_record
from naitui.recipe import Recipe, Sampling
from naitui.screens.confirm import WAITS

CTRL_Q, ENTER, ESCAPE, F2, F5, DOWN = "\x11", "\r", "\x1b", "\x1bOQ", "\x1b[15~", "\x1b[B"
RECIPE = Recipe(
    model="nai-diffusion-4-5-full", prompt="girl, hat", sampling=Sampling(width=128, height=192, steps=3, seed=7)
)


@pytest.fixture
def terminal(start: Callable[..., Any], tmp_path: Path) -> Any:
    """The demo with a picture that was just made, and the keys for it."""
    (tmp_path / "state/naitui").mkdir(parents=True)
    Draft(tmp_path / "state/naitui/demo-draft.toml").save(RECIPE)
    opened = start("demo", "--pace", "0", answers=ANSWERS)
    opened.resize(80, 24)
    opened.shows("10,500 Anlas")
    opened.child.send(F5)
    opened.until(lambda: made(tmp_path), "a picture")
    opened.child.send(F2)
    opened.shows("e Enhance")
    return opened


def made(home: Path) -> list[Path]:
    return sorted((home / "pictures").rglob("*.png"), key=lambda path: path.stat().st_mtime_ns)


def press(terminal: Any, keys: str, shows: str) -> None:
    terminal.child.send(keys)
    terminal.shows(shows)


def test_three_keys_enhance_and_a_tool_goes_on_from_a_tool(terminal: Any, tmp_path: Path) -> None:
    press(terminal, "e", "strength 0.7, noise 0.1")
    terminal.child.send("4")
    terminal.until(lambda: len(made(tmp_path)) == 2, "the enhanced picture")
    enhanced = read_record(made(tmp_path)[1].read_bytes())
    assert enhanced is not None
    assert enhanced.recipe.source is not None
    assert enhanced.recipe.source.strength == 0.6
    press(terminal, "t", "Remove Background")
    press(terminal, DOWN * 4, "embarrassed")
    press(terminal, "m" + "s" * 2, "Defry 0")
    press(terminal, "2", "Defry 2")
    press(terminal, ENTER, "u undoes")
    terminal.until(lambda: len(made(tmp_path)) == 3, "another mood")
    first = read_call(made(tmp_path)[2].read_bytes())
    assert first is not None
    assert first.call == Call("emotion", mood="scared", defry=2)
    assert first.digest == digest_of(made(tmp_path)[1].read_bytes())
    press(terminal, ESCAPE + "\x1b[A", "own tags: w")
    terminal.child.send(ESCAPE)
    terminal.shows("F2 Words")
    terminal.child.send(CTRL_Q)
    assert terminal.end() == 0


def test_what_costs_something_asks_and_before_and_after_are_compared(terminal: Any, tmp_path: Path) -> None:
    press(terminal, "u", "1 picture for 1 Anlas")
    terminal.until(lambda: WAITS not in terminal.text, "a question that listens")
    terminal.child.send(ENTER)
    terminal.until(lambda: len(made(tmp_path)) == 2, "the upscaled picture")
    terminal.shows("10,499 Anlas")
    press(terminal, "c", "128×192 and 256×384: the smaller one is enlarged")
    press(terminal, "s", "◂ 50% ▸")
    press(terminal, "l" * 3, "◂ 65% ▸")
    press(terminal, " ", "Before · ")
    press(terminal, " ", "After · ")
    press(terminal, "q", "F2 Words")
