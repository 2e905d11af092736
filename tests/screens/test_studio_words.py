"""The prompt editor in the studio: colours, keys on tags, tag mode, the meter."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets.text_area import Selection

from naitui.recipe import Recipe
from naitui.widgets.prompt_editor import PromptEditor

V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"


def prompt_of(studio: Any) -> PromptEditor:
    return studio.screen.query_one("#prompt", PromptEditor)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_weights_by_key_and_back_by_undo(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat"), size=size) as studio:
        editor = prompt_of(studio)
        editor.move_cursor((0, 8))
        await studio.pilot.press("f7", "f7")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, 1.2::rain::, hat"
        assert editor.selected_text == "rain"
        await studio.pilot.press("f6", "f6", "f6")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, 0.9::rain::, hat"
        await studio.pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, rain, hat"


async def test_old_models_get_braces(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V3, prompt="1girl, rain")) as studio:
        await studio.pilot.press("f7")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, {rain}"


async def test_tag_mode_types_nothing_and_ends_with_escape(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat")) as studio:
        editor = prompt_of(studio)
        editor.move_cursor((0, 0))
        await studio.pilot.press("ctrl+t")
        assert "weigh" in str(editor.border_subtitle)
        await studio.pilot.press("l", "L", "k", "x", "h", "c")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, /*hat*/, 1.1::rain::"
        await studio.pilot.press("c", "d", "escape", "x")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, x1.1::rain::"
        assert not editor.tag_mode


async def test_leaving_the_editor_leaves_tag_mode(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="a, b")) as studio:
        await studio.pilot.press("ctrl+t")
        studio.screen.query_one("#undesired", PromptEditor).focus()
        await studio.pilot.pause()
        assert not prompt_of(studio).tag_mode


async def test_a_key_that_can_do_nothing_says_why(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press("f7")
        assert "there is no tag here" in studio.toasts
        assert studio.recipe.prompt == ""


def colours(studio: Any) -> dict[str, str]:
    """The words of the first line by the colour in which they are drawn."""
    strip = prompt_of(studio).render_line(0)
    return {segment.text.strip(): str(segment.style.color) for segment in strip if segment.text.strip(" ,")}


async def test_weights_and_faults_have_their_colours(open_studio: Any) -> None:
    text = "one, {two}, [three], __four__, /*five*/, {six"
    async with open_studio(Recipe(model=V45, prompt=text)) as studio:
        prompt_of(studio).selection = Selection.cursor((0, 0))
        await studio.pilot.pause()
        found = colours(studio)
        seen = [found["two"], found["three"], found["__four__"]]
        assert len({*seen, found["/*five*/"]}) == 4
        underlined = [s.text for s in prompt_of(studio).render_line(0) if s.style and s.style.underline]
        assert underlined == ["{"]


async def test_the_meter_counts_prompt_and_characters(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        assert str(prompt_of(studio).border_subtitle).startswith("~")
        assert str(prompt_of(studio).border_subtitle).endswith("/512 tokens")
        editor = prompt_of(studio)
        editor.load("tag, " * 400)
        await studio.settle()
        await studio.until(lambda: editor.has_class("-over"), "the limit")
