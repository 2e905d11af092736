"""Vibes: the encoder that makes one of a picture, what a body may hold of them, and how they colour a picture.

An encoding is opaque to everybody but this demo. Behind a mark and a checksum it holds what was asked (the model's key
and the information extracted) and the picture's tones; the rest is filling, so that it is as large as NovelAI's.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from PIL import Image

from naitui.demo.colours import Tones, complementary, graded, mixed, pulled, tones_of
from naitui.demo.dice import Dice
from naitui.demo.refusal import document_of, is_number, number, stumble, wrong
from naitui.demo.uploads import bytes_of, picture_of
from naitui.novelai.catalog import Catalog, Model
from naitui.pictures.prepare import VIBE_SIZE

ENCODING_BYTES = 49_152
"""The size of an encoding; NovelAI's are about as large."""
LEAST_INFORMATION = 0.01

_MARK = b"\x89demovibe40\r\n"
_CHECK_BYTES = 16
_LENGTH_BYTES = 4
_FORGETS = 0.85  # how much of the difference between its tones a vibe loses without information
_REACH, _SLOPE = 0.72, 1.3  # the most a vibe can colour, and how fast it gets there


@dataclass(frozen=True, slots=True)
class Vibe:
    """A vibe that was sent along: its tones, and how strongly it counts (below 0: away from it)."""

    tones: Tones
    strength: float


@dataclass(frozen=True, slots=True)
class ToEncode:
    """A checked body of ``/ai/encode-vibe``."""

    image: Image.Image
    mask: Image.Image | None
    key: str
    information: float

    def encoded(self) -> bytes:
        """The encoding: the same bytes for the same pixels, model and information."""
        tones = pulled(tones_of(self.image, self.mask), (1 - self.information) * _FORGETS)
        seal = hashlib.sha256(self.image.convert("RGBA").tobytes()).hexdigest()[:16]
        told = {"key": self.key, "information": self.information, "tones": tones, "of": seal}
        body = json.dumps(told, separators=(",", ":")).encode()
        check = hashlib.sha256(body).digest()[:_CHECK_BYTES]
        head = _MARK + check + len(body).to_bytes(_LENGTH_BYTES, "big") + _veiled(body, check)
        return head + Dice("vibe", seal, self.key, self.information).octets(ENCODING_BYTES - len(head))


def read_to_encode(body: object, catalog: Catalog) -> ToEncode:
    """The order in a body of ``/ai/encode-vibe``. Raises `Fault` as the service would answer."""
    fields = document_of(body)
    id = fields.get("model")
    infills = {model.infill for model in catalog.models.values() if model.infill}
    model = catalog.models.get(id) if isinstance(id, str) else None
    if id in infills:
        raise wrong(f"model {id} does not support vibe encoding")
    if model is None:
        raise wrong(f"model {id} doesn't exist")
    if model.vibe_key is None and model.blocks:
        raise stumble("there is no encoder for V5")
    if model.vibe_key is None:
        raise wrong(f"model {id} does not support vibe encoding")
    information = number(fields, "information_extracted", LEAST_INFORMATION, 1)
    image = picture_of(fields.get("image"), "image").image
    mask = picture_of(fields["mask"], "mask", only_png=True).image if fields.get("mask") is not None else None
    return ToEncode(image, mask, model.vibe_key, information)


def read_vibes(parameters: Mapping[str, object], model: Model, action: str) -> tuple[Vibe, ...]:
    """The vibes of a body. Raises `Fault`.

    Where the reference of the service is silent: what is no base64, wrong in number or missing a strength is named by
    the validation (400); a string that is no encoding of this very model (a raw picture, another model's encoding)
    passes it, and the model stumbles (500).
    """
    images = parameters.get("reference_image_multiple") or []
    if not images:
        return ()
    if model.vibes == "none" or action == "infill":
        raise stumble("vibes on a model without them, or with a mask")
    if not isinstance(images, list):
        raise wrong("reference_image_multiple must be a list")
    if model.vibes_max and len(images) > model.vibes_max:
        raise wrong(f"reference_image_multiple must have at most {model.vibes_max} entries")
    strengths = _numbers(parameters, "reference_strength_multiple", len(images), -math.inf)
    if any(math.isinf(strength) for strength in strengths):
        raise wrong("reference_strength_multiple must hold numbers")
    if model.vibes == "encoded":
        tones = [_encoded_tones(bytes_of(image, "reference_image_multiple"), model) for image in images]
    else:
        known = _numbers(parameters, "reference_information_extracted_multiple", len(images), 0, 1)
        tones = [_raw_tones(image, information) for image, information in zip(images, known, strict=True)]
    return tuple(Vibe(*pair) for pair in zip(tones, strengths, strict=True))


def in_the_mood(picture: Image.Image, vibes: tuple[Vibe, ...]) -> Image.Image:
    """The picture in the colours of its vibes; negative ones push it towards the opposite colours."""
    live = [vibe for vibe in vibes if vibe.strength]
    total = sum(abs(vibe.strength) for vibe in live)
    if not total:
        return picture
    parts = [(v.tones if v.strength > 0 else complementary(v.tones), abs(v.strength)) for v in live]
    return graded(picture, mixed(parts), _REACH * (1 - math.exp(-_SLOPE * total)))


def _encoded_tones(data: bytes, model: Model) -> Tones:
    head = len(_MARK) + _CHECK_BYTES + _LENGTH_BYTES
    check = data[len(_MARK) : len(_MARK) + _CHECK_BYTES]
    length = int.from_bytes(data[head - _LENGTH_BYTES : head], "big")
    body = _veiled(data[head : head + length], check)
    genuine = data.startswith(_MARK) and hashlib.sha256(body).digest()[:_CHECK_BYTES] == check
    if not genuine or len(data) != ENCODING_BYTES:
        raise stumble("this is no encoding")
    told = json.loads(body)
    if told["key"] != model.vibe_key:
        raise stumble(f"an encoding for {told['key']}")
    return tuple(cast(tuple[int, int, int], tuple(tone)) for tone in told["tones"])


def _raw_tones(value: object, information: float) -> Tones:
    image = picture_of(value, "reference_image_multiple", only_png=True).image
    if image.size != VIBE_SIZE:
        raise wrong(f"reference_image_multiple must hold pictures of {VIBE_SIZE[0]}x{VIBE_SIZE[1]}")
    return pulled(tones_of(image), (1 - information) * _FORGETS)


def _numbers(
    parameters: Mapping[str, object], name: str, count: int, least: float, most: float = math.inf
) -> list[float]:
    values = parameters.get(name)
    if not isinstance(values, list) or len(values) != count:
        raise wrong(f"{name} must have {count} entries")
    if not all(is_number(value, least, most) for value in values):
        raise wrong(f"{name} must hold numbers" + (f" from {least:g} to {most:g}" if math.isfinite(most) else ""))
    return [float(value) for value in values]


def _veiled(body: bytes, key: bytes) -> bytes:
    """The body so that nobody can read it at a glance; the same again gives it back."""
    veil = Dice("veil", key.hex()).octets(len(body))
    return bytes(a ^ b for a, b in zip(body, veil, strict=True))
