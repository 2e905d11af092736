"""The body that goes over the wire for a resolved recipe: what NovelAI's own page would send, field for field.

Which fields a family gets, and in which order, follows captures of the page; values come from the catalog.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from naitui.novelai.action import action_of, drawing_model, wire_id
from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.errors import Refused
from naitui.novelai.lint import lint
from naitui.novelai.materials import NOTHING, VIBES, Materials, MaterialsOf, Unencoded, picture_fields
from naitui.novelai.placing import places_count, sent_places
from naitui.novelai.price import price_problem
from naitui.novelai.sampling import Settled, settle
from naitui.novelai.wording import CharacterWords, Wording, word
from naitui.pictures.text64 import text64
from naitui.recipe import Recipe, Resolved

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Framing = Literal["msgpack", "sse", "none"]
"""How a streamed answer is framed; "none" asks for the plain answer, a ZIP."""

PARAMS_VERSION = 4


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the service, ready to be sent."""

    path: str
    body: dict[str, Json]
    samples: int
    seed: int
    framing: Framing = "none"
    wanted: tuple[Unencoded, ...] = ()
    """Vibes that must be encoded first; until `filled` their placeholders stand in the body."""

    @property
    def method(self) -> str:
        """Every generation is a POST."""
        return "POST"

    def filled(self, encodings: Mapping[str, bytes]) -> Request:
        """The request with encodings (by placeholder) in their places; those that are missing stay wanted."""
        parameters = self.body.get("parameters")
        assert isinstance(parameters, dict)  # noqa: S101 - `build` makes it so
        known = {place: text64(data) for place, data in encodings.items()}
        images = [known.get(image, image) for image in parameters.get(VIBES, ())]
        missing = tuple(vibe for vibe in self.wanted if vibe.placeholder not in known)
        return replace(self, body={**self.body, "parameters": {**parameters, VIBES: images}}, wanted=missing)


def build(
    resolved: Resolved, catalog: Catalog, framing: Framing = "msgpack", materials: Materials = NOTHING
) -> Request:
    """The request for one resolved recipe. ``framing`` is used where the page streams too, else the plain path.

    ``materials`` holds the pictures that the recipe names, prepared.

    Raises:
        Refused: the model cannot do what is asked for, or one picture would cost more than NovelAI allows.
    """
    [request] = build_all([resolved], catalog, framing, materials)
    return request


def build_all(
    requests: Sequence[Resolved],
    catalog: Catalog,
    framing: Framing = "msgpack",
    materials: Materials | MaterialsOf = NOTHING,
) -> list[Request]:
    """`build` for all requests of one recipe: checked and worded once where they differ in nothing but the seed.

    The cells of a sweep may need pictures that are made ready in different ways: then ``materials`` says which.

    Raises:
        Refused: as for `build`.
    """
    known: dict[Recipe, Wording] = {}
    built = []
    for resolved in requests:
        recipe = resolved.recipe
        differs = recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update={"seed": None})})
        if differs not in known:
            lint(recipe, catalog).raise_if_refused()
            too_dear = price_problem(recipe, catalog)
            if too_dear:
                raise Refused([too_dear])
            known[differs] = word(recipe, drawing_model(recipe, catalog), catalog)
        own = materials if isinstance(materials, Materials) else materials(recipe)
        built.append(_built(resolved, catalog, framing, own, known[differs]))
    return built


def _built(resolved: Resolved, catalog: Catalog, framing: Framing, materials: Materials, wording: Wording) -> Request:
    recipe = resolved.recipe
    model = drawing_model(recipe, catalog)
    if not model.streams or recipe.mask is not None:
        framing = "none"  # a streamed infill is said to have ignored its mask at times
    parameters = _parameters(resolved, model, catalog, wording) | picture_fields(resolved, model, materials)
    if framing != "none":
        parameters["stream"] = framing
    body: dict[str, Json] = {
        "input": wording.prompt,
        "model": wire_id(recipe, catalog),
        "action": action_of(recipe),
        "parameters": parameters,
        "use_new_shared_trial": True,
    }
    path = "/ai/generate-image" if framing == "none" else "/ai/generate-image-stream"
    wanted = materials.unencoded if VIBES in parameters else ()
    return Request(path, body, resolved.samples, resolved.seed, framing, wanted)


