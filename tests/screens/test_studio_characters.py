"""Characters by keys: their slots, their texts, their places."""

from __future__ import annotations

from typing import Any

from textual import events

from naitui.recipe import Character, Recipe

THREE = Recipe(characters=tuple(Character(prompt=word, undesired=f"no {word}") for word in ("one", "two", "three")))


def prompts(studio: Any) -> list[str]:
    return [character.prompt for character in studio.recipe.characters]


async def test_slots_are_added_written_switched_moved_removed_and_brought_back(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("ctrl+n")
        await studio.type("girl, [red]")
        await studio.press("tab")
        await studio.type("hat")
        await studio.press("ctrl+n")
        await studio.type("boy")
        assert studio.recipe.characters == (Character(prompt="girl, [red]", undesired="hat"), Character(prompt="boy"))
        await studio.press("shift+tab")
        assert studio.app.focused is studio.screen.query_one("#cast")
        await studio.press("up", "space")
        assert [c.enabled for c in studio.recipe.characters] == [False, True]
        await studio.press("J")
        assert prompts(studio) == ["boy", "girl, [red]"]
        assert studio.words("#character-prompt") == "girl, [red]"
        await studio.press("shift+up")
        assert prompts(studio) == ["girl, [red]", "boy"]
        await studio.press("d")
        assert prompts(studio) == ["boy"]
        assert studio.words("#character-prompt") == "boy"
        await studio.press("delete")
        assert prompts(studio) == []
        assert "No characters" in studio.words("#cast")
        await studio.press("u", "u")
        assert prompts(studio) == ["girl, [red]", "boy"]
        assert studio.recipe.characters[0].undesired == "hat"
        await studio.press("a")
        await studio.type("cat")
        assert prompts(studio) == ["girl, [red]", "boy", "cat"]


async def test_switching_while_writing_never_mixes_the_texts(open_studio: Any) -> None:
    async with open_studio(THREE) as studio:
        for number in range(1, 4):
            await studio.focus("#cast")
            await studio.press(*["up"] * 3, *["down"] * (number - 1), "enter")
            await studio.type(f" {number}x")
            await studio.press("tab")
            await studio.type(f" {number}y")
        assert studio.recipe.characters == tuple(
            Character(prompt=f"{word} {n}x", undesired=f"no {word} {n}y")
            for n, word in enumerate(("one", "two", "three"), 1)
        )


async def test_keys_in_one_burst_reach_the_right_character(open_studio: Any) -> None:
    """No key waits for the widgets: typing, on to the list, another character, back into its text."""
    async with open_studio(THREE) as studio:
        await studio.focus("#cast")
        for key in ("down", "up", "down", "down", "up"):
            studio.app.post_message(events.Key(key, None))
        await studio.settle()
        assert studio.recipe == THREE
        assert studio.words("#character-prompt") == "two"
        assert studio.words("#character-undesired") == "no two"


async def test_an_undo_in_the_editor_stays_within_its_character(open_studio: Any) -> None:
    async with open_studio(THREE) as studio:
        await studio.focus("#cast")
        await studio.press("down", "enter", "ctrl+z", "ctrl+z", "ctrl+y")
        assert prompts(studio) == ["one", "two", "three"]


async def test_many_characters_scroll_with_the_cursor(open_studio: Any) -> None:
    many = Recipe(characters=tuple(Character(prompt=f"figure {number:02}") for number in range(32)))
    async with open_studio(many, size=(80, 24)) as studio:
        await studio.focus("#cast")
        assert "figure 00" in studio.words("#cast")
        await studio.press(*["down"] * 40)
        shown = studio.words("#cast")
        assert "›32 ● AI" in shown
        assert "figure 31" in shown
        assert "figure 00" not in shown
        await studio.press("enter")
        await studio.type("!")
        assert prompts(studio)[31] == "figure 31!"
        assert sum("figure" in row for row in studio.rows()) >= 4
        assert "F5 Generate" in studio.rows()[22]


async def test_a_new_character_has_the_model_s_own_undesired_content(open_studio: Any) -> None:
    async with open_studio(Recipe(model="nai-diffusion-4-full")) as studio:
        await studio.press("ctrl+n")
        await studio.type("girl")
        assert studio.recipe.characters == (Character(prompt="girl", undesired="lowres, aliasing, "),)


async def test_nothing_happens_without_characters(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.focus("#cast")
        await studio.press("space", "p", "d", "u", "J", "K", "up", "down")
        assert studio.recipe.characters == ()
        await studio.press("enter")
        assert len(studio.recipe.characters) == 1
        await studio.until(lambda: studio.app.focused is studio.screen.query_one("#character-prompt"))


async def test_a_click_chooses(open_studio: Any) -> None:
    async with open_studio(THREE) as studio:
        await studio.pilot.click("#cast", offset=(8, 2))
        assert studio.words("#character-prompt") == "three"
