"""Enhance and Variations, with the numbers of NovelAI's page."""

from __future__ import annotations

import pytest

from naitui.novelai import load_catalog
from naitui.novelai.variants import enhance, vary
from naitui.recipe import Batch, Mask, Recipe, Sampling, Source

CATALOG = load_catalog()
MADE = Recipe(
    model="nai-diffusion-4-5-full", prompt="1girl", sampling=Sampling(seed=5), batch=Batch(count=4), mask=Mask(path="m")
)


@pytest.mark.parametrize(
    ("magnitude", "strength", "noise"), [(1, 0.2, 0), (2, 0.4, 0), (3, 0.5, 0), (4, 0.6, 0), (5, 0.7, 0.1)]
)
def test_magnitudes(magnitude: int, strength: float, noise: float) -> None:
    made = enhance(MADE, "a.png", CATALOG, magnitude=magnitude)
    assert made.source == Source(path="a.png", strength=strength, noise=noise)
    assert (made.sampling.seed, made.batch, made.mask) == (None, Batch(), None)
    assert made.prompt == "1girl, -2::upscaled, blurry::,"


@pytest.mark.parametrize(
    ("prompt", "model", "sent"),
    [
        ("1girl, Text: hi", "nai-diffusion-5-full", "1girl,, -2::upscaled, blurry::, Text: hi"),
        ("1girl, -1::upscaled, blurry::", "nai-diffusion-5-full", "1girl, -1::upscaled, blurry::"),
        ("1girl", "nai-diffusion-4-full", "1girl"),
        ("1girl", "nai-diffusion-3", "1girl"),
        ("", "nai-diffusion-4-5-curated", "-2::upscaled, blurry::,"),
    ],
)
def test_words_against_blur(prompt: str, model: str, sent: str) -> None:
    assert enhance(Recipe(prompt=prompt, model=model), "a", CATALOG).prompt == sent


def test_max_lets_the_service_enlarge_and_adds_no_words() -> None:
    made = enhance(Recipe(model="nai-diffusion-5-full", prompt="1girl"), "a", CATALOG, maximum=True)
    assert made.prompt == "1girl"
    assert made.source is not None
    assert made.source.upscaled


def test_one_and_a_half_times_stays_on_the_grid() -> None:
    sampling = enhance(MADE, "a", CATALOG, scale=1.5).sampling
    assert (sampling.width, sampling.height) == (1280, 1856)  # 1248×1824 lie in the middle between multiples of 64


@pytest.mark.parametrize(("magnitude", "scale"), [(0, 1.0), (6, 1.0), (3, 2.0)])
def test_what_cannot_be(magnitude: int, scale: float) -> None:
    with pytest.raises(ValueError, match=r"magnitude|larger than"):
        enhance(MADE, "a", CATALOG, magnitude=magnitude, scale=scale)


@pytest.mark.parametrize(("size", "samples"), [((832, 1216), 3), ((512, 640), 3), ((1472, 1472), 3)])
def test_variations(size: tuple[int, int], samples: int) -> None:
    made = vary(MADE.model_copy(update={"sampling": Sampling(width=size[0], height=size[1], seed=5)}), "a.png", CATALOG)
    assert made.source == Source(path="a.png", strength=0.8, noise=0.1)
    assert (made.batch, made.sampling.seed, made.prompt) == (Batch(count=samples, samples=samples), None, "1girl")
