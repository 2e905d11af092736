"""Enhance, Variations and Upscale at the picture: a key, a choice with its price, and the result on the film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from naitui.demo import DemoAccount
from naitui.library.calls import read_call
from naitui.library.record import read_record
from naitui.pictures.decode import size_of
from naitui.recipe import Recipe, Sampling

MODEL = "nai-diffusion-4-5-full"
MADE = Recipe(model=MODEL, prompt="girl, hat", sampling=Sampling(width=128, height=192, steps=3, seed=5))


async def at_the_picture(studio: Any) -> Path:
    """A picture has been made, and the keys are for it."""
    await studio.press("f5")
    await studio.generated()
    await studio.focus("#picture-pane")
    return studio.screen.result.last_path


def table(studio: Any) -> list[str]:
    """The rows of the table, blanks joined."""
    return [" ".join(row.split()) for row in studio.words("#variants").splitlines()]


async def asked(studio: Any, key: str, title: str) -> None:
    await studio.press(key)
    await studio.until(lambda: studio.app.screen.query("#variants"), title)
    await studio.settle()


async def test_enhance_shows_every_magnitude_with_its_price(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await at_the_picture(studio)
        await asked(studio, "e", "Enhance")
        assert table(studio) == [
            "×1 ×1.5",
            "1 strength 0.2 free free",
            "2 strength 0.4 free free",
            "3 strength 0.5 free free",
            "4 strength 0.6 free free",
            "5 strength 0.7, noise 0.1 free free",
        ]
        assert "5.png · 128×192 · V4.5 Full" in studio.dialog
        assert "strength 0.5, noise 0, 128×192: free" in studio.dialog
        await studio.press("right", "down")
        assert "strength 0.6, noise 0, 192×320: free" in studio.dialog
        await studio.press("escape")
        assert studio.dialog == ""
        assert len(studio.pictures) == 1


async def test_a_digit_enhances_at_once_and_the_film_knows_the_source(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        source = await at_the_picture(studio)
        await asked(studio, "e", "Enhance")
        await studio.press("right", "5")
        await studio.generated(2)
        film = studio.screen.result.picture_pane.film
        assert (len(film.shots), film.current.source) == (2, source)
        data = film.current.path.read_bytes()
        assert size_of(data) == (192, 320)
        recipe = read_record(data).recipe
        assert (recipe.source.path, recipe.source.strength, recipe.source.noise) == (str(source), 0.7, 0.1)
        assert recipe.prompt == "girl, hat, -2::upscaled, blurry::,"
        assert recipe.sampling.seed != 5
        assert studio.recipe.source is None  # what is being edited stays as it is


async def test_max_is_offered_by_v5_alone_and_said_in_pixels(open_studio: Any) -> None:
    recipe = MADE.model_copy(update={"model": "nai-diffusion-5-full"})
    async with open_studio(recipe) as studio:
        await at_the_picture(studio)
        await asked(studio, "e", "Enhance")
        assert table(studio)[0] == "×1 ×1.5 max"
        await studio.press("right", "right")
        assert "strength 0.5, noise 0, 256×384" in studio.dialog
        await studio.press("enter")
        await studio.generated(2)
        recipe = read_record(studio.screen.result.last_path.read_bytes()).recipe
        assert recipe.source.upscaled
        assert "upscaled" not in recipe.prompt


async def test_what_would_be_too_large_cannot_be_chosen(open_studio: Any) -> None:
    large = MADE.model_copy(update={"sampling": Sampling(width=1472, height=1472, steps=1, seed=5)})
    async with open_studio(large) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.dialog, "a question")
        await studio.press("enter")
        await studio.generated()
        await studio.focus("#picture-pane")
        await asked(studio, "e", "Enhance")
        assert table(studio)[3].endswith("–")
        await studio.press("right", "enter")
        assert "✗ 2240×2240 is larger than NovelAI makes" in studio.dialog
        await studio.press("escape")
        assert len(studio.pictures) == 1


async def test_variations_are_three_in_one_request_and_what_is_not_free_asks(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        source = await at_the_picture(studio)
        await asked(studio, "v", "Variations")
        assert table(studio) == ["1 1 picture free", "2 2 pictures 2", "3 3 pictures 4"]
        await studio.press("enter")
        await studio.until(lambda: "This is not free" in "\n".join(studio.rows()), "the question")
        assert "3 pictures for 4 Anlas" in studio.dialog
        await studio.press("enter")
        await studio.generated(4)
        film = studio.screen.result.picture_pane.film
        assert [shot.source for shot in film.shots] == [None, source, source, source]
        assert read_record(film.current.path.read_bytes()).recipe.source.strength == 0.8
        ledger = studio.app._bench.ledger
        await studio.until(lambda: [entry.spent for entry in ledger.since()] == [0, 4], "the bill")


async def test_upscale_says_its_price_keeps_the_words_and_tells_its_source(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        source = await at_the_picture(studio)
        await studio.press("u")
        await studio.until(lambda: studio.dialog, "a question")
        assert "1 picture for 1 Anlas: upscaling 128×192." in studio.dialog
        await studio.press("enter")
        await studio.generated(2)
        shown = studio.screen.result.last_path
        assert shown.name == "5-upscale.png"
        data = shown.read_bytes()
        assert size_of(data) == (256, 384)
        record = read_call(data)
        assert (record.call.tool, record.path) == ("upscale", source)
        assert read_record(data).recipe.prompt == "girl, hat"  # the service gave the source's texts back
        assert studio.screen.result.picture_pane.film.current.source == source


async def test_nothing_is_asked_twice_and_nothing_sent_before_the_answer(open_studio: Any) -> None:
    async with open_studio(MADE, account=DemoAccount(tier=1)) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.dialog, "a question")
        await studio.press("enter")
        await studio.generated()
        await studio.focus("#picture-pane")
        await studio.press("u", "u")
        await studio.until(lambda: studio.dialog, "a question")
        await studio.press("escape")
        assert studio.dialog == ""
        assert studio.demo.generations == 1


async def test_a_cap_is_not_stepped_over(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await at_the_picture(studio)
        guard = studio.app._desk._guard
        guard.caps = replace(guard.caps, job=0)
        await studio.press("u")
        await studio.until(lambda: "your cap for a job is 0" in studio.toasts, "a refusal")
        assert len(studio.pictures) == 1


async def test_a_picture_that_has_gone_is_told_of_in_a_line(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        source = await at_the_picture(studio)
        source.unlink()
        for key in ("e", "v", "u"):
            await studio.press(key)
            await studio.until(lambda: "No such file" in studio.toasts, key)
            studio.app.clear_notifications()
            await studio.settle()
        assert studio.demo.generations == 1


async def test_a_stranger_s_picture_takes_the_words_of_the_studio(open_studio: Any, tmp_path: Path) -> None:
    async with open_studio(MADE) as studio:
        source = await at_the_picture(studio)
        from PIL import Image

        Image.new("RGB", (128, 192), "teal").save(source)
        await asked(studio, "e", "Enhance")
        assert "the words are those of the studio" in studio.dialog


async def test_without_a_picture_the_keys_say_so(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await studio.focus("#picture-pane")
        await studio.press("e", "u", "v")
        assert studio.dialog == ""
        assert studio.demo.generations == 0
