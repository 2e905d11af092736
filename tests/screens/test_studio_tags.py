"""Keys on whole tags in the studio, at 80×24: weights, tag mode with every key of it, several tags, swapping."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets.text_area import Selection

from naitui.actions import actions_of
from naitui.actions.in_effect import TAG_MODE
from naitui.recipe import Recipe
from naitui.recipe.conversion import convert
from naitui.widgets.prompt_editor import PromptEditor

V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"
SIZE = (80, 24)


def prompt_of(studio: Any) -> PromptEditor:
    return studio.screen.query_one("#prompt", PromptEditor)


def shown(studio: Any) -> str:
    """The prompt with what is selected between ‹ and ›."""
    editor = prompt_of(studio)
    start, end = editor.span
    return f"{editor.text[:start]}‹{editor.text[start:end]}›{editor.text[end:]}"


KEY_BY_KEY: list[tuple[str, list[tuple[str, str]]]] = [
    ("1girl, ‹rain, hat", [
        ("up", "1girl, 1.1::‹rain›::, hat"), ("k", "1girl, 1.2::‹rain›::, hat"), ("+", "1girl, 1.3::‹rain›::, hat"),
        ("down", "1girl, 1.2::‹rain›::, hat"), ("j", "1girl, 1.1::‹rain›::, hat"), ("-", "1girl, ‹rain›, hat"),
    ]),
    ("‹1girl, {rain}, hat", [
        ("right", "1girl, {‹rain›}, hat"), ("l", "1girl, {rain}, ‹hat›"), ("left", "1girl, {‹rain›}, hat"),
        ("h", "‹1girl›, {rain}, hat"),
    ]),
    ("‹1girl, 1.2::rain::, hat", [
        ("L", "1.2::rain::, ‹›1girl, hat"), ("shift+right", "1.2::rain::, hat, ‹›1girl"),
        ("H", "1.2::rain::, ‹›1girl, hat"), ("shift+left", "‹›1girl, 1.2::rain::, hat"),
    ]),
    ("1girl, {1.2::ra‹in, hat::, snow}", [
        ("s", "1girl, {1.2::‹rain›, hat::, snow}"), ("s", "1girl, {1.2::‹rain, hat›::, snow}"),
        ("s", "1girl, {‹1.2::rain, hat::›, snow}"), ("s", "1girl, {‹1.2::rain, hat::, snow›}"),
        ("S", "1girl, {‹1.2::rain, hat::›, snow}"), ("S", "1girl, {1.2::‹rain, hat›::, snow}"),
        ("S", "1girl, {1.2::‹rain›, hat::, snow}"), ("S", "1girl, {1.2::ra‹›in, hat::, snow}"),
    ]),
    ("1girl, rain, h‹at", [("s", "1girl, rain, ‹hat›"), ("s", "‹1girl, rain, hat›"), ("S", "1girl, rain, ‹hat›")]),
    ("1girl, ‹rain, hat, snow", [
        ("v", "1girl, ‹rain›, hat, snow"), ("l", "1girl, ‹rain, hat›, snow"), ("l", "1girl, ‹rain, hat, snow›"),
        ("h", "1girl, ‹rain, hat›, snow"), ("k", "1girl, 1.1::‹rain, hat›::, snow"),
        ("j", "1girl, ‹rain, hat›, snow"), ("L", "1girl, snow, ‹rain, hat›"), ("c", "1girl, snow, /*‹rain, hat›*/"),
        ("c", "1girl, snow, ‹rain, hat›"), ("d", "1girl, snow‹›"),
    ]),
    ("1girl, rain, ‹hat, snow", [
        ("v", "1girl, rain, ‹hat›, snow"), ("h", "1girl, ‹rain, hat›, snow"), ("h", "‹1girl, rain, hat›, snow"),
        ("l", "1girl, ‹rain, hat›, snow"), ("l", "1girl, rain, ‹hat›, snow"), ("l", "1girl, rain, ‹hat, snow›"),
    ]),
    ("‹1girl, 1.2::rain, hat::, {snow}", [
        ("x", "‹›1girl, 1.2::rain, hat::, {snow}"), ("l", "1girl, 1.2::‹rain›, hat::, {snow}"),
        ("x", "rain, 1.2::‹1girl›, hat::, {snow}"), ("x", "rain, 1.2::‹1girl›, hat::, {snow}"),
        ("l", "rain, 1.2::1girl, ‹hat›::, {snow}"), ("l", "rain, 1.2::1girl, hat::, {‹snow›}"),
        ("h", "rain, 1.2::1girl, ‹hat›::, {snow}"), ("x", "rain, 1.2::hat, ‹1girl›::, {snow}"),
    ]),
    ("1girl, ‹rain, hat", [
        ("d", "1girl, ‹›hat"), ("u", "1girl, ‹›rain, hat"), ("r", "1girl, ‹›hat"), ("delete", "1girl‹›"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "keys"), KEY_BY_KEY, ids=[marked for marked, _ in KEY_BY_KEY])
async def test_every_key_of_tag_mode(open_studio: Any, marked: str, keys: list[tuple[str, str]]) -> None:
    async with open_studio(Recipe(model=V45, prompt=marked.replace("‹", "")), size=SIZE) as studio:
        prompt_of(studio).selection = Selection.cursor((0, marked.index("‹")))
        await studio.press("ctrl+t")
        for key, after in keys:
            await studio.press(key)
            got = shown(studio)
            if key in ("u", "r"):  # where undo leaves the cursor is its own business
                got, after = got.replace("‹", "").replace("›", ""), after.replace("‹", "").replace("›", "")
            assert got == after, key
        assert studio.recipe.prompt == prompt_of(studio).text


def test_every_key_was_pressed() -> None:
    typed = {"+": "plus", "-": "minus"}
    pressed = {typed.get(key, key) for _, keys in KEY_BY_KEY for key, _ in keys}
    table = {key for action in actions_of("words") for key in action.mode.split()}
    assert table - pressed == {"e", "slash"}  # those have tests of their own
    assert {"u", "r"} <= pressed


@pytest.mark.parametrize("leave", TAG_MODE["leave"])
async def test_the_line_at_the_bottom_says_what_the_keys_do(open_studio: Any, leave: str) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain"), size=SIZE) as studio:
        assert "F5" in studio.rows()[-1]
        await studio.press("ctrl+t")
        line = studio.rows()[-1]
        assert line.startswith("←→ go ↑↓ weigh HL move sS sel v more x swap d del c off ")
        assert line.rstrip().endswith("Esc")
        assert str(prompt_of(studio).border_title).endswith("· tags")
        await studio.press(leave, "z")
        assert "F5" in studio.rows()[-1]
        assert "z" in studio.recipe.prompt
        assert not prompt_of(studio).tag_mode


async def test_tag_mode_types_nothing(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain"), size=SIZE) as studio:
        await studio.press("ctrl+t", "z", "q", "1", "space")
        assert studio.recipe.prompt == "1girl, rain"
        await studio.press("f7", "ctrl+t", "end", "z")  # keys of their own go on working
        assert studio.recipe.prompt == "1girl, 1.1::rain::z"


async def test_escape_first_gives_up_what_is_marked(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain"), size=SIZE) as studio:
        await studio.press("ctrl+t", "x")
        assert "swaps with the marked one" in str(prompt_of(studio).border_title)
        marked = [s.text for s in prompt_of(studio).render_line(0) if s.style and s.style.reverse]
        assert "rain" in "".join(marked)
        await studio.press("escape")
        assert prompt_of(studio).tag_mode
        assert str(prompt_of(studio).border_title).endswith("· tags")
        await studio.press("v")
        assert "several" in str(prompt_of(studio).border_title)
        await studio.press("escape", "escape")
        assert not prompt_of(studio).tag_mode


async def test_a_change_of_the_text_takes_the_mark_away(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat"), size=SIZE) as studio:
        await studio.press("ctrl+t", "x", "h", "k", "x", "h", "x")
        assert studio.recipe.prompt == "1.1::rain::, 1girl, hat"


async def test_leaving_the_editor_leaves_tag_mode(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="a, b"), size=SIZE) as studio:
        await studio.press("ctrl+t")
        await studio.focus("#undesired")
        assert not prompt_of(studio).tag_mode
        assert "F5" in studio.rows()[-1]


async def test_a_burst_of_keys_does_what_single_keys_do(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat"), size=SIZE) as studio:
        studio.burst("", "ctrl+t")
        studio.burst("xhhxkk")
        studio.burst("", "escape")
        await studio.settle()
        assert studio.recipe.prompt == "1.2::hat::, rain, 1girl"


async def test_old_models_get_braces_around_several_tags(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V3, prompt="a, b, c"), size=SIZE) as studio:
        await studio.press("ctrl+t", "v", "h", "k", "k")
        assert studio.recipe.prompt == "a, {{b, c}}"


@pytest.mark.parametrize("id", ["character-prompt", "character-undesired", "undesired"])
async def test_the_keys_work_in_every_field_of_words(open_studio: Any, id: str) -> None:
    async with open_studio(Recipe(model=V45), size=SIZE) as studio:
        await studio.press("ctrl+n")
        await studio.until(lambda: getattr(studio.screen.focused, "id", "") == "character-prompt", "the editor")
        if id != "character-prompt":
            await studio.focus(f"#{id}")
        await studio.type("girl, hat")
        await studio.press("ctrl+t", "k", "x", "h", "x")
        assert studio.screen.query_one(f"#{id}", PromptEditor).text == "1.1::hat::, girl"
        assert convert(studio.screen.query_one(f"#{id}", PromptEditor).text, prompt_of(studio).dialect).changes == ()
