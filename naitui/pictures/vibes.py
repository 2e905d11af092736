"""NovelAI's vibe files in and out: `.naiv4vibe`, `.naiv4vibebundle`, and picture cards.

A card is a PNG that carries the same JSON as base64 in an iTXt chunk `naidata`. Community tools also write one bare
encoding under `NovelAI_Vibe_Encoding_Base64`; it does not say for which model it was made.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

from naitui.pictures import png
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.kinds import kind_of
from naitui.pictures.limits import MAX_FILE_BYTES, inflate
from naitui.pictures.text64 import text64
from naitui.pictures.vibe_parts import (
    MODEL_KEYS,
    UNKNOWN_HASH,
    UNKNOWN_MODEL,
    Encoding,
    Scalar,
    VibeFile,
    default_name,
    encoding_for,
    for_model,
    informations,
    merged,
    params_key,
    vibe_id,
    without_picture,
)
from naitui.pictures.vibe_reading import BUNDLE, MAX_VIBES, NO_MODEL, SINGLE, VERSION, decoded, is_bundle, read_document

__all__ = [
    "CARD_KEYWORD",
    "MAX_VIBES",
    "MODEL_KEYS",
    "NO_MODEL",
    "UNKNOWN_HASH",
    "UNKNOWN_MODEL",
    "Encoding",
    "Scalar",
    "VibeFile",
    "encoding_for",
    "for_model",
    "informations",
    "is_bundle",
    "merged",
    "params_key",
    "read_vibes",
    "vibe_id",
    "without_picture",
    "write_bundle",
    "write_card",
    "write_vibe",
]

CARD_KEYWORD = "naidata"
"""The keyword of NovelAI's picture cards; their file names end in `.naiv4vibebundle.png`."""

_BARE_KEYWORD = "NovelAI_Vibe_Encoding_Base64"
_INTEGERS_BELOW = 1e21


