"""People and references in a real pseudo terminal of 80×24, with the keyboard alone: a scene of two, and a vibe."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.draft import Draft
from naitui.pictures.metadata import read_metadata
from naitui.recipe import Character, Recipe, Sampling, Vibe
from naitui.screens.confirm import WAITS

CTRL_F, CTRL_N, CTRL_Q, CTRL_U, ENTER, F5 = "\x06", "\x0e", "\x11", "\x15", "\r", "\x1b[15~"
SMALL = Sampling(width=128, height=128, steps=3, seed=7)


@pytest.fixture
def terminal(on_demo: Callable[[Recipe], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The demo with a draft for V4.5 Full in which there is one character, and a picture where it was started."""
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (640, 400), "orange").save(tmp_path / "cat.png")
    girl = Character(prompt="girl, red hair")
    recipe = Recipe(model="nai-diffusion-4-5-full", prompt="meadow", characters=(girl,), sampling=SMALL)
    return on_demo(recipe)


def press(terminal: Any, keys: str, shows: str) -> int:
    """Press keys and wait for what they show; how many they were."""
    terminal.child.send(keys)
    terminal.shows(shows)
    return len(keys)


def test_a_second_character_a_place_a_hug_and_a_vibe(terminal: Any, tmp_path: Path) -> None:
    counts = {"add a second character": press(terminal, CTRL_N + "boy", "boy")}
    counts["place her at D3"] = press(terminal, CTRL_F + "pd3", "2: D3")
    counts["make her the target of a hug"] = press(terminal, "mhug" + ENTER + "t", "target#hug, boy")
    counts["add a vibe from a file at 0.4"] = press(terminal, CTRL_U + "a", "cat.png") + press(
        terminal, "cat" + ENTER + ".4", ".4▏"
    )
    terminal.child.send(F5)
    terminal.shows("1 picture for 2 Anlas")  # what is still being typed counts
    terminal.until(lambda: WAITS not in terminal.text, "a question that listens")
    terminal.child.send(ENTER)
    pictures = tmp_path / "pictures"
    terminal.until(lambda: [*pictures.rglob("*.png")], "a picture")
    [path] = pictures.rglob("*.png")

    metadata = read_metadata(path.read_bytes())
    assert metadata is not None
    sent = metadata.comment
    captions = sent["v4_prompt"]["caption"]["char_captions"]
    assert [one["char_caption"] for one in captions] == ["source#hug, girl, red hair", "target#hug, boy"]
    assert captions[1]["centers"] == [{"x": 0.7, "y": 0.5}]
    assert sent["v4_prompt"]["use_coords"] is True
    assert sent["reference_strength_multiple"] == [0.4]
    [encoding] = sent["reference_image_multiple"]
    assert base64.b64decode(encoding)

    terminal.child.send(CTRL_Q)
    assert terminal.end() == 0
    left, problem = Draft(tmp_path / "state/naitui/demo-draft.toml").load()
    assert left is not None
    assert not problem
    assert left.vibes == (Vibe(path=left.vibes[0].path, strength=0.4),)
    assert counts == {
        "add a second character": 4,
        "place her at D3": 4,
        "make her the target of a hug": 6,
        "add a vibe from a file at 0.4": 8,
    }


def test_the_same_keys_all_at_once(terminal: Any, tmp_path: Path) -> None:
    terminal.child.send(CTRL_N + "boy" + CTRL_F + "pd3mhug" + ENTER + "t" + CTRL_U + "a")
    terminal.shows("cat.png")
    terminal.child.send("cat" + ENTER + ".4" + ENTER)
    terminal.shows("0.4")
    terminal.child.send(CTRL_Q)
    assert terminal.end() == 0
    left, problem = Draft(tmp_path / "state/naitui/demo-draft.toml").load()
    assert left is not None
    assert not problem
    assert [one.prompt for one in left.characters] == ["girl, red hair", "boy"]
    assert left.characters[1].position == (0.7, 0.5)
    assert left.interactions[0].targets == (left.characters[1].id,)
    assert left.prompt == "meadow"
    assert [(Path(one.path).name, one.strength) for one in left.vibes] == [("cat.png", 0.4)]
