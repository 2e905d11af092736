"""How much a stranger's file may cost us: caps, and an inflate that keeps to them."""

from __future__ import annotations

import zlib

from naitui.pictures.errors import BadPicture

MAX_FILE_BYTES = 64_000_000
"""Largest file that is looked at, in bytes."""

MAX_PIXELS = 33_554_432
"""Largest picture that is decoded, in pixels: 32 Mi, eight times NovelAI's largest (2048 x 2048, upscaled)."""

MAX_TEXT_BYTES = 8 * 1024 * 1024
"""All text of one picture together, in bytes after inflating. Vibe encodings live in `Comment`, so 1 MiB is too few."""


def inflate(packed: bytes | memoryview, limit: int, *, gzip: bool = False) -> bytes:
    """Inflate a zlib (or gzip) stream to at most `limit` bytes.

    Memory stays near `limit` whatever the stream holds. Raises BadPicture for a longer, damaged or cut-off stream.
    """
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16 if gzip else zlib.MAX_WBITS)
    try:
        plain = stream.decompress(packed, limit + 1)
    except zlib.error as error:
        raise BadPicture("A compressed text in the picture is damaged.") from error
    if len(plain) > limit:
        raise BadPicture("The picture holds more text than is sensible.")
    if not stream.eof:
        raise BadPicture("A compressed text in the picture is cut short.")
    return plain
