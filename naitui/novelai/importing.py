"""From NovelAI's own record in a picture back to a recipe, as the page's import does it.

The record holds the merged texts; quality tags, presets and automatic text are taken out again and become switches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.wording import AUTOMATIC_TEXT, FURRY_PREFIX, TRANSPARENT
from naitui.pictures.metadata import Metadata
from naitui.recipe import Cast, Character, Recipe, Sampling
from naitui.recipe.language import MIX, split_mix, split_trailing_weight, text_block_start
from naitui.recipe.lifting import lifted

_LOST = {
    "reference_image_multiple": "vibes",
    "director_reference_images": "precise references",
    "image": "the source picture",
    "mask": "the mask",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A recipe, and what the picture cannot give back."""

    recipe: Recipe
    lost: tuple[str, ...]


def import_recipe(metadata: Metadata, catalog: Catalog) -> Imported | None:
    """The recipe in NovelAI's record; None when it is not a record of a generation (a director tool's, say)."""
    comment = metadata.comment
    if not isinstance(comment.get("prompt"), str) or _whole(comment.get("seed")) is None:
        return None
    model = model_of_source(metadata.source, catalog)
    positive, negative = _caption(comment.get("v4_prompt")), _caption(comment.get("v4_negative_prompt"))
    prompt = _text(positive.get("base_caption"), comment.get("prompt"))
    undesired, preset = _without_preset(_text(negative.get("base_caption"), comment.get("uc")), model)
    furry = model.furry_mode and prompt.startswith(FURRY_PREFIX)
    prompt = prompt.removeprefix(FURRY_PREFIX) if furry else prompt
    prompt, quality, transparent = _without_quality(prompt, model)
    block = comment.get("v4_prompt")
    characters = _characters(positive, negative)
    cast = lifted(characters) if model.interactions else Cast(characters)
    recipe = Recipe(
        model=model.id,
        prompt=prompt,
        undesired=undesired,
        quality=quality,  # type: ignore[arg-type]  # a name from the catalog; the recipe checks it
        undesired_preset=preset,  # type: ignore[arg-type]  # likewise
        furry=furry,
        transparent=transparent,
        ai_choice=not (isinstance(block, Mapping) and block.get("use_coords") is True),
        sampling=_sampling(comment, model, catalog),
        characters=cast.characters,
        interactions=cast.interactions,
    )
    lost = [name for field, name in _LOST.items() if comment.get(field)]
    if comment.get("request_type") not in (None, "PromptGenerateRequest") and "the source picture" not in lost:
        lost.append("the source picture")
    return Imported(recipe, tuple(lost))


def model_of_source(source: str, catalog: Catalog) -> Model:
    """By the hash at the end of ``Source``; an unknown hash falls back on the version in front of it."""
    name, _, hash = source.rpartition(" ")
    known = catalog.model_of_hash(hash)
    if known is not None:
        return known
    of_version = [model for model in catalog.models.values() if model.source in (name, source)]
    curated = [model for model in of_version if model.curated]
    return (curated or of_version or [catalog.models[catalog.default]])[0]


def _sampling(comment: Mapping[str, object], model: Model, catalog: Catalog) -> Sampling:
    schedule = comment.get("noise_schedule")
    if schedule not in model.schedules or len(model.schedules) < 2:
        schedule = None
    sampler = comment.get("sampler")
    smea = "dyn" if comment.get("sm_dyn") is True else "on" if comment.get("sm") is True else "off"
    guidance, rescale = comment.get("scale"), comment.get("cfg_rescale")
    steps = _whole(comment.get("steps"))
    return Sampling(
        width=_whole(comment.get("width")) or 832,
        height=_whole(comment.get("height")) or 1216,
        steps=min(steps, catalog.limits.steps) if steps else None,
        guidance=float(guidance) if isinstance(guidance, int | float) else None,
        rescale=float(rescale) if isinstance(rescale, int | float) and 0 <= rescale <= 1 else 0.0,
        sampler=sampler if isinstance(sampler, str) and sampler in model.samplers else None,
        schedule=str(schedule) if schedule else None,
        seed=_whole(comment.get("seed")),
        variety=isinstance(comment.get("skip_cfg_above_sigma"), int | float),
        decrisper=comment.get("dynamic_thresholding") is True,
        smea=smea,  # type: ignore[arg-type]  # one of three literals
    )


def _without_quality(prompt: str, model: Model) -> tuple[str, str, bool]:
    """The prompt without automatic text, quality tags and the transparency tag; and what they say of the switches."""
    if not model.text_blocks:
        return *_without_old_quality(prompt, model), False
    first, *rest = split_mix(prompt)
    if model.automatic_text and AUTOMATIC_TEXT in first:
        first = first[: first.index(AUTOMATIC_TEXT)].removesuffix(", ")
    start = text_block_start(first)
    head, tail = (first, "") if start is None else (first[:start], first[start:])
    quality = "none"
    for name, tags in model.quality.items():
        if head.endswith(tags):
            quality, head = name, _before(head, tags)
            break
    transparent = model.transparency and head.endswith(TRANSPARENT)
    if transparent:
        head = _before(head, TRANSPARENT)
    return MIX.join([head + tail, *rest]), quality, transparent


def _before(text: str, ending: str) -> str:
    """The text in front of an ending that was joined on with a comma."""
    return text.removesuffix(ending).removesuffix(", ")


def _without_old_quality(prompt: str, model: Model) -> tuple[str, str]:
    """V3 and older: the tags are on every part, or it was not the switch that put them there."""
    for name, tags in model.quality.items():
        parts = [split_trailing_weight(part) for part in prompt.split(MIX)]
        if model.quality_first and all(words.startswith(tags) for words, _ in parts):
            stripped = [words.removeprefix(tags).removeprefix(", ") + weight for words, weight in parts]
            return MIX.join(stripped), name
        if not model.quality_first and all(words.endswith(tags) for words, _ in parts):
            return MIX.join(_before(words, tags) + weight for words, weight in parts), name
    return prompt, "none"


def _without_preset(negative: str, model: Model) -> tuple[str, str]:
    """The user's own undesired content and the preset: the longest of the model's texts that it begins with."""
    text = negative.removeprefix("nsfw, ")
    for name, words in sorted(model.undesired.items(), key=lambda item: -len(item[1])):
        if words and name != "none" and text.startswith(words):
            return text.removeprefix(words).removeprefix(", "), name
    return ("" if negative == model.undesired.get("none") else negative), "none"


def _characters(positive: Mapping[str, object], negative: Mapping[str, object]) -> tuple[Character, ...]:
    prompts, undesired = _listed(positive.get("char_captions")), _listed(negative.get("char_captions"))
    people = []
    for index, caption in enumerate(prompts):
        own = undesired[index].get("char_caption") if index < len(undesired) else ""
        people.append(
            Character(
                prompt=_text(caption.get("char_caption")),
                undesired=_text(own),
                position=_position(caption.get("centers")),
            )
        )
    return tuple(people)


def _position(centers: object) -> tuple[float, float] | None:
    first = _listed(centers)[:1]
    if not first:
        return None
    x, y = first[0].get("x"), first[0].get("y")
    if isinstance(x, int | float) and isinstance(y, int | float) and 0 <= x <= 1 and 0 <= y <= 1:
        return float(x), float(y)
    return None


def _caption(block: object) -> Mapping[str, object]:
    caption = block.get("caption") if isinstance(block, Mapping) else None
    return caption if isinstance(caption, Mapping) else {}


def _listed(value: object) -> Sequence[Mapping[str, object]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _text(*values: object) -> str:
    return next((value for value in values if isinstance(value, str)), "")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
