"""The pictures of a request, prepared and ready to be sent; and their fields in the body.

Reading files, preparing and encoding happen elsewhere: here are only bytes and the rules of where they go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from naitui.novelai.action import Action, action_of, sent_references, sent_vibes, vibe_information, vibe_strengths
from naitui.novelai.catalog import Model
from naitui.novelai.errors import Refused
from naitui.pictures.text64 import text64
from naitui.pictures.vibe_parts import VibeFile
from naitui.recipe import Problem, Recipe, Resolved
from naitui.recipe.resolve import SEEDS

if TYPE_CHECKING:
    from naitui.novelai.request import Json
    from naitui.pictures.pasting import Pasting

VIBES = "reference_image_multiple"
"""The field of the encodings."""
INFILL_STRENGTH = 0.7
"""What the page sends as ``strength`` of every infill; the user's slider is another field."""


@dataclass(frozen=True, slots=True)
class Unencoded:
    """A vibe whose encoding is still to be bought."""

    vibe: VibeFile = field(repr=False)
    """With its picture."""
    id: str
    """The vibe's; see `naitui.pictures.vibes.vibe_id`."""
    name: str
    """For people: the file's."""
    model: str
    """The base model that it is for."""
    model_key: str
    """How vibe files call that model."""
    information: float

    @property
    def placeholder(self) -> str:
        """What stands in a body where the encoding will; no base64 looks like it."""
        return f"<encoding of {self.name} ({self.id[:12]}) for {self.model}, information {self.information:g}>"


@dataclass(frozen=True, slots=True)
class Materials:
    """Prepared pictures, in the order of the recipe's enabled entries.

    ``source`` and ``mask`` are PNG files of exactly the request's size; ``vibes`` are encodings (V4, V4.5) or 448×448
    PNG files (V3); ``references`` are PNG canvases; ``control`` is a PNG.
    """

    source: bytes | None = None
    mask: bytes | None = None
    vibes: tuple[bytes | Unencoded | None, ...] = ()
    references: tuple[bytes, ...] = ()
    control: bytes | None = None
    pasting: Pasting | None = None
    """What the result of an infill is laid over; None without a mask."""
    _texts: dict[bytes, str] = field(default_factory=dict, compare=False, repr=False)
    """Pictures as JSON holds them, shared by all requests: they are megabytes."""

    def text(self, data: bytes) -> str:
        """A picture as it stands in JSON."""
        known = self._texts.get(data)
        if known is None:
            known = self._texts[data] = text64(data)
        return known

    @property
    def unencoded(self) -> tuple[Unencoded, ...]:
        """The encodings that are still to be bought, each once."""
        found = {vibe.placeholder: vibe for vibe in self.vibes if isinstance(vibe, Unencoded)}
        return tuple(found.values())


NOTHING = Materials()
MaterialsOf = Callable[[Recipe], Materials]
"""What the request of a settled recipe needs, where that is not the same for all requests."""


def picture_fields(resolved: Resolved, model: Model, materials: Materials) -> dict[str, Json]:
    """Every field of the body that concerns pictures.

    Raises:
        Refused: the recipe names a picture that ``materials`` does not hold.
    """
    recipe = resolved.recipe
    return {
        **_source_fields(resolved, action_of(recipe), model, materials),
        **_vibe_fields(recipe, model, materials),
        **_reference_fields(recipe, model, materials),
        **_control_fields(recipe, model, materials),
    }


def _source_fields(resolved: Resolved, action: Action, model: Model, materials: Materials) -> dict[str, Json]:
    source, mask = resolved.recipe.source, resolved.recipe.mask
    if source is None:
        return {}
    fields: dict[str, Json] = {
        "image": _sent(materials.source, "source", materials),
        "strength": _number(source.strength),
        "noise": _number(source.noise),
        "extra_noise_seed": (resolved.seed - 1) % SEEDS,
    }
    if mask is None:
        return (
            fields
            | {"color_correct": False}
            | ({"upscaled_enhance": True} if source.upscaled and model.enhance_max else {})
        )
    fields |= {"mask": _sent(materials.mask, "mask", materials), "add_original_image": False}
    if model.blocks:
        fields |= {"strength": INFILL_STRENGTH, "noise": 0, "inpaintImg2ImgStrength": _number(mask.strength)}
        if mask.strength != 1:
            fields["img2img"] = {"strength": mask.strength, "color_correct": True}
    return fields


def _vibe_fields(recipe: Recipe, model: Model, materials: Materials) -> dict[str, Json]:
    vibes = sent_vibes(recipe, model)
    if not vibes:
        return {}
    if len(materials.vibes) != len(vibes):
        raise Refused([Problem(("vibes",), "the pictures have not been read")])
    images: list[Json] = [_sent(data, "vibes", materials) for data in materials.vibes]
    strengths: list[Json] = [_number(strength) for strength in vibe_strengths(recipe, vibes)]
    fields: dict[str, Json] = {VIBES: images, "reference_strength_multiple": strengths}
    if model.vibes == "raw":
        information: list[Json] = [_number(vibe_information(vibe, model)) for vibe in vibes]
        fields["reference_information_extracted_multiple"] = information
    return fields


def _reference_fields(recipe: Recipe, model: Model, materials: Materials) -> dict[str, Json]:
    references = sent_references(recipe, model)
    if not references:
        return {}
    if len(materials.references) != len(references):
        raise Refused([Problem(("precise_references",), "the pictures have not been read")])
    images: list[Json] = [_sent(data, "precise_references", materials) for data in materials.references]
    descriptions: list[Json] = [
        {"caption": {"base_caption": reference.type, "char_captions": []}, "legacy_uc": False}
        for reference in references
    ]
    return {
        "director_reference_images": images,
        "director_reference_descriptions": descriptions,
        "director_reference_information_extracted": [1] * len(references),
        "director_reference_strength_values": [_number(r.strength) for r in references],
        "director_reference_secondary_strength_values": [_number(round(1 - r.fidelity, 2)) for r in references],
    }


def _control_fields(recipe: Recipe, model: Model, materials: Materials) -> dict[str, Json]:
    control = recipe.control
    if control is None or not model.controlnet:
        return {}
    return {
        "controlnet_condition": _sent(materials.control, "control", materials),
        "controlnet_model": control.model,
        "controlnet_strength": _number(control.strength),
    }


def _sent(data: bytes | Unencoded | None, place: str, materials: Materials) -> str:
    """Bytes as they stand in JSON."""
    if isinstance(data, Unencoded):
        return data.placeholder
    if data is None:
        raise Refused([Problem((place,), "the picture has not been read")])
    return materials.text(data)


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
