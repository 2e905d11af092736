"""Takes another program's prompt, undesired content and settings over into a recipe, as far as its model has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from naitui.novelai.catalog import Catalog
from naitui.recipe import Recipe
from naitui.recipe.conversion import convert
from naitui.recipe.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Taken:
    """The recipe with what was taken over, and what that is."""

    recipe: Recipe
    prompt: str
    """The other program's prompt, as NovelAI reads it."""
    settings: tuple[str, ...]
    """What was set, in a few words each: ``28 steps``."""
    left: tuple[str, ...]
    """What was not, and why where that is not plain."""


def take(recipe: Recipe, parameters: Parameters, catalog: Catalog) -> Taken:
    """The recipe with the words and settings of ``parameters``; what they do not say stays as it was."""
    dialect = catalog.model(recipe.model).dialect
    settings: dict[str, object] = {}
    told: list[str] = []
    left = list(parameters.others)
    for update, words, why_not in _settings(recipe, parameters, catalog):
        if why_not:
            left.append(f"{words} ({why_not})")
        else:
            settings.update(update)
            told.append(words)
    prompt = convert(parameters.prompt, dialect).text
    undesired = convert(parameters.undesired, dialect).text
    sampling = recipe.sampling.model_copy(update=settings)
    made = recipe.model_copy(update={"prompt": prompt, "undesired": undesired, "sampling": sampling})
    return Taken(made, prompt, tuple(told), tuple(left))


def _settings(recipe: Recipe, given: Parameters, catalog: Catalog) -> Iterator[tuple[dict[str, object], str, str]]:
    """Each setting that is given: what it changes, how it is called, and why it cannot be, if it cannot."""
    model, limits = catalog.model(recipe.model), catalog.limits
    if given.size is not None:
        yield _size(given.size, catalog)
    if given.steps is not None:
        fits = 1 <= given.steps <= limits.steps
        yield {"steps": given.steps}, f"{given.steps} steps", "" if fits else f"1 to {limits.steps} are possible"
    if given.guidance is not None:
        why = "" if given.guidance <= model.guidance_max else f"{model.guidance_max:g} at most"
        yield {"guidance": given.guidance}, f"guidance {given.guidance:g}", why
    if given.sampler is not None:
        known = given.sampler in (*model.samplers, *model.rewrites)
        title = catalog.sampler(given.sampler).title
        yield {"sampler": given.sampler}, title, "" if known else f"{model.title} does not have it"
    if given.schedule is not None:
        known = given.schedule in model.schedules
        yield {"schedule": given.schedule}, given.schedule, "" if known else f"{model.title} does not have it"
    if given.seed is not None:
        yield {"seed": given.seed}, f"seed {given.seed}", "" if given.seed <= limits.seed else "too large"


def _size(size: tuple[int, int], catalog: Catalog) -> tuple[dict[str, object], str, str]:
    """A size in NovelAI's steps: the nearest one, ties up."""
    step = catalog.limits.side_step
    width, height = (max(step, (side + step // 2) // step * step) for side in size)
    given = f"{size[0]}×{size[1]}"
    if width * height > catalog.limits.area:
        return {}, given, "too large"
    words = given if (width, height) == size else f"{width}×{height} for {given}"
    return {"width": width, "height": height}, words, ""
