"""Pictures as they are named on the command line: their bytes, and what is drawn in them."""

from __future__ import annotations

from pathlib import Path

from PIL.Image import Image

from naitui.library.names import MAX_NAME, safe
from naitui.novelai import Refused
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.recipe import Problem


def read_picture(path: Path) -> tuple[bytes, Image]:
    """A picture file and the picture in it, decoded whole: a damaged one should not be paid for.

    Raises:
        Refused: it cannot be read, or is no picture.
    """
    data = read_file(path)
    try:
        return data, open_picture(data)
    except BadPicture as error:
        raise Refused([Problem(("picture",), f"{path}: {error}")]) from None


def read_file(path: Path) -> bytes:
    """The bytes of a file, up to more than any reader takes.

    Raises:
        Refused: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Refused([Problem(("picture",), f"{path}: {error.strerror or 'cannot be read'}")]) from None


def stem_of(path: Path) -> str:
    """A file's name without its ending, safe in another name and short enough for what is added to it."""
    stem = safe(path.stem)
    while len(stem.encode(errors="replace")) > MAX_NAME:  # file systems count bytes
        stem = stem[:-1]
    return stem or "picture"
