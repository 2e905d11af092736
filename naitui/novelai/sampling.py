"""The sampler's settings as a model will really use them: defaults filled in, rewrites and fixed values applied.

The rules are NovelAI's own page's; price, request and screen all ask here, so they cannot disagree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from naitui.novelai.action import sent_size
from naitui.novelai.catalog import Catalog, Model
from naitui.recipe import Recipe

SMEA_SAMPLERS = {"nai_smea": (True, False), "nai_smea_dyn": (True, True)}
"""Old names that stand for Euler Ancestral with SMEA, and with DYN."""
_VARIETY_REFERENCE = 4 * (832 // 8) * (1216 // 8)
"""At 832×1216 the σ of Variety+ is the model's own number."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Settings after the model's rules. ``None`` means that the model has no such setting and it is not sent."""

    width: int
    height: int
    steps: int
    guidance: float
    rescale: float | None
    sampler: str
    schedule: str | None
    smea: bool
    smea_dyn: bool
    decrisper: bool
    variety_sigma: float | None


def settle(recipe: Recipe, model: Model, catalog: Catalog) -> Settled:
    """What this model makes of the recipe's settings."""
    sampling = recipe.sampling
    wanted = model.fixed.sampler if model.fixed else sampling.sampler or model.samplers[0]
    by_name = SMEA_SAMPLERS.get(wanted)
    sampler = "k_euler_ancestral" if by_name else model.rewrites.get(wanted, wanted)
    rules = catalog.sampler(sampler)
    if recipe.mask is not None and not rules.smea:  # DDIM and its kin cannot paint a part anew
        sampler = "k_euler_ancestral"
        rules = catalog.sampler(sampler)
    smea, dyn = by_name or _smea(recipe, model)
    smea = smea and recipe.source is None and model.smea and rules.smea
    steps = model.fixed.steps if model.fixed else sampling.steps or model.steps
    width, height = sent_size(recipe)
    return Settled(
        width=width,
        height=height,
        steps=steps,
        guidance=model.guidance if sampling.guidance is None else sampling.guidance,
        rescale=sampling.rescale if model.rescale else None,
        sampler=sampler,
        schedule=_schedule(sampling.schedule, sampler, model, catalog),
        smea=smea,
        smea_dyn=smea and dyn and model.smea_dyn,
        decrisper=sampling.decrisper and model.decrisper,
        variety_sigma=variety_sigma(model, width, height) if sampling.variety else None,
    )


def variety_sigma(model: Model, width: int, height: int) -> float | None:
    """Variety+'s σ at this size; None for a model without it."""
    if model.variety is None:
        return None
    return model.variety * math.sqrt(4 * (width // 8) * (height // 8) / _VARIETY_REFERENCE)


def _smea(recipe: Recipe, model: Model) -> tuple[bool, bool]:
    area = recipe.sampling.width * recipe.sampling.height
    match recipe.sampling.smea:
        case "off":
            return False, False
        case "on":
            return True, False
        case "dyn":
            return True, True
        case "auto":
            return area >= model.smea_auto_area, False


def _schedule(wanted: str | None, sampler: str, model: Model, catalog: Catalog) -> str | None:
    rules = catalog.sampler(sampler)
    if not model.schedules or not rules.scheduled:
        return None
    if wanted is None:
        wanted = rules.schedule
    return wanted if wanted in model.schedules else model.schedules[0]
