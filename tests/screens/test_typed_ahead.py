"""Keys that come all at once, as over a slow line: they do what the same keys do one by one."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from naitui.recipe import Character, Recipe
from naitui.screens.ask import AskScreen
from naitui.screens.characters import CharactersScreen
from naitui.screens.references import ReferencesScreen

V45 = "nai-diffusion-4-5-full"
TWO = (Character(prompt="girl"), Character(prompt="boy"))


def keys(studio: Any, *pressed: str) -> None:
    """Texts and names of keys, all in one read of the terminal."""
    for key in pressed:
        if len(key) > 1 and key.strip("abcdefghijklmnopqrstuvwxyz0123456789+") == "" and key in NAMED:
            studio.burst("", key)
        else:
            studio.burst(key)


NAMED = {"backspace", "left", "right", "up", "down", "home", "end", "tab", "shift+tab", "enter", "ctrl+f", "ctrl+w"}
NAMED |= {"ctrl+u", "delete", "f9"}


@pytest.mark.parametrize(
    ("pressed", "text"),
    [
        (("ab", "backspace", "c"), "ac"),
        (("ab", "left", "x", "home", "y", "end", "z"), "yaxbz"),
        (("cat, dog", "ctrl+w", "hat"), "cat, hat"),
        (("ab", "home", "delete", "c"), "cb"),
    ],
)
async def test_editing_keys_act_in_their_turn(open_studio: Any, pressed: tuple[str, ...], text: str) -> None:
    async with open_studio() as studio:
        keys(studio, *pressed)
        await studio.settle()
        assert studio.recipe.prompt == text


async def test_so_they_do_in_the_line_of_a_dialog(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, characters=TWO)) as studio:
        await studio.focus("#cast")
        await studio.press("n")
        await studio.until(lambda: isinstance(studio.app.screen, AskScreen) and studio.app.focused, "the question")
        keys(studio, "Ann", "backspace", "backspace", "my", "enter")
        await studio.until(lambda: studio.recipe.characters[0].name == "Amy", "a name")


async def test_letters_behind_tab_are_for_the_next_field(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45)) as studio:
        keys(studio, "girl, ", "tab", "hat, ", "shift+tab", "night")
        await studio.until(lambda: (studio.recipe.prompt, studio.recipe.undesired) == ("girl, night", "hat, "))


async def test_settings_are_changed_where_the_cursor_has_come_to(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45)) as studio:
        before = studio.recipe
        await studio.focus("#settings")
        keys(studio, "down", "right", "up", "left", "right")
        await studio.settle()
        together = studio.recipe
        assert together != before
        studio.screen.words.take(before)
        await studio.focus("#settings")
        await studio.press("down", "right", "up", "left", "right")
        assert studio.recipe == together


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_keys_behind_one_that_opens_a_screen_are_for_that(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, characters=TWO), size=size) as studio:
        keys(studio, "scene", "ctrl+f", "j", "p", "d", "3")
        await studio.until(lambda: studio.recipe.characters[1].position == (0.7, 0.5), "a place")
        assert isinstance(studio.app.screen, CharactersScreen)
        assert studio.recipe.prompt == "scene"
        assert [one.prompt for one in studio.recipe.characters] == ["girl", "boy"]


async def test_no_key_for_the_references_is_typed_into_the_prompt(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45)) as studio:
        keys(studio, "scene", "ctrl+u", "n")
        await studio.until(lambda: not studio.recipe.normalize_vibes, "the key's work")
        assert isinstance(studio.app.screen, ReferencesScreen)
        assert studio.recipe.prompt == "scene"


async def test_a_model_is_chosen_in_one_go(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45)) as studio:
        keys(studio, "a cat", "f9", "V5 Full", "enter", "s")
        await studio.until(lambda: studio.recipe.model == "nai-diffusion-5-full", "the model")
        await studio.until(lambda: studio.recipe.prompt == "a cats", "the letter behind the choice")


async def test_what_is_pasted_keeps_its_turn(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, characters=TWO)) as studio:
        keys(studio, "scene", "ctrl+f")
        studio.app.post_message(events.Paste("dog"))
        await studio.until(lambda: [one.prompt for one in studio.recipe.characters] == ["girl", "boy", "dog"])
        assert studio.recipe.prompt == "scene"
