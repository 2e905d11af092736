"""The last row of the terminal, in every place of the studio: what matters most is always there, and nothing is cut."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from naitui.recipe import Character, Recipe, Sampling
from naitui.widgets.footer import Footer, fitting

CAST = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="girl, boy",
    sampling=Sampling(width=128, height=128, steps=3),
    characters=(Character(prompt="girl"), Character(prompt="boy")),
)
SCREENS = {
    "ctrl+d": ("⏎ Go there", "Esc Back"),
    "ctrl+r": ("⏎ Take", "Esc Back"),
    "ctrl+e": ("r Roll", "Esc Back"),
    "ctrl+l": ("e Edit", "Esc Back"),
    "ctrl+u": ("a Add", "Esc Back", "F5 Generate"),
    "ctrl+f": ("⏎ Edit", "p Place", "Esc Back", "F5 Generate"),
}
"""Screens by the key that leads there, with some words of their last row."""


def last_row(studio: Any) -> list[str]:
    """The keys with their titles."""
    return re.split(r"  +", studio.rows()[-1].strip())


async def has(studio: Any, *words: str) -> None:
    """The last row shows these, and what is always there; every title on it is whole."""
    wanted = {"F1 Help", "^q Quit", *words}
    await studio.until(lambda: wanted <= set(last_row(studio)), f"{wanted} in the last row")
    footer = studio.app.screen.query_one(Footer)
    assert footer.region.bottom == studio.app.size.height
    whole = {f"{entry.shown} {entry.title}" for entry in footer._entries}
    assert set(last_row(studio)) <= whole


@asynccontextmanager
async def over(studio: Any, key: str) -> AsyncIterator[None]:
    """On the screen that a key leads to."""
    await studio.press(key)
    await studio.until(lambda: studio.app.screen is not studio.screen, "another screen")
    yield
    await studio.press("escape")
    await studio.until(lambda: studio.app.screen is studio.screen, "the studio again")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_pane_of_the_studio(open_studio: Any, size: tuple[int, int]) -> None:
    narrow = size[0] < 100
    async with open_studio(CAST, size=size) as studio:
        page, back = (("F2 Picture",), ("F2 Words",)) if narrow else ((), ())
        await has(studio, "^t Tags", "F5 Generate", *page)
        for pane, words in (("#undesired", "^t Tags"), ("#cast", "⏎ Edit"), ("#settings", "⏎ Change")):
            await studio.focus(pane)
            await has(studio, words, "F5 Generate", *page)
        if narrow:
            await studio.press("f2")
        await studio.focus("#picture-pane")
        await has(studio, "i Images", "d Doctor", "F5 Generate", *back)
        await studio.focus("#log")
        await has(studio, "F5 Generate", *back)
        for _ in range(2):
            await studio.press("f5")
            await studio.generated(len(studio.pictures) + 1)
        await studio.focus("#picture-pane")
        await has(studio, "n Next", "p Prev", "f View", "F5 Generate", *back)
        async with over(studio, "d"):
            await has(studio, "r Again", "Esc Back")
        if narrow:
            await studio.press("f2")
            await has(studio, "^t Tags", *page)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_screen(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(CAST, size=size) as studio:
        for key, words in SCREENS.items():
            async with over(studio, key):
                await has(studio, *words)
                if key == "ctrl+f":
                    await studio.press("p")
                    await has(studio, "m Interactions", "F5 Generate", "Esc Back")
                    await studio.press("m")
                    await has(studio, "F5 Generate", "Esc Back")
                    await studio.press("escape", "escape")  # a name for an action, then the matrix


async def test_while_a_job_runs_cancelling_is_among_what_matters(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, size=(80, 24), pace=1) as studio:
        await studio.press("f2")
        assert "F8 Cancel" not in last_row(studio)
        await studio.press("f5")
        await has(studio, "F8 Cancel", "F5 Generate", "F2 Words")
        studio.demo.pace = 0
        await studio.generated()
        await studio.until(lambda: "F8 Cancel" not in last_row(studio), "nothing to cancel")


async def test_help_comes_from_every_screen_and_leads_back(open_studio: Any) -> None:
    async with open_studio(CAST, size=(80, 24)) as studio:
        for key in SCREENS:
            async with over(studio, key):
                here = studio.app.screen
                await studio.press("f1")
                await studio.until(lambda: "Keys · Esc leads back" in "\n".join(studio.rows()), "the help")
                await studio.press("escape")
                await studio.until(lambda here=here: studio.app.screen is here, "the screen")


@pytest.mark.parametrize(
    ("key", "first", "then"),
    [
        ("", "In a prompt", "Everywhere"),
        ("ctrl+l", "In styles and snippets", "Everywhere"),
        ("ctrl+f", "In the list of characters", "Everywhere"),
    ],
)
async def test_help_begins_with_the_keys_that_work_here(open_studio: Any, key: str, first: str, then: str) -> None:
    async with open_studio(CAST, size=(120, 200)) as studio:
        if key:
            await studio.press(key)
            await studio.until(lambda: studio.app.screen is not studio.screen, "another screen")
        await studio.press("f1")
        await studio.until(lambda: "Keys · Esc leads back" in "\n".join(studio.rows()), "the help")
        rows = studio.rows()
        at = [index for title in ("Keys · Esc", first, then) for index, row in enumerate(rows) if title in row]
        assert at == sorted(at)
        assert at[1] == at[0] + 2  # a blank row between


async def test_a_click_presses_the_key(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, size=(80, 24)) as studio:
        footer = studio.screen.query_one(Footer)
        column = studio.rows()[-1].index("F2")
        await studio.pilot.hover(Footer, offset=(column, 0))
        assert "narrow" in str(footer.tooltip)
        await studio.pilot.click(Footer, offset=(column, 0))
        await studio.until(lambda: studio.app.focused is studio.screen.query_one("#picture-pane"), "the picture")
        await has(studio, "F2 Words")
        await studio.pilot.click(Footer, offset=(studio.rows()[-1].index("d Doctor"), 0))
        await studio.until(lambda: studio.app.screen is not studio.screen, "the doctor")


async def test_what_does_not_fit_is_left_out_from_the_end(open_studio: Any) -> None:
    async with open_studio(size=(40, 12)) as studio:
        assert last_row(studio) == ["F5 Generate", "F2 Picture", "F1 Help"]
        footer = studio.screen.query_one(Footer)
        assert len(fitting(footer._entries, 200)) > 3
