"""Enhance and Variations: every choice of the table, its price, and the body that it comes to (api.md 3.10, 6.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.jobs import Generation, Plan
from naitui.jobs.variants import enhancements, other_takes
from naitui.library.collection import Collection
from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.library.vibes import VibeStore
from naitui.novelai import Standing, load_catalog
from naitui.recipe import Recipe, Sampling

CATALOG = load_catalog()
OPUS, NOBODY = Standing(tier=3, active=True), Standing(tier=0, active=False)
NUMBERS = [(0.2, 0), (0.4, 0), (0.5, 0), (0.6, 0), (0.7, 0.1)]
MODELS = [
    "nai-diffusion-5-full",
    "nai-diffusion-5-curated",
    "nai-diffusion-4-5-full",
    "nai-diffusion-4-full",
    "nai-diffusion-3",
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (64, 64), "teal").save(path)
    return path


def base(model: str = "nai-diffusion-4-5-full", width: int = 832, height: int = 1216) -> Recipe:
    sampling = Sampling(width=width, height=height, steps=28, seed=5)
    return Recipe(model=model, prompt="1girl, hat", quality="none", sampling=sampling)


def parameters(recipe: Recipe, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    sources = Sources(folder, VibeStore(folder / "v"), Collection(folder / "c"))
    plan = Plan.of(recipe, CATALOG, OPUS, seed=77, materials=load_materials(recipe, CATALOG, sources))
    task = plan.jobs[0].task
    assert isinstance(task, Generation)
    body = task.request.body
    inner = body["parameters"]
    assert isinstance(inner, dict)
    return body, inner


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("row", range(5))
def test_every_magnitude_s_body(source: Path, model: str, row: int) -> None:
    table = enhancements(base(model), str(source), CATALOG, OPUS)
    recipe = table.cells[row, 0].recipe
    assert recipe is not None
    body, inner = parameters(recipe, source.parent)
    strength, noise = NUMBERS[row]
    assert (body["action"], body["model"]) == ("img2img", model)
    told = {
        name: inner[name] for name in ("strength", "noise", "extra_noise_seed", "color_correct", "n_samples", "seed")
    }
    wanted = {"strength": strength, "noise": noise, "extra_noise_seed": 76, "color_correct": False, "n_samples": 1}
    assert told == wanted | {"seed": 77}
    assert (inner["width"], inner["height"], inner["add_original_image"]) == (832, 1216, True)
    words = ", -2::upscaled, blurry::," if "5" in model.split("-")[2:4] else ""
    assert str(body["input"]).startswith(f"1girl, hat{words}")
    assert ("upscaled" in str(body["input"])) == bool(words)
    assert "upscaled_enhance" not in inner
    assert "mask" not in inner


def test_v5_max_has_its_own_field_and_no_words(source: Path) -> None:
    table = enhancements(base("nai-diffusion-5-full"), str(source), CATALOG, OPUS)
    assert table.columns == ("×1", "×1.5", "max")
    recipe = table.cells[2, 2].recipe
    assert recipe is not None
    body, inner = parameters(recipe, source.parent)
    assert inner["upscaled_enhance"] is True
    assert "upscaled" not in str(body["input"])
    assert (inner["width"], inner["height"]) == (1408, 2112)
    assert CATALOG.limits.area >= 1472 * 2112


@pytest.mark.parametrize("model", [one for one in MODELS if "-5-" not in one or "4-5" in one])
def test_others_have_no_max(source: Path, model: str) -> None:
    assert enhancements(base(model), str(source), CATALOG, OPUS).columns == ("×1", "×1.5")


@pytest.mark.parametrize(("size", "there"), [((1472, 1472), True), ((1600, 1536), True), ((1600, 1600), False)])
def test_max_ends_at_four_fifths_of_the_largest_area(source: Path, size: tuple[int, int], there: bool) -> None:
    table = enhancements(base("nai-diffusion-5-full", *size), str(source), CATALOG, OPUS)
    assert (table.cells[0, 2].recipe is not None) == there


def test_prices_are_those_of_the_page_s_formula(source: Path) -> None:
    priced = enhancements(base(width=832, height=1216), str(source), CATALOG, NOBODY)
    assert [priced.cells[row, 0].price for row in range(5)] == ["4", "8", "10", "12", "14"]  # 20 × strength
    free = enhancements(base(width=832, height=1216), str(source), CATALOG, OPUS)
    assert {free.cells[row, 0].price for row in range(5)} == {"free"}
    assert free.cells[2, 1].quote is not None
    assert free.cells[2, 1].quote.reason == "1280×1856 is not free"
    unknown = enhancements(base(), str(source), CATALOG, None)
    assert unknown.cells[2, 0].price == "about 10"


def test_what_is_too_large_has_a_reason_instead_of_a_price(source: Path) -> None:
    table = enhancements(base(width=1472, height=1472), str(source), CATALOG, OPUS)
    assert (table.cells[0, 1].price, table.cells[0, 1].recipe) == ("–", None)
    assert table.cells[0, 1].words == "2240×2240 is larger than NovelAI makes; choose a smaller scale"


@pytest.mark.parametrize("model", MODELS)
def test_variations_are_one_request(source: Path, model: str) -> None:
    table = other_takes(base(model), str(source), CATALOG, OPUS)
    assert (table.rows, table.start) == (("1 picture", "2 pictures", "3 pictures"), (2, 0))
    for row in range(3):
        recipe = table.cells[row, 0].recipe
        assert recipe is not None
        body, inner = parameters(recipe, source.parent)
        assert (body["action"], inner["strength"], inner["noise"], inner["n_samples"]) == ("img2img", 0.8, 0.1, row + 1)
        assert body["input"] == "1girl, hat"


def test_one_of_several_variations_is_free_with_opus(source: Path) -> None:
    table = other_takes(base(), str(source), CATALOG, OPUS)
    assert [table.cells[row, 0].price for row in range(3)] == ["free", "16", "32"]
