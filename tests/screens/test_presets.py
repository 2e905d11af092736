"""Presets: kept, looked at, taken up as one step; and packs that are looked into before anything is added."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.library.presets import PresetFolder
from naitui.recipe import Character, PreciseReference, Recipe, Sampling
from naitui.screens.ask import AskScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.pack import PackScreen
from naitui.screens.path import PathScreen
from naitui.screens.presets import PresetsScreen
from naitui.widgets.prompt_diff import PromptDiff
from naitui.widgets.rows import Passage, RowList

V45 = "nai-diffusion-4-5-full"
NOW = Recipe(model=V45, prompt="1girl, rain", sampling=Sampling(seed=7, steps=23))
NIGHT = Recipe(
    model=V45,
    prompt="1girl, night, lantern",
    undesired="day",
    sampling=Sampling(steps=28, seed=99),
    characters=(Character(prompt="girl, [red] hair"),),
    precise_references=(PreciseReference(path="/nowhere/heroine.png"),),
)


@pytest.fixture
def presets(tmp_path: Path) -> PresetFolder:
    """The presets of the studio that is opened."""
    return PresetFolder(tmp_path / "data" / "presets", tmp_path / "data" / "characters")


async def opened(studio: Any) -> PresetsScreen:
    await studio.press("ctrl+o", "k")
    await studio.until(lambda: isinstance(studio.app.screen, PresetsScreen), "the screen")
    return await told(studio)


async def told(studio: Any) -> PresetsScreen:
    workers = studio.app.workers
    await studio.until(lambda: not [one for one in workers if one.group in ("read", "tell")], "words")
    await studio.settle()
    return studio.app.screen


async def asked(studio: Any, kind: type) -> None:
    await studio.until(lambda: isinstance(studio.app.screen, kind), kind.__name__)
    await studio.settle()


async def answered(studio: Any, text: str) -> None:
    """Type over what stands in a question's field."""
    await studio.press("end", "ctrl+u")
    await studio.type(text)
    await studio.press("enter")


def shown(studio: Any, selector: str = "#presets") -> list[str]:
    rows = studio.app.screen.query_one(selector, RowList)
    return [line for y in range(rows.page) if (line := " ".join(rows.render_line(y).text.split()))]


def diff(studio: Any) -> str:
    rows = studio.app.screen.query_one(PromptDiff).lines(70)
    return "\n".join("".join(text for text, _ in row) for row in rows)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_preset_is_taken_up_as_one_step_and_the_seed_stays(
    open_studio: Any, presets: PresetFolder, size: tuple[int, int]
) -> None:
    presets.keep("rainy/night", NIGHT)
    async with open_studio(NOW, size=size) as studio:
        screen = await opened(studio)
        (row,) = shown(studio)
        assert row.startswith("› rainy/night V4.5 Full · 832×1216 1girl, night")
        assert "− rain" in diff(studio)
        assert "+ night" in diff(studio)
        assert "Seed" not in diff(studio)
        assert "/nowhere/heroine.png is not there" in screen.query_one("#preset-missing", Passage).words
        await studio.press("enter")
        await studio.until(lambda: studio.recipe != NOW, "the recipe")
        assert studio.recipe.prompt == "1girl, night, lantern"
        assert studio.recipe.sampling == Sampling(seed=7, steps=28), "all of it but the seed"
        assert studio.recipe.characters == NIGHT.characters
        await studio.until(lambda: "heroine.png is not there" in studio.toasts, "what is missing")
        await studio.press("ctrl+z")
        assert studio.recipe == NOW, "one step"


async def test_keeping_asks_before_it_replaces_and_all_can_be_taken_back(
    open_studio: Any, presets: PresetFolder
) -> None:
    async with open_studio(NOW) as studio:
        await opened(studio)
        assert "No presets yet." in shown(studio)[0]
        await studio.press("s")
        await asked(studio, AskScreen)
        await answered(studio, "../evil")
        assert isinstance(studio.app.screen, AskScreen), "that is no name"
        assert not list((presets.folder).rglob("*.toml"))
        await answered(studio, "one")
        await asked(studio, PresetsScreen)
        await told(studio)
        assert presets.find("one").recipe.sampling.seed is None
        presets.keep("one", NIGHT, replace=True)
        screen = studio.app.screen
        screen.reload("one")
        await told(studio)
        await studio.press("s")
        await asked(studio, AskScreen)
        await studio.press("enter")
        await asked(studio, ConfirmScreen)
        assert "one is there already" in str(studio.app.screen.query_one(".dialog").border_title)
        assert "− night" in studio.dialog
        await studio.press("escape")
        await told(studio)
        assert presets.find("one").recipe.prompt == NIGHT.prompt, "nothing was replaced"
        await studio.press("s")
        await asked(studio, AskScreen)
        await studio.press("enter")
        await asked(studio, ConfirmScreen)
        await studio.press("r")
        await studio.until(lambda: presets.find("one").recipe.prompt == NOW.prompt, "replaced")
        await asked(studio, PresetsScreen)
        await told(studio)
        await studio.press("d")
        await studio.until(lambda: not presets.names(), "removed")
        await told(studio)
        for names, prompt in ((["one"], NOW.prompt), (["one"], NIGHT.prompt)):
            await studio.press("u")
            await studio.until(lambda: not [w for w in studio.app.workers if w.group == "deed"], "taken back")
            await told(studio)
            assert presets.names() == names
            assert presets.find("one").recipe.prompt == prompt