def read_vibes(data: bytes) -> tuple[list[VibeFile], list[str]]:
    """Read a vibe file, a bundle or a picture card: the usable vibes (at least one) and warnings, one sentence each.

    Tolerated with a warning: ids that do not match, dates as text, bad thumbnails, models that are not known, and
    single vibes in a bundle that cannot be used (left out). A bare encoding lies under UNKNOWN_MODEL and UNKNOWN_HASH.
    Raises BadPicture for files over 64 MB, over 512 vibes, and files that are damaged; NoVibe for sound pictures that
    hold none.
    """
    if len(data) > MAX_FILE_BYTES:
        raise BadPicture(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    match kind_of(data):
        case "json":
            return read_document(data)
        case "png":
            return _read_card(data)
        case "jpeg" | "webp":
            raise NoVibe("This picture holds no vibe; only PNG pictures can.")
        case _:
            raise BadPicture("This is not a vibe file.")


def write_vibe(vibe: VibeFile) -> bytes:
    """Return the vibe as a `.naiv4vibe` file, laid out as NovelAI's page writes it; the same vibe, the same bytes.

    Reading it gives an equal vibe, as long as its name and numbers are ones that reading keeps. Raises BadPicture for
    a vibe with neither a picture nor an encoding.
    """
    return _json(_entry(vibe))


def write_bundle(vibes: Sequence[VibeFile]) -> bytes:
    """Return the vibes as a `.naiv4vibebundle` file. Raises BadPicture as `write_vibe`, for none and for over 512."""
    if not 0 < len(vibes) <= MAX_VIBES:
        raise BadPicture(f"A bundle holds 1 to {MAX_VIBES} vibes.")
    return _json({"identifier": BUNDLE, "version": VERSION, "vibes": [_entry(vibe) for vibe in vibes]})


def write_card(image_png: bytes, vibes: Sequence[VibeFile]) -> bytes:
    """Return the PNG file with a bundle of the vibes in it, in place of an earlier one; all other bytes stay.

    Raises BadPicture as `write_bundle`, for anything but a sound PNG, and when the card would exceed 64 MB.
    """
    text = text64(write_bundle(vibes)).encode()
    bare = png.without_text(image_png, CARD_KEYWORD)
    *_, end = png.chunks(bare)
    # Not png.with_text: its cap is meant for metadata, and vibes with their pictures are larger.
    kind, body = b"iTXt", CARD_KEYWORD.encode() + b"\0\0\0\0\0" + text
    chunk = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    card = bare[: end.start] + chunk + bare[end.start :]
    if len(card) > MAX_FILE_BYTES:
        raise BadPicture(f"The card would be larger than {MAX_FILE_BYTES // 1_000_000} MB; take fewer vibes.")
    return card


def _read_card(data: bytes) -> tuple[list[VibeFile], list[str]]:
    text = _card_text(data, CARD_KEYWORD)
    if text is not None:
        document = decoded(text)
        if document is None:
            raise BadPicture("The vibes in the picture are damaged.")
        return read_document(document)
    text = _card_text(data, _BARE_KEYWORD)
    if text is None:
        raise NoVibe("This picture holds no vibe.")
    encoding = decoded(text)
    if not encoding:
        raise BadPicture("The vibe in the picture is damaged.")
    name = default_name(vibe_id(encoding))
    vibe = VibeFile(name=name, encodings={UNKNOWN_MODEL: {UNKNOWN_HASH: Encoding(encoding)}})
    return [vibe], [f"Vibe 1: {NO_MODEL}"]


def _card_text(data: bytes, keyword: str) -> str | None:
    """Return the last iTXt text under `keyword`, up to 64 MB of it, more than `png.read_text` gives metadata."""
    mark = keyword.encode() + b"\0"
    found: png.Chunk | None = None
    for chunk in png.chunks(data):
        if chunk.kind == b"iTXt" and data.startswith(mark, chunk.start + 8, chunk.end - 4):
            found = chunk
    if found is None:
        return None
    if zlib.crc32(data[found.start + 4 : found.end - 4]) != int.from_bytes(data[found.end - 4 : found.end], "big"):
        raise BadPicture("The vibes in the picture are damaged (their checksum is wrong).")
    rest = data[found.start + 8 + len(mark) : found.end - 4]
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3:  # language, translated keyword, text
        raise BadPicture("The vibes in the picture are damaged.")
    plain = inflate(parts[2], MAX_FILE_BYTES) if rest[0] else parts[2]
    return plain.decode("latin-1")  # base64, so anything above ASCII is refused later


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False).encode("utf-8", errors="replace")


def _entry(vibe: VibeFile) -> dict[str, object]:
    """Return the JSON object, its keys in the order in which NovelAI's page writes them."""
    identity = vibe.id
    entry: dict[str, object] = {
        "identifier": SINGLE,
        "version": VERSION,
        "type": "encoding" if vibe.image is None else "image",
    }
    if vibe.image is not None:
        entry["image"] = text64(vibe.image)
    entry["id"] = identity
    entry["encodings"] = {
        model: {
            key: {"encoding": text64(encoding.data), "params": _written(encoding.params)}
            for key, encoding in of_model.items()
        }
        for model, of_model in vibe.encodings.items()
    }
    entry["name"] = vibe.name or default_name(identity)
    if vibe.thumbnail is not None:
        entry["thumbnail"] = f"data:image/{kind_of(vibe.thumbnail)};base64,{text64(vibe.thumbnail)}"
    entry["createdAt"] = vibe.created_at
    if vibe.import_info:
        entry["importInfo"] = _written(vibe.import_info)
    return entry


def _written(values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Whole numbers without a point, as JavaScript writes them; nothing is written for None."""
    return {
        key: _whole(value) if isinstance(value, float) else value for key, value in values.items() if value is not None
    }


def _whole(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _INTEGERS_BELOW else value
