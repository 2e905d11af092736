"""Earlier words: found by typing, looked at beside what the editor has, taken whole or in part, kept or dropped."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from naitui.library.history import PromptHistory, Said
from naitui.recipe import Character, Recipe
from naitui.screens.history import HistoryScreen
from naitui.screens.studio import StudioScreen
from naitui.widgets.ages import age
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.rows import Passage, RowList

V45 = "nai-diffusion-4-5-full"
NOW = Recipe(model=V45, prompt="1girl, hat", undesired="text", characters=(Character(prompt="girl, red dress"),))
SIZES = [(80, 24), (120, 40)]
NIGHT = Said(
    "1girl, silver hair, 1.2::night::", "lowres", (("girl, red dress, smile", "boots"),), V45, time.time() - 90, 7
)
DAY = Said("day, [beach]", "", (), V45, time.time() - 4000)


@pytest.fixture
def history(tmp_path: Path) -> PromptHistory:
    """With two entries, the night the newer one."""
    kept = PromptHistory(tmp_path / "history.sqlite")
    now = time.time()
    kept.add(replace(DAY, at=now - 4000))
    kept.add(replace(NIGHT, at=now - 90))
    return kept


async def opened(studio: Any) -> None:
    await studio.press("ctrl+r")
    await studio.until(lambda: isinstance(studio.app.screen, HistoryScreen), "the screen")
    await found(studio)


async def found(studio: Any) -> None:
    await studio.until(lambda: not studio.app.screen._looking, "an answer")
    await studio.settle()


def entries(studio: Any) -> list[str]:
    rows = studio.app.screen.query_one("#entries", RowList)
    shown = [rows.render_line(y).text for y in range(rows.page)]
    return [" ".join(line.split()) for line in shown if line.strip()]


def details(studio: Any) -> str:
    screen = studio.app.screen
    diff = screen.query_one("#change")
    told = [" ".join(text for text, _ in line) for line in diff.lines(60)]
    return "\n".join([screen.query_one("#said", Passage).words, *told])


@pytest.mark.parametrize("size", SIZES)
async def test_typing_finds_and_enter_takes_everything(
    open_studio: Any, history: PromptHistory, size: tuple[int, int]
) -> None:
    async with open_studio(NOW, size=size) as studio:
        await opened(studio)
        assert [line.split(", ")[0] for line in entries(studio)] == ["› 1m 1girl", "1h day"]
        await studio.type("slvr")
        await found(studio)
        assert len(entries(studio)) == 1
        said = details(studio)
        assert "V4.5 Full · seed 7" in said
        assert "Character 1, undesired  boots" in said
        for change in ("− hat", "+ silver hair", "+ night", "− text", "+ lowres", "+ smile"):
            assert change in said, change
        assert "red dress" not in said.split("Taking it")[1]
        row = "\n".join(studio.rows())
        assert "+ silver hair" in row, "seen without scrolling"
        await studio.press("enter")
        await studio.settle()
        assert isinstance(studio.app.screen, StudioScreen)
        assert (studio.recipe.prompt, studio.recipe.undesired) == (NIGHT.prompt, "lowres")
        assert studio.recipe.characters == (Character(prompt="girl, red dress, smile", undesired="boots"),)
        assert studio.screen.query_one("#prompt", PromptEditor).text == NIGHT.prompt
        if size[0] > 100:  # else the log is on the other page
            assert "Prompt: − hat, + silver hair, + night" in studio.log
        assert any("+ silver hair" in row for row in studio.rows()), "the change is shown for a moment"
        await studio.press("escape")
        assert not any("+ silver hair" in row for row in studio.rows()[:-8])


async def test_words_typed_in_one_burst_with_enter_are_the_ones_looked_for(
    open_studio: Any, history: PromptHistory
) -> None:
    async with open_studio(NOW) as studio:
        await opened(studio)
        studio.burst("beach", "enter")
        await studio.until(lambda: isinstance(studio.app.screen, StudioScreen), "the studio")
        await studio.settle()
        assert studio.recipe.prompt == DAY.prompt


@pytest.mark.parametrize(
    ("keys", "changed"),
    [
        (["f2"], {"prompt": NIGHT.prompt}),
        (["f3"], {"undesired": "lowres"}),
        (["f4"], {"characters": (Character(prompt="girl, red dress, smile", undesired="boots"),)}),
        (["tab", "p"], {"prompt": NIGHT.prompt}),
        (["tab", "u"], {"undesired": "lowres"}),
        (["tab", "c"], {"characters": (Character(prompt="girl, red dress, smile", undesired="boots"),)}),
        (["tab", "j", "p"], {"prompt": DAY.prompt}),
        (["down", "f2"], {"prompt": DAY.prompt}),
        (["escape"], {}),
    ],
)
async def test_only_a_part_is_taken(
    open_studio: Any, history: PromptHistory, keys: list[str], changed: dict[str, object]
) -> None:
    async with open_studio(NOW) as studio:
        await opened(studio)
        await studio.press(*keys)
        await studio.until(lambda: isinstance(studio.app.screen, StudioScreen), "the studio")
        await studio.settle()
        assert studio.recipe == NOW.model_copy(update=changed)


async def test_letters_are_typed_while_looking_and_are_keys_in_the_list(
    open_studio: Any, history: PromptHistory
) -> None:
    async with open_studio(NOW) as studio:
        await opened(studio)
        await studio.type("pucdsf")
        await found(studio)
        assert isinstance(studio.app.screen, HistoryScreen)
        assert "Nothing holds these words." in "\n".join(studio.rows())
        assert history.count() == 2
        await studio.press("tab", "slash")
        assert studio.app.focused.id == "query"


async def test_favourites_are_marked_and_shown_alone(open_studio: Any, history: PromptHistory) -> None:
    async with open_studio(NOW) as studio:
        await opened(studio)
        await studio.press("f7")
        await found(studio)
        assert "No favourites here." in "\n".join(studio.rows())
        await studio.press("f7", "down", "f6")
        await studio.until(lambda: history.newest(favourites=True), "a star")
        await studio.until(lambda: any("★" in line for line in entries(studio)), "a star in the list")
        assert entries(studio)[1].startswith("›★ 1h day"), "the cursor stays where it is"
        await studio.press("f7")
        await found(studio)
        assert len(entries(studio)) == 1


async def test_what_is_forgotten_can_be_brought_back(open_studio: Any, history: PromptHistory) -> None:
    history.mark(NIGHT, favourite=True)
    at = history.newest()[0].at
    async with open_studio(NOW) as studio:
        await opened(studio)
        await studio.press("f9")
        assert "Nothing was taken out here" in studio.toasts
        await studio.press("f8")
        await studio.until(lambda: history.count() == 1, "an entry less")
        assert "F9 brings it back" in studio.toasts
        await studio.press("f9")
        await studio.until(lambda: history.count() == 2, "the entry again")
        await found(studio)
        newest = history.newest()[0]
        assert (newest.prompt, newest.at, newest.favourite) == (NIGHT.prompt, at, True)


async def test_an_empty_history_says_how_entries_come(open_studio: Any) -> None:
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        shown = "\n".join(studio.rows())
        assert "No words were sent yet." in shown
        assert "press F5" in shown
        await studio.press("enter", "f2", "f6", "f8", "escape")
        assert isinstance(studio.app.screen, StudioScreen)


async def test_a_history_that_cannot_be_read_is_said(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"no database " * 99)
    async with open_studio(NOW) as studio:
        await opened(studio)
        assert "the prompt history is damaged" in "\n".join(studio.rows())


async def test_hostile_words_are_words(open_studio: Any, history: PromptHistory) -> None:
    history.add(Said("[bold red]x[/] \x1b]52;c;AAAA\x07 {[", "[@click=app.quit]", (("\x1b[2J", ""),), V45, time.time()))
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        shown = "\n".join(studio.rows())
        assert "[bold red]x[/]" in shown
        assert "\x1b" not in shown


async def test_a_long_prompt_is_shown_where_it_matches(open_studio: Any, history: PromptHistory) -> None:
    history.add(Said(", ".join(["very long beginning"] * 20 + ["needle"]), at=time.time()))
    async with open_studio(NOW, size=(80, 24)) as studio:
        await opened(studio)
        await studio.type("needle")
        await found(studio)
        assert "needle" in entries(studio)[0]


async def test_tag_mode_and_help_lead_there_too(open_studio: Any, history: PromptHistory) -> None:
    async with open_studio(NOW) as studio:
        await studio.press("ctrl+t", "slash")
        await studio.until(lambda: isinstance(studio.app.screen, HistoryScreen), "the screen")
        await studio.press("f1")
        assert "Take its prompt alone" in studio.dialog
        await studio.press("escape", "escape")
        assert isinstance(studio.app.screen, StudioScreen)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "0s"),
        (59, "59s"),
        (60, "1m"),
        (3 * 3600, "3h"),
        (2 * 86400, "2d"),
        (70 * 86400, "2mo"),
        (800 * 86400, "2y"),
    ],
)
def test_ages_are_short(seconds: float, told: str) -> None:
    assert age(seconds) == told
