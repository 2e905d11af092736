"""Enhance and Variations: recipes made of a finished picture's recipe, as NovelAI's page makes them."""

from __future__ import annotations

import math

from naitui.novelai.catalog import Catalog
from naitui.recipe import Batch, Recipe, Source
from naitui.recipe.language import add_before_text_block


def enhance(
    recipe: Recipe, picture: str, catalog: Catalog, *, magnitude: int = 3, scale: float = 1.0, maximum: bool = False
) -> Recipe:
    """The recipe that draws ``picture`` again at a larger size, with a new seed.

    Args:
        recipe: what made the picture.
        picture: its path.
        catalog: models and numbers.
        magnitude: 1 to 5, how much may change.
        scale: 1 or 1.5, or more as long as the area stays within NovelAI's limit.
        maximum: V5's "max": the service enlarges the picture itself, as far as its limit allows and not more than
            twice; ``scale`` does not count, and no words against blur are added. A model without it ignores this.

    Raises:
        ValueError: no such magnitude, or the picture would become, or is, too large.
    """
    variants, model = catalog.variants, catalog.model(recipe.model)
    if not 1 <= magnitude <= len(variants.magnitudes):
        raise ValueError(f"the magnitude goes from 1 to {len(variants.magnitudes)}, not {magnitude}")
    strength, noise = variants.magnitudes[magnitude - 1]
    prompt = recipe.prompt
    maximum = maximum and model.enhance_max
    if model.enhance_words and not maximum and variants.enhance_known_by not in prompt:
        prompt = add_before_text_block(prompt, variants.enhance_words, _with_comma)
    width, height = recipe.sampling.width, recipe.sampling.height
    width, height = largest(width, height, catalog) if maximum else enlarged(width, height, scale, catalog)
    return recipe.model_copy(
        update={
            "prompt": prompt,
            "sampling": recipe.sampling.model_copy(update={"width": width, "height": height, "seed": None}),
            "batch": Batch(),
            "source": Source(path=picture, strength=strength, noise=noise, upscaled=maximum),
            "mask": None,
        }
    )


def variations(recipe: Recipe, catalog: Catalog) -> int:
    """How many variations come of one request: three where the size allows."""
    sampling = recipe.sampling
    return min(catalog.variants.variation_samples, catalog.limits.samples_at(sampling.width * sampling.height))


def vary(recipe: Recipe, picture: str, catalog: Catalog, *, count: int | None = None) -> Recipe:
    """The recipe for variations of ``picture`` in one request, with a new seed; as many as the page makes, or fewer."""
    variants, sampling = catalog.variants, recipe.sampling
    samples = min(count or variants.variation_samples, variations(recipe, catalog))
    return recipe.model_copy(
        update={
            "sampling": sampling.model_copy(update={"seed": None}),
            "batch": Batch(count=samples, samples=samples),
            "source": Source(path=picture, strength=variants.variation_strength, noise=variants.variation_noise),
            "mask": None,
        }
    )


def enlarged(width: int, height: int, scale: float, catalog: Catalog) -> tuple[int, int]:
    """A size times ``scale``, each side on its nearest multiple, ties up, as the page does with typed sizes.

    Raises:
        ValueError: that is larger than NovelAI makes.
    """
    if not (math.isfinite(scale) and scale > 0):
        raise ValueError(f"the scale should be a number above 0, not {scale:g}")
    step = catalog.limits.side_step
    sides = [max(step, math.floor(side * scale / step + 0.5) * step) for side in (width, height)]
    if sides[0] * sides[1] > catalog.limits.area:
        raise ValueError(f"{sides[0]}×{sides[1]} is larger than NovelAI makes; choose a smaller scale")
    return sides[0], sides[1]


def largest(width: int, height: int, catalog: Catalog) -> tuple[int, int]:
    """The size that V5's max makes of a picture: up to twice as large each way, within the largest area.

    Sources tell of the cap, of the factor, and from which size on it is not offered, but of no request: the size that
    is wanted is sent as width and height, as it is for every other enlargement.

    Raises:
        ValueError: the picture is too large for it already.
    """
    area, variants, step = catalog.limits.area, catalog.variants, catalog.limits.side_step
    if width * height >= area * variants.max_below:
        raise ValueError(f"{width}×{height} is too large for max already")
    scale = min(variants.max_scale, math.sqrt(area / (width * height)))
    try:
        return enlarged(width, height, scale, catalog)
    except ValueError:  # rounded to the nearest multiples it would be a little over the limit
        wide, high = (max(step, math.floor(side * scale / step) * step) for side in (width, height))
        return wide, high


def fitted(width: int, height: int, catalog: Catalog) -> tuple[int, int]:
    """The size of a picture as NovelAI makes pictures: each side on a multiple, one that is too large made smaller."""
    limits = catalog.limits
    if width * height <= limits.area:
        return enlarged(width, height, 1, catalog)
    scale, step = math.sqrt(limits.area / (width * height)), limits.side_step
    wide, high = (max(step, math.floor(side * scale / step) * step) for side in (width, height))
    return wide, high


def _with_comma(text: str, addition: str) -> str:
    return f"{text}, {addition}" if text.strip() else addition
