"""The hidden copy of the metadata in the lowest bits of the alpha channel.

NovelAI's metadata format: pixels in column order (x outer, y inner), most significant bit first; 15 bytes
`stealth_pngcomp`, a 32-bit big-endian length in bits, that many bits of gzipped UTF-8 JSON, then the 32-bit marker
`ffffffff`. Pixels that are not used keep their alpha. `stealth_pnginfo` is the same without gzip, as other tools
write it.

Python is slow per pixel, so whole columns are turned at once: a transposed crop is the bit order, and `int` packs and
unpacks the bits.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

from PIL import Image

from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_TEXT_BYTES, inflate
from naitui.pictures.records import parse_object

MAX_PIXELS = 16_777_216
"""Larger pictures are not searched, as on NovelAI's site."""

_COMPRESSED = b"stealth_pngcomp"
_PLAIN = b"stealth_pnginfo"
_SIGNATURE_BITS = 8 * len(_COMPRESSED)
_LENGTH_BITS = 32
_HEAD_BITS = _SIGNATURE_BITS + _LENGTH_BITS
_END_MARKER = b"\xff\xff\xff\xff"

_LOWEST_BIT_AS_DIGIT = bytes(ord("0") + (value & 1) for value in range(256))
_DIGIT_AS_BIT = bytes(1 if value == ord("1") else 0 for value in range(256))
_WITHOUT_LOWEST_BIT = bytes(value & 0xFE for value in range(256))


def read_record(image: Image.Image) -> dict[str, object] | None:
    """Return the record hidden in a loaded picture, None where there is none or it is damaged; never raises for it.

    An RGBA or LA picture is needed. Without a record only the first column or so is looked at. The record has
    NovelAI's keys (`Description`, `Software`, `Source`, `Generation time`, `Comment` as a JSON string).
    """
    pixels = image.width * image.height
    if image.mode not in ("RGBA", "LA") or not _HEAD_BITS <= pixels <= MAX_PIXELS:
        return None
    head = _read_bits(image, 0, _HEAD_BITS)
    signature, length = head[: len(_COMPRESSED)], int.from_bytes(head[len(_COMPRESSED) :], "big")
    if signature not in (_COMPRESSED, _PLAIN) or length % 8 or not 0 < length <= pixels - _HEAD_BITS:
        return None
    payload = _read_bits(image, _HEAD_BITS, length)
    try:
        if signature == _COMPRESSED:
            payload = inflate(payload, MAX_TEXT_BYTES, gzip=True)
        text = payload.decode("utf-8")
    except (BadPicture, UnicodeDecodeError):
        return None
    return parse_object(text)


def write_record(image: Image.Image, record: Mapping[str, object]) -> Image.Image:
    """Return an RGBA copy with `record` hidden in it, gzipped; the same input gives the same pixels.

    Colours stay exactly as they are, alpha values change by at most 1. Raises BadPicture when the picture has too few
    pixels or more than are ever searched, and ValueError or TypeError for a record that JSON cannot hold.
    """
    text = json.dumps(dict(record), allow_nan=False)
    payload = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    message = _COMPRESSED + (8 * len(payload)).to_bytes(4, "big") + payload + _END_MARKER
    pixels = image.width * image.height
    if 8 * len(message) > pixels:
        raise BadPicture(
            f"The picture is too small to hide the record: {pixels} pixels, and {8 * len(message)} are needed."
        )
    if pixels > MAX_PIXELS or len(text) > MAX_TEXT_BYTES:
        raise BadPicture("The picture or the record is too large for a hidden record to be found again.")
    result = image.copy() if image.mode == "RGBA" else image.convert("RGBA")
    alpha = result.getchannel("A")
    _write_bits(alpha, message)
    result.putalpha(alpha)
    return result


def _read_bits(image: Image.Image, first: int, count: int) -> bytes:
    """Return `count` bits (above 0, a multiple of 8) from bit `first` on, packed into bytes."""
    height = image.height
    left, right = first // height, -(-(first + count) // height)
    columns = image.crop((left, 0, right, height)).getchannel("A").transpose(Image.Transpose.TRANSPOSE).tobytes()
    start = first - left * height
    digits = columns[start : start + count].translate(_LOWEST_BIT_AS_DIGIT)
    return int(digits, 2).to_bytes(count // 8, "big")


def _write_bits(alpha: Image.Image, message: bytes) -> None:
    """Put the bits of `message` into the lowest bits of `alpha` (mode L), in place, from the first pixel on."""
    count, height = 8 * len(message), alpha.height
    width = -(-count // height)
    columns = alpha.crop((0, 0, width, height)).transpose(Image.Transpose.TRANSPOSE).tobytes()
    bits = format(int.from_bytes(message, "big"), f"0{count}b").encode().translate(_DIGIT_AS_BIT)
    cleared = columns[:count].translate(_WITHOUT_LOWEST_BIT)
    # One OR of two huge numbers is an OR of all pixels at once.
    mixed = (int.from_bytes(cleared, "big") | int.from_bytes(bits, "big")).to_bytes(count, "big")
    turned = Image.frombytes("L", (height, width), mixed + columns[count:])
    alpha.paste(turned.transpose(Image.Transpose.TRANSPOSE), (0, 0))
