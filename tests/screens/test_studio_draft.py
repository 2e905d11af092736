"""What is typed becomes the recipe, is kept without being asked, and is there again the next time."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from naitui.recipe import Character, Recipe, Sampling, read_recipe, write_recipe

FULL = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="1girl, [[soft]] light,\n{rain}  ",
    undesired="hat, \\(blurry\\)",
    quality="none",
    undesired_preset="light",
    ai_choice=False,
    sampling=Sampling(
        width=128, height=192, steps=7, guidance=4.4, rescale=0.2, sampler="k_euler", schedule="exponential", seed=5,
        variety=True, decrisper=True, smea="dyn",
    ),
    characters=(
        Character(prompt="girl, [a]", undesired="scarf", position=(0.1, 0.9)),
        Character(prompt="boy", enabled=False),
    ),
)  # fmt: skip


async def test_prompt_and_undesired_reach_the_recipe(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.type("girl, {night}")
        await studio.press("tab")
        await studio.type("hat [b]")
        assert (studio.recipe.prompt, studio.recipe.undesired) == ("girl, {night}", "hat [b]")
        await studio.press("backspace", "backspace", "backspace")
        assert studio.recipe.undesired == "hat "


async def test_work_is_kept_without_being_asked_and_comes_back(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.type("girl, night")
        await studio.press("ctrl+n")
        await studio.type("boy, tall")
        await studio.focus("#settings")
        await studio.press("down", "down", "right")
        await studio.until(
            lambda: studio.draft.exists() and read_recipe(studio.draft.read_text()) == studio.recipe, "a whole draft"
        )
        left = studio.recipe
    assert (left.prompt, left.characters[0].prompt, left.sampling.steps) == ("girl, night", "boy, tall", 24)
    async with open_studio() as studio:
        assert studio.recipe == left
        assert studio.words("#prompt") == "girl, night"
        assert studio.words("#character-prompt") == "boy, tall"
        assert "24" in studio.words("#settings")


async def test_typing_goes_on_where_the_text_ended(open_studio: Any) -> None:
    async with open_studio(Recipe(prompt="girl,\nnight")) as studio:
        await studio.type(", rain")
        assert studio.recipe.prompt == "girl,\nnight, rain"


async def test_opening_a_draft_changes_nothing_in_it(open_studio: Any) -> None:
    async with open_studio(FULL) as studio:
        assert studio.recipe == FULL
        await studio.press("f1", "escape", "tab", "tab")
        assert studio.recipe == FULL
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit)
        assert read_recipe(studio.draft.read_text()) == FULL


async def test_leaving_keeps_what_was_typed_in_the_last_second(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.type("a last word")
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit)
    assert tomllib.loads(studio.draft.read_text())["prompt"] == "a last word"
    assert studio.draft.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ['prompt = "girl', "prompt = 3", 'nonsense = "x"', "\x00\x01"])
async def test_a_broken_draft_is_put_aside_and_told_of(open_studio: Any, tmp_path: Any, text: str) -> None:
    (tmp_path / "draft.toml").write_text(text)
    async with open_studio() as studio:
        assert "cannot be read and was put aside" in studio.log
        assert studio.recipe == Recipe()
        assert (tmp_path / "draft.unreadable-1.toml").read_text() == text
        await studio.type("anew")
        await studio.until(lambda: studio.draft.exists(), "a new draft")
        assert read_recipe(studio.draft.read_text()).prompt == "anew"


async def test_a_draft_that_is_no_text_is_told_of(open_studio: Any, tmp_path: Any) -> None:
    (tmp_path / "draft.toml").write_bytes(b"\xff\xfe\x00prompt")
    async with open_studio() as studio:
        assert "draft" in studio.log
        assert "cannot be read" in studio.log
        assert (tmp_path / "draft.unreadable-1.toml").read_bytes() == b"\xff\xfe\x00prompt"
        await studio.type("anew")
        assert studio.recipe.prompt == "anew"


async def test_a_draft_that_cannot_be_written_is_told_of(open_studio: Any, tmp_path: Any) -> None:
    (tmp_path / "draft.toml").mkdir()
    async with open_studio() as studio:
        await studio.type("girl")
        await studio.until(lambda: "the draft cannot be saved" in studio.log)
        assert studio.recipe.prompt == "girl"


async def test_lines_of_windows_stay_as_they_are(open_studio: Any) -> None:
    recipe = Recipe(prompt="girl,\r\nnight")
    assert read_recipe(write_recipe(recipe)) == recipe
    async with open_studio(recipe) as studio:
        assert studio.recipe.prompt == "girl,\r\nnight"
