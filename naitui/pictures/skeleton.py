"""A picture file without its pixels: everything that says how it was made, read without reading the rest.

A library of 100,000 pictures is 200 GB, but what is written in them is under one: the drawn part of a PNG is stepped
over by its length. WebP and JPEG files are smaller and are read whole.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES

_HEAD = 64 * 1024
"""Bytes read at once: NovelAI's texts lie in front of the pixels, and are a few thousand."""
_PIXELS = (b"IDAT", b"fdAT")
_MAX_CHUNKS = 65_536
_MAX_KEPT = 2 * MAX_TEXT_BYTES


def read_skeleton(file: BinaryIO) -> bytes:
    """The file without the chunks that hold pixels: a row of chunks that `read_metadata` and `extract` take.

    Args:
        file: open for reading at its beginning, and seekable.

    Raises:
        BadPicture: it is no PNG, JPEG or WebP, is cut short, or is larger than any reader takes.
        OSError: it cannot be read.
    """
    head = file.read(_HEAD)
    kind = kind_of(head)
    if kind == "png":
        return _png(file, head)
    if kind not in ("jpeg", "webp"):
        raise BadPicture("This is not a PNG, JPEG or WebP picture.")
    whole = head + file.read(MAX_FILE_BYTES + 1 - len(head))
    if len(whole) > MAX_FILE_BYTES:
        raise BadPicture("The picture is too large.")
    return whole


def _png(file: BinaryIO, head: bytes) -> bytes:
    kept = [head[:8]]
    place, weight = 8, 8
    for _ in range(_MAX_CHUNKS):
        start = _at(file, head, place, 8)
        if len(start) < 8:
            raise BadPicture("The PNG picture is cut short.")
        kind, size = start[4:8], 12 + int.from_bytes(start[:4], "big")
        if kind not in _PIXELS:
            weight += size
            if weight > _MAX_KEPT:
                raise BadPicture("The picture holds more text than is sensible.")
            chunk = _at(file, head, place, size)
            if len(chunk) < size:
                raise BadPicture("The PNG picture is cut short.")
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        place += size
    raise BadPicture("The PNG picture is split into too many pieces.")


def _at(file: BinaryIO, head: bytes, place: int, size: int) -> bytes:
    if place + size <= len(head):
        return head[place : place + size]
    file.seek(place, os.SEEK_SET)
    return file.read(size)
