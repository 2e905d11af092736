"""A recipe with every default written out: what a saved picture keeps, so that it does not change with the catalog."""

from __future__ import annotations

from typing import get_args

from naitui.novelai.action import drawing_model, vibe_information
from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.sampling import SMEA_SAMPLERS, Settled, settle
from naitui.recipe import Recipe
from naitui.recipe.model import Quality, UndesiredPreset


def settled_recipe(recipe: Recipe, catalog: Catalog) -> Recipe:
    """The recipe with the values that its request really uses, instead of those left to the model's defaults.

    What the model fixes whatever is asked for (V5's Medium effort) stays as the user set it: it comes from the model
    again. The request of the result is the same, field for field.
    """
    model = drawing_model(recipe, catalog)
    changes: dict[str, object] = {"sampling": recipe.sampling.model_copy(update=_sampling(recipe, model, catalog))}
    quality = catalog.quality(model, recipe.quality)
    if quality in get_args(Quality):
        changes["quality"] = quality
    preset = catalog.preset(model, recipe.undesired_preset)
    if preset in get_args(UndesiredPreset) and model.fixed is None:
        changes["undesired_preset"] = preset
    if model.vibes != "none":
        changes["vibes"] = tuple(
            vibe.model_copy(update={"information": vibe_information(vibe, model)}) for vibe in recipe.vibes
        )
    return recipe.model_copy(update=changes)


def _sampling(recipe: Recipe, model: Model, catalog: Catalog) -> dict[str, object]:
    sampling = recipe.sampling
    settled: Settled = settle(recipe, model, catalog)
    changes: dict[str, object] = {"guidance": settled.guidance}
    if model.fixed is None:
        changes["steps"] = settled.steps
        if sampling.sampler not in SMEA_SAMPLERS:  # those two names say more than the sampler's own
            changes["sampler"] = settled.sampler
    if settled.schedule is not None:
        changes["schedule"] = settled.schedule
    if sampling.smea == "auto" and model.smea:
        changes["smea"] = "on" if settled.smea else "off"
    return changes
