"""The vibes in NovelAI's own record of a picture: V4 and V4.5 write the encodings there, V3 the pictures themselves."""

from __future__ import annotations

from collections.abc import Sequence

from naitui.novelai.catalog import Catalog
from naitui.novelai.importing import model_of_source
from naitui.novelai.materials import VIBES
from naitui.pictures.kinds import kind_of
from naitui.pictures.metadata import Metadata
from naitui.pictures.vibe_parts import UNKNOWN_HASH, Encoding, Scalar, VibeFile, default_name, vibe_id
from naitui.pictures.vibe_reading import MAX_VIBES, decoded


def vibes_in_record(metadata: Metadata, catalog: Catalog) -> tuple[list[VibeFile], list[str]]:
    """The vibes that a picture was made with, as NovelAI's page takes them over, and what was odd about them.

    An encoding is good for the picture's model alone. ``import_info`` holds model, strength and information extracted,
    as far as the record says them.
    """
    model = model_of_source(metadata.source, catalog)
    comment = metadata.comment
    vibes: list[VibeFile] = []
    warnings: list[str] = []
    for place, text in enumerate(_listed(comment.get(VIBES))[:MAX_VIBES]):
        data = decoded(text) if isinstance(text, str) else None
        if not data:
            warnings.append(f"Vibe {place + 1}: it cannot be read; it is left out")
            continue
        told: dict[str, Scalar] = {
            "model": model.id,
            "information_extracted": _number(comment.get("reference_information_extracted_multiple"), place),
            "strength": _number(comment.get("reference_strength_multiple"), place),
        }
        name = default_name(vibe_id(data))
        known = {key: value for key, value in told.items() if value is not None}
        if kind_of(data) in ("png", "jpeg", "webp"):
            vibes.append(VibeFile(name, image=data, import_info=known))
        elif model.vibe_key is not None:
            encodings = {model.vibe_key: {UNKNOWN_HASH: Encoding(data)}}
            vibes.append(VibeFile(name, encodings=encodings, import_info=known))
        else:
            warnings.append(f"Vibe {place + 1}: {model.title} has no encodings; it is left out")
    return vibes, warnings


def _number(values: object, place: int) -> float | None:
    listed = _listed(values)
    value = listed[place] if place < len(listed) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
