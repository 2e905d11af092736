"""From a checked order to picture files as the service sends them, metadata in text chunks and alpha bits included."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.demo.checks import Order, captions
from naitui.demo.painter import Figure, Scene, paint, preview
from naitui.pictures.alpha import write_record
from naitui.pictures.errors import BadPicture

_ECHOED = (
    "cfg_rescale", "noise_schedule", "legacy_v3_extend", "sampler", "dynamic_thresholding", "sm", "sm_dyn",
    "skip_cfg_above_sigma", "v4_prompt", "v4_negative_prompt", "deliberate_euler_ancestral_bug", "prefer_brownian",
    "straight_alpha", "controlnet_strength", "tag_hint_qt", "tag_hint_uc_preset", "stream",
)  # fmt: skip
"""Parameters that the service repeats in a picture's Comment when they were sent."""


def draw(order: Order, sample: int) -> Image.Image:
    """The picture of one sample; its seed is the order's seed plus the sample's number."""
    people = captions(order)
    placed = _flag(order.parameters.get("use_coords"))
    figures = tuple(
        Figure(text, undesired, *(center if placed else (_spread(index, len(people)), 0.55)))
        for index, (text, undesired, center) in enumerate(people)
    )
    guidance = order.parameters.get("scale")
    scene = Scene(
        prompt=order.prompt,
        undesired=order.undesired,
        seed=(order.seed + sample) % 2**32,
        width=order.width,
        height=order.height,
        figures=figures,
        transparent=_flag(order.parameters.get("tag_hint_transparent_background")),
        steps=order.steps,
        guidance=float(guidance) if isinstance(guidance, int | float) else 5.0,
        variety=order.parameters.get("skip_cfg_above_sigma") is not None,
    )
    return paint(scene)


def step_jpeg(final: Image.Image, order: Order, step: int, steps: int) -> bytes:
    """The small JPEG that the stream shows after a step."""
    buffer = io.BytesIO()
    preview(final, order.seed, step, steps).convert("RGB").save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def picture_file(picture: Image.Image, order: Order, sample: int, seconds: float) -> bytes:
    """The finished file: PNG or lossless WebP with NovelAI's record of how it was made."""
    record = _record(order, sample, seconds)
    try:
        picture = write_record(picture, {k: v for k, v in record.items() if k != "Title"})
    except BadPicture:  # too few pixels for a record: the service, too, leaves it out
        picture = picture.convert("RGBA")
    buffer = io.BytesIO()
    if order.parameters.get("image_format") == "webp":
        exif = Image.Exif()
        exif[0x9286] = b"ASCII\0\0\0" + json.dumps(record).encode("ascii")
        picture.save(buffer, "WEBP", lossless=True, quality=30, exif=exif)
        return buffer.getvalue()
    chunks = PngInfo()
    for key, value in record.items():
        name = "Generation_time" if key == "Generation time" else key
        if value.isascii():
            chunks.add_text(name, value)
        else:
            chunks.add_itxt(name, value)
    picture.save(buffer, "PNG", pnginfo=chunks, compress_level=3)
    return buffer.getvalue()


def _record(order: Order, sample: int, seconds: float) -> dict[str, str]:
    model = order.model
    return {
        "Title": "AI generated image",
        "Description": order.prompt,
        "Software": "NovelAI",
        "Source": f"{model.source} {model.hashes[0]}" if model.hashes else model.source,
        "Generation time": f"{seconds:.4f}",
        "Comment": json.dumps(_comment(order, sample)),
    }


def _comment(order: Order, sample: int) -> dict[str, object]:
    parameters = order.parameters
    echoed = {name: parameters[name] for name in _ECHOED if name in parameters}
    return {
        "prompt": order.prompt,
        "steps": order.steps,
        "height": order.height,
        "width": order.width,
        "scale": parameters.get("scale"),
        "uncond_scale": 0.0,
        "seed": (order.seed + sample) % 2**32,
        "n_samples": order.samples,
        **{name: _captioned(value) if name.startswith("v4_") else value for name, value in echoed.items()},
        "uc": order.undesired,
        "request_type": "PromptGenerateRequest",
        "version": 1,
        "naitui_demo": True,  # no signature: this picture was never made by NovelAI
    }


def _captioned(block: object) -> object:
    """Both captions are recorded with the same three switches, whichever of them were sent."""
    if not isinstance(block, Mapping):
        return block
    switches = {name: _flag(block.get(name)) for name in ("use_coords", "use_order", "legacy_uc")}
    return {"caption": block.get("caption"), **switches}


def _spread(index: int, people: int) -> float:
    return (index + 1) / (people + 1)


def _flag(value: object) -> bool:
    return value is True
