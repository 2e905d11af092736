"""Picture files as the service sends them, with NovelAI's record of how they were made in texts and alpha bits."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.demo.checks import Order
from naitui.pictures.alpha import write_record
from naitui.pictures.errors import BadPicture

_ECHOED = (
    "cfg_rescale", "noise_schedule", "legacy_v3_extend", "sampler", "dynamic_thresholding", "sm", "sm_dyn",
    "skip_cfg_above_sigma", "v4_prompt", "v4_negative_prompt", "deliberate_euler_ancestral_bug", "prefer_brownian",
    "straight_alpha", "controlnet_strength", "tag_hint_qt", "tag_hint_uc_preset", "stream",
)  # fmt: skip
"""Parameters that the service repeats in a picture's Comment when they were sent."""
_REQUEST_TYPES = {
    "generate": "PromptGenerateRequest", "img2img": "Img2ImgRequest", "infill": "NativeInfillingRequest",
}  # fmt: skip
_VIBE_FIELDS = ("reference_strength_multiple", "reference_information_extracted_multiple")
_REFERENCE_FIELDS = (
    "director_reference_descriptions", "director_reference_information_extracted",
    "director_reference_strength_values", "director_reference_secondary_strength_values",
)  # fmt: skip


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
    named = {"Generation_time" if key == "Generation time" else key: value for key, value in record.items()}
    return png_file(picture, named)


def tool_file(picture: Image.Image, comment: Mapping[str, object], seconds: float) -> bytes:
    """A director tool's result: its record is short, with the older spelling of the time."""
    record = {
        "Title": "AI augmented image",
        "Software": "NovelAI",
        "Generation time": f"{seconds:.4f}s",
        "Comment": json.dumps(dict(comment)),
    }
    return png_file(picture, record)


def png_file(picture: Image.Image, texts: Mapping[str, str]) -> bytes:
    """A PNG file with these texts in chunks: plain ones as tEXt, others as iTXt."""
    chunks = PngInfo()
    for name, value in texts.items():
        if value.isascii():
            chunks.add_text(name, value)
        else:
            chunks.add_itxt(name, value)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=chunks, compress_level=3)
    return buffer.getvalue()


def _record(order: Order, sample: int, seconds: float) -> dict[str, str]:
    return {
        "Title": "AI generated image",
        "Description": order.prompt,
        "Software": "NovelAI",
        "Source": _made_by(order),
        "Generation time": f"{seconds:.4f}",
        "Comment": json.dumps(_comment(order, sample)),
    }


def _made_by(order: Order) -> str:
    """Model and hash; the second hash of a V5 model is that of its infill, and the others are treated alike."""
    hashes = order.model.hashes
    if not hashes:
        return order.model.source
    return f"{order.model.source} {hashes[1] if order.action == 'infill' and len(hashes) > 1 else hashes[0]}"


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
        "request_type": _REQUEST_TYPES[order.action],
        **_of_source(order),
        **_of_references(order),
        "version": 1,
        "naitui_demo": True,  # no signature: this picture was never made by NovelAI
    }


def _of_source(order: Order) -> dict[str, object]:
    source = order.source
    if source is None or order.action != "img2img":
        return {}
    return {"strength": source.strength, "noise": source.noise, "extra_noise_seed": source.noise_seed}


def _of_references(order: Order) -> dict[str, object]:
    """Encodings are recorded whole, which is how they can be restored; pictures are not."""
    fields: tuple[str, ...] = _VIBE_FIELDS if order.vibes else ()
    if order.model.vibes == "encoded" and order.vibes:
        fields = ("reference_image_multiple", *fields)
    if order.references:
        fields += _REFERENCE_FIELDS
    return {name: order.parameters[name] for name in fields if name in order.parameters}


def _captioned(block: object) -> object:
    """Both captions are recorded with the same three switches, whichever of them were sent."""
    if not isinstance(block, Mapping):
        return block
    switches = {name: _flag(block.get(name)) for name in ("use_coords", "use_order", "legacy_uc")}
    return {"caption": block.get("caption"), **switches}


def _flag(value: object) -> bool:
    return value is True