async def test_a_search_and_another_name(open_studio: Any, presets: PresetFolder) -> None:
    presets.keep("a", NOW)
    presets.keep("b [x]", NIGHT)
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        await studio.press("f1")
        assert "In the presets" in studio.dialog.splitlines()[0]
        await studio.press("escape", "/")
        await studio.type("lantern")
        assert [row.split(" V4.5")[0] for row in shown(studio)] == ["› b [x]"]
        await studio.press("enter", "n")
        await asked(studio, AskScreen)
        await answered(studio, "c/d")
        await asked(studio, PresetsScreen)
        await told(studio)
        assert presets.names() == ["a", "c/d"]
        await studio.press("escape")
        assert len(shown(studio)) == 2
        await studio.press("escape")
        assert studio.app.screen is studio.screen


async def test_what_is_typed_behind_a_key_that_asks_is_the_answer(open_studio: Any, presets: PresetFolder) -> None:
    presets.keep("a", NIGHT)
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        studio.burst("sdx\n")
        await studio.until(lambda: len(presets.names()) == 2, "the second one")
        assert presets.names() == ["a", "dx"], "nothing was removed or packed"


async def test_a_pack_is_looked_into_and_nothing_is_written_before(
    open_studio: Any, presets: PresetFolder, tmp_path: Path
) -> None:
    presets.keep("Rain", NOW)
    document = [
        {"name": "Rain", "prompt": "[other] rain", "negativePrompt": "", "width": 832.0, "height": 1216, "scale": 5,
         "steps": 28.0, "sampler": "k_euler", "smea": True},
        {"name": "Sun", "prompt": "sun", "negativePrompt": "x", "width": 832, "height": 1216, "scale": 5, "steps": 28,
         "sampler": "k_euler"},
        {"name": 3},
    ]  # fmt: skip
    file = tmp_path / "presets.json"
    file.write_text(json.dumps(document))
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        for key in ("escape", "enter"):
            await studio.press("o")
            await asked(studio, PathScreen)
            await answered(studio, str(file))
            await asked(studio, PackScreen)
            await told(studio)
            assert "taken: left alone" in shown(studio, "#pack-items")[0]
            screen = studio.app.screen
            assert "SMEA" in screen.query_one("#pack-notes", Passage).words
            assert "presets.json, number 3: is no preset" in screen.query_one("#pack-skipped", Passage).words
            await studio.press("c")
            assert "taken: added beside it as Rain-2" in shown(studio, "#pack-items")[0]
            assert presets.names() == ["Rain"], "nothing is written yet"
            await studio.press(key)
            await asked(studio, PresetsScreen)
            await studio.until(lambda: not [w for w in studio.app.workers if w.group == "deed"], "added")
        assert presets.names() == ["Rain", "Rain-2", "Sun"]
        assert presets.find("Rain").recipe.prompt == NOW.prompt
        await told(studio)
        await studio.press("x")
        await asked(studio, PathScreen)
        await answered(studio, str(tmp_path / "out.zip"))
        await studio.until(lambda: (tmp_path / "out.zip").exists(), "the pack")


async def test_what_is_marked_stays_so_under_another_name_and_is_not_counted_once_it_is_gone(
    open_studio: Any, presets: PresetFolder
) -> None:
    presets.keep("a", NOW)
    presets.keep("b", NIGHT)
    async with open_studio(NOW) as studio:
        screen = await opened(studio)
        await studio.press("space", "space")
        assert "2 marked" in str(studio.words("#presets-told"))
        await studio.press("g", "n")
        await asked(studio, AskScreen)
        await answered(studio, "c")
        await told(studio)
        assert screen.marked == ["b", "c"]
        await studio.press("u")
        await told(studio)
        assert screen.marked == ["a", "b"]
        await studio.press("d")
        await told(studio)
        await studio.until(lambda: "1 marked" in str(studio.words("#presets-told")), "the other one")
