"""``naitui history``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.library.history import PromptHistory, Said


@pytest.fixture
def kept(tmp_path: Path) -> PromptHistory:
    """A history with three entries, one of them a favourite."""
    history = PromptHistory(tmp_path / "data" / "naitui" / "history.sqlite")
    history.add(
        Said("1girl, silver hair", "lowres", (("girl, \x1b[2J dress", "hat"),), "nai-diffusion-4-5-full", 1e9, 7)
    )
    history.add(Said("night city", at=2e9))
    history.add(Said("day", at=3e9))
    history.mark(history.newest()[1], favourite=True)
    return history


def test_the_best_first_in_words(door: Any, kept: PromptHistory) -> None:
    ended = door("history", "slvr")
    assert (ended.code, ended.err) == (0, "")
    first, *others = ended.out.splitlines()
    assert first.startswith("2001-09-0")
    assert first.endswith("V4.5 Full  seed 7")
    assert others[:3] == ["  prompt: 1girl, silver hair", "  undesired: lowres", "  character 1: girl, \ufffd[2J dress"]
    assert [line for line in door("history").out.splitlines() if "prompt" in line] == [
        "  prompt: day", "  prompt: night city", "  prompt: 1girl, silver hair",
    ]  # fmt: skip
    assert door("history", "--count", "1").out.count("prompt: ") == 1
    assert "★" in door("history", "--favourites").out
    assert door("history", "--favourites").out.count("prompt: ") == 1


def test_as_json(door: Any, kept: PromptHistory) -> None:
    [entry] = json.loads(door("history", "silver", "--json").out)
    assert entry["seed"] == 7
    assert entry["favourite"] is False
    assert entry["characters"] == [{"prompt": "girl, \x1b[2J dress", "undesired": "hat"}]
    assert json.loads(door("history", "nobody", "--json").out) == []


def test_nothing_found_is_said(door: Any, kept: PromptHistory) -> None:
    ended = door("history", "zzz")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing holds these words" in ended.err
    assert "no words were sent yet" in door("history", "--demo").err
