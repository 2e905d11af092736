"""The form in which NovelAI's page sends a generation today: its pictures as parts of their own, the JSON last.

Plain JSON with base64 pictures gets the same result; see section 2.2 of the service's reference.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

FORM_PATHS = ("/ai/generate-image", "/ai/generate-image-stream")
"""The calls that take a form."""
REQUEST = "request"
_ONE = ("image", "mask", "reference_image")
_MANY = {"reference_image_multiple": "ref_multiple_", "director_reference_images": "director_ref_"}


def form_of(body: Mapping[str, object]) -> dict[str, tuple[str, bytes, str]]:
    """The form's parts by name, in their order: file name, bytes, type. A picture field of the JSON names its part."""
    named, pictures = in_parts(body)
    parts = {name: ("blob", data, "image/png") for name, data in pictures.items()}
    return {**parts, REQUEST: ("blob", json.dumps(named, ensure_ascii=False).encode(), "application/json")}


def in_parts(body: Mapping[str, object]) -> tuple[dict[str, object], dict[str, bytes]]:
    """The JSON with the names of parts where pictures were, and the pictures by the names of their parts."""
    parameters = body.get("parameters")
    named = dict(parameters) if isinstance(parameters, Mapping) else {}
    parts: dict[str, bytes] = {}

    def part(name: str, picture: object) -> str:
        text = str(picture)
        # what is still to be encoded has its placeholder instead, which is never sent
        parts[name] = b"" if text.startswith("<") else base64.b64decode(text)
        return name

    for field in _ONE:
        if field in named:
            named[field] = part(field, named[field])
    for field, name in _MANY.items():
        pictures = named.get(field)
        if isinstance(pictures, list):
            named[field] = [part(f"{name}{place}", picture) for place, picture in enumerate(pictures)]
    return {**body, "parameters": named}, parts
