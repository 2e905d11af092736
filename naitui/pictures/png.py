"""PNG files as rows of chunks: size, texts in and out, without decoding a pixel.

The layout is that of the PNG specification (third edition, 11.2 and 11.3). A chunk is a 4-byte length, a 4-byte kind,
the body and a CRC of kind and body.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_TEXT_BYTES, inflate

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 12 + 13
_MAX_CHUNKS = 65_536
_MAX_CHUNK_BYTES = 2**31 - 1
_MAX_KEYWORD_BYTES = 79
_COLOUR_TYPES_WITH_ALPHA = (4, 6)
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")


class Chunk(NamedTuple):
    """Where one chunk lies: `data[start:end]` is all of it, its body is without 8 bytes in front and 4 behind."""

    kind: bytes
    start: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """Walk the chunks from IHDR to IEND, in the order of the file; bytes behind IEND are not looked at.

    Raises BadPicture when the file is no PNG, is cut short, or has over 65,536 chunks.
    """
    if not data.startswith(_SIGNATURE):
        raise BadPicture("This is not a PNG picture.")
    start = len(_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        length = int.from_bytes(data[start : start + 4], "big")
        kind = data[start + 4 : start + 8]
        end = start + 12 + length
        if end > len(data):
            raise BadPicture("The PNG picture is cut short.")
        if length > _MAX_CHUNK_BYTES or not kind.isalpha():
            raise BadPicture("The PNG picture is damaged.")
        if (kind == b"IHDR") != (start == len(_SIGNATURE)):
            raise BadPicture("The PNG picture has its header in the wrong place.")
        yield Chunk(kind, start, end)
        if kind == b"IEND":
            return
        start = end
    raise BadPicture("The PNG picture is split into too many pieces.")


def size_of(data: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels as the header announces it; the first 33 bytes of a file are enough.

    Nothing is promised about how large that is. Raises BadPicture for a missing, damaged or impossible header.
    """
    header = _header(data)
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    if not (0 < width <= _MAX_CHUNK_BYTES and 0 < height <= _MAX_CHUNK_BYTES):
        raise BadPicture("The PNG picture says it has an impossible size.")
    return width, height


def has_alpha(data: bytes) -> bool:
    """Tell whether the pixels carry an alpha channel (colour types 4 and 6). Raises BadPicture as `size_of` does."""
    return _header(data)[9] in _COLOUR_TYPES_WITH_ALPHA


def read_chunk(data: bytes, kind: bytes) -> bytes | None:
    """Return the body of the first chunk of that kind. Raises BadPicture for a damaged file or a wrong CRC."""
    for chunk in chunks(data):
        if chunk.kind == kind:
            return bytes(_checked_body(data, chunk))
    return None


def text_chunks(data: bytes) -> dict[str, str]:
    """Return every text of the picture by its keyword; the last of two with one keyword counts, as in Pillow.

    tEXt and zTXt are Latin-1, iTXt is UTF-8, as NovelAI's site reads them. Raises BadPicture when the file is cut
    short, a text has a wrong CRC or cannot be decoded, or all texts together exceed 8 MiB.
    """
    texts: dict[str, str] = {}
    left = MAX_TEXT_BYTES
    for chunk in chunks(data):
        if chunk.kind in _TEXT_KINDS:
            plain, encoding = _plain_text(chunk.kind, bytes(_checked_body(data, chunk)), left)
            left -= len(plain)
            texts[_keyword(data, chunk)] = _decode(plain, encoding)
    return texts


def read_text(data: bytes, keyword: str) -> str | None:
    """Return one text, whatever state the others are in; None when there is none. Raises as `text_chunks` does."""
    found: Chunk | None = None
    for chunk in chunks(data):
        if chunk.kind in _TEXT_KINDS and _keyword(data, chunk) == keyword:
            found = chunk
    if found is None:
        return None
    plain, encoding = _plain_text(found.kind, bytes(_checked_body(data, found)), MAX_TEXT_BYTES)
    return _decode(plain, encoding)


