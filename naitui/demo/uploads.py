"""Pictures in a body: base64 of a PNG, JPEG or WebP file, as the service insists."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from PIL import Image

from naitui.demo.refusal import wrong
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of

_KINDS = ("png", "jpeg", "webp")


class Upload(NamedTuple):
    """A picture that was sent: the file and what is in it."""

    data: bytes
    image: Image.Image


def bytes_of(value: object, name: str) -> bytes:
    """The bytes that a field holds in base64; nothing but base64 is taken, no data URL. Raises `Fault`."""
    if not isinstance(value, str) or not value:
        raise wrong(f"{name} must be a base64 string")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise wrong(f"{name} must be a base64 string") from None


def picture_of(value: object, name: str, *, only_png: bool = False) -> Upload:
    """The picture that a field holds. Raises `Fault` for anything else."""
    data = bytes_of(value, name)
    if kind_of(data) not in (("png",) if only_png else _KINDS):
        raise wrong(f"{name} must be a PNG picture" if only_png else f"{name} must be a PNG, JPEG or WebP picture")
    try:
        return Upload(data, open_picture(data))
    except BadPicture:
        raise wrong(f"{name} cannot be decoded") from None
