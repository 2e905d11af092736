"""What can be pressed can be clicked: the line of tag mode, the cells of the interactions."""

from __future__ import annotations

from typing import Any

from naitui.recipe import Recipe
from naitui.screens.characters import CharactersScreen
from naitui.widgets.interaction_matrix import InteractionMatrix
from naitui.widgets.prompt_editor import PromptEditor

V45 = "nai-diffusion-4-5-full"


async def test_a_click_on_the_line_of_tag_mode_presses_its_key(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="one, two, three")) as studio:
        await studio.press("ctrl+t", "right")
        prompt = studio.screen.query_one("#prompt", PromptEditor)
        for key, what in (("d", "del"), ("u", "undo"), ("H", "move")):
            line = studio.rows()[-1]
            place = line.index(f"{key} {what}" if key != "H" else "HL move")
            before = prompt.text
            await studio.pilot.click(offset=(place, 39))
            await studio.settle()
            assert prompt.text != before
            assert prompt.tag_mode
        await studio.pilot.click(offset=(studio.rows()[-1].index("Esc"), 39))
        await studio.settle()
        assert not prompt.tag_mode


async def test_a_click_goes_to_a_cell_of_the_interactions_and_another_changes_it(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="scene")) as studio:
        for words in ("girl", "boy"):
            await studio.press("ctrl+n")
            await studio.type(words)
        await studio.press("ctrl+f")
        await studio.until(lambda: isinstance(studio.app.screen, CharactersScreen), "the characters")
        await studio.press("m")
        await studio.type("hug\n")
        matrix = studio.app.screen.query_one(InteractionMatrix)
        await studio.until(lambda: matrix.filled, "an action")
        line = matrix.render_line(1).text
        numbers = matrix.render_line(0).text
        left, top = matrix.content_region.offset
        for number in ("1", "2"):
            await studio.pilot.click(offset=(left + numbers.index(number), top + 1))
            await studio.settle()
            assert f"{matrix._stage.index + 1}" == number
        await studio.pilot.click(offset=(left + numbers.index("1"), top + 1))
        await studio.pilot.click(offset=(left + numbers.index("1"), top + 1))
        await studio.settle()
        assert matrix.render_line(1).text != line
