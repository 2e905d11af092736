"""Is a body one that NovelAI would take? As strict as the service: what it refuses, the demo refuses the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from naitui.demo.img2img import Source, read_source
from naitui.demo.references import Reference, read_references
from naitui.demo.refusal import document_of, is_int, is_number, stumble, wrong
from naitui.demo.vibes import Vibe, read_vibes
from naitui.novelai.catalog import Catalog, Model

ACTIONS = ("generate", "img2img", "infill")


@dataclass(frozen=True, slots=True)
class Order:
    """A checked body, with the parts that painting and charging need."""

    model: Model
    """The base model, whichever of its ids was sent."""
    action: str
    prompt: str
    undesired: str
    parameters: Mapping[str, object]
    width: int
    height: int
    steps: int
    seed: int
    samples: int
    source: Source | None = None
    vibes: tuple[Vibe, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def drawn_steps(self) -> int:
        """Steps that are really worked: image to image begins in the middle."""
        return max(1, round(self.steps * self.source.strength)) if self.source else self.steps

    @property
    def smea(self) -> tuple[bool, bool]:
        """SMEA and DYN."""
        return self.parameters.get("sm") is True, self.parameters.get("sm_dyn") is True


def check(body: object, catalog: Catalog, *, stream: bool) -> Order:
    """The order in ``body``. Raises `Fault` as the service would answer."""
    fields = document_of(body)
    model, action = _model(fields, catalog)
    parameters = fields.get("parameters")
    if not isinstance(parameters, Mapping):
        raise wrong("parameters must be an object")
    text = fields.get("input")
    if not isinstance(text, str):
        raise wrong("input must be a string")
    for message in _wrong_values(parameters, model, catalog):
        raise wrong(message)
    if stream and parameters.get("stream") not in ("msgpack", "sse"):
        raise wrong("stream must be one of msgpack, sse")
    size = (_int(parameters, "width"), _int(parameters, "height"))
    references = read_references(parameters, model, action)
    source = read_source(parameters, model, action, size, catalog.limits.seed)
    vibes = read_vibes(parameters, model, action)
    for what in _stumbles(parameters, model):
        raise stumble(what)
    negative = parameters.get("negative_prompt", parameters.get("uc", ""))
    return Order(
        model=model,
        action=action,
        prompt=text,
        undesired=negative if isinstance(negative, str) else "",
        parameters=parameters,
        width=size[0],
        height=size[1],
        steps=_int(parameters, "steps"),
        seed=_int(parameters, "seed"),
        samples=_int(parameters, "n_samples"),
        source=source,
        vibes=vibes,
        references=references,
    )


def _model(body: Mapping[str, object], catalog: Catalog) -> tuple[Model, str]:
    """The model and the action: infill has ids of its own, which do nothing else."""
    id, action = body.get("model"), body.get("action")
    # A model that borrows another's infill id is not meant by it: the lender is.
    infills = {m.infill: m for m in catalog.models.values() if m.infill and m.infill_as is None}
    known = {**catalog.models, **infills}
    if not isinstance(id, str) or id not in known:
        raise wrong(f"model {id} doesn't exist")
    if not isinstance(action, str) or action not in ACTIONS:
        raise wrong(f"action must be one of {', '.join(ACTIONS)}")
    if (action == "infill") != (id in infills):
        raise wrong(f"model {id} does not support the action {action}")
    return known[id], action


def _wrong_values(parameters: Mapping[str, object], model: Model, catalog: Catalog) -> Iterator[str]:
    """What the service's own validation names."""
    limits = catalog.limits
    ranges = {"width": limits.area, "height": limits.area, "steps": limits.steps, "n_samples": 8}
    for name, most in ranges.items():
        if not is_int(parameters.get(name), 1, most):
            yield f"{name} must be a whole number from 1 to {most}"
            return
    if not is_int(parameters.get("seed"), 0, limits.seed):
        yield f"seed must be a whole number from 0 to {limits.seed}"
        return
    width, height = _int(parameters, "width"), _int(parameters, "height")
    if width % limits.side_step or height % limits.side_step:
        yield f"width and height must be multiples of {limits.side_step}"
    if width * height > limits.area:
        yield f"image is too large: {width * height} of {limits.area} pixels"
    if _int(parameters, "n_samples") > limits.samples_at(width * height):
        yield "n_samples is too large for this size"
    if not is_number(parameters.get("scale"), 0, model.guidance_max):
        yield f"scale must be a number from 0 to {model.guidance_max:g}"
    if not is_number(parameters.get("cfg_rescale", 0), 0, 1):
        yield "cfg_rescale must be a number from 0 to 1"
    if parameters.get("sampler") not in model.samplers:
        yield f"sampler {parameters.get('sampler')} is not supported"
    if model.schedules and parameters.get("noise_schedule", "karras") not in model.schedules:
        yield f"noise_schedule {parameters.get('noise_schedule')} is not supported"
    if parameters.get("image_format", "png") not in ("png", "webp"):
        yield "image_format must be one of png, webp"


def _stumbles(parameters: Mapping[str, object], model: Model) -> Iterator[str]:
    """Bodies that pass the validation and make the service fail without a word."""
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
    return all(is_number(centers[0].get(axis), 0, 1) for axis in ("x", "y"))


def _int(parameters: Mapping[str, object], name: str) -> int:
    return cast(int, parameters[name])
