"""What a recipe asks for – a new picture, one from a source, a part painted anew – and which model draws it."""

from __future__ import annotations

from typing import Literal

from naitui.novelai.catalog import Catalog, Model
from naitui.pictures.region import focus_size
from naitui.recipe import PreciseReference, Recipe, Vibe

Action = Literal["generate", "img2img", "infill"]


def action_of(recipe: Recipe) -> Action:
    """The service's name for it: there is no other than these three."""
    if recipe.mask is not None:
        return "infill"
    return "img2img" if recipe.source is not None else "generate"


def drawing_model(recipe: Recipe, catalog: Catalog) -> Model:
    """The model whose rules hold: the recipe's own, or the one that stands in for it when a part is painted anew."""
    model = catalog.model(recipe.model)
    if recipe.mask is not None and model.infill_as is not None:
        return catalog.model(model.infill_as)
    return model


def wire_id(recipe: Recipe, catalog: Catalog) -> str:
    """The id that is sent: a model has another one for infill."""
    model = catalog.model(recipe.model)
    return (model.infill or model.id) if recipe.mask is not None else model.id


def sent_size(recipe: Recipe) -> tuple[int, int]:
    """Width and height of the request in pixels: the recipe's own, or what a focused infill's region is enlarged to."""
    if recipe.mask is not None and recipe.mask.region is not None:
        return focus_size(recipe.mask.region)
    return recipe.sampling.width, recipe.sampling.height


def sent_references(recipe: Recipe, model: Model) -> tuple[PreciseReference, ...]:
    """The precise references that go with the request: none where the model has none, none for infill."""
    if why_no_references(recipe, model):
        return ()
    return tuple(reference for reference in recipe.precise_references if reference.enabled)


def sent_vibes(recipe: Recipe, model: Model) -> tuple[Vibe, ...]:
    """The vibes that go with the request: precise references and infill both leave them out."""
    if why_no_vibes(recipe, model):
        return ()
    return tuple(vibe for vibe in recipe.vibes if vibe.enabled)


def why_no_vibes(recipe: Recipe, model: Model) -> str:
    """Why no vibe goes with the request, whatever is switched on; empty when they do."""
    if model.vibes == "none":
        return f"{model.title} has no Vibe Transfer"
    if recipe.mask is not None:
        return "vibes do not go with a mask"
    return "vibes do not go with precise references" if sent_references(recipe, model) else ""


def why_no_references(recipe: Recipe, model: Model) -> str:
    """Why no precise reference goes with the request, whatever is switched on; empty when they do."""
    if not model.precise_references:
        return f"{model.title} has no Precise Reference"
    return "precise references do not go with a mask" if recipe.mask is not None else ""


def vibe_strengths(recipe: Recipe, vibes: tuple[Vibe, ...]) -> list[float]:
    """The strengths as they are sent: with normalising on, several that add up to more than 1 share it."""
    strengths = [vibe.strength for vibe in vibes]
    total = sum(abs(strength) for strength in strengths)
    if recipe.normalize_vibes and len(strengths) > 1 and total > 1:
        return [strength / total for strength in strengths]
    return strengths


def vibe_information(vibe: Vibe, model: Model) -> float:
    """The information extracted: the vibe's own, or the model's default."""
    return model.vibe_information if vibe.information is None else vibe.information