def _parameters(resolved: Resolved, model: Model, catalog: Catalog, wording: Wording) -> dict[str, Json]:
    recipe = resolved.recipe
    settled = settle(recipe, model, catalog)
    parameters: dict[str, Json] = {
        "params_version": PARAMS_VERSION,
        "width": settled.width,
        "height": settled.height,
        "scale": _number(settled.guidance),
        "sampler": settled.sampler,
        "steps": settled.steps,
        "n_samples": resolved.samples,
        "seed": resolved.seed,
        "ucPresetId": wording.preset,
        "qualityPresetId": wording.quality,
        **_smea(settled, model),
        "dynamic_thresholding": settled.decrisper,
        "controlnet_strength": 1,
        "legacy": False,
        "add_original_image": True,
    }
    if settled.rescale is not None:
        parameters["cfg_rescale"] = _number(settled.rescale)
    if settled.schedule is not None:
        parameters["noise_schedule"] = settled.schedule
    parameters["legacy_v3_extend"] = False
    if model.variety is not None:
        parameters["skip_cfg_above_sigma"] = _number(settled.variety_sigma)
    parameters["tag_hint_qt"] = catalog.hints[wording.quality]
    parameters["tag_hint_uc_preset"] = catalog.hints[wording.preset]
    if model.blocks:
        parameters |= _blocks(recipe, model, wording)
    elif model.character_list:
        parameters["characterPrompts"] = []
    parameters["negative_prompt" if wording.undesired else "uc"] = wording.undesired
    if catalog.sampler(settled.sampler).ancestral and settled.schedule != "native":
        parameters |= {"deliberate_euler_ancestral_bug": False, "prefer_brownian": True}
    if model.straight_alpha:
        parameters["straight_alpha"] = True
    if model.transparency and recipe.transparent:
        parameters["tag_hint_transparent_background"] = True
    parameters["image_format"] = "png"
    return parameters


def _smea(settled: Settled, model: Model) -> dict[str, Json]:
    if model.blocks:
        return {"autoSmea": False}  # a stale sm: true on these models is answered with a server error
    fields: dict[str, Json] = {"sm": settled.smea}
    if model.smea_dyn:
        fields["sm_dyn"] = settled.smea_dyn
    return fields


def _blocks(recipe: Recipe, model: Model, wording: Wording) -> dict[str, Json]:
    """The fields of V4 and newer: characters, and prompt and negative as captions."""
    characters = wording.characters
    centers = _centers(recipe, model)
    use_coords = places_count(recipe, model)
    return {
        "use_coords": use_coords,
        "legacy_uc": False,
        "normalize_reference_strength_multiple": recipe.normalize_vibes,
        "inpaintImg2ImgStrength": 1,
        "characterPrompts": _character_prompts(characters, centers),
        "v4_prompt": {
            "caption": _caption(wording.prompt, [c.prompt for c in characters], centers),
            "use_coords": use_coords,
            "use_order": True,
        },
        "v4_negative_prompt": {
            "caption": _caption(wording.undesired, [c.undesired for c in characters], centers),
            "legacy_uc": False,
        },
    }


def _character_prompts(characters: Sequence[CharacterWords], centers: Sequence[Json]) -> list[Json]:
    return [
        {"prompt": c.prompt, "uc": c.undesired, "center": center, "enabled": True}
        for c, center in zip(characters, centers, strict=True)
    ]


def _caption(base: str, texts: Sequence[str], centers: Sequence[Json]) -> dict[str, Json]:
    placed = zip(texts, centers, strict=True)
    captions: list[Json] = [{"char_caption": text, "centers": [center]} for text, center in placed]
    return {"base_caption": base, "char_captions": captions}


def _centers(recipe: Recipe, model: Model) -> list[Json]:
    return [{"x": x, "y": y} for x, y in sent_places(recipe, model)]


def _number(value: float | None) -> float | int | None:
    """Numbers as JavaScript prints them: 5, not 5.0."""
    return int(value) if value is not None and value == int(value) else value
