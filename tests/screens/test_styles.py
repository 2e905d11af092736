"""Styles: on and off, in order, with what comes of them; snippets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naitui.recipe import Recipe, Sampling
from naitui.screens.styles import StylesScreen
from naitui.widgets.rows import Passage, RowList

V45 = "nai-diffusion-4-5-full"
SIZES = [(80, 24), (120, 40)]
STYLES = """
[soft]
prefix = "soft light"
undesired = "harsh"
help = "what I like"

[old]
suffix = "x"
models = ["v3"]
"""
RECIPE = Recipe(model=V45, prompt="1girl, rain", undesired="hat", sampling=Sampling(seed=1))


@pytest.fixture(autouse=True)
def words(tmp_path: Path) -> Path:
    """Two styles and two snippets, one of them broken."""
    data = tmp_path / "data"
    (data / "snippets").mkdir(parents=True)
    (data / "styles.toml").write_text(STYLES)
    (data / "snippets" / "girl.txt").write_text("1girl, silver hair\n")
    (data / "snippets" / "bad.txt").write_bytes(b"\xff\n")
    return data


async def opened(studio: Any) -> StylesScreen:
    await studio.press("ctrl+l")
    await studio.until(lambda: isinstance(studio.app.screen, StylesScreen), "the screen")
    await told(studio)
    return studio.app.screen


async def told(studio: Any) -> None:
    workers = studio.app.workers
    await studio.until(lambda: not [one for one in workers if one.group in ("read", "tell")], "words")
    await studio.settle()


def shown(studio: Any, selector: str = "#styles") -> list[str]:
    rows = studio.app.screen.query_one(selector, RowList)
    return [line for y in range(rows.page) if (line := " ".join(rows.render_line(y).text.split()))]


def said(studio: Any) -> str:
    screen = studio.app.screen
    return "".join(passage.words for passage in screen.query(Passage) if passage.display)


async def go_to(studio: Any, name: str) -> None:
    rows = studio.app.screen.query_one("#styles", RowList)
    await studio.press("home")
    for _ in range(40):
        if name in rows.render_line(rows.cursor - rows.scroll_offset.y).text:
            break
        await studio.press("down")
    await told(studio)


@pytest.mark.parametrize("size", SIZES)
async def test_on_and_off_and_in_order(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(RECIPE, size=size) as studio:
        await opened(studio)
        assert shown(studio)[:2] == ["›○ soft yours what I like", "○ old not for this model, but v3 yours"]
        assert "Before  soft light" in said(studio)
        assert "The words if it were on" in said(studio)
        assert "Prompt  soft light, 1girl, rain" in said(studio)
        await studio.press("space")
        await go_to(studio, "Ink wash")
        await studio.press("enter")
        await told(studio)
        assert studio.recipe.styles == ("soft", "Ink wash")
        assert shown(studio)[:2] == [
            "● 1 soft yours what I like",
            "›● 2 Ink wash starter Black ink and water on paper"[: size[0]],
        ]
        assert "Undesired Content  hat, harsh, 3d" in said(studio)
        await studio.press("K")
        await told(studio)
        assert studio.recipe.styles == ("Ink wash", "soft")
        assert shown(studio)[0].startswith("›● 1 Ink wash"), "the cursor goes with it"
        await studio.press("shift+up", "J")
        assert studio.recipe.styles == ("soft", "Ink wash")
        await studio.press("space")
        await told(studio)
        assert studio.recipe.styles == ("soft",)
        await studio.press("escape")
        assert studio.recipe == RECIPE.model_copy(update={"styles": ("soft",)})
        assert "‹soft›" in str(studio.screen.query_one("#prompt").border_title)


async def test_a_style_for_another_model_is_told(open_studio: Any) -> None:
    async with open_studio(RECIPE.model_copy(update={"styles": ("old",)})) as studio:
        await opened(studio)
        assert shown(studio)[0].startswith("›● 1 old not for this model, but v3")
        assert "Left out: it is meant for v3, not for nai-diffusion-4-5-full" in said(studio)
        assert "Prompt  1girl, rain\n" in said(studio)
    async with open_studio(RECIPE.model_copy(update={"styles": ("old",), "model": "nai-diffusion-3"})) as studio:
        await opened(studio)
        assert "not for this model" not in shown(studio)[0]
        assert "Prompt  1girl, rain, x\n" in said(studio)


async def test_a_style_that_is_gone_can_be_taken_off(open_studio: Any) -> None:
    async with open_studio(RECIPE.model_copy(update={"styles": ("gone",)}), size=(80, 24)) as studio:
        await opened(studio)
        assert shown(studio)[0] == "›● 1 gone there is no such style"
        await studio.press("space")
        assert studio.recipe.styles == ()


@pytest.mark.parametrize("size", SIZES)
async def test_a_snippet_goes_into_the_prompt(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(RECIPE, size=size) as studio:
        await opened(studio)
        assert "bad.txt:1: is not UTF-8" in said(studio)
        assert shown(studio, "#snippets") == ["›@{bad} cannot be used", "@{girl} 1girl, silver hair"]
        await studio.press("tab", "down")
        await told(studio)
        assert "1girl, silver hair" in said(studio)
        assert "The words" not in said(studio)
        await studio.press("enter")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.settle()
        assert studio.recipe == RECIPE.model_copy(update={"prompt": "1girl, rain, @{girl}"})
        assert studio.words("#prompt") == "1girl, rain, @{girl}"


async def test_without_snippets_it_says_how_they_come(open_studio: Any, words: Path) -> None:
    for path in (words / "snippets").iterdir():
        path.unlink()
    async with open_studio(RECIPE) as studio:
        await opened(studio)
        assert "No snippets yet." in shown(studio, "#snippets")
        assert str(words / "snippets") in "".join(shown(studio, "#snippets"))
        await studio.press("tab", "enter", "e", "K", "f1")
        assert "put the snippet into the prompt" in " ".join(studio.dialog.split())
        await studio.press("escape", "escape")
        assert studio.recipe == RECIPE


async def test_bad_styles_are_named_and_the_rest_works(open_studio: Any, words: Path) -> None:
    (words / "styles.toml").write_text('[a]\nprefix = 1\n[b]\nprefix = "[bold]x[/]"\n')
    async with open_studio(RECIPE) as studio:
        await opened(studio)
        assert "styles.toml:2: " in said(studio)
        assert shown(studio)[0] == "›○ b yours"
        assert "Prompt  [bold]x[/], 1girl, rain" in said(studio)
