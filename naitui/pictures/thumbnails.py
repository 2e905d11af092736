"""Small pictures: those that go with vibes, the face of a card that several vibes share, those of long lists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from naitui.pictures.decode import open_picture, shrink
from naitui.pictures.prepare import png

THUMBNAIL = (256, 256)
"""Pixels; what NovelAI's page puts into a vibe file, at most."""

TINY = (192, 192)
"""Pixels at most of what lists show."""
MOST_ON_A_FACE = 16
_QUALITY = 85


def thumbnail_of(image: bytes) -> bytes:
    """Return a JPEG of at most 256 pixels each way, of the pixels alone. Raises BadPicture for what is no picture."""
    small = shrink(open_picture(image), THUMBNAIL)
    small.info = {}  # what the file says about itself stays in the file
    out = BytesIO()
    small.save(out, format="JPEG", quality=_QUALITY)
    return out.getvalue()


def tiny(image: bytes) -> bytes:
    """Return a WebP of at most 192 pixels each way, of the pixels alone. Raises BadPicture for what is no picture."""
    small = shrink(open_picture(image), TINY)
    small.info = {}
    out = BytesIO()
    small.save(out, format="WEBP", quality=75, method=2)
    return out.getvalue()


def card_face(pictures: Sequence[bytes]) -> bytes:
    """Return a PNG of these picture files side by side, up to 16 of them, each at most 256 pixels, on black.

    Raises BadPicture for what is no picture, ValueError for none.
    """
    if not pictures:
        raise ValueError("a face needs one picture at least")
    tiles = [shrink(open_picture(data), THUMBNAIL) for data in pictures[:MOST_ON_A_FACE]]
    across = math.ceil(math.sqrt(len(tiles)))
    wide, high = (max(side) for side in zip(*(tile.size for tile in tiles), strict=True))
    face = Image.new("RGB", (across * wide, math.ceil(len(tiles) / across) * high))
    for place, tile in enumerate(tiles):
        left, top = place % across * wide, place // across * high
        face.paste(tile, (left + (wide - tile.width) // 2, top + (high - tile.height) // 2))
    return png(face)
