"""Undo and redo across all fields, by keys: the cursor goes where the change was, and it is said what it was."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from naitui.recipe import Character, Recipe, Sampling
from naitui.recipe.past import Past
from naitui.widgets import write_pane
from naitui.widgets.prompt_editor import PromptEditor

V45 = "nai-diffusion-4-5-full"
TWO = (Character(prompt="girl, smile", undesired="hat"), Character(prompt="boy"))


def past_of(studio: Any) -> Past:
    return studio.screen.words.past


def steps(studio: Any) -> list[str]:
    return [node.label for node in past_of(studio).nodes()[1:]]


def told(studio: Any) -> str:
    return studio.words("#status-left")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_undo_goes_through_prompt_settings_characters_and_model(open_studio: Any, size: tuple[int, int]) -> None:
    start = Recipe(model=V45, prompt="1girl", characters=TWO)
    async with open_studio(start, size=size) as studio:
        seen = [studio.recipe]

        def note() -> None:
            assert studio.recipe != seen[-1]
            seen.append(studio.recipe)

        await studio.type(", night city")
        note()
        await studio.focus("#settings")
        await studio.press("down", "down", "right")
        note()
        await studio.focus("#cast")
        await studio.press("down", "d")
        note()
        await studio.press("f9")
        await studio.type("V5 Full")
        await studio.press("enter")
        note()
        await studio.press("f2" if size[0] == 80 else "f1", *([] if size[0] == 80 else ["escape"]))

        places = [("#settings", "≠ Model "), ("#cast", "− Character 2: boy"), ("#settings", "≠ Steps 23 → 24")]
        for at, (focus, words) in zip((3, 2, 1), places, strict=True):
            await studio.press("ctrl+z")
            assert studio.recipe == seen[at]
            assert studio.app.focused is studio.screen.query_one(focus)
            assert studio.app.focused.region.height > 0, "it is in sight"
            assert told(studio).startswith("Undone: ")
            assert words in told(studio)
        assert studio.screen.query_one("#settings").field.path == ("sampling", "steps")
        assert studio.screen.query_one("#cast").cursor == 1
        await studio.press("ctrl+z")
        assert studio.recipe == start
        assert told(studio) == "Undone: the step “+ night city”"
        prompt = studio.screen.query_one("#prompt")
        assert studio.app.focused is prompt
        assert prompt.cursor_location == (0, 5)
        await studio.press("ctrl+z")
        assert told(studio) == "Nothing to undo."
        for recipe in seen[1:]:
            await studio.press("ctrl+y")
            assert studio.recipe == recipe
        assert told(studio).startswith("Done again: the step “≠ Model ")
        await studio.press("ctrl+y")
        assert told(studio) == "Nothing to redo."
        assert studio.words("#prompt") == "1girl, night city"


async def test_a_step_is_a_tag_and_not_a_letter(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        await studio.type(", night city, rain")
        assert steps(studio) == ["+ night city", "+ rain"]
        await studio.press("left", "left")
        await studio.type("x")
        await studio.press("backspace", "backspace", "f7", "f7")
        await studio.paste(", pasted")
        assert steps(studio)[2:] == [
            "− rain, + raxin",
            "− raxin, + rin",
            "↑ rin 1 → 1.1",
            "↑ rin 1.1 → 1.2",
            "+ pasted",
        ]
        await studio.press(*["ctrl+z"] * 5)
        assert studio.recipe.prompt == "1girl, night city, rain"
        await studio.press("ctrl+z", "ctrl+z")
        assert studio.recipe.prompt == "1girl"


async def test_a_pause_and_generating_end_a_step(
    open_studio: Any, small: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_studio(small) as studio:
        moments = iter(range(100))
        monkeypatch.setattr(write_pane.time, "time", lambda: 1e9 + next(moments) * 0.001)
        await studio.type(" na")
        monkeypatch.setattr(write_pane.time, "time", lambda: 2e9)
        await studio.type("me")
        await studio.press("f5")
        await studio.type("less")
        assert steps(studio) == [
            "− girl, + girl na",
            "− girl na, + girl name",
            "− girl name, + girl nameless",
        ]
        await studio.generated(1)


async def test_keys_in_one_burst_are_done_in_their_order(open_studio: Any) -> None:
    """Typing, undo, typing on, all in one read of the terminal: no key overtakes another."""
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        studio.burst(", night, day", "ctrl+z", "ctrl+z")
        studio.burst(", rain", "ctrl+z", "ctrl+y")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, rain"
        assert studio.words("#prompt") == "1girl, rain"
        assert steps(studio) == ["+ night", "+ day", "+ rain"]
        await studio.focus("#cast")
        for key in ("a", "escape"):
            studio.app.post_message(events.Key(key, None))
        await studio.settle()
        await studio.focus("#settings")
        for key in ("down", "down", "right", "ctrl+z", "right", "right"):
            studio.app.post_message(events.Key(key, None))
        await studio.settle()
        await studio.until(lambda: studio.recipe.sampling.steps == 25, "two steps more")


async def test_a_key_in_the_list_and_undo_in_one_burst_mix_no_characters(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, characters=TWO)) as studio:
        await studio.focus("#cast")
        for key in ("d", "ctrl+z", "down", "d", "u", "K", "ctrl+z"):
            studio.app.post_message(events.Key(key, None))
        await studio.settle()
        assert studio.recipe.characters == TWO
        assert len(past_of(studio).nodes()) == 4


async def test_tag_mode_has_keys_for_it_across_fields(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain", undesired="hat")) as studio:
        await studio.type(", night")
        await studio.focus("#undesired")
        await studio.press("ctrl+t", "k", "u")
        assert studio.recipe.undesired == "hat"
        assert studio.screen.query_one("#undesired", PromptEditor).tag_mode
        await studio.press("r", "u", "u")
        assert (studio.recipe.prompt, studio.recipe.undesired) == ("1girl, rain", "hat")
        assert studio.app.focused is studio.screen.query_one("#prompt")
        await studio.press("ctrl+t", "r", "ctrl+y", "ctrl+z")
        assert (studio.recipe.prompt, studio.recipe.undesired) == ("1girl, rain, night", "hat")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_character_s_words_come_back_in_its_editor(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, prompt="x", characters=TWO), size=size) as studio:
        await studio.focus("#cast")
        await studio.press("down", "enter")
        await studio.type(", tall")
        await studio.focus("#character-undesired")
        await studio.type("glasses")
        await studio.focus("#prompt")
        await studio.press("ctrl+z")
        await studio.until(lambda: studio.app.focused is studio.screen.query_one("#character-undesired"), "the editor")
        assert studio.recipe.characters[1].undesired == ""
        await studio.focus("#cast")
        await studio.press("up")
        await studio.focus("#prompt")
        await studio.press("ctrl+z")
        await studio.until(lambda: studio.app.focused is studio.screen.query_one("#character-prompt"), "the editor")
        assert studio.recipe.characters == TWO
        assert studio.words("#character-prompt") == "boy"
        assert studio.screen.query_one("#cast").cursor == 1
        assert studio.app.focused.region.height > 0


async def test_styles_hints_seed_and_earlier_words_are_steps_too(open_studio: Any, small: Recipe) -> None:
    recipe = small.model_copy(update={"prompt": "1girl, (rain:1.3)", "styles": ("Ink wash",)})
    async with open_studio(recipe.model_copy(update={"prompt": "sent before", "styles": ()})) as studio:
        await studio.press("f5")
        await studio.generated(1)
    async with open_studio(recipe) as studio:
        await studio.press("ctrl+l")
        await studio.until(lambda: studio.app.screen is not studio.screen, "the styles")
        await studio.until(lambda: "Ink wash" in "\n".join(studio.rows()), "the style")
        await studio.press("space")
        await studio.until(lambda: studio.recipe.styles == (), "no style")
        await studio.press("escape")
        await studio.until(lambda: "(F10)" in studio.words("#action"), "a hint")
        await studio.press("f10", "f10")
        assert "1.3::rain::" in studio.recipe.prompt
        await studio.press("ctrl+t", "slash")
        await studio.until(lambda: studio.app.screen is not studio.screen, "the list")
        studio.burst("sent", "enter")
        await studio.until(lambda: studio.recipe.prompt == "sent before", "earlier words")
        assert steps(studio)[-3:] == [
            "Styles: − Ink wash",
            "− (rain:1.3), + rain",
            "− 1girl, − rain, + sent before",
        ]
        await studio.press("ctrl+z")
        assert studio.recipe.prompt == "1girl, 1.3::rain::"
        await studio.press("ctrl+z", "ctrl+z")
        assert studio.recipe == recipe
        assert "Ink wash" in str(studio.screen.query_one("#prompt").border_title)


async def test_the_same_words_for_the_same_settings(open_studio: Any) -> None:
    """A run of arrows on one setting is one step."""
    async with open_studio(Recipe(model=V45)) as studio:
        await studio.focus("#settings")
        await studio.press("down", "down", "right", "right", "right", "down", "left", "left")
        assert steps(studio) == ["≠ Steps 23 → 26", "≠ Guidance 5 → 4.8"]
        await studio.type("9")
        await studio.press("ctrl+z")
        assert studio.recipe.sampling.guidance == 4.8, "the value that was being typed is what is taken back"
        await studio.press("ctrl+z", "ctrl+z")
        assert studio.recipe.sampling == Sampling()


@pytest.mark.parametrize("text", ["girl,\r\nnight", "a\r\nb\nc", "a\rb", "x\u2028y", "one\n\n"])
async def test_line_ends_stay_as_they_were_given(open_studio: Any, text: str) -> None:
    """However the editor shows them: going there and back changes nothing, and nothing is edited by being shown."""
    start = Recipe(model=V45, prompt=text, characters=(Character(prompt=text),))
    async with open_studio(start) as studio:
        await studio.focus("#cast")
        assert studio.recipe == start
        await studio.focus("#prompt")
        await studio.type("!")
        await studio.press("ctrl+z")
        assert studio.recipe == start
        await studio.press("ctrl+y")
        assert studio.recipe.prompt.endswith("!")
        await studio.press("ctrl+z")
        assert studio.recipe == start
        assert len(past_of(studio).nodes()) == 2


async def test_a_long_prompt_stays_where_it_was_scrolled_to(open_studio: Any) -> None:
    text = "\n".join(f"line {number}" for number in range(99))
    async with open_studio(Recipe(model=V45, prompt=text), size=(80, 24)) as studio:
        prompt = studio.screen.query_one("#prompt", PromptEditor)
        prompt.move_cursor((50, 0))
        await studio.type("x")
        before = prompt.scroll_offset
        assert before.y > 0
        await studio.press("ctrl+z")
        assert prompt.scroll_offset == before
        assert prompt.cursor_location == (50, 0)


async def test_a_zoomed_pane_stays_as_long_as_the_change_was_in_it(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl"), size=(80, 24)) as studio:
        await studio.focus("#settings")
        await studio.press("down", "down", "right")
        await studio.focus("#prompt")
        await studio.press("f3")
        await studio.type(", night, rain")
        await studio.press("ctrl+z")
        assert studio.screen.maximized is studio.screen.query_one("#prompt")
        await studio.press("ctrl+z", "ctrl+z")
        assert studio.screen.maximized is None
        assert studio.app.focused is studio.screen.query_one("#settings")
        assert studio.recipe == Recipe(model=V45, prompt="1girl")


async def test_the_action_is_in_the_palette_and_the_help(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        await studio.type(", x")
        commands = {command.title: command for command in studio.app.get_system_commands(studio.screen)}
        commands["Undo"].callback()
        await studio.settle()
        assert studio.recipe.prompt == "1girl"
        commands["Redo"].callback()
        await studio.settle()
        assert studio.recipe.prompt == "1girl, x"
        assert "Past" in commands
