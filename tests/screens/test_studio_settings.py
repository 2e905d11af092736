"""The settings grid by keys: moving, stepping, typing, choosing, giving back; and the fields that each model has."""

from __future__ import annotations

from typing import Any

import pytest

from naitui.recipe import Recipe, Sampling


async def go(studio: Any, label: str) -> None:
    """Bring the cursor of the grid to a field."""
    await studio.focus("#settings")
    await studio.press("home")
    grid = studio.screen.query_one("#settings")
    for _ in range(20):
        if grid.field.label == label:
            return
        await studio.press("down")
    raise AssertionError(f"no field {label}")


async def test_arrows_and_typed_numbers_change_and_delete_gives_back(open_studio: Any) -> None:
    async with open_studio() as studio:
        await go(studio, "Steps")
        await studio.press("right", "right", "left")
        assert studio.recipe.sampling.steps == 24
        await studio.press("5", "0", "enter")
        assert studio.recipe.sampling.steps == 50
        await studio.press("right")
        assert studio.recipe.sampling.steps == 50, "the end of the range"
        await studio.press("delete")
        assert studio.recipe.sampling.steps is None
        await studio.press("down", "6", ".", "2", "5", "tab")
        assert studio.recipe.sampling.guidance == 6.25
        await go(studio, "Guidance")
        await studio.press("1", "backspace", "escape")
        assert studio.recipe.sampling.guidance == 6.25
        await studio.press("backspace", "down", ".", "3", "down")
        assert (studio.recipe.sampling.guidance, studio.recipe.sampling.rescale) == (None, 0.3)
        await studio.press("4", "2", "down")
        assert studio.recipe.sampling.seed == 42
        assert studio.recipe.batch.count == 1


async def test_what_is_typed_shows_while_it_is_typed(open_studio: Any) -> None:
    async with open_studio() as studio:
        await go(studio, "Seed")
        await studio.press("enter", "1", "2", "3")
        assert "123▏" in studio.words("#settings")
        assert studio.recipe.sampling.seed is None
        await studio.press("enter")
        assert studio.recipe.sampling.seed == 123
        await studio.press("enter", "r", "a", "n", "d", "o", "m", "enter")
        assert studio.recipe.sampling.seed is None


WRONG = [
    ("Steps", "0", "Steps goes from 1 to 50"),
    ("Steps", "51", "Steps goes from 1 to 50"),
    ("Steps", "4.5", "Steps is a number from 1 to 50"),
    ("Guidance", "10.1", "Guidance goes from 0 to 10"),
    ("Guidance", "1nan", "Guidance is a number"),
    ("Rescale", "2", "Rescale goes from 0 to 1"),
    ("Seed", "4294967296", "Seed goes from 0 to 4294967295"),
    ("Pictures", "101", "Pictures goes from 1 to 100"),
    ("Per request", "9", "Per request goes from 1 to"),
    ("Size", "896", "a size looks like 832x1216"),
    ("Size", "0x²", "a size looks like 832x1216"),
    ("Size", "9999x9999", "is too large"),
]


async def test_wrong_values_are_told_of_and_change_nothing(open_studio: Any) -> None:
    async with open_studio() as studio:
        before = studio.recipe
        for label, typed, said in WRONG:
            await go(studio, label)
            await studio.type(typed + "\n")
            await studio.until(lambda said=said: said in studio.toasts, said)
            assert studio.recipe == before, typed
            studio.app.clear_notifications()


async def test_choices_open_narrow_and_are_taken(open_studio: Any) -> None:
    async with open_studio() as studio:
        await go(studio, "Model")
        await studio.press("enter", *"4.5 full")
        rows = "\n".join(studio.rows())
        assert "V4.5 Full" in rows
        assert "V4.5 Curated" not in rows
        await studio.press("enter")
        assert studio.recipe.model == "nai-diffusion-4-5-full"
        await go(studio, "Sampler")
        await studio.press("enter", "down", "enter")
        assert studio.recipe.sampling.sampler == "k_euler"
        await studio.press("enter", "up", "escape")
        assert studio.recipe.sampling.sampler == "k_euler"
        await studio.press("enter", *"nothing like it", "enter")
        assert studio.app.screen is not studio.screen, "there is nothing to take"
        await studio.press("escape", "left")
        assert studio.recipe.sampling.sampler == "k_euler_ancestral"
        await studio.press("f9", *"anime", "enter")
        assert studio.recipe.model == "nai-diffusion-3"


