"""Hints about words in the studio: one quiet line, a key that leads to them, wherever they are."""

from __future__ import annotations

from typing import Any

import pytest

from naitui.recipe import Character, Recipe
from naitui.widgets.prompt_editor import PromptEditor

V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"
SIZES = [(80, 24), (120, 40)]


def editor_of(studio: Any, id: str = "prompt") -> PromptEditor:
    return studio.screen.query_one(f"#{id}", PromptEditor)


async def line(studio: Any, words: str) -> None:
    await studio.until(lambda: words in studio.words("#action"), words)


@pytest.mark.parametrize("size", SIZES)
async def test_hints_are_quiet_and_one_key_leads_to_them(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, (rain:1.3), hat", undesired="hat"), size=size) as studio:
        await line(studio, "~ (rain:1.3): weights are written otherwise")
        assert "(+1, F10)" in studio.words("#action")
        await studio.press("f10")
        await studio.until(lambda: editor_of(studio).selected_text == "(rain:1.3)", "the hint")
        assert "(1 of 2). F10 again writes: 1.3::rain::" in studio.toasts
        await studio.press("f10")
        await studio.until(lambda: studio.recipe.prompt == "1girl, 1.3::rain::, hat", "the proposal")
        await studio.press("f10")
        undesired = editor_of(studio, "undesired")
        await studio.until(lambda: undesired.selected_text == "hat", "the other hint")
        assert studio.screen.focused is undesired
        assert "both wanted and undesired" in studio.toasts


async def test_without_hints_the_key_says_so(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        await studio.press("f10")
        await studio.until(lambda: "No hints" in studio.toasts, "no hints")
        assert "~" not in studio.words("#action")


async def test_whoever_goes_on_gets_the_next_hint_and_not_the_proposal(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="rain, rain, big_hat")) as studio:
        await studio.press("f10")
        await studio.until(lambda: editor_of(studio).selected_text == "rain, ", "the first hint")
        await studio.press("right", "f10")
        await studio.until(lambda: editor_of(studio).selected_text == "big_hat", "the next hint")
        await studio.press("right", "f10")
        await studio.until(lambda: editor_of(studio).selected_text == "rain, ", "the first one again")
        await studio.press("f10")
        await studio.until(lambda: studio.recipe.prompt == "rain, big_hat", "it taken out")


@pytest.mark.parametrize("size", SIZES)
async def test_the_key_leads_into_the_words_of_a_character(open_studio: Any, size: tuple[int, int]) -> None:
    people = (Character(prompt="girl"), Character(prompt="boy, hat", undesired="big_hat, hat"))
    async with open_studio(Recipe(model=V45, prompt="2girls", characters=people), size=size) as studio:
        await line(studio, "both wanted and undesired")
        await studio.press("f10")
        unwanted = editor_of(studio, "character-undesired")
        await studio.until(lambda: studio.screen.focused is unwanted, "the editor")
        assert unwanted.selected_text == "hat"
        assert studio.screen.words.characters.slots.cursor == 1
        await studio.press("f10")
        await studio.until(lambda: unwanted.selected_text == "big_hat", "the next hint")
        await studio.press("f10")
        await studio.until(lambda: studio.recipe.characters[1].undesired == "big hat, hat", "the proposal")
        assert studio.recipe.characters[0] == people[0]


async def test_names_that_do_not_exist_are_told_before_anything_is_sent(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="girl, __hiar__", styles=("Ink wsh",))) as studio:
        folder = studio.home / "data" / "wildcards"
        folder.mkdir(parents=True)
        (folder / "hair.txt").write_bytes(b"red\n\xff\xfe\n")
        await studio.press("f10")
        await studio.until(lambda: editor_of(studio).selected_text == "__hiar__", "the hint")
        assert 'there is no wildcard "hiar"; did you mean "hair"?' in studio.toasts
        await studio.press("f10")
        await studio.until(lambda: studio.recipe.prompt == "girl, __hair__", "the proposal")
        await studio.press("f10")
        await studio.until(lambda: 'no style "Ink wsh"; did you mean "Ink wash"?' in studio.toasts, "the style")
        assert "Ctrl+L shows the styles." in studio.toasts
        await studio.press("f10")
        await studio.until(lambda: "hair.txt:2: is not UTF-8 and is skipped" in studio.toasts, "the bad line")
        assert editor_of(studio).selected_text == "__hair__"


async def test_the_model_s_notes_and_the_hints_share_the_line(open_studio: Any) -> None:
    people = (Character(prompt="girl"),)
    recipe = Recipe(model=V3, prompt="1.2::rain::, rain, rain", furry=True, characters=people)
    for size in SIZES:
        async with open_studio(recipe, size=size) as studio:
            await line(studio, "(+1, F10)")
            note, hint = studio.words("#action").split("~")
            assert note.split("!")[1].startswith(" Anime V3 has no furry")
            assert hint.startswith(" Anime V3 know")
            assert hint.rstrip().endswith("(+1, F10)")


async def test_what_another_model_does_not_know_is_told(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1.2::rain::")) as studio:
        studio.screen.words.take(studio.recipe.model_copy(update={"model": V3}))
        await line(studio, "Anime V3 knows no numbers as weights")
        await studio.press("f10")
        await studio.until(lambda: editor_of(studio).selected_text == "1.2::rain::", "the hint")
        await studio.press("f10")
        await studio.until(lambda: studio.recipe.prompt == "{{{{rain}}}}", "the proposal")
