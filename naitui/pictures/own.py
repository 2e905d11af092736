"""naitui's own record in a picture file, beside NovelAI's and without touching a pixel of it.

A PNG carries it as an iTXt chunk with the keyword `naitui`, a WebP as a RIFF chunk `NAIT`. NovelAI's signature covers
pixels and its own Comment only, so it stays valid.
"""

from __future__ import annotations

from naitui.pictures import png, webp
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.limits import MAX_TEXT_BYTES

KEYWORD = "naitui"
FOURCC = b"NAIT"


def embed(data: bytes, payload: str) -> bytes:
    """Return the PNG or WebP file with `payload` in it, in place of an earlier one; all other bytes stay.

    Raises BadPicture for a JPEG, a damaged file or no picture, and ValueError for a payload over 8 MiB (as UTF-8),
    with NUL or with lone surrogates.
    """
    match kind_of(data):
        case "png":
            return png.with_text(data, KEYWORD, payload)
        case "webp":
            body = payload.encode("utf-8")
            if len(body) > MAX_TEXT_BYTES or b"\0" in body:
                raise ValueError(f"the record has at most {MAX_TEXT_BYTES} bytes and no NUL")
            return webp.with_chunk(data, FOURCC, body)
        case "jpeg":
            raise BadPicture("A JPEG picture has no place for naitui's record; use PNG or WebP.")
        case _:
            raise BadPicture("This is not a PNG or WebP picture.")


def extract(data: bytes) -> str | None:
    """Return the payload of `embed`, None when the picture carries none (a JPEG never does).

    Raises BadPicture when the file or its record is damaged, the record exceeds 8 MiB, or the bytes are no picture.
    """
    match kind_of(data):
        case "png":
            return png.read_text(data, KEYWORD)
        case "webp":
            body = webp.read_chunk(data, FOURCC)
            return None if body is None else _decoded(body)
        case "jpeg":
            return None
        case _:
            raise BadPicture("This is not a PNG, JPEG or WebP picture.")


def _decoded(body: bytes) -> str:
    if len(body) > MAX_TEXT_BYTES:
        raise BadPicture("naitui's record in the picture is too large.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadPicture("naitui's record in the picture is damaged.") from error
