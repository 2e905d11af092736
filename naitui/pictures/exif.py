"""The few EXIF fields that matter here, read from a TIFF block.

NovelAI's WebP files and re-saved JPEG files keep their metadata in `UserComment`. Pillow reads EXIF too, but turns
UTF-8 into mojibake and raises half a dozen kinds of errors on damaged blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

from naitui.pictures.limits import MAX_TEXT_BYTES

_MAX_ENTRIES = 1024
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 129: 1}  # BYTE, ASCII, SHORT, LONG, UNDEFINED, UTF-8
_SHORT, _LONG = 3, 4

_DOCUMENT_NAME = 0x010D
_IMAGE_DESCRIPTION = 0x010E
_ORIENTATION = 0x0112
_SOFTWARE = 0x0131
_EXIF_DIRECTORY = 0x8769
_USER_COMMENT = 0x9286
_WANTED = frozenset((_DOCUMENT_NAME, _IMAGE_DESCRIPTION, _ORIENTATION, _SOFTWARE, _EXIF_DIRECTORY, _USER_COMMENT))


@dataclass(frozen=True, slots=True)
class ExifFields:
    """Field texts, "" where there is none; `orientation` is 1 (upright) to 8, as EXIF counts."""

    document_name: str = ""
    description: str = ""
    software: str = ""
    user_comment: str = ""
    orientation: int = 1


def read_fields(block: bytes) -> ExifFields:
    """Read a TIFF block, with or without the `Exif` mark in front. Never raises: what cannot be read is left empty."""
    tiff = block.removeprefix(b"Exif\0\0")
    if tiff[:4] == b"II*\0":
        little = True
    elif tiff[:4] == b"MM\0*":
        little = False
    else:
        return ExifFields()
    main = _directory(tiff, _number(tiff[4:8], little=little), little=little)
    detail: dict[int, bytes] = {}
    if _EXIF_DIRECTORY in main:
        detail = _directory(tiff, _number(main[_EXIF_DIRECTORY], little=little), little=little)
    orientation = _number(main.get(_ORIENTATION, b""), little=little)
    return ExifFields(
        document_name=_text(main.get(_DOCUMENT_NAME, b"")),
        description=_text(main.get(_IMAGE_DESCRIPTION, b"")),
        software=_text(main.get(_SOFTWARE, b"")),
        user_comment=_comment(detail.get(_USER_COMMENT) or main.get(_USER_COMMENT, b""), little=little),
        orientation=orientation if 1 <= orientation <= 8 else 1,
    )


def _number(raw: bytes, *, little: bool) -> int:
    return int.from_bytes(raw, "little" if little else "big")


def _directory(tiff: bytes, place: int, *, little: bool) -> dict[int, bytes]:
    """Return tag -> raw bytes of the directory at `place`, for the wanted tags that point inside the block.

    Other tags are not copied: a thousand of them may all point at the same megabytes.
    """
    values: dict[int, bytes] = {}
    count = min(_number(tiff[place : place + 2], little=little), _MAX_ENTRIES)
    for start in range(place + 2, place + 2 + 12 * count, 12):
        entry = tiff[start : start + 12]
        if len(entry) < 12:
            break
        tag, kind = _number(entry[:2], little=little), _number(entry[2:4], little=little)
        length = _number(entry[4:8], little=little) * _TYPE_SIZES.get(kind, 0)
        if kind in (_SHORT, _LONG):
            # Only single numbers are asked for, and those stand in the entry itself.
            length = _TYPE_SIZES[kind]
        if tag not in _WANTED or not 0 < length <= MAX_TEXT_BYTES:
            continue
        if length <= 4:
            raw = entry[8 : 8 + length]
        else:
            offset = _number(entry[8:12], little=little)
            raw = tiff[offset : offset + length]
        if len(raw) == length:
            values.setdefault(tag, raw)
    return values


def _text(raw: bytes) -> str:
    """EXIF texts are ASCII by the book; in real files they are UTF-8, or Latin-1 where that fails."""
    raw = raw.rstrip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _comment(raw: bytes, *, little: bool) -> str:
    """Decode a UserComment: an 8-byte character code (`ASCII`, `UNICODE` or NULs), then the text."""
    code, body = raw[:8], raw[8:]
    if code in (b"ASCII\0\0\0", b"\0" * 8):
        return _text(body)
    if code != b"UNICODE\0":
        return _text(raw)
    # UTF-16 in the block's byte order by the book, big-endian from common tools: the first character tells.
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif 0 in body[:2]:
        encoding = "utf-16-be" if body[0] == 0 else "utf-16-le"
    else:
        encoding = "utf-16-le" if little else "utf-16-be"
    return body.decode(encoding, errors="replace").rstrip("\0")
