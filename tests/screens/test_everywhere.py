"""What holds on every screen: room in the smallest terminals, the palette, keys of one's own."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from naitui.palette import Palette
from naitui.recipe import Character, Recipe, Sampling
from naitui.screens.characters import CharactersScreen
from naitui.screens.config import ConfigScreen
from naitui.screens.doctor import DoctorScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.past import PastScreen
from naitui.screens.queue import QueueScreen
from naitui.screens.studio import StudioScreen
from naitui.screens.styles import StylesScreen
from naitui.widgets.rows import RowList

CAST = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="scene",
    ai_choice=False,
    characters=(Character(prompt="girl, red hair", position="B3"), Character(prompt="boy", position="D3")),
    sampling=Sampling(width=128, height=128, steps=3, seed=7),
)


async def test_the_smallest_terminal_has_room_for_what_has_the_focus(open_studio: Any) -> None:
    async with open_studio(CAST, size=(40, 12)) as studio:
        await studio.focus("#settings")
        await studio.until(lambda: any(row.startswith(" Model") for row in studio.rows()), "the first setting")
        await studio.press("end")
        last = studio.screen.query_one("#settings").field.label
        await studio.until(lambda: any(row.startswith(f" {last}") for row in studio.rows()), "the last one")
        await studio.press("ctrl+f")
        await studio.until(lambda: isinstance(studio.app.screen, CharactersScreen), "characters")
        await studio.until(lambda: "red hair" in "\n".join(studio.rows()) and "Esc Back" in studio.rows()[-1], "a list")
        await studio.until(lambda: "p Place" in studio.rows()[0], "the key that leads to the board")
        await studio.press("p")
        await studio.until(lambda: any("5" in row and "·" in row for row in studio.rows()), "all rows of the board")
        await studio.pilot.resize_terminal(120, 40)
        await studio.until(lambda: "red hair" in "\n".join(studio.rows()), "list and board")
        assert studio.app.focused.id == "board"
        await studio.pilot.resize_terminal(40, 12)
        await studio.press("escape", "escape", "ctrl+d")
        await studio.until(lambda: isinstance(studio.app.screen, PastScreen), "the past")
        await studio.until(lambda: "the beginning" in studio.rows()[1], "a step")


async def test_the_palette_leads_to_any_screen_from_any_other(open_studio: Any) -> None:
    async with open_studio(CAST) as studio:
        for words, after in (("Styles", StylesScreen), ("Queue", QueueScreen)):
            await studio.press("ctrl+p")
            await studio.until(lambda: isinstance(studio.app.screen, Palette), "the palette")
            await studio.type(words)
            await studio.press("enter")
            await studio.until(lambda kind=after: isinstance(studio.app.screen, kind), after.__name__)
        assert [type(screen) for screen in studio.app.screen_stack[-2:]] == [StudioScreen, QueueScreen]
        await studio.press("ctrl+p")
        await studio.type("trash")  # on no screen's list, by another word, and two steps away
        await studio.until(lambda: "See bin" in "\n".join(studio.rows()), "the way there")
        await studio.press("enter")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery")
        await studio.until(lambda: "See bin" in studio.toasts, "what is to be pressed there")
        await studio.press("ctrl+p")
        await studio.type("Guidance: other")
        await studio.press("enter")
        await studio.until(lambda: not isinstance(studio.app.screen, Palette | GalleryScreen), "a value to type")
        assert "Guidance" in "\n".join(studio.rows())


async def test_a_setting_is_found_at_its_row_and_the_doctor_leads_back_to_where_one_was(open_studio: Any) -> None:
    async with open_studio(CAST) as studio:

        async def find(words: str, kind: type[Screen[Any]]) -> None:
            await studio.press("ctrl+p")
            await studio.until(lambda: isinstance(studio.app.screen, Palette), "the palette")
            await studio.type(words)
            await studio.press("enter")
            await studio.until(lambda: isinstance(studio.app.screen, kind), kind.__name__)

        def row() -> str:
            return next((line for line in studio.rows() if line.lstrip("│ ").startswith("›")), "")

        await studio.press("ctrl+o", "g")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery")
        await find("budget.day", ConfigScreen)
        await studio.until(lambda: "budget.day" in row(), "the row of the setting")
        await find("Doctor", DoctorScreen)
        await find("animation", ConfigScreen)
        await studio.until(lambda: "animation" in row(), "the row of another one")
        await studio.press("escape")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "where one came from")
        await find("Doctor", DoctorScreen)
        await studio.press("escape")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery again")


async def test_lists_move_by_keys_of_ones_own_and_esc_leads_on_in_vims_preset(open_studio: Any) -> None:
    keys = 'preset = "vim"\n[list]\ndown = ["f6", "down"]\nlast = "f7"\n'
    async with open_studio(CAST, keys=keys) as studio:
        await studio.press("ctrl+l")
        await studio.until(lambda: isinstance(studio.app.screen, StylesScreen), "styles")
        rows = studio.app.screen.query_one("#styles", RowList)
        await studio.until(lambda: rows.index is not None, "rows")
        await studio.press("f6", "f6", "j", "k")
        assert rows.index == 1
        await studio.press("f7")
        last = rows.index
        await studio.press("down")
        assert rows.index == last > 1
        await studio.press("escape", "ctrl+f")
        await studio.until(lambda: isinstance(studio.app.screen, CharactersScreen), "characters")
        await studio.press("enter")
        assert studio.app.focused.id == "character-prompt"
        await studio.press("escape")
        assert studio.app.focused.tag_mode
        await studio.press("escape")
        assert studio.app.focused.id == "cast"
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
