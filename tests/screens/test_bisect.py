"""Which change did it: two steps marked in the past, halves made and judged, the one that is left named."""

from __future__ import annotations

from typing import Any

from naitui.library.record import read_record
from naitui.recipe import Recipe, Sampling
from naitui.screens.bisect import BisectScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.past import PastScreen
from naitui.widgets.past_list import PastList

START = Recipe(model="nai-diffusion-4-5-full", prompt="1girl", sampling=Sampling(width=64, height=64, steps=2, seed=5))
WORDS = ("hat", "rain", "dog", "night")


def seen(studio: Any) -> str:
    return "\n".join(studio.rows())


def prompts(studio: Any) -> list[str]:
    found = [record.recipe.prompt for path in studio.pictures if (record := read_record(path.read_bytes()))]
    return sorted(found, key=len)


async def with_steps(studio: Any) -> None:
    """A good picture, four steps, a bad one."""
    await studio.press("f5")
    await studio.generated(1)
    for word in WORDS:
        await studio.type(f", {word}")
        studio.screen.words.past.seal()
    await studio.press("f5")
    await studio.generated(2)


async def marked(studio: Any) -> None:
    """The beginning is good, now is bad."""
    await studio.press("ctrl+d")
    await studio.until(lambda: isinstance(studio.app.screen, PastScreen), "the past")
    past = studio.screen.words.past
    for state in (past.nodes()[0].id, past.head):
        studio.app.screen.query_one(PastList).go_to(state)
        await studio.press("m")
    await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "the question")
    await studio.press("g")
    await studio.until(lambda: isinstance(studio.app.screen, BisectScreen), "the search")
    await studio.until(lambda: "changes left" in seen(studio), "the middle")


async def test_two_pictures_find_one_of_four(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        await with_steps(studio)
        await marked(studio)
        assert "4 changes left: about 2 pictures" in seen(studio)
        assert [f"+ {word}" in seen(studio) for word in WORDS] == [True] * 4
        assert studio.recipe.prompt == "1girl, hat, rain"
        assert studio.recipe.sampling.seed == 5
        await studio.press("g")
        await studio.until(lambda: "There is no picture yet" in studio.toasts, "nothing to judge")
        await studio.press("f5")
        await studio.generated(3)
        await studio.until(lambda: "it is here already" in seen(studio), "its picture")
        await studio.press("g")
        await studio.until(lambda: "2 changes left: about 1 picture." in seen(studio), "half of it")
        assert studio.recipe.prompt == "1girl, hat, rain, dog"
        await studio.press("f5")
        await studio.generated(4)
        await studio.until(lambda: "it is here already" in seen(studio), "its picture")
        await studio.press("b")
        await studio.until(lambda: "This did it: + dog" in seen(studio), "the end")
        assert prompts(studio) == ["1girl", "1girl, hat, rain", "1girl, hat, rain, dog", "1girl, hat, rain, dog, night"]
        await studio.press("enter")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        assert studio.recipe.prompt == "1girl, hat, rain, night"
        await studio.press("ctrl+z")
        assert studio.recipe.prompt == "1girl, hat, rain, dog"


async def test_it_is_left_and_taken_up_and_pictures_that_are_there_are_not_paid_for(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.press("ctrl+o", "b")
        await studio.until(lambda: "Ctrl+D, then m" in studio.toasts, "how to begin")
        await with_steps(studio)
        await marked(studio)
        await studio.press("f5")
        await studio.generated(3)
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        assert studio.words("#prompt") == "1girl, hat, rain"
        await studio.press("ctrl+o", "b")
        await studio.until(lambda: "it is here already" in seen(studio), "where it was left")
        await studio.press("f5")
        await studio.until(lambda: "nothing is paid twice" in studio.toasts, "not again")
        await studio.press("b")
        await studio.until(lambda: "2 changes left" in seen(studio), "the other half")
        await studio.press("s")
        await studio.until(lambda: "no picture tells" in seen(studio), "the end of it")
        await studio.press("u", "u")
        await studio.until(lambda: "4 changes left" in seen(studio), "from the beginning")
        await studio.until(lambda: "it is here already" in seen(studio), "its picture is still there")
        assert len(studio.pictures) == 3