SIZES = [("896x1152", 896, 1152), ("900 x 1150", 896, 1152), ("100×100", 128, 128), ("1", None, None)]


@pytest.mark.parametrize(("typed", "width", "height"), SIZES)
async def test_a_size_of_one_s_own_is_typed_into_the_choices(
    open_studio: Any, typed: str, width: int | None, height: int | None
) -> None:
    async with open_studio() as studio:
        await go(studio, "Size")
        await studio.press("enter")
        await studio.until(lambda: studio.dialog is not None and studio.app.screen is not studio.screen)
        if width is None:
            await studio.paste("9" * 5000 + "x1")
            await studio.press("enter")
            await studio.until(lambda: "a size looks like" in studio.toasts or "is too large" in studio.toasts)
            assert studio.recipe.sampling == Sampling()
            return
        await studio.type(typed + "\n")
        await studio.until(lambda: studio.app.screen is studio.screen)
        assert (studio.recipe.sampling.width, studio.recipe.sampling.height) == (width, height)
        assert f"{width}×{height}" in studio.words("#settings")
        await studio.press("delete")
        assert studio.recipe.sampling == Sampling()


FIELDS = [
    ("nai-diffusion-5-curated", {"Transparent", "Furry mode"}, {"SMEA", "Decrisper", "Variety+", "Schedule"}),
    ("nai-diffusion-4-5-full", {"Variety+", "Schedule", "Furry mode"}, {"SMEA", "Decrisper", "Transparent"}),
    ("nai-diffusion-3", {"SMEA", "Decrisper", "Variety+", "Schedule"}, {"Transparent", "Furry mode"}),
]


@pytest.mark.parametrize(("model", "has", "lacks"), FIELDS)
async def test_the_fields_follow_the_model_at_every_width(
    open_studio: Any, model: str, has: set[str], lacks: set[str]
) -> None:
    async with open_studio(Recipe(model=model), size=(120, 40)) as studio:
        labels = {field.label for field in studio.screen.query_one("#settings")._fields}
        assert has <= labels
        assert not lacks & labels
        for width in (30, 16, 200, 120):
            await studio.pilot.resize_terminal(width, 60)
            await studio.settle()
            shown = studio.words("#settings")
            if width > 16:
                assert all(label in shown for label in has)
                assert not any(label in shown for label in lacks)


async def test_another_model_and_back_keeps_every_tuned_value(open_studio: Any) -> None:
    tuned = Recipe(
        model="nai-diffusion-3",
        furry=True,
        transparent=True,
        quality="none",
        undesired_preset="humanFocus",
        sampling=Sampling(
            width=640, height=640, steps=20, guidance=6.6, rescale=0.4, sampler="ddim_v3", schedule="native",
            seed=9, variety=True, decrisper=True, smea="dyn",
        ),
    )  # fmt: skip
    async with open_studio(tuned) as studio:
        for name, id in (("v5 full", "5-full"), ("4.5 full", "4-5-full"), ("4-cur", "4-curated"), ("anime", "3")):
            await studio.press("f9", *name.replace(" ", ""))
            await studio.press(*["backspace"] * 20)
            await studio.type(name)
            await studio.press("enter")
            assert studio.recipe == tuned.model_copy(update={"model": studio.recipe.model})
            assert studio.recipe.model.startswith(f"nai-diffusion-{id}")
        assert studio.recipe == tuned


async def test_the_cursor_stays_on_its_field_when_the_model_changes(open_studio: Any) -> None:
    async with open_studio(Recipe(model="nai-diffusion-3")) as studio:
        await go(studio, "Per request")
        await studio.press("f9", *"v5full"[:2], "enter")
        assert studio.screen.query_one("#settings").field.label == "Per request"


async def test_a_click_goes_to_a_field(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.pilot.click("#settings", offset=(3, 3))
        assert studio.screen.query_one("#settings").field.label == "Steps"
        await studio.press("7", "enter")
        assert studio.recipe.sampling.steps == 7
