"""WebP files as rows of RIFF chunks: size, alpha, and chunks in and out, without decoding a pixel.

The layout is that of RFC 9649: `RIFF`, a little-endian 32-bit size of all that follows, `WEBP`, then chunks of a
4-character code, a little-endian 32-bit length and the body, padded to an even length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from naitui.pictures.errors import BadPicture

_MAX_CHUNKS = 65_536
_RIFF_HEAD = 12
_MAX_RIFF_SIZE = 2**32 - 10
_VP8X_ALPHA = 0x10
_VP8L_SIGNATURE = 0x2F
_VP8_START_CODE = b"\x9d\x01\x2a"
_CUT_SHORT = "The WebP picture is cut short."
_DAMAGED = "The WebP picture is damaged."


class Chunk(NamedTuple):
    """Where one chunk lies: `data[start:end]` is all of it with its padding, its body is `data[start + 8:stop]`."""

    fourcc: bytes
    start: int
    stop: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """Walk the chunks in the order of the file; bytes behind the RIFF container are not looked at.

    Raises BadPicture when the file is no WebP, is cut short, or has over 65,536 chunks.
    """
    limit = _riff_end(data)
    start = _RIFF_HEAD
    for _ in range(_MAX_CHUNKS):
        if start >= limit:
            return
        stop = start + 8 + int.from_bytes(data[start + 4 : start + 8], "little")
        if start + 8 > limit or stop > limit:
            raise BadPicture(_CUT_SHORT)
        # Some writers leave out the padding of the last chunk.
        end = min(stop + (stop - start) % 2, limit)
        yield Chunk(data[start : start + 4], start, stop, end)
        start = end
    raise BadPicture("The WebP picture is split into too many pieces.")


def size_of(data: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels as the first chunk announces it. Raises BadPicture when it cannot be told."""
    first, body = _first(data)
    if first == b"VP8X" and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if first == b"VP8L" and len(body) >= 5 and body[0] == _VP8L_SIGNATURE:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if first == b"VP8 " and len(body) >= 10 and body[3:6] == _VP8_START_CODE:
        # The upper two bits of each are a scaling hint.
        width = int.from_bytes(body[6:8], "little") & 0x3FFF
        height = int.from_bytes(body[8:10], "little") & 0x3FFF
        if width and height:
            return width, height
    raise BadPicture(_DAMAGED)


def has_alpha(data: bytes) -> bool:
    """Tell whether the pixels carry an alpha channel, as the first chunk says it. Raises BadPicture as `size_of`."""
    first, body = _first(data)
    if first == b"VP8X" and body:
        return bool(body[0] & _VP8X_ALPHA)
    # VP8L: 14 bits of width, 14 of height, then the bit "alpha is used". VP8 has no alpha without VP8X.
    return first == b"VP8L" and len(body) >= 5 and bool(body[4] & 0x10)


def read_chunk(data: bytes, fourcc: bytes) -> bytes | None:
    """Return the body of the first chunk with that code, None without one. Raises BadPicture for a damaged file."""
    for chunk in chunks(data):
        if chunk.fourcc == fourcc:
            return data[chunk.start + 8 : chunk.stop]
    return None


def with_chunk(data: bytes, fourcc: bytes, payload: bytes) -> bytes:
    """Return the file with one own chunk at the end of its container, in place of earlier ones with that code.

    The RIFF size is set anew; every other byte stays as it was. Decoders skip codes that they do not know.
    Raises BadPicture for a damaged file and ValueError for a code that is not four printable ASCII characters.
    """
    if len(fourcc) != 4 or not all(0x20 <= byte < 0x7F for byte in fourcc):
        raise ValueError("a RIFF code has four printable ASCII characters")
    chunk = fourcc + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2)
    return _rebuilt(data, fourcc, chunk)


def _rebuilt(data: bytes, without: bytes, addition: bytes) -> bytes:
    body = b"".join(data[chunk.start : chunk.end] for chunk in chunks(data) if chunk.fourcc != without)
    padding = b"\0" * (len(body) % 2)
    size = 4 + len(body) + len(padding) + len(addition)
    if size > _MAX_RIFF_SIZE:
        raise BadPicture("The WebP picture is too large to add anything to it.")
    head = b"RIFF" + size.to_bytes(4, "little") + b"WEBP"
    return b"".join([head, body, padding, addition, data[_riff_end(data) :]])


def _riff_end(data: bytes) -> int:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise BadPicture("This is not a WebP picture.")
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise BadPicture(_CUT_SHORT)
    return end


def _first(data: bytes) -> tuple[bytes, bytes]:
    """Return the first chunk's code and up to 16 bytes of its body."""
    for chunk in chunks(data):
        return chunk.fourcc, data[chunk.start + 8 : min(chunk.stop, chunk.start + 24)]
    raise BadPicture("The WebP picture is empty.")
