"""The price stands on the bar, with its reason; what is not free asks; what cannot be sent is not sent."""

from __future__ import annotations

from typing import Any

import pytest

from naitui.demo import DemoAccount
from naitui.recipe import Batch, Character, Recipe, Sampling
from naitui.screens.confirm import WAITS

LARGE = Recipe(prompt="girl", sampling=Sampling(width=1536, height=1024, steps=2))
"""Not free: too large; painted quickly all the same."""
TWO = Recipe(prompt="girl", sampling=Sampling(width=128, height=128, steps=3), batch=Batch(count=2, samples=2))
"""Not free: two pictures in one request. The cheapest that costs something."""


async def bar_says(studio: Any, *words: str) -> None:
    await studio.until(lambda: all(word in studio.words("#action") for word in words), f"a bar with {words}")


async def test_the_bar_says_free_or_the_price_with_its_reason(open_studio: Any) -> None:
    async with open_studio() as studio:
        await bar_says(studio, "F5 Generate", "free · uses the V5 allowance")
        await studio.focus("#settings")
        await studio.press("down", "8", "3", "2", "x", "1", "2", "8", "0", "enter")
        await bar_says(studio, "Anlas · 832×1280 is not free")
        await studio.press("delete", "down", "2", "9", "enter")
        await bar_says(studio, "29 steps are not free, 28 are")
        await studio.press("delete", "up", "up", "enter", "4", ".", "5", "enter")
        await bar_says(studio, "F5 Generate  free")
        await studio.until(lambda: "allowance" not in studio.words("#action"))


async def test_other_tiers_pay_and_are_told_why(open_studio: Any) -> None:
    async with open_studio(account=DemoAccount(tier=2)) as studio:
        await bar_says(studio, "Anlas · Scroll has no free pictures")
        assert "Scroll" in studio.words("#status-right")


async def test_without_an_account_the_price_is_about(open_studio: Any) -> None:
    async with open_studio(token=None) as studio:
        await bar_says(studio, "about", "the account is not known yet")


async def test_a_spent_allowance_is_paid_for(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, account=DemoAccount(percent=-1)) as studio:
        await bar_says(studio, "Anlas · the V5 allowance is spent")


async def test_what_is_not_free_asks_and_escape_sends_nothing(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        await bar_says(studio, "Anlas · one free with Opus, 1 more in the same request")
        await studio.press("f5")
        await studio.until(lambda: studio.dialog)
        assert "2 pictures for 2 Anlas: one free with Opus" in studio.dialog
        assert "Balance 10,500 → 10,498." in studio.dialog
        await studio.press("x", "f5", "escape")
        assert studio.dialog == ""
        await studio.press("tab")
        assert studio.demo.generations == 0
        assert "sent" not in studio.log


async def test_enter_sends_and_the_next_press_asks_again(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        for round in (1, 2):
            await studio.press("f5")
            await studio.until(lambda: studio.dialog)
            await studio.press("enter")
            await studio.generated(2 * round)
        await studio.until(lambda: "spent 2 Anlas, 10,496 left" in studio.log)
        await studio.until(lambda: "10,496 Anlas" in studio.words("#status-right"))


async def test_a_does_not_ask_again_up_to_that_price(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.dialog)
        assert "do not ask again up to 2 Anlas" in studio.dialog
        await studio.press("A")
        await studio.generated(2)
        await studio.press("f5")
        await studio.generated(4)
        assert studio.dialog == ""
        await studio.focus("#settings")
        await studio.press("end", "3", "enter")  # three in one request: dearer than what was agreed to
        await studio.press("up", "up", "up", "up", "up", "up")
        await studio.focus("#prompt")
        assert studio.recipe.batch.samples == 3
        studio.screen.words.take(studio.recipe.model_copy(update={"batch": Batch(count=3, samples=3)}))
        await studio.press("f5")
        await studio.until(lambda: "3 pictures for 4 Anlas" in studio.dialog)
        await studio.press("escape")
        assert len(studio.pictures) == 4


REFUSED = [
    (Recipe(sampling=Sampling(width=1000)), "1000 is not a multiple of 64"),
    (Recipe(sampling=Sampling(width=2048, height=1536, steps=50)), "NovelAI allows 140 at most"),
    (
        Recipe(model="nai-diffusion-4-5-full", characters=tuple(Character(prompt="girl") for _ in range(7))),
        "7 characters are on; V4.5 Full takes 6 at most",
    ),
    (Recipe(prompt="x" * 40_001), "40,001 characters"),
    (Recipe(sampling=Sampling(sampler="[red]no[/]")), "there is no sampler"),
]


@pytest.mark.parametrize(("recipe", "said"), REFUSED)
async def test_what_cannot_be_sent_is_said_and_not_sent(open_studio: Any, recipe: Recipe, said: str) -> None:
    async with open_studio(recipe, size=(160, 40)) as studio:
        await bar_says(studio, "✗", said)
        await studio.press("f5")
        await studio.until(lambda: said in studio.toasts, "a toast")
        assert said in studio.log
        assert studio.dialog == ""
        assert studio.demo.generations == 0
        assert "sent: seed" not in studio.log


async def test_a_note_of_the_lint_stands_beside_the_price(open_studio: Any) -> None:
    recipe = Recipe(model="nai-diffusion-3", characters=(Character(prompt="girl"),))
    async with open_studio(recipe) as studio:
        await bar_says(studio, "free  ! Anime V3 has no character prompts")


async def test_a_click_on_the_bar_is_a_press(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.pilot.click("#action")
        await studio.generated()


async def test_whoever_types_on_when_the_question_comes_has_not_agreed(open_studio: Any) -> None:
    async with open_studio(TWO) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.dialog)
        studio.burst(", A rain", "enter")
        await studio.settle()
        assert WAITS in "\n".join(studio.rows())
        assert studio.recipe.prompt == f"{TWO.prompt}, A rain"
        assert studio.demo.generations == 0
        await studio.until(lambda: WAITS not in "\n".join(studio.rows()), "a question that listens")
        await studio.press("enter")
        await studio.generated(2)
        assert "unasked" not in "\n".join(studio.rows())
