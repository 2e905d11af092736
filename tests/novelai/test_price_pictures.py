"""Prices of requests with pictures: the worked examples 14 to 16 and 20 to 23 of the service's reference."""

from __future__ import annotations

from typing import Any

import pytest

from naitui.novelai import Standing, load_catalog, quote, quote_all
from naitui.novelai.price import summed
from naitui.novelai.tool_price import encoding_quote
from naitui.recipe import Batch, Mask, PreciseReference, Recipe, Resolved, Sampling, Source, Vibe, expand

CATALOG = load_catalog()
NONE, OPUS = Standing(0), Standing(3)
FULL = "nai-diffusion-4-5-full"


def one(samples: int = 1, model: str = FULL, **recipe: Any) -> Resolved:
    width, height, steps = recipe.pop("size", (832, 1216, 28))
    sampling = Sampling(width=width, height=height, steps=steps, seed=1)
    [resolved] = expand(Recipe(model=model, sampling=sampling, batch=Batch(count=samples, samples=samples), **recipe))
    return resolved


def vibes(count: int) -> tuple[Vibe, ...]:
    return tuple(Vibe(path=f"{n}.png") for n in range(count))


def references(count: int) -> tuple[PreciseReference, ...]:
    return tuple(PreciseReference(path=f"{n}.png") for n in range(count))


@pytest.mark.parametrize(
    ("row", "resolved", "standing", "encodings", "anlas"),
    [
        (14, one(source=Source(path="a", strength=0.7)), NONE, 0, 14),
        (15, one(source=Source(path="a", strength=0.2), size=(832, 1216, 23)), NONE, 0, 4),
        (
            16,
            one(source=Source(path="a"), mask=Mask(path="m", strength=0.5), size=(1024, 1024, 28)),
            NONE,
            0,
            10,
        ),
        (20, one(vibes=vibes(6)), NONE, 2, 28),
        (21, one(vibes=vibes(5)), OPUS, 0, 2),
        (22, one(precise_references=references(1), size=(512, 768, 23)), OPUS, 0, 5),
        (23, one(samples=2, precise_references=references(2)), NONE, 0, 60),
    ],
)
def test_worked_examples(row: int, resolved: Resolved, standing: Standing, encodings: int, anlas: int) -> None:
    assert quote(resolved, CATALOG, standing, encodings).total == anlas


def test_the_free_sample_counts_for_image_to_image_too() -> None:
    assert quote(one(source=Source(path="a")), CATALOG, OPUS).total == 0


@pytest.mark.parametrize(
    "recipe",
    [
        {"model": FULL, "vibes": vibes(6), "precise_references": references(1)},
        {"model": "nai-diffusion-3", "vibes": vibes(6)},
        {"model": "nai-diffusion-5-full", "vibes": vibes(6)},
        {"model": FULL, "vibes": vibes(6), "source": Source(path="a"), "mask": Mask(path="m")},
    ],
)
def test_vibes_that_are_not_sent_or_raw_cost_nothing(recipe: dict[str, Any]) -> None:
    precise = 5 if "precise_references" in recipe else 0
    assert quote(one(**recipe), CATALOG, NONE).surcharge == precise


def test_v5_curated_infill_costs_what_v4_5_costs() -> None:
    recipe = {"source": Source(path="a"), "mask": Mask(path="m")}
    detour = quote(one(model="nai-diffusion-5-curated", **recipe), CATALOG, NONE)
    assert detour.total == quote(one(model="nai-diffusion-4-5-curated", **recipe), CATALOG, NONE).total == 20


def test_encodings_are_bought_once_for_a_whole_batch() -> None:
    recipe = Recipe(model=FULL, vibes=vibes(5), batch=Batch(count=3), sampling=Sampling(seed=1, steps=28))
    assert quote_all(expand(recipe), CATALOG, OPUS, encodings=5).total == 5 * 2 + 3 * 2


@pytest.mark.parametrize(
    ("recipe", "standing", "encodings", "total", "reason"),
    [
        ({"precise_references": references(1), "batch": Batch(count=4)}, OPUS, 0, 20, "20 for precise references"),
        ({"vibes": vibes(5), "batch": Batch(count=3)}, OPUS, 0, 6, "6 for vibes beyond 4"),
        (
            {"vibes": vibes(5), "batch": Batch(count=3)},
            OPUS,
            2,
            10,
            "4 for encoding vibes, 6 for vibes beyond 4",
        ),
        (
            {"precise_references": references(2), "batch": Batch(count=4, samples=2)},
            NONE,
            0,
            40 + 4 * 20,
            "Paper has no free pictures; 40 for precise references",
        ),
    ],
)
def test_the_reason_of_several_requests_adds_up(
    recipe: dict[str, Any], standing: Standing, encodings: int, total: int, reason: str
) -> None:
    whole = Recipe(model=FULL, sampling=Sampling(seed=1, steps=28), **recipe)
    found = quote_all(expand(whole), CATALOG, standing, encodings)
    assert (found.total, found.reason) == (total, reason)


def test_the_reason_of_encodings_and_pictures_together_adds_up() -> None:
    picture = quote(one(vibes=vibes(5)), CATALOG, OPUS)
    found = summed([encoding_quote(CATALOG, 3), picture])
    assert (found.total, found.reason) == (8, "encoding 3 vibes; 2 for vibes beyond 4")


def test_the_reason_names_the_surcharge() -> None:
    found = quote(one(precise_references=references(1)), CATALOG, OPUS)
    assert (found.total, found.surcharge) == (5, 5)
    assert found.reason == "5 for precise references"
