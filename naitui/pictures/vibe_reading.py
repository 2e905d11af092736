"""NovelAI's vibe JSON, read tolerantly: what can be used is used, and what was odd about it is said.

NovelAI's page refuses a wrong id or thumbnail; other tools write both, and dates as text. Nothing is lost by it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.vibe_parts import (
    MODEL_KEYS,
    UNKNOWN_MODEL,
    Encoding,
    Scalar,
    VibeFile,
    default_name,
    first_encoding,
    vibe_id,
)

SINGLE = "novelai-vibe-transfer"
BUNDLE = "novelai-vibe-transfer-bundle"
VERSION = 1
NO_MODEL = "it does not say for which model its encoding was made"
"""The warning that is settled as soon as somebody knows the model."""

MAX_VIBES = 512
"""Most vibes that one file may hold."""

_MAX_NAME = 200
# Base64 has neither brackets nor commas, so real files have a few dozen for each vibe; without a cap 64 MB of "[],"
# become gigabytes of lists.
_MAX_MARKS = 200_000
_LAST_MILLISECOND = 8_640_000_000_000_000  # JavaScript's dates end there
_LARGEST_NUMBER = 1e15
_DATA_URL = re.compile(r"data:image/[^;,]{1,40};base64,")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Warn = Callable[[str], None]


def read_document(data: bytes) -> tuple[list[VibeFile], list[str]]:
    """Read one vibe or a bundle from UTF-8 JSON; returns the usable vibes and what was odd about them.

    Raises BadPicture for anything else, for over 512 vibes, and when no vibe is usable.
    """
    document = _parsed(data)
    entries: list[object]
    match document.get("identifier"), document.get("vibes"):
        case str(identifier), _ if identifier == SINGLE:
            entries = [document]
        case str(identifier), list(listed) if identifier == BUNDLE:
            entries = listed
        case _:
            raise BadPicture("This is JSON, but no vibe file of NovelAI.")
    if len(entries) > MAX_VIBES:
        raise BadPicture(f"The file holds {len(entries)} vibes, and {MAX_VIBES} are allowed.")
    warnings: list[str] = []
    vibes: list[VibeFile] = []
    for number, entry in enumerate(entries, start=1):
        oddities: list[str] = []
        vibe = _vibe(entry, oddities.append)
        warnings += (f"Vibe {number}: {oddity}" for oddity in oddities)
        if vibe is not None:
            vibes.append(vibe)
    if not vibes:
        raise BadPicture("The file holds no vibe that can be used.")
    return vibes, warnings


def is_bundle(data: bytes) -> bool:
    """Tell whether some JSON is a bundle, of however many vibes. Raises BadPicture for what is no JSON."""
    return _parsed(data).get("identifier") == BUNDLE


def decoded(text: str) -> bytes | None:
    """Return the bytes of a base64 text, None when it is none.

    White space, a data URL's head and missing padding are forgiven.
    """
    head = _DATA_URL.match(text)
    bare = "".join(text[head.end() if head else 0 :].split()).rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _parsed(data: bytes) -> dict[str, object]:
    if sum(data.count(mark) for mark in (b"[", b"{", b",")) > _MAX_MARKS:
        raise BadPicture("The vibe file is not sensible: it has far too many parts.")
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise BadPicture("The vibe file is damaged: it is not valid JSON.") from error
    if not isinstance(value, dict):
        raise BadPicture("This is JSON, but no vibe file of NovelAI.")
    return value


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON knows")


def _vibe(entry: object, warn: Warn) -> VibeFile | None:
    if not isinstance(entry, dict):
        warn("this is no vibe; it is left out")
        return None
    if entry.get("version", VERSION) != VERSION:
        warn("it is of a newer version of the format")
    image = _image(entry.get("image"), warn)
    encodings = _encodings(entry.get("encodings"), warn)
    data = image if image is not None else first_encoding(encodings)
    if data is None:
        warn("it has neither a picture nor an encoding; it is left out")
        return None
    if not _id_matches(entry, data, image is not None):
        warn("its id does not match what is in it")
    name = _clean(entry.get("name"))[:_MAX_NAME]
    return VibeFile(
        name=name or default_name(vibe_id(data)),
        image=image,
        thumbnail=_thumbnail(entry.get("thumbnail"), warn),
        encodings=encodings,
        created_at=_milliseconds(entry.get("createdAt"), warn),
        import_info=_scalars(entry.get("importInfo")),
    )


def _id_matches(entry: Mapping[str, object], data: bytes, is_image: bool) -> bool:
    """Compare as NovelAI's page does, with the text in the file; how it is broken into lines is no fault either."""
    accepted = {vibe_id(data)}
    text = entry.get("image")
    if is_image and isinstance(text, str):
        accepted.add(hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest())
    identity = entry.get("id")
    return isinstance(identity, str) and identity in accepted


def _image(value: object, warn: Warn) -> bytes | None:
    if value is None:
        return None
    data = decoded(value) if isinstance(value, str) else None
    if data is None or kind_of(data) not in ("png", "jpeg", "webp"):
        warn("its picture cannot be read and is left out")
        return None
    return data


def _thumbnail(value: object, warn: Warn) -> bytes | None:
    if value is None:
        return None
    data = decoded(value) if isinstance(value, str) and _DATA_URL.match(value) else None
    if data is None or kind_of(data) not in ("png", "jpeg", "webp"):
        warn("its thumbnail cannot be read and is left out")
        return None
    return data


def _encodings(value: object, warn: Warn) -> dict[str, dict[str, Encoding]]:
    models = value if isinstance(value, dict) else {}
    found: dict[str, dict[str, Encoding]] = {}
    unusable = 0
    for model, entries in models.items():
        of_model: dict[str, Encoding] = {}
        for key, entry in entries.items() if isinstance(entries, dict) else ():
            encoding = _encoding(entry)
            if encoding is None:
                unusable += 1
            else:
                of_model[_clean(key)] = encoding
        if of_model:
            found[_clean(model)] = of_model
    if unusable:
        warn(f"{unusable} of its encodings cannot be read and are left out")
    if UNKNOWN_MODEL in found:
        warn(NO_MODEL)
    strange = [model for model in found if model not in (*MODEL_KEYS, UNKNOWN_MODEL)]
    if strange:
        named = ", ".join("".join(filter(str.isprintable, model))[:20] for model in strange[:3])
        warn(f"it has encodings for a model that is not known here: {named}")
    return found


def _encoding(entry: object) -> Encoding | None:
    if not isinstance(entry, dict):
        return None
    text = entry.get("encoding")
    data = decoded(text) if isinstance(text, str) else None
    return Encoding(data, _scalars(entry.get("params"))) if data else None


def _scalars(value: object) -> dict[str, Scalar]:
    """Return the numbers and texts of an object; null is as good as absent, anything else is not NovelAI's."""
    kept: dict[str, Scalar] = {}
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, str):
            kept[_clean(key)] = _clean(item)
        elif _is_number(item):
            kept[_clean(key)] = item
    return kept


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER  # which NaN is not


def _milliseconds(value: object, warn: Warn) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            warn("its date cannot be read")
            return 0
        warn("its date is written as text, not in milliseconds")
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0, (moment - _EPOCH) // timedelta(milliseconds=1))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LAST_MILLISECOND:
        return math.floor(value)
    warn("its date cannot be read")
    return 0


def _clean(value: object) -> str:
    """Return a text without lone surrogates, which no file takes; "" for anything else."""
    return value.encode("utf-8", errors="replace").decode("utf-8") if isinstance(value, str) else ""
