"""Text from anywhere is text: never markup, never a command to the terminal, wherever it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from naitui.recipe import Character, Recipe, Sampling

MARKUP = ["[b]x[/b]", "[/]", "[@click=app.quit]x[/]", "[$primary]y", "{{{", "\\[z", "[[red]]w[[/]]", "[/b", "tail\\"]
CONTROLS = ["\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202eright to left", "\x00\x08\x0b", "\u2066\u2069"]
EMOJI = ["👩\u200d🎨 日本語 é", "🏳️\u200d🌈"]
DIRTY = {*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def assert_clean(studio: Any) -> None:
    """Nothing but printable text is in any row of the terminal."""
    for row in studio.rows():
        assert not {ord(character) for character in row} & DIRTY, ascii(row)


def assert_aligned(studio: Any, width: int) -> None:
    """Replacing a character must not push the rest of its row out of place."""
    for row in studio.rows():
        assert cell_len(row) == width, ascii(row)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_hostile_words_of_a_recipe_are_shown_literally(open_studio: Any, size: tuple[int, int]) -> None:
    words = " ".join(MARKUP)
    recipe = Recipe(
        prompt=words,
        undesired=words,
        characters=(Character(prompt=words, undesired=words), Character(prompt=" ".join(CONTROLS + EMOJI))),
        sampling=Sampling(width=128, height=128, steps=3),
    )
    async with open_studio(recipe, size=size) as studio:
        assert studio.recipe == recipe
        for selector in ("#prompt", "#undesired", "#cast", "#character-prompt", "#character-undesired"):
            if studio.screen.query_one(selector).size.height:
                assert "[b]x[/b] [/]" in studio.words(selector), selector
        assert "[b]x[/b] [/] [@click=app.quit]x[/]" in "".join(studio.rows())
        assert_clean(studio)
        await studio.press("f5")
        await studio.generated()
        await studio.focus("#cast")
        await studio.press("down", "p")
        assert_clean(studio)
        await studio.press("escape", "f2")
        assert_clean(studio)


async def test_control_characters_are_cleaned_wherever_they_stand(open_studio: Any) -> None:
    text = " ".join(CONTROLS)
    recipe = Recipe(
        model=f"my model {text}",
        prompt=f"a {text} b",
        undesired=f"c {text} d",
        characters=(Character(prompt=f"e {text} f", undesired=f"g {text} h"),),
        sampling=Sampling(sampler=f"my sampler {text}", schedule=f"s {text}"),
    )
    async with open_studio(recipe, size=(160, 50)) as studio:
        assert_clean(studio)
        assert "my model" in "\n".join(studio.rows())
        await studio.press("f5")
        await studio.until(lambda: "there is no sampler" in studio.toasts)
        await studio.until(lambda: "my sampler" in studio.log)
        assert_clean(studio)
        await studio.focus("#settings")
        await studio.press("enter")
        assert_clean(studio)


async def test_rows_keep_their_width_whatever_is_replaced_in_them(open_studio: Any) -> None:
    words = "a\x1bb\x9bc\u202ed\u2066e\u200ef"
    recipe = Recipe(prompt=words, undesired=words, characters=(Character(prompt=words, undesired=words),))
    async with open_studio(recipe) as studio:
        assert_aligned(studio, 120)


async def test_pasted_and_typed_text_is_taken_as_it_is(open_studio: Any) -> None:
    async with open_studio() as studio:
        pasted = ""
        for text in (*MARKUP, *EMOJI):
            await studio.paste(text)
            pasted += text
            assert studio.recipe.prompt == pasted
            assert_clean(studio)
        await studio.focus("#undesired")
        typed = " ".join(MARKUP)
        await studio.type(typed)
        assert studio.recipe.undesired == typed
        await studio.press("ctrl+n")
        await studio.type(typed)
        assert studio.recipe.characters[0].prompt == typed
        assert_clean(studio)
        await studio.press("f9")
        await studio.until(lambda: isinstance(studio.app.focused, Input))
        await studio.type("[/b]")
        assert studio.app.screen.query_one(Input).value == "[/b]"
        assert_clean(studio)


async def test_a_hundred_thousand_characters(open_studio: Any) -> None:
    words = "girl, [night], " * 6667
    async with open_studio() as studio:
        await studio.paste(words)
        await studio.until(lambda: studio.recipe.prompt == words)
        await studio.type("!")
        assert studio.recipe.prompt == words + "!"
        await studio.press("ctrl+n")
        await studio.paste(words)
        await studio.until(lambda: studio.recipe.characters[0].prompt == words)
        await studio.until(lambda: "100,006 characters; NovelAI takes 40,000 at most" in studio.words("#action"))
        await studio.press("f5")
        await studio.until(lambda: "not sent: prompt" in studio.log)
        assert studio.demo.generations == 0


@pytest.mark.parametrize("name", ["[/b] oops [/]", "[@click=app.quit]x[/]", "\x1b]0;x\x07 \u202e m"], ids=ascii)
async def test_what_the_service_says_is_text(open_studio: Any, small: Recipe, name: str) -> None:
    """The service quotes the name of a model that it does not know."""
    async with open_studio(small.model_copy(update={"model": name})) as studio:
        await studio.press("f5")
        await studio.until(lambda: "NovelAI rejected the request" in studio.log)
        await studio.until(lambda: "Change the setting it names" in studio.log)
        assert f"model {name.split()[-1]}" in studio.log or name.split()[-1] in studio.log
        assert_clean(studio)
        assert not studio.app._exit


async def test_a_refusal_with_brackets_is_shown_with_them(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, fault="reject:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: "[demo] this request is rejected on purpose" in studio.log)


async def test_names_of_files_are_text(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        studio.app._bench.shelf.pattern = "[b]{seed} [x] [b"
        await studio.press("f5")
        await studio.until(lambda: "✓ saved" in studio.log)
        assert "[b]" in studio.words("#caption")
        assert "[x]" in "\n".join(studio.rows())
        await studio.press("ctrl+k")
        await studio.until(lambda: "[b]" in studio.toasts)
        assert Path(studio.app.clipboard).exists()


async def test_a_link_in_a_prompt_does_nothing_when_clicked(open_studio: Any) -> None:
    async with open_studio(Recipe(characters=(Character(prompt="[@click=app.quit]xxxxxxxxxxxxxxxx[/]"),))) as studio:
        await studio.pilot.click("#cast", offset=(30, 0))
        await studio.pilot.click("#character-prompt", offset=(6, 1))
        await studio.settle()
        assert not studio.app._exit
