"""What a picture says about how NovelAI made it.

NovelAI's metadata format has the same record in up to three places, looked at in the order of the site: PNG text
chunks, EXIF `UserComment`, lowest bits of alpha. The record is an envelope of `Title`, `Description` (the prompt),
`Software`, `Source` (model and hash), `Generation time` and `Comment`, which is JSON with all parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from naitui.pictures import alpha, exif, jpeg, png, webp
from naitui.pictures.decode import open_picture, size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import Kind, kind_of
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.records import parse_object

Where = Literal["text", "exif", "alpha"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """One record and where it was found; a field that is not there is "".

    `comment` is the parsed `Comment`, exactly as the file has it: finite numbers, but no promise about keys or types.
    `generation_time` is the file's own text, such as "5.9089s" or "3.2". Texts may hold control characters.
    """

    where: Where
    title: str
    description: str
    software: str
    source: str
    generation_time: str
    comment: dict[str, object]


def read_metadata(data: bytes, *, search_alpha: bool = True) -> Metadata | None:
    """Return the first record with a readable `Comment` object, None when the picture has none.

    Damaged records and hostile texts count as none. Only the search in alpha decodes the picture (tens of
    milliseconds); `search_alpha=False` leaves it out. Raises BadPicture when the bytes are no PNG, JPEG or WebP.
    """
    kind = kind_of(data)
    if kind not in ("png", "jpeg", "webp"):
        raise BadPicture("This is not a PNG, JPEG or WebP picture.")
    if len(data) > MAX_FILE_BYTES:
        return None
    return _from_text(kind, data) or _from_exif(kind, data) or (_from_alpha(kind, data) if search_alpha else None)


def _from_text(kind: Kind, data: bytes) -> Metadata | None:
    if kind != "png":
        return None
    try:
        return _from_envelope("text", png.text_chunks(data))
    except BadPicture:
        return None  # another place may hold an undamaged copy


def _from_exif(kind: Kind, data: bytes) -> Metadata | None:
    """Read one of three layouts; only the first has a `Comment` key.

    The whole envelope in UserComment (the site), the bare Comment there (files saved again by others), and the bare
    Comment with the rest in separate fields, where `Software` holds the source (NovelAI's own metadata tool).
    """
    try:
        block = _exif_block(kind, data)
    except BadPicture:
        return None
    fields = exif.read_fields(block) if block else exif.ExifFields()
    record = parse_object(fields.user_comment)
    if record is None:
        return None
    if "Comment" in record:
        return _from_envelope("exif", record)
    if "prompt" not in record:
        return None  # some other program's JSON
    made_by = "Software" if fields.software == "NovelAI" else "Source"
    envelope = {"Title": fields.document_name, "Description": fields.description, made_by: fields.software}
    return _from_envelope("exif", {**envelope, "Comment": record})


def _from_alpha(kind: Kind, data: bytes) -> Metadata | None:
    try:
        width, height = size_of(data)
        if width * height > alpha.MAX_PIXELS or not _has_alpha(kind, data):
            return None
        record = alpha.read_record(open_picture(data, max_pixels=alpha.MAX_PIXELS))
    except BadPicture:
        return None
    return _from_envelope("alpha", record) if record is not None else None


def _exif_block(kind: Kind, data: bytes) -> bytes | None:
    if kind == "png":
        return png.read_chunk(data, b"eXIf")
    return webp.read_chunk(data, b"EXIF") if kind == "webp" else jpeg.exif_block(data)


def _has_alpha(kind: Kind, data: bytes) -> bool:
    if kind == "png":
        return png.has_alpha(data)
    return kind == "webp" and webp.has_alpha(data)


def _from_envelope(where: Where, envelope: Mapping[str, object]) -> Metadata | None:
    comment = _object(envelope.get("Comment"))
    if comment is not None and "Comment" in comment:
        comment = _object(comment["Comment"])  # some files wrap it once more
    if comment is None:
        return None
    return Metadata(
        where=where,
        title=_text(envelope, "Title"),
        description=_text(envelope, "Description"),
        software=_text(envelope, "Software"),
        source=_text(envelope, "Source"),
        # Pictures straight from the API use the underscore, older and site-saved ones the space.
        generation_time=_text(envelope, "Generation_time") or _text(envelope, "Generation time"),
        comment=comment,
    )


def _object(value: object) -> dict[str, object] | None:
    if isinstance(value, str):
        return parse_object(value)
    return value if isinstance(value, dict) else None


def _text(envelope: Mapping[str, object], key: str) -> str:
    value = envelope.get(key)
    if isinstance(value, str):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""
