"""From 40×12 to 200×60: nothing overlaps, the bar and the keys are there; pages, zoom, resizing."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from naitui.recipe import Character, Recipe, Sampling

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]
PANES = ("#status", "#prompt", "#undesired", "#characters", "#settings", "#picture-pane", "#log", "#action", "Footer")
TWO = Recipe(prompt="girl", characters=(Character(prompt="one"), Character(prompt="two")))


def shown(studio: Any) -> dict[str, Any]:
    """Where each pane is, as far as it can be seen."""
    regions = {}
    for name in PANES:
        widget = studio.screen.query_one(name)
        found = studio.screen._compositor.visible_widgets.get(widget)
        if found is not None and widget.is_on_screen:
            region, clip = found
            regions[name] = region.intersection(clip)
    return {name: region for name, region in regions.items() if region.area}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("recipe", [Recipe(), TWO], ids=["nobody", "two"])
async def test_panes_lie_beside_each_other_and_the_last_two_rows_are_there(
    open_studio: Any, size: tuple[int, int], recipe: Recipe
) -> None:
    width, height = size
    async with open_studio(recipe, size=size) as studio:
        panes = shown(studio)
        for (first, one), (second, other) in combinations(panes.items(), 2):
            assert not one.overlaps(other), (first, second)
        assert {"#status", "#prompt", "#undesired", "#characters", "#settings", "#action", "Footer"} <= set(panes)
        assert ("#log" in panes) == (width >= 100)
        assert ("#picture-pane" in panes) == (width >= 100)
        assert "F5 Generate" in studio.rows()[height - 2]
        assert "^q Quit" in studio.rows()[height - 1]
        assert all(region.right <= width and region.bottom <= height for region in panes.values())
        assert sum(region.area for region in panes.values()) == width * height, "no hole"


@pytest.mark.parametrize("size", SIZES)
async def test_every_field_of_the_settings_is_in_sight(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(size=size) as studio:
        grid = studio.screen.query_one("#settings")
        rows = "\n".join(studio.rows())
        assert all(field.label in rows for field in grid._fields)


@pytest.mark.parametrize("size", [(40, 12), (1, 1)])
async def test_tiny_terminals_do_not_crash_it(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(TWO, size=size) as studio:
        for _ in range(6):
            await studio.press("tab", "right")
        await studio.press("f2", "f3", "f3", "f2", "f1", "escape", "f9", "escape", "ctrl+n")
        await studio.type("x")
        assert len(studio.recipe.characters) == 3
        await studio.pilot.resize_terminal(120, 40)
        await studio.settle()
        assert "F5 Generate" in studio.rows()[38]


async def test_two_pages_in_a_narrow_terminal(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, size=(80, 24)) as studio:
        assert "#prompt" in shown(studio)
        await studio.press("f5")
        await studio.generated()
        await studio.press("f2")
        assert {"#picture-pane", "#log", "#action", "Footer"} <= set(shown(studio))
        assert "#prompt" not in shown(studio)
        assert "✓ saved" in studio.log
        assert studio.app.focused is studio.screen.query_one("#picture-pane")
        await studio.type("qw?")  # no keys of the picture's
        assert studio.recipe.prompt == "girl"
        await studio.press("f2")
        assert "#prompt" in shown(studio)
        assert "#log" not in shown(studio)
        await studio.type("!")
        assert studio.recipe.prompt == "girl!"
        await studio.press("f2", "ctrl+n")
        await studio.type("new")
        assert studio.recipe.characters[0].prompt == "new"


@pytest.mark.parametrize(
    ("pane", "size"),
    [
        ("#prompt", (80, 24)),
        ("#prompt", (120, 40)),
        ("#undesired", (80, 24)),
        ("#cast", (120, 40)),
        ("#character-prompt", (80, 24)),
        ("#settings", (80, 24)),
    ],
)
async def test_any_pane_alone_and_back(open_studio: Any, size: tuple[int, int], pane: str) -> None:
    async with open_studio(TWO, size=size) as studio:
        if pane == "#character-prompt":
            await studio.focus("#cast")
            await studio.press("enter")
            await studio.until(lambda: studio.app.focused is studio.screen.query_one(pane))
        await studio.focus(pane)
        before = studio.screen.query_one(pane).region
        others = len(shown(studio))
        await studio.press("f3")
        await studio.until(lambda: studio.screen.maximized is not None)
        await studio.settle()
        assert len(shown(studio)) < others
        assert {"#action", "Footer"} <= set(shown(studio)), "price and keys stay"
        assert studio.app.focused is studio.screen.query_one(pane)
        await studio.press("f3")
        await studio.until(lambda: studio.screen.maximized is None)
        await studio.settle()
        assert studio.screen.query_one(pane).region == before
        assert studio.app.focused is studio.screen.query_one(pane)


async def test_the_picture_alone_and_back(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.focus("#log")
        small_picture = studio.screen.query_one("#preview").size
        await studio.press("f3")
        await studio.until(lambda: studio.screen.query_one("#preview").size.width > small_picture.width)
        assert "seed" in "\n".join(studio.rows()), "the caption comes along"
        await studio.press("f3")
        await studio.until(lambda: studio.screen.query_one("#preview").size == small_picture)


async def test_typing_in_the_pane_that_is_alone(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("f3")
        await studio.type("girl")
        assert studio.recipe.prompt == "girl"
        assert "girl" in "\n".join(studio.rows())
        await studio.press("ctrl+n")
        await studio.type("boy")
        assert [c.prompt for c in studio.recipe.characters] == ["boy"]
        assert "boy" in "\n".join(studio.rows()), "what is typed can be seen"


async def test_resizing_while_a_job_runs_keeps_focus_and_text(open_studio: Any) -> None:
    recipe = Recipe(sampling=Sampling(width=128, height=128, steps=20))
    async with open_studio(recipe, pace=3) as studio:
        await studio.type("girl, ")
        await studio.press("f5")
        await studio.until(lambda: "step" in studio.words("#action"))
        for width, height in ((80, 24), (40, 12), (200, 60), (100, 30), (120, 40)):
            await studio.pilot.resize_terminal(width, height)
            await studio.settle()
            await studio.type("x")
            assert studio.app.focused is studio.screen.query_one("#prompt")
        assert studio.recipe.prompt == "girl, xxxxx"
        studio.demo.pace = 0
        await studio.generated()
        assert studio.recipe.prompt == "girl, xxxxx"


async def test_a_page_turned_earlier_does_not_hide_what_is_being_written(open_studio: Any) -> None:
    async with open_studio(size=(80, 24)) as studio:
        await studio.press("f2")
        await studio.pilot.resize_terminal(120, 40)
        await studio.focus("#prompt")
        await studio.type("girl")
        await studio.pilot.resize_terminal(80, 24)
        await studio.settle()
        await studio.type("!")
        assert studio.recipe.prompt == "girl!"
        assert "girl!" in "\n".join(studio.rows())


@pytest.mark.parametrize("theme", ["naitui-light"])
async def test_other_themes_show_the_same_words(open_studio: Any, theme: str) -> None:
    async with open_studio(TWO) as studio:
        before = studio.rows()
        assert theme in studio.app.available_themes
        studio.app.theme = theme
        await studio.settle()
        assert studio.rows()[:5] == before[:5]


@pytest.mark.parametrize(
    ("size", "panes"),
    [
        ((80, 24), ["undesired", "cast", "character-prompt", "character-undesired", "settings", "prompt"]),
        (
            (120, 40),
            [
                "undesired",
                "cast",
                "character-prompt",
                "character-undesired",
                "settings",
                "picture-pane",
                "log",
                "prompt",
            ],
        ),
    ],
)
async def test_tab_leads_through_every_pane_and_back(open_studio: Any, size: tuple[int, int], panes: list[str]) -> None:
    async with open_studio(TWO, size=size) as studio:
        for pane in panes:
            await studio.press("tab")
            assert studio.app.focused.id == pane
        if "log" not in panes:
            panes = [pane for pane in panes if not pane.startswith("character-")]  # shown from the list on only
        for pane in reversed(["prompt", *panes[:-1]]):
            await studio.press("shift+tab")
            assert studio.app.focused.id == pane


async def test_what_is_said_while_the_log_is_hidden_is_folded_when_it_is_there(open_studio: Any) -> None:
    async with open_studio() as studio:
        log = studio.screen.result.log_panel
        log.display = False
        await studio.settle()
        studio.screen.result.say("words that are longer than a letter")
        await studio.settle()
        log.display = True
        await studio.until(lambda: "words that are longer" in studio.log, "what was said")
        assert any("words that are" in line.text for line in log.lines)
