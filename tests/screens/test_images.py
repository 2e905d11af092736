"""How pictures are drawn is chosen once, at the picture, and holds on every screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from naitui.recipe import Character, PreciseReference, Recipe, Sampling
from naitui.widgets.filmstrip import Filmstrip
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.preview import SWITCHED_OFF, Preview

BLOCKS = {"▀"}


async def choose(studio: Any, words: str) -> None:
    """`i` at the picture, and the way with these words."""
    await studio.focus("#picture-pane")
    await studio.press("i")
    await studio.until(lambda: studio.app.screen is not studio.screen, "the choices")
    await studio.type(words)
    await studio.press("enter")
    await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


@asynccontextmanager
async def past(studio: Any) -> Any:
    """On the screen of the past, at the newest picture."""
    await studio.press("ctrl+d")
    await studio.until(lambda: studio.app.screen.query("#past-preview"), "the past")
    yield studio.app.screen.query_one("#past-preview", Preview)
    await studio.press("escape")
    await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


def picture_in(studio: Any, preview: Preview) -> bool:
    """Is a picture drawn there?"""
    return bool(BLOCKS & set(studio.words(f"#{preview.id}" if preview.id else "Preview")))


async def test_the_past_follows_it(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.press("f5")
        await studio.generated()
        async with past(studio) as preview:
            await studio.until(lambda: picture_in(studio, preview), "the picture")
        await choose(studio, "words")
        async with past(studio) as preview:
            await studio.until(lambda: "128 × 128 pixels" in studio.words("#past-preview"), "it in words")
            assert not picture_in(studio, preview)
        await choose(studio, "not shown")
        async with past(studio) as preview:
            await studio.until(lambda: SWITCHED_OFF in studio.words("#past-preview"), "nothing")
        await choose(studio, "everywhere")  # blocks
        async with past(studio) as preview:
            await studio.until(lambda: picture_in(studio, preview), "the picture again")


async def test_the_references_follow_it(open_studio: Any, tmp_path: Path) -> None:
    path = tmp_path / "face.png"
    Image.effect_noise((96, 96), 80).convert("RGB").save(path)
    recipe = Recipe(
        model="nai-diffusion-4-5-full",
        prompt="girl",
        sampling=Sampling(width=128, height=128, steps=3),
        precise_references=(PreciseReference(path=str(path)),),
    )
    async with open_studio(recipe) as studio:
        for words, seen, swatches in (("everywhere", "▀", True), ("words", "pixels", False)):
            await choose(studio, words)
            await studio.press("ctrl+u")
            await studio.until(lambda seen=seen: seen in studio.words("#reference-look Preview"), "the reference")

            def as_wanted(swatches: bool = swatches) -> bool:
                return bool(BLOCKS & set(studio.words("#precise"))) is swatches

            await studio.until(as_wanted, f"small pictures: {swatches}")
            await studio.press("escape")
            await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


async def test_the_board_and_the_film_are_without_pictures_when_they_are_switched_off(open_studio: Any) -> None:
    recipe = Recipe(
        model="nai-diffusion-4-5-full",
        prompt="girl",
        sampling=Sampling(width=128, height=128, steps=3),
        characters=(Character(prompt="girl"),),
    )
    async with open_studio(recipe) as studio:
        for number in (1, 2):
            await studio.press("f5")
            await studio.generated(number)
        film = studio.screen.query_one(Filmstrip)
        for words, drawn in (("everywhere", True), ("not shown", False), ("words", False), ("everywhere", True)):
            await choose(studio, words)
            await studio.until(lambda drawn=drawn: film.display is drawn, f"film: {drawn}")
            await studio.press("ctrl+f")
            await studio.until(lambda: studio.app.screen.query(PositionBoard), "the board")
            board = studio.app.screen.query_one(PositionBoard)
            await studio.until(lambda: studio.words("#board"), "its lines")
            if drawn:
                await studio.until(lambda: BLOCKS & set(studio.words("#board")), "the picture behind")
            else:
                assert board._picture == b""
                assert not BLOCKS & set(studio.words("#board"))
            await studio.press("escape")
            await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


async def test_the_doctor_says_what_was_chosen_and_what_was_found(open_studio: Any) -> None:
    async with open_studio() as studio:
        await choose(studio, "words")
        await studio.press("d")
        await studio.until(lambda: "drawn as" in studio.dialog, "the findings")
        (drawn, found) = [line for line in studio.dialog.splitlines() if line.startswith(("drawn as", "found out"))]
        assert "text" in drawn
        assert "i at the picture" in drawn
        assert "none" in found, "there is no terminal here"


async def test_what_was_found_out_can_be_chosen_again(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await choose(studio, "words")
        await choose(studio, "found out")
        assert 'images = "auto"' in studio.toasts
        assert studio.screen.look.protocol == "none"
