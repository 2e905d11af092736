"""A vibe: a picture and what NovelAI's encoder made of it, named and hashed as NovelAI's page does it.

One encoding is valid for one picture, one model and one "information extracted". In NovelAI's vibe files the
encodings lie under the model's key and a hash of the parameters.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from naitui.pictures.errors import BadPicture
from naitui.pictures.text64 import text64

MODEL_KEYS = ("v4full", "v4curated", "v4-5full", "v4-5curated", "custom")
"""The models that have encodings; an inpainting model uses its base model's key, V5 has none."""

UNKNOWN_MODEL = "unknown"
"""The model key of a bare encoding out of a picture card, which does not say whose it is."""

UNKNOWN_HASH = "unknown"
"""What stands in place of the hash in a vibe without a picture."""

Scalar = float | str | None
"""A value in `params` and `importInfo`: a number, a text or nothing."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder answered (opaque bytes), and what it was asked: `information_extracted`, sometimes `mask`."""

    data: bytes
    params: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VibeFile:
    """One vibe as files carry it; without `image` it works only for the models that have an encoding.

    `image` is a picture file, `thumbnail` a small one. `encodings` is model key -> hash (`params_key`, or
    UNKNOWN_HASH) -> encoding. `created_at` is milliseconds since 1970, 0 when unknown. `import_info` is what the
    receiver should preselect: `model`, `information_extracted`, `strength`, perhaps `mask`; empty when not said.
    """

    name: str
    image: bytes | None = None
    thumbnail: bytes | None = None
    encodings: Mapping[str, Mapping[str, Encoding]] = field(default_factory=dict)
    created_at: int = 0
    import_info: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The vibe's identity: `vibe_id` of its picture, or of its first encoding. BadPicture without either."""
        data = self.image if self.image is not None else first_encoding(self.encodings)
        if data is None:
            raise BadPicture("The vibe has neither a picture nor an encoding.")
        return vibe_id(data)


def first_encoding(encodings: Mapping[str, Mapping[str, Encoding]]) -> bytes | None:
    """Return the encoding that stands first, None without one."""
    return next((encoding.data for of_model in encodings.values() for encoding in of_model.values()), None)


def vibe_id(data: bytes) -> str:
    """Return NovelAI's id of a picture file or an encoding: SHA-256, in hex, of its base64 text."""
    return hashlib.sha256(text64(data).encode()).hexdigest()


def default_name(identity: str) -> str:
    """Return the name that NovelAI's page gives a vibe with that id, such as "4f2a1c-09be77"."""
    return f"{identity[:6]}-{identity[-6:]}"


def params_key(params: Mapping[str, Scalar]) -> str:
    """Return NovelAI's hash of encoder parameters: SHA-256, in hex, of `name:value`, sorted by name, comma between.

    None is left out; numbers are written as JavaScript prints them (1, not 1.0).
    """
    parts = (f"{name}:{_printed(value)}" for name, value in sorted(params.items()) if value is not None)
    return hashlib.sha256(",".join(parts).encode("utf-8", errors="replace")).hexdigest()


def encoding_for(vibe: VibeFile, model_key: str, information: float) -> bytes | None:
    """Return the encoding for that model and that "information extracted" (0.01 to 1), None when there is none.

    With the vibe's picture at hand another one could be made, so only an exact match without a mask counts. Without
    it nobody knows or needs to know the information: the one marked so is taken, or the only one there is.
    """
    found = vibe.encodings.get(model_key, {})
    exact = found.get(params_key({"information_extracted": information}))
    if exact is not None:
        return exact.data
    for encoding in found.values():  # some tools get the hash wrong
        if encoding.params.get("information_extracted") == information and encoding.params.get("mask") is None:
            return encoding.data
    if vibe.image is not None:
        return None
    marked = found.get(UNKNOWN_HASH) or (next(iter(found.values())) if len(found) == 1 else None)
    return marked.data if marked is not None else None


def informations(vibe: VibeFile, model_key: str) -> frozenset[float | None]:
    """Return for which "information extracted" the vibe has an encoding of that model, as `encoding_for` finds them.

    None among them means: for any, since nobody knows its own. An encoding whose file tells its parameters by nothing
    but their hash is known where they have at most two decimals.
    """
    found = vibe.encodings.get(model_key, {})
    known: set[float | None] = set()
    for key, encoding in found.items():
        told, mask = encoding.params.get("information_extracted"), encoding.params.get("mask")
        if isinstance(told, int | float) and mask is None:
            known.add(float(told))
        if key in _hundredths():
            known.add(_hundredths()[key])
        if vibe.image is None and (key == UNKNOWN_HASH or len(found) == 1):
            known.add(None)
    return frozenset(known)


def merged(vibe: VibeFile, other: VibeFile) -> VibeFile:
    """Return `vibe` with the encodings of `other`, its own first: what NovelAI's page does with two of one id."""
    encodings = {model: {**other.encodings.get(model, {}), **own} for model, own in vibe.encodings.items()}
    return replace(vibe, encodings={**other.encodings, **encodings})


def for_model(vibe: VibeFile, model_key: str) -> VibeFile:
    """Return the vibe with encodings of an unknown model taken for those of `model_key`; the id stays."""
    bare = vibe.encodings.get(UNKNOWN_MODEL)
    if bare is None:
        return vibe
    known = {model: of_model for model, of_model in vibe.encodings.items() if model != UNKNOWN_MODEL}
    return replace(vibe, encodings={**known, model_key: {**bare, **known.get(model_key, {})}})


def without_picture(vibe: VibeFile, model_key: str, information: float) -> VibeFile:
    """Return the vibe as one of its encodings alone, as NovelAI's page exports it without the picture.

    Neither picture nor thumbnail is left in it, the id is the encoding's, and it works only for that model. Raises
    BadPicture without an encoding for the model and the information extracted.
    """
    data = encoding_for(vibe, model_key, information)
    if data is None:
        raise BadPicture(f"The vibe has no encoding for {model_key} with information extracted {information:g}.")
    known = vibe.encodings[model_key].values()
    params = next((encoding.params for encoding in known if encoding.data == data), {})
    return replace(vibe, image=None, thumbnail=None, encodings={model_key: {UNKNOWN_HASH: Encoding(data, params)}})


def _printed(value: float | str) -> str:
    return value if isinstance(value, str) else javascript_number(value)


def javascript_number(value: float) -> str:
    """Return a number as JavaScript prints it: 1 for 1.0, 0.7, 1e-7, 1e+21."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    # Both languages print the shortest digits that give the number back; they differ in where the point goes.
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    text, power = "".join(map(str, digits)), len(digits) + int(exponent)
    minus = "-" if sign else ""
    if not -6 < power <= 21:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        return f"{minus}{text[0]}{fraction}e{power - 1:+d}"
    if power <= 0:
        return f"{minus}0.{'0' * -power}{text}"
    whole, fraction = text[:power].ljust(power, "0"), text[power:]
    return f"{minus}{whole}.{fraction}" if fraction else minus + whole


@cache
def _hundredths() -> Mapping[str, float]:
    """What can be asked for with NovelAI's slider, by its hash."""
    return {params_key({"information_extracted": number / 100}): number / 100 for number in range(1, 101)}
