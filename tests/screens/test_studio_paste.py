"""Pasting into the studio's editors: another program's text becomes NovelAI's, and one key gives it back."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets.text_area import Selection

from naitui.recipe import Recipe
from naitui.widgets.prompt_editor import PromptEditor

V45, V3, V5 = "nai-diffusion-4-5-full", "nai-diffusion-3", "nai-diffusion-5-full"
SIZE = (80, 24)
WHOLE = """(masterpiece:1.2), silver_hair
Negative prompt: bad_hands, (blurry:1.3)
Steps: 30, Sampler: Euler a, CFG scale: 6, Seed: 42, Size: 1024x1024, Model: other"""


def editor_of(studio: Any, id: str = "prompt") -> PromptEditor:
    return studio.screen.query_one(f"#{id}", PromptEditor)


@pytest.mark.parametrize(
    ("model", "pasted", "became", "told"),
    [
        (V45, "(silver_hair:1.2), ((rain))", "1.2::silver hair::, 1.21::rain::", "2 weights, 1 underscored tag"),
        (V3, "(silver hair:1.1), [hat]", "{{silver hair}}, [[hat]]", "2 weights"),
        (V45, r"saber \(fate\), <lora:a:1>, b", "saber (fate), b", "2 escaped brackets; left out: 1 LoRA or embedding"),
    ],
)
async def test_another_program_s_text_is_converted_and_comes_back_by_undo(
    open_studio: Any, model: str, pasted: str, became: str, told: str
) -> None:
    async with open_studio(Recipe(model=model, prompt="1girl, "), size=SIZE) as studio:
        await studio.paste(pasted)
        assert studio.recipe.prompt == f"1girl, {became}"
        assert editor_of(studio).cursor == len(studio.recipe.prompt)
        assert f"Converted {told}. Ctrl+Z gives back what was pasted." in studio.toasts
        await studio.press("ctrl+z")
        assert studio.recipe.prompt == f"1girl, {pasted}"
        await studio.press("ctrl+z")
        assert studio.recipe.prompt == "1girl, "


@pytest.mark.parametrize(
    ("before", "cursor", "pasted"),
    [
        ("", 0, "saber (fate), {hat}, 1.2::rain, snow::, [a], __my_card__, ||red|blue||"),
        ("a, Text: ", 9, "(loud:1.2) un_der"),
        ("a, /*  */", 6, "(loud:1.2)"),
        ("", 0, "one\ntwo"),
    ],
)
async def test_novelai_s_own_text_is_put_in_as_it_is(open_studio: Any, before: str, cursor: int, pasted: str) -> None:
    async with open_studio(Recipe(model=V45, prompt=before), size=SIZE) as studio:
        editor_of(studio).selection = Selection.cursor((0, cursor))
        await studio.paste(pasted)
        assert studio.recipe.prompt == before[:cursor] + pasted + before[cursor:]
        assert studio.toasts == ""


async def test_words_to_be_drawn_are_left_alone_on_v5(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V5, prompt='a sign ""'), size=SIZE) as studio:
        await studio.type("\n")
        await studio.paste('"under_score" (rain:1.2)')
        assert studio.recipe.prompt == 'a sign ""\n"under_score" 1.2::rain::'


async def test_it_takes_the_place_of_what_is_selected(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat"), size=SIZE) as studio:
        editor_of(studio).select_span(7, 11)
        await studio.paste("(snow:1.2)")
        assert studio.recipe.prompt == "1girl, 1.2::snow::, hat"


@pytest.mark.parametrize("id", ["undesired", "character-prompt", "character-undesired"])
async def test_every_field_of_words_converts(open_studio: Any, id: str) -> None:
    async with open_studio(Recipe(model=V45), size=SIZE) as studio:
        await studio.press("ctrl+n")
        await studio.until(lambda: getattr(studio.screen.focused, "id", "") == "character-prompt", "the editor")
        await studio.focus(f"#{id}")
        await studio.paste("(big_hat:1.2)")
        assert editor_of(studio, id).text == "1.2::big hat::"


async def test_the_ends_of_lines_that_terminals_paste(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45), size=SIZE) as studio:
        await studio.paste("(a b:1.2),\r(c d:1.3),\r\ne")
        assert studio.recipe.prompt.splitlines() == ["1.2::a b::,", "1.3::c d::,", "e"]


# ---------------------------------------------------------------------- whole texts


async def test_a_whole_text_is_asked_about_and_taken(open_studio: Any) -> None:
    before = Recipe(model=V45, prompt="old", undesired="older")
    async with open_studio(before, size=SIZE) as studio:
        await studio.paste(WHOLE)
        said = " ".join(studio.dialog.split())
        assert "the prompt, the undesired content, 1024×1024, 30 steps, guidance 6, Euler Ancestral, seed 42" in said
        assert "Not taken: Model" in said
        await studio.press("enter")
        recipe = studio.recipe
        assert (recipe.prompt, recipe.undesired) == ("1.2::masterpiece::, silver hair", "bad hands, 1.3::blurry::")
        sampling = recipe.sampling
        assert (sampling.width, sampling.height, sampling.steps, sampling.guidance) == (1024, 1024, 30, 6.0)
        assert (sampling.sampler, sampling.seed) == ("k_euler_ancestral", 42)
        assert editor_of(studio, "undesired").text == recipe.undesired


async def test_of_a_whole_text_only_the_prompt(open_studio: Any) -> None:
    before = Recipe(model=V45, prompt="old, ", undesired="older")
    async with open_studio(before, size=SIZE) as studio:
        await studio.paste(WHOLE)
        await studio.press("p")
        assert studio.recipe == before.model_copy(update={"prompt": "old, 1.2::masterpiece::, silver hair"})


async def test_a_whole_text_stays_as_it_is_for_whoever_turns_back(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="old, ", undesired="older"), size=SIZE) as studio:
        await studio.paste(WHOLE)
        await studio.press("escape")
        assert studio.recipe.prompt == f"old, {WHOLE}"
        assert studio.recipe.undesired == "older"