def with_text(data: bytes, keyword: str, text: str, *, before_iend: bool = True) -> bytes:
    """Return the file with `text` under `keyword` in one uncompressed iTXt chunk, directly before IEND.

    With `before_iend=False` it stands directly behind the header instead. Texts that had the keyword are replaced;
    every other byte, also behind IEND, stays as it was. Raises BadPicture for a damaged file, ValueError for a
    keyword that is not 1-79 Latin-1 characters and for a text over 8 MiB, with NUL or lone surrogates in it.
    """
    name = keyword.encode("latin-1")
    body = text.encode("utf-8")
    if not 0 < len(name) <= _MAX_KEYWORD_BYTES or b"\0" in name:
        raise ValueError(f"a PNG keyword has 1 to {_MAX_KEYWORD_BYTES} characters and no NUL")
    if len(body) > MAX_TEXT_BYTES or b"\0" in body:
        raise ValueError(f"a PNG text has at most {MAX_TEXT_BYTES} bytes and no NUL")
    bare = without_text(data, keyword)
    header, *_, end_chunk = chunks(bare)
    place = end_chunk.start if before_iend else header.end
    # Not compressed (0), method 0, no language, no translated keyword.
    return bare[:place] + _packed(b"iTXt", name + b"\0\0\0\0\0" + body) + bare[place:]


def with_texts_of(data: bytes, other: bytes) -> bytes:
    """Return the file with all texts of another one, byte for byte, directly behind its header.

    Raises BadPicture when one of the two is damaged.
    """
    header = next(chunks(data))
    texts = b"".join(other[chunk.start : chunk.end] for chunk in chunks(other) if chunk.kind in _TEXT_KINDS)
    return data[: header.end] + texts + data[header.end :]


def without_text(data: bytes, keyword: str) -> bytes:
    """Return the file without the texts under `keyword`; all other bytes stay. Raises BadPicture if it is damaged."""
    kept: list[bytes] = []
    done = 0
    for chunk in chunks(data):
        if chunk.kind in _TEXT_KINDS and _keyword(data, chunk) == keyword:
            kept.append(data[done : chunk.start])
            done = chunk.end
    return b"".join([*kept, data[done:]])


def _header(data: bytes) -> memoryview:
    if not data.startswith(_SIGNATURE):
        raise BadPicture("This is not a PNG picture.")
    if len(data) < _HEADER_END:
        raise BadPicture("The PNG picture is cut short.")
    if data[8:16] != b"\0\0\0\x0dIHDR":
        raise BadPicture("The PNG picture does not begin with its header.")
    return _checked_body(data, Chunk(b"IHDR", len(_SIGNATURE), _HEADER_END))


def _checked_body(data: bytes, chunk: Chunk) -> memoryview:
    view = memoryview(data)[chunk.start : chunk.end]
    if zlib.crc32(view[4:-4]) != int.from_bytes(view[-4:], "big"):
        raise BadPicture("A part of the PNG picture is damaged (its checksum is wrong).")
    return view[8:-4]


def _keyword(data: bytes, chunk: Chunk) -> str:
    """Return the name in front of the first NUL; a longer one than PNG allows is cut, nobody can ask for it."""
    body = data[chunk.start + 8 : min(chunk.end - 4, chunk.start + 9 + _MAX_KEYWORD_BYTES)]
    return body.partition(b"\0")[0].decode("latin-1")


def _plain_text(kind: bytes, body: bytes, limit: int) -> tuple[bytes, str]:
    """Return the text's bytes (at most `limit`) and their encoding."""
    _, nul, rest = body.partition(b"\0")
    if not nul:
        raise BadPicture("A text in the PNG picture is damaged.")
    packed, encoding = False, "latin-1"
    if kind == b"zTXt":
        packed, rest = True, rest[1:]
    elif kind == b"iTXt":
        parts = rest[2:].split(b"\0", 2)
        if len(parts) != 3:  # language, translated keyword, text
            raise BadPicture("A text in the PNG picture is damaged.")
        packed, rest, encoding = rest[0] != 0, parts[2], "utf-8"
    if packed:
        return inflate(rest, limit), encoding
    if len(rest) > limit:
        raise BadPicture("The picture holds more text than is sensible.")
    return rest, encoding


def _decode(plain: bytes, encoding: str) -> str:
    try:
        return plain.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadPicture("A text in the PNG picture is not valid UTF-8.") from error


def _packed(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
