"""The first frame: the prompt can be typed in before the studio is there, and no key is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS

WORDS = "1girl, silver hair"


def draft(home: Path, words: str = WORDS) -> Path:
    path = home / "state/naitui/demo-draft.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'naitui = 1\nprompt = "{words}"\nundesired = "hat"\n')
    return path


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_words_are_there_before_anything_else_and_keys_go_into_them(
    start: Callable[..., Any], tmp_path: Path, size: tuple[int, int]
) -> None:
    path = draft(tmp_path)
    terminal = start("demo", answers=ANSWERS)
    terminal.resize(*size)
    terminal.shows(WORDS)
    assert "Anlas" not in terminal.text
    terminal.shows("hat")
    for letter in ", rain, umbrella":  # some before the studio is there, some behind it, some in between
        terminal.child.send(letter)
        terminal.read()
    terminal.shows("10,500 Anlas")
    terminal.shows(f"{WORDS}, rain, umbrella")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert f'prompt = "{WORDS}, rain, umbrella"' in path.read_text()


def test_keys_that_are_not_for_the_prompt_wait_for_the_studio(start: Callable[..., Any], tmp_path: Path) -> None:
    draft(tmp_path)
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.shows(WORDS)
    terminal.child.send(", rain\x1b[15~, umbrella")  # F5 in the middle
    terminal.shows("✓ saved")
    terminal.shows(f"{WORDS}, rain, umbrella")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    (picture,) = (tmp_path / "pictures").rglob("*.png")
    assert b"silver hair, rain" in picture.read_bytes()


def test_leaving_at_once_keeps_what_was_typed(start: Callable[..., Any], tmp_path: Path) -> None:
    path = draft(tmp_path)
    terminal = start("demo", answers=ANSWERS)
    terminal.shows(WORDS)
    terminal.child.send(", rain\x11")
    assert terminal.end() == 0
    assert f'prompt = "{WORDS}, rain"' in path.read_text()


def test_what_was_typed_first_can_be_undone(start: Callable[..., Any], tmp_path: Path) -> None:
    draft(tmp_path)
    terminal = start("demo", answers=ANSWERS)
    terminal.shows(WORDS)
    terminal.child.send(", rain")
    terminal.shows("10,500 Anlas")
    terminal.shows(f"{WORDS}, rain")
    terminal.child.send("\x1a")  # Ctrl+Z
    terminal.until(lambda: f"{WORDS}, rain" not in terminal.text and WORDS in terminal.text, "the draft's words")
    terminal.child.send("\x11")
    assert terminal.end() == 0


def test_a_draft_that_cannot_be_read_is_no_hindrance(start: Callable[..., Any], tmp_path: Path) -> None:
    path = draft(tmp_path)
    path.write_bytes(b"prompt = \xff")
    terminal = start("demo", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.shows("cannot be read")
    terminal.child.send("\x11")
    assert terminal.end() == 0


def test_what_cannot_be_loaded_is_told_when_the_terminal_is_free(start: Callable[..., Any], tmp_path: Path) -> None:
    config = tmp_path / "config/naitui"
    config.mkdir(parents=True)
    (config / "catalog.toml").write_text("models = 3")
    terminal = start("demo", answers=ANSWERS)
    assert terminal.end() == 2
    assert "catalog.toml" in terminal.text
    assert "Traceback" not in terminal.text
