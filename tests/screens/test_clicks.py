"""Everything works with the mouse too: the main thing of each screen answers to a click, and so do dialogs."""

from __future__ import annotations

from typing import Any

from textual.geometry import Offset, Region
from textual.screen import Screen

from naitui.recipe import Character, Recipe, Sampling
from naitui.screens.characters import CharactersScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.help import HelpScreen
from naitui.screens.past import PastScreen
from naitui.screens.tournament import TournamentScreen
from naitui.widgets.mask_painter import MaskPainter
from naitui.widgets.past_list import PastList
from naitui.widgets.picture_grid import HEIGHT as TILE_HEIGHT
from naitui.widgets.picture_grid import WIDTH as TILE_WIDTH
from naitui.widgets.picture_grid import PictureGrid
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.rows import RowList

V45 = "nai-diffusion-4-5-full"
TWO = Recipe(
    model=V45,
    prompt="scene",
    ai_choice=False,
    characters=(Character(prompt="girl", position="B3"), Character(prompt="boy", position="D3")),
    sampling=Sampling(width=128, height=128, steps=3, seed=7),
)


async def there(studio: Any, kind: type[Screen[Any]]) -> None:
    """Wait until a screen is there, and laid out."""
    await studio.until(lambda: isinstance(studio.app.screen, kind), kind.__name__)
    await studio.settle()


async def test_the_studio_and_what_it_asks_are_clicked_through(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        await studio.click(studio.screen.query_one("#action"), 3, 0)
        await studio.generated()
        await studio.click_words("Variety+")
        await studio.click_words("Variety+", times=2)
        assert studio.recipe.sampling.variety
        await studio.click_words("Model", times=2)
        await studio.click_words("V4 Full")
        await studio.until(lambda: studio.recipe.model == "nai-diffusion-4-full", "another model")
        await studio.click_words("F1 Help")
        await there(studio, HelpScreen)
        await studio.pilot.click(offset=(0, 0))  # beside it
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.click_words("^o Go to")
        await there(studio, ConfirmScreen)
        await studio.click_words("Styles ")
        await studio.until(lambda: studio.app.screen.query("#styles"), "the styles")
        await studio.until(lambda: "Watercolour" in "\n".join(studio.rows()), "rows")
        await studio.click_words("Watercolour")
        assert studio.app.screen.query_one("#styles", RowList).index == 1
        await studio.click_words("Esc Back")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


async def test_characters_are_chosen_placed_and_written_by_clicks(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        await studio.press("ctrl+f")
        await there(studio, CharactersScreen)
        await studio.click_words("boy")
        board = studio.app.screen.query_one(PositionBoard)
        before = studio.recipe.characters
        inside = board.content_region
        await studio.click(board, inside.width // 2, inside.height // 3)
        await studio.until(lambda: studio.recipe.characters[1].position != before[1].position, "another place")
        assert studio.recipe.characters[0] == before[0]
        await studio.click_words("boy", times=2)
        assert studio.app.focused.id == "character-prompt"


async def test_pictures_are_looked_at_decided_and_gone_back_to_by_clicks(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        for count in (1, 2):
            await studio.press("f5")
            await studio.generated(count)
        await studio.press("ctrl+a")
        await there(studio, GalleryScreen)
        grid = studio.app.screen.query_one(PictureGrid)
        await studio.until(lambda: grid._count == 2, "both")
        await studio.click(grid, TILE_WIDTH + 1, TILE_HEIGHT // 2)
        assert grid.index == 1
        await studio.press("space", "left", "space", "T")
        await there(studio, TournamentScreen)
        right: Region = studio.app.screen.query(".side").last().region
        await studio.pilot.click(offset=right.offset + Offset(9, 9))
        await there(studio, GalleryScreen)
        await studio.press("escape", "escape")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.press("ctrl+d")
        await there(studio, PastScreen)
        rows = studio.app.screen.query_one(PastList)
        first = rows.cursor
        await studio.click(rows, 5, first + 1)
        assert rows.cursor == first + 1
        await studio.click_words("Esc Back")
        await studio.press("ctrl+x")
        await studio.until(lambda: getattr(studio.app.screen, "cells", None) is not None, "a source")
        painter = studio.app.screen.query_one(MaskPainter)
        middle = painter.content_region.size
        await studio.click(painter, middle.width // 2, middle.height // 2)
        await studio.until(lambda: studio.recipe.mask is not None, "a mask")
