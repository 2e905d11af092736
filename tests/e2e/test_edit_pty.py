"""One face of a picture of 832×1216 painted anew, in a real pseudo terminal of 80×24, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from naitui.library.draft import Draft
from naitui.library.record import read_record
from naitui.pictures.painting import Cells
from naitui.recipe import Recipe, Sampling

CTRL_Q, CTRL_X, F2, F5 = "\x11", "\x18", "\x1bOQ", "\x1b[15~"
SIZE = (832, 1216)
REACH = 72
"""Pixels from a mask, from where on nothing changes."""
FACE = (5, 16, 16, 24)
"""Where it is, in the squares of 32 pixels in which the whole picture is seen: left, top, and behind the last."""
KEYS = [CTRL_X, *"3k8h", "v", *"7j10l", "v", F5]
"""To the source; to the face's first corner; to its last one; painted; sent."""


@pytest.fixture
def terminal(on_demo: Callable[[Recipe], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The demo with a draft whose picture is a portrait."""
    monkeypatch.chdir(tmp_path)
    words = "1girl, silver hair, portrait, smile, night city, rain"
    recipe = Recipe(model="nai-diffusion-4-5-full", prompt=words, sampling=Sampling(seed=7))
    return on_demo(recipe)


def test_a_face_is_painted_anew_with_few_keys_and_nothing_else_changes(terminal: Any, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    terminal.child.send(F5)
    terminal.until(lambda: len([*pictures.rglob("*.png")]) == 1, "a picture")
    [before] = pictures.rglob("*.png")
    terminal.until(lambda: "F8" not in terminal.text, "the end of the job")

    terminal.child.send("".join(KEYS))  # in one read, as a slow line delivers them
    terminal.until(lambda: len([*pictures.rglob("*.png")]) == 2, "a second picture")
    terminal.shows("Result · seed 7")
    [after] = set(pictures.rglob("*.png")) - {before}
    assert len(KEYS) <= 25

    record = read_record(after.read_bytes())
    assert record is not None
    recipe = record.recipe
    assert recipe.source is not None
    assert Path(recipe.source.path.replace("~", str(tmp_path), 1)) == before
    assert recipe.mask is not None
    mask = Image.open(recipe.mask.path.replace("~", str(tmp_path), 1))
    left, top, right, bottom = (4 * edge for edge in FACE)
    assert Cells.of(mask, *SIZE) == Cells.blank(*SIZE).rectangle((left, top), (right - 1, bottom - 1))

    with Image.open(before) as old, Image.open(after) as new:
        assert new.size == SIZE
        box = ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox()
    assert box is not None
    assert box[0] >= 8 * left - REACH
    assert box[1] >= 8 * top - REACH
    assert box[2] <= 8 * right + REACH
    assert box[3] <= 8 * bottom + REACH

    terminal.child.send(F2)
    terminal.shows("mask 8.9 %")
    terminal.child.send(CTRL_Q)
    assert terminal.end() == 0
    left_over, problem = Draft(tmp_path / "state/naitui/demo-draft.toml").load()
    assert not problem
    assert left_over is not None
    assert left_over.mask == recipe.mask
