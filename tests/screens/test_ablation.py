"""Ablation from the gallery: the price first, one picture for each tag, found together, each told apart."""

from __future__ import annotations

from typing import Any

from naitui.demo import DemoAccount
from naitui.library.record import read_record
from naitui.recipe import Recipe, Sampling
from naitui.screens.ask import AskScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.gallery import GalleryScreen

THREE = Recipe(prompt="1girl, silver hair, rain", sampling=Sampling(width=64, height=64, steps=3, seed=7))


async def in_gallery(studio: Any) -> GalleryScreen:
    """A picture is made, and the gallery is at it."""
    await studio.press("f5")
    await studio.generated(1)
    await studio.press("ctrl+a")
    screen = studio.app.screen
    assert isinstance(screen, GalleryScreen)
    await studio.until(lambda: len(screen._pane.ids) == 1 and screen._pane.current is not None, "it")
    return screen


async def asked(studio: Any) -> str:
    await studio.press("A")
    await studio.until(lambda: isinstance(studio.app.screen, AskScreen), "the question")
    words: str = studio.dialog
    return words


async def test_each_tag_is_left_out_once_and_the_set_is_shown(open_studio: Any) -> None:
    async with open_studio(THREE) as studio:
        screen = await in_gallery(studio)
        assert "3 pictures with seed 7 · free" in await asked(studio)
        await studio.type("silver hair, hat")
        assert 'no tag "hat"' in studio.dialog
        await studio.press("enter")
        assert isinstance(studio.app.screen, AskScreen)
        await studio.press(*["backspace"] * 5)
        assert "1 picture with seed 7" in studio.dialog
        await studio.press("escape")
        await asked(studio)
        await studio.press("enter")
        await studio.until(lambda: len(studio.pictures) == 4, "three more")
        await studio.until(lambda: len(screen._pane.ids) == 4, "all four, and the first is among them")
        rows = screen._album.index.rows(screen._pane.ids)
        found = {row.mark.labels[0]: row for row in rows}
        assert set(found) == {"with-all-of-them", "without-1girl", "without-silver-hair", "without-rain"}
        assert {row.mark.collections for row in rows} == {("ablation-of-7",)}
        assert {row.facts.seed for row in rows} == {7}
        record = read_record(found["without-rain"].facts.path.read_bytes())
        assert record is not None
        assert record.recipe.prompt == "1girl, silver hair"
        await studio.until(lambda: "with-all-of-them"[:12] in "\n".join(studio.rows()), "the first one says so too")
        titles = [row.title for row in studio.app._bench.queue.jobs(studio.app._desk.queue.account, ended=9)]
        assert any("seed 7 · without rain · " in title for title in titles)


async def test_what_is_there_already_is_taken_in_and_not_paid_for_again(open_studio: Any) -> None:
    async with open_studio(THREE) as studio:
        screen = await in_gallery(studio)
        await asked(studio)
        await studio.type("rain")
        await studio.press("enter")
        await studio.until(lambda: len(studio.pictures) == 2, "the one without rain")
        await studio.until(lambda: len(screen._pane.ids) == 2)
        await studio.press("G")
        await studio.until(
            lambda: screen._pane.current is not None and "with-all" in screen._pane.current.mark.labels[0]
        )
        await asked(studio)
        await studio.press("enter")
        await studio.until(lambda: "2 pictures in the queue; 1 was there already" in studio.toasts, "the others")
        await studio.until(lambda: len(studio.pictures) == 4, "each of them once")
        await studio.until(lambda: len(screen._pane.ids) == 4)
        await asked(studio)
        await studio.press("enter")
        await studio.until(lambda: "Nothing is paid twice" in studio.toasts, "no more")
        assert len(studio.pictures) == 4
        assert studio.app._desk.runner.waiting == ()


async def test_what_is_not_free_asks_and_nothing_is_sent_before(open_studio: Any) -> None:
    recipe = THREE.model_copy(update={"model": "nai-diffusion-4-5-full"})
    async with open_studio(recipe, account=DemoAccount(tier=1)) as studio:
        await studio.press("f5")
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen))
        await studio.press("enter")
        await studio.generated(1)
        await studio.press("ctrl+a")
        await studio.until(lambda: studio.app.screen._pane.current is not None)
        sent = len(studio.pictures)
        words = await asked(studio)
        assert "3 pictures with seed 7" in words
        assert "Anlas" in words
        await studio.press("enter")
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "the price")
        await studio.press("escape")
        assert len(studio.pictures) == sent
        assert studio.app._desk.runner.waiting == ()
