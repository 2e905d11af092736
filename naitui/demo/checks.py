"""Is a body one that NovelAI would take? As strict as the service: what it refuses, the demo refuses the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from naitui.novelai.catalog import Catalog, Model

ACTIONS = ("generate", "img2img", "infill")


class Fault(Exception):
    """An answer that is no picture: a status and the service's message."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


INTERNAL = "Internal Server Error"
"""What the service says to bodies it stumbles over; it does not say why, and neither does the demo."""


@dataclass(frozen=True, slots=True)
class Order:
    """A checked body, with the parts that painting and charging need."""

    model: Model
    prompt: str
    undesired: str
    parameters: Mapping[str, object]
    width: int
    height: int
    steps: int
    seed: int
    samples: int

    @property
    def smea(self) -> tuple[bool, bool]:
        """SMEA and DYN."""
        return self.parameters.get("sm") is True, self.parameters.get("sm_dyn") is True


def check(body: object, catalog: Catalog, *, stream: bool) -> Order:
    """The order in ``body``. Raises `Fault` as the service would answer."""
    if not isinstance(body, Mapping):
        raise Fault(400, "Validation error: body must be an object")
    model, parameters = _model(body, catalog), body.get("parameters")
    if not isinstance(parameters, Mapping):
        raise Fault(400, "Validation error: parameters must be an object")
    text = body.get("input")
    if not isinstance(text, str):
        raise Fault(400, "Validation error: input must be a string")
    for message in _wrong_values(parameters, model, catalog):
        raise Fault(400, f"Validation error: {message}")
    if stream and parameters.get("stream") not in ("msgpack", "sse"):
        raise Fault(400, "Validation error: stream must be one of msgpack, sse")
    for what in _stumbles(parameters, model):
        raise Fault(500, INTERNAL) from ValueError(what)
    negative = parameters.get("negative_prompt", parameters.get("uc", ""))
    return Order(
        model=model,
        prompt=text,
        undesired=negative if isinstance(negative, str) else "",
        parameters=parameters,
        width=_int(parameters, "width"),
        height=_int(parameters, "height"),
        steps=_int(parameters, "steps"),
        seed=_int(parameters, "seed"),
        samples=_int(parameters, "n_samples"),
    )


def _model(body: Mapping[str, object], catalog: Catalog) -> Model:
    id, action = body.get("model"), body.get("action")
    if not isinstance(id, str) or id not in catalog.models:
        raise Fault(400, f"Validation error: model {id} doesn't exist")
    if action not in ACTIONS:
        raise Fault(400, f"Validation error: action must be one of {', '.join(ACTIONS)}")
    if action != "generate":
        raise Fault(400, f"Validation error: model {id} does not support the action {action}")
    return catalog.models[id]


def _wrong_values(parameters: Mapping[str, object], model: Model, catalog: Catalog) -> Iterator[str]:
    """What the service's own validation names."""
    limits = catalog.limits
    ranges = {"width": limits.area, "height": limits.area, "steps": limits.steps, "n_samples": 8}
    for name, most in ranges.items():
        if not _is_int(parameters.get(name), 1, most):
            yield f"{name} must be a whole number from 1 to {most}"
            return
    if not _is_int(parameters.get("seed"), 0, limits.seed):
        yield f"seed must be a whole number from 0 to {limits.seed}"
        return
    width, height = _int(parameters, "width"), _int(parameters, "height")
    if width % limits.side_step or height % limits.side_step:
        yield f"width and height must be multiples of {limits.side_step}"
    if width * height > limits.area:
        yield f"image is too large: {width * height} of {limits.area} pixels"
    if _int(parameters, "n_samples") > limits.samples_at(width * height):
        yield "n_samples is too large for this size"
    if not _is_number(parameters.get("scale"), 0, model.guidance_max):
        yield f"scale must be a number from 0 to {model.guidance_max:g}"
    if not _is_number(parameters.get("cfg_rescale", 0), 0, 1):
        yield "cfg_rescale must be a number from 0 to 1"
    if parameters.get("sampler") not in model.samplers:
        yield f"sampler {parameters.get('sampler')} is not supported"
    if model.schedules and parameters.get("noise_schedule", "karras") not in model.schedules:
        yield f"noise_schedule {parameters.get('noise_schedule')} is not supported"
    if parameters.get("image_format", "png") not in ("png", "webp"):
        yield "image_format must be one of png, webp"
    if parameters.get("director_reference_images") and not model.precise_references:
        yield "this model has no director reference encoder"


def _stumbles(parameters: Mapping[str, object], model: Model) -> Iterator[str]:
    """Bodies that pass the validation and make the service fail without a word."""
    if parameters.get("reference_image_multiple") and model.vibes == "none":
        yield "vibes on a model without them"
    if not model.blocks:
        return
    if parameters.get("sm") or parameters.get("sm_dyn"):
        yield "SMEA on V4 or newer"
    for name in ("v4_prompt", "v4_negative_prompt"):
        captions = _captions(parameters.get(name))
        if captions is None:
            yield f"{name} is missing"
        elif len(captions) > model.characters:
            yield "too many characters"
        elif not all(_has_center(caption) for caption in captions):
            yield "a character without a center"


def captions(order: Order) -> list[tuple[str, str, tuple[float, float]]]:
    """The characters of a checked order: prompt, undesired content, centre."""
    prompts = _captions(order.parameters.get("v4_prompt")) or []
    negatives = _captions(order.parameters.get("v4_negative_prompt")) or []
    people = []
    for index, caption in enumerate(prompts):
        undesired = negatives[index].get("char_caption", "") if index < len(negatives) else ""
        center = cast(list[Mapping[str, float]], caption["centers"])[0]
        people.append((str(caption.get("char_caption", "")), str(undesired), (center["x"], center["y"])))
    return people


def _captions(block: object) -> list[Mapping[str, object]] | None:
    caption = block.get("caption") if isinstance(block, Mapping) else None
    if not isinstance(caption, Mapping) or not isinstance(caption.get("base_caption"), str):
        return None
    captions = caption.get("char_captions")
    return captions if isinstance(captions, list) and all(isinstance(c, Mapping) for c in captions) else None


def _has_center(caption: Mapping[str, object]) -> bool:
    centers = caption.get("centers")
    if not isinstance(centers, list) or not centers or not isinstance(centers[0], Mapping):
        return False
    return all(_is_number(centers[0].get(axis), 0, 1) for axis in ("x", "y"))


def _is_int(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _int(parameters: Mapping[str, object], name: str) -> int:
    return cast(int, parameters[name])
