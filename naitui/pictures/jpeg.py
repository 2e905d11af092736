"""JPEG files as rows of marker segments: size and EXIF block, without decoding a pixel.

The layout is that of ITU-T T.81, annex B. Only what stands before the first scan is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from naitui.pictures.errors import BadPicture

_MAX_SEGMENTS = 4096
_APP1 = 0xE1
_END_OF_HEAD = (0xDA, 0xD9)
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Fill bytes, stuffed zeros and junk between segments are skipped, as libjpeg does.
_MARKER = re.compile(rb"\xff[^\x00\xff]", re.DOTALL)
_EXIF = b"Exif\0\0"


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the segments in front of the first scan as (marker, body). Raises BadPicture when the file is damaged."""
    if not data.startswith(b"\xff\xd8"):
        raise BadPicture("This is not a JPEG picture.")
    place = 2
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(data, place)
        if found is None or found.end() + 2 > len(data):
            raise BadPicture("The JPEG picture is cut short.")
        place = found.start()
        marker = data[place + 1]
        if marker in _END_OF_HEAD:
            return
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if length < 2:
            raise BadPicture("The JPEG picture is damaged.")
        if place + 2 + length > len(data):
            raise BadPicture("The JPEG picture is cut short.")
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + length
    raise BadPicture("The JPEG picture is split into too many pieces.")


def size_of(data: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels as stored, before any turn that EXIF asks for. Raises BadPicture without it."""
    for marker, body in segments(data):
        if marker in _FRAME_HEADERS and len(body) >= 5:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            if width and height:
                return width, height
    raise BadPicture("The JPEG picture does not say how large it is.")


def exif_block(data: bytes) -> bytes | None:
    """Return the EXIF block (APP1), None without one. Raises BadPicture when the file is damaged before it."""
    return next((body for marker, body in segments(data) if marker == _APP1 and body.startswith(_EXIF)), None)
