"""The mouse on the screens beside the studio: rows, values, marks, cells and bars answer, and so does the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image
from textual import events
from textual.geometry import Offset
from textual.screen import Screen

from naitui.recipe import Axis, Recipe, Sampling, Sweep, Vibe
from naitui.screens.compare import CompareScreen
from naitui.screens.config import ConfigScreen
from naitui.screens.edit import EditScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.presets import PresetsScreen
from naitui.screens.queue import QueueScreen
from naitui.screens.references import ReferencesScreen
from naitui.screens.sweep import SweepScreen
from naitui.screens.tools import ToolsScreen
from naitui.widgets.picture_grid import PictureGrid
from naitui.widgets.reference_list import ReferenceList
from naitui.widgets.rows import RowList
from naitui.widgets.sheet_grid import HEIGHT, WIDTH, SheetGrid

V45 = "nai-diffusion-4-5-full"
SMALL = Sampling(width=64, height=64, steps=3, seed=7)
GIRL = Recipe(model=V45, prompt="girl, hat", sampling=SMALL)


async def there(studio: Any, kind: type[Screen[Any]], words: str) -> None:
    """Wait until a screen shows some words."""
    await studio.until(lambda: isinstance(studio.app.screen, kind) and words in "\n".join(studio.rows()), words)
    await studio.settle()


async def test_jobs_presets_and_settings_are_chosen_by_clicks(open_studio: Any, tmp_path: Path) -> None:
    presets = tmp_path / "data" / "presets"
    presets.mkdir(parents=True)
    for name, prompt in (("lantern", "1girl, lantern"), ("park", "1girl, park bench")):
        (presets / f"{name}.toml").write_text(f'prompt = "{prompt}"\n')
    async with open_studio(GIRL, size=(80, 24)) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.focus("#prompt")
        await studio.press("end")
        await studio.type(", rain")
        await studio.press("f5")
        await studio.generated(2)
        await studio.press("ctrl+o", "q")
        await there(studio, QueueScreen, "✓ done")
        rows = studio.app.screen.query_one(RowList)
        await studio.until(lambda: "rain" in studio.rows()[rows.content_region.y], "the newest on top")
        await studio.click(rows, 30, 1)
        assert rows.index == 1
        await studio.click(rows, 30, 1, times=2)
        await studio.until(lambda: studio.recipe.prompt == "girl, hat", "the older job's recipe")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.press("ctrl+o", "k")
        await there(studio, PresetsScreen, "park")
        await studio.click_words("park")
        await studio.until(lambda: "park bench" in "\n".join(studio.rows()[12:]), "what it would change")
        await studio.click_words("park", times=2)
        await studio.until(lambda: studio.recipe.prompt == "1girl, park bench", "a preset")
        await studio.press("ctrl+o", "o")
        await there(studio, ConfigScreen, "animation")
        await studio.click_words("animation")
        await studio.click_words("Copy line")
        await studio.until(lambda: "Copied: animation" in studio.toasts, "the line of the setting that was clicked")


async def test_a_reference_is_switched_and_its_numbers_typed_by_clicks(open_studio: Any, tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{name}.png") for name in ("cat", "night")]
    for path in paths:
        Image.new("RGB", (64, 64), "orange").save(path)
    recipe = GIRL.model_copy(update={"vibes": tuple(Vibe(path=path) for path in paths)})
    for size in ((80, 24), (120, 40)):
        async with open_studio(recipe, size=size) as studio:
            await studio.press("ctrl+u")
            await there(studio, ReferencesScreen, "night.png")
            vibes = studio.app.screen.query_one("#vibes", ReferenceList)
            await studio.until(lambda studio=studio: "0.60" in "\n".join(studio.rows()), "a strength")
            row = max(at for at, line in enumerate(studio.rows()) if "2 ●" in line)
            await studio.pilot.click(offset=(studio.rows()[row].index("2 ●") + 2, row))
            await studio.until(lambda studio=studio: not studio.recipe.vibes[1].enabled, "the second one off")
            assert (vibes.cursor, studio.recipe.vibes[0].enabled) == (1, True)
            row = next(at for at, line in enumerate(studio.rows()) if "0.60" in line)
            await studio.pilot.click(offset=(studio.rows()[row].index("0.60"), row), times=2)
            await studio.until(lambda vibes=vibes: vibes.is_typing, "a number that is typed")
            await studio.type("0.25\n")
            await studio.until(lambda studio=studio: studio.recipe.vibes[0].strength == 0.25, "another strength")
            assert vibes.cursor == 0
            place = vibes.content_region.offset + Offset(3, 0)
            await studio.pilot._post_mouse_events([events.MouseScrollDown], offset=place, button=0)
            await studio.until(lambda vibes=vibes: vibes.cursor == 1, "the wheel to go on")


async def test_tools_and_variants_and_the_bar_of_edit_are_clicked(open_studio: Any) -> None:
    async with open_studio(GIRL) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.press("ctrl+o", "t")
        await there(studio, ToolsScreen, "Emotion")
        await studio.until(lambda: studio.app.screen.given is not None, "a picture looked at")
        await studio.click_words("Emotion")
        await studio.click_words("sad")
        await studio.click_words("■■■  strongest")
        await studio.until(lambda: "Defry 2  ■■■■□□" in "\n".join(studio.rows()), "a weaker defry")
        await studio.click(studio.app.screen.query_one("#tools-bar"), 2, 0)
        await studio.generated(2)
        await studio.click_words("Esc Back")  # from the moods
        await studio.until(lambda: studio.app.focused is studio.app.screen.query_one("#tools"), "the list")
        await studio.click_words("Esc Back")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.focus("#picture-pane")
        await studio.press("home", "e")
        await studio.until(lambda: studio.app.screen.query("#variants"), "what can be made of it")
        await studio.settle()
        await studio.pilot.click(offset=(0, 0))
        await studio.until(lambda: studio.app.screen is studio.screen, "a click beside it to lead back")
        await studio.press("e")
        await studio.until(lambda: "strength 0.2" in "\n".join(studio.rows()), "the table once more")
        row = next(at for at, line in enumerate(studio.rows()) if "strength 0.2" in line)
        place = studio.rows()[row].index("free"), row
        await studio.pilot.click(offset=place)
        await studio.until(lambda: "strength 0.2," in studio.dialog, "the one that was clicked")
        await studio.press("escape", "ctrl+x")
        await studio.until(lambda: getattr(studio.app.screen, "cells", None) is not None, "a source")
        assert isinstance(studio.app.screen, EditScreen)
        await studio.click(studio.app.screen.bar, 2, 0)
        await studio.until(lambda: len(studio.pictures) == 3, "a picture of the source")


async def test_cells_of_a_sweep_and_compared_pictures_are_chosen_by_clicks(open_studio: Any) -> None:
    recipe = GIRL.model_copy(update={"sweep": Sweep(x=(Axis(set="steps", values="1, 2"),))})
    async with open_studio(recipe) as studio:
        await studio.press("ctrl+o", "y")
        await there(studio, SweepScreen, "Make 2")
        await studio.click_words("Make 2")
        await studio.until(lambda: len(studio.pictures) == 2 and "2 made" in "\n".join(studio.rows()), "both cells")
        sheet = studio.app.screen.query_one(SheetGrid)
        second = sheet._side + WIDTH + 3, HEIGHT // 2
        await studio.click(sheet, *second)
        assert sheet.cursor == (1, 0)
        await studio.click(sheet, *second, times=2)
        await studio.until(lambda: studio.recipe.sampling.steps == 2, "the cell in the studio")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.press("ctrl+a")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery")
        grid = studio.app.screen.query_one(PictureGrid)
        await studio.until(lambda: grid._count == 2, "both")
        await studio.press("space", "right", "space", "=")
        await studio.until(lambda: isinstance(studio.app.screen, CompareScreen), "both side by side")
        await studio.settle()
        at = studio.app.screen.query(".compared").last().region.offset + Offset(9, 3)
        chosen = studio.app.screen._rows[1].facts.path
        await studio.pilot.click(offset=at, times=2)
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery again")
        await studio.until(lambda: chosen.name in "\n".join(studio.rows()) or grid.index == 1, "the one decided for")
