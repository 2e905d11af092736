"""The model lint: what a model cannot do with a recipe, said before anything is sent.

*Refusals* stop the request (what would come back would not be what was asked for, or the server would refuse it).
*Notes* list what is ignored or changed on the way; the recipe itself is never touched.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from naitui.novelai.action import drawing_model, sent_size, sent_vibes, why_no_references, why_no_vibes
from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.errors import Refused
from naitui.novelai.lint_characters import character_notes, refused_characters
from naitui.novelai.wording import without_controls
from naitui.pictures.region import fits
from naitui.recipe import Problem, Recipe


@dataclass(frozen=True, slots=True)
class Lint:
    """What was found: ``refusals`` stop the request, ``notes`` only tell."""

    refusals: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def raise_if_refused(self) -> None:
        """Raise `Refused` with every refusal, if there is one."""
        if self.refusals:
            raise Refused(self.refusals)


def lint(recipe: Recipe, catalog: Catalog) -> Lint:
    """Everything about ``recipe`` that its model refuses, ignores or changes."""
    model = drawing_model(recipe, catalog)
    refusals = (
        *_sizes(recipe, catalog),
        *_numbers(recipe, model, catalog),
        *_sampler(recipe, model, catalog),
        *_texts(recipe, catalog),
        *refused_characters(recipe, model),
        *_pictures(recipe, catalog),
    )
    notes = (
        *_about_model(recipe, catalog),
        *_changed(recipe, model, catalog),
        *_ignored(recipe, model),
        *character_notes(recipe, model),
        *left_out(recipe, model),
    )
    return Lint(refusals, notes)


def _sizes(recipe: Recipe, catalog: Catalog) -> Iterator[Problem]:
    limits, sampling = catalog.limits, recipe.sampling
    step = limits.side_step
    for name, side in (("width", sampling.width), ("height", sampling.height)):
        if side % step:
            near = max(step, (side + step // 2) // step * step)
            yield Problem(("sampling", name), f"{side} is not a multiple of {step}; the nearest is {near}")
    area = sampling.width * sampling.height
    if area > limits.area:
        size = f"{sampling.width}×{sampling.height} is {area:,} pixels"
        yield Problem(("sampling", "width"), f"{size}; NovelAI makes {limits.area:,} at most")
    sent = sent_size(recipe)
    most = limits.samples_at(sent[0] * sent[1])
    samples = min(recipe.batch.samples, recipe.batch.count)
    if samples > most:
        yield Problem(("batch", "samples"), f"{samples} in one request; at this size {most} are possible")


def _numbers(recipe: Recipe, model: Model, catalog: Catalog) -> Iterator[Problem]:
    limits, sampling = catalog.limits, recipe.sampling
    if (sampling.steps or 1) > limits.steps:
        yield Problem(("sampling", "steps"), f"{sampling.steps} is too many; 1 to {limits.steps} are possible")
    if (sampling.guidance or 0) > model.guidance_max:
        most = f"{model.guidance_max:g}"
        yield Problem(("sampling", "guidance"), f"{sampling.guidance:g} is too high; {model.title} takes 0 to {most}")
    if (sampling.seed or 0) > limits.seed:
        yield Problem(("sampling", "seed"), f"{sampling.seed} is too large; seeds run from 0 to {limits.seed}")


def _sampler(recipe: Recipe, model: Model, catalog: Catalog) -> Iterator[Problem]:
    sampling = recipe.sampling
    wanted = sampling.sampler
    known = (*model.samplers, *model.rewrites, "nai_smea", "nai_smea_dyn")
    if wanted is not None and wanted not in known and wanted not in catalog.samplers:
        yield Problem(("sampling", "sampler"), f'there is no sampler "{wanted}"; one of {", ".join(model.samplers)}')
    elif wanted is not None and wanted not in known:
        names = ", ".join(model.samplers)
        yield Problem(("sampling", "sampler"), f"{model.title} does not have {wanted}; one of {names}")
    schedules = {name for other in catalog.models.values() for name in other.schedules}
    if sampling.schedule is not None and sampling.schedule not in schedules:
        names = ", ".join(model.schedules or sorted(schedules))
        yield Problem(("sampling", "schedule"), f'there is no schedule "{sampling.schedule}"; one of {names}')
    steps = sampling.steps or model.steps
    used = model.rewrites.get(wanted, wanted) if wanted else None
    if used in model.samplers and steps in catalog.sampler(used).failing_steps:
        yield Problem(("sampling", "steps"), f"{wanted} is known to fail with {steps} steps; take one more or less")


def _texts(recipe: Recipe, catalog: Catalog) -> Iterator[Problem]:
    most = catalog.limits.prompt_characters
    for place, text in _all_texts(recipe):
        if len(text) > most:
            yield Problem(place, f"{len(text):,} characters; NovelAI takes {most:,} at most")


def _all_texts(recipe: Recipe) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("prompt",), recipe.prompt
    yield ("undesired",), recipe.undesired
    for index, character in enumerate(recipe.characters):
        if character.live:
            yield ("characters", index, "prompt"), character.prompt
            yield ("characters", index, "undesired"), character.undesired


def _pictures(recipe: Recipe, catalog: Catalog) -> Iterator[Problem]:
    """What cannot be done with the pictures that the recipe names."""
    model = drawing_model(recipe, catalog)
    if recipe.mask is not None and recipe.source is None:
        yield Problem(("mask",), "there is a mask but no source picture to paint on")
    if recipe.mask is not None and catalog.model(recipe.model).infill is None:
        yield Problem(("mask",), f"{model.title} cannot paint a part anew")
    region, sampling = recipe.mask.region if recipe.mask is not None else None, recipe.sampling
    if region is not None and not fits(region, sampling.width, sampling.height):
        yield Problem(("mask", "region"), f"it is not inside a picture of {sampling.width}×{sampling.height}")
    vibes = len(sent_vibes(recipe, model))
    if model.vibes_max and vibes > model.vibes_max:
        yield Problem(("vibes",), f"{vibes} vibes are on; {model.title} takes {model.vibes_max} at most")


def left_out(recipe: Recipe, model: Model) -> Iterator[Problem]:
    """References that stay in the recipe but do not go with this request, and why."""
    why = why_no_vibes(recipe, model)
    if why and any(vibe.enabled for vibe in recipe.vibes):
        yield Problem(("vibes",), f"{why}; they are left out")
    why = why_no_references(recipe, model)
    if why and any(reference.enabled for reference in recipe.precise_references):
        yield Problem(("precise_references",), f"{why}; they are left out")
    if recipe.control is not None and not model.controlnet:
        yield Problem(("control",), f"{model.title} has no ControlNet; it is left out")
    if recipe.source is not None and recipe.source.upscaled and not model.enhance_max:
        yield Problem(("source", "upscaled"), f"{model.title} cannot enlarge the source itself; that is left out")


def _about_model(recipe: Recipe, catalog: Catalog) -> Iterator[Problem]:
    model = catalog.model(recipe.model)
    if model.inherited:
        close = difflib.get_close_matches(recipe.model, catalog.models, 1)
        meant = f'; did you mean "{close[0]}"?' if close else ""
        words = f'"{recipe.model}" is not in the catalog; it is treated as a {model.family} model{meant}'
        yield Problem(("model",), words)
    if recipe.mask is not None and model.infill_as is not None:
        yield Problem(
            ("mask",), f"{model.title} cannot paint a part anew; {catalog.model(model.infill_as).title} does it"
        )
    if not model.offered:
        yield Problem(("model",), f"NovelAI no longer offers {model.title}: it may refuse, the price is a guess")


def _changed(recipe: Recipe, model: Model, catalog: Catalog) -> Iterator[Problem]:
    sampling = recipe.sampling
    if sampling.sampler in model.rewrites:
        yield Problem(("sampling", "sampler"), f"{sampling.sampler} becomes {model.rewrites[sampling.sampler]}")
    if sampling.schedule is not None and model.schedules and sampling.schedule not in model.schedules:
        yield Problem(("sampling", "schedule"), f"{sampling.schedule} becomes {model.schedules[0]} on {model.title}")
    quality, preset = catalog.quality(model, recipe.quality), catalog.preset(model, recipe.undesired_preset)
    if quality != recipe.quality:
        yield Problem(("quality",), f"{model.title} has no {recipe.quality} quality tags; {quality} is used")
    if preset != recipe.undesired_preset and model.fixed is None:
        yield Problem(("undesired_preset",), f"{model.title} has no {recipe.undesired_preset}; {preset} is used")
    if model.fixed is not None:
        fixed = f"always {model.fixed.steps} steps, {model.fixed.sampler} and the {model.fixed.undesired_preset} preset"
        yield Problem(("model",), f"{model.title}: {fixed}; your own undesired content is not sent")
    for place, text in _all_texts(recipe):
        if text != without_controls(text):
            yield Problem(place, "control characters are left out")


def _ignored(recipe: Recipe, model: Model) -> Iterator[Problem]:
    sampling, title = recipe.sampling, model.title
    unused = {
        ("sampling", "rescale"): ("Guidance Rescale", sampling.rescale > 0 and not model.rescale),
        ("sampling", "schedule"): ("noise schedule", sampling.schedule is not None and not model.schedules),
        ("sampling", "variety"): ("Variety+", sampling.variety and model.variety is None),
        ("sampling", "decrisper"): ("Decrisper", sampling.decrisper and not model.decrisper),
        ("sampling", "smea"): ("SMEA", sampling.smea != "off" and not model.smea),
        ("furry",): ("furry mode", recipe.furry and not model.furry_mode),
        ("transparent",): ("transparent background", recipe.transparent and not model.transparency),
    }
    for place, (name, is_set) in unused.items():
        if is_set:
            yield Problem(place, f"{title} has no {name}")
    if sampling.smea == "dyn" and model.smea and not model.smea_dyn:
        yield Problem(("sampling", "smea"), f"{title} has SMEA but no DYN")
