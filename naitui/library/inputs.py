"""Picture files as somebody names them to have something done to them: their bytes, and what is drawn in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.library.calls import digest_of
from naitui.library.entries import PICTURE_ENDINGS
from naitui.library.names import MAX_NAME, safe
from naitui.novelai import Refused
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.recipe import Problem

if TYPE_CHECKING:  # the image library is heavy
    from PIL.Image import Image

_MOST_NAMED = 5
"""Files of a folder that are named when they are left out."""


@dataclass(frozen=True, slots=True)
class Input:
    """A picture file as it was when it was looked at."""

    path: Path
    digest: str
    size: tuple[int, int]
    """Width and height in pixels, upright."""


def look_at(path: Path) -> Input:
    """Read a picture file whole; slow, so use a thread.

    Raises:
        Refused: it cannot be read, or is no picture.
    """
    data, image = read_picture(path)
    return Input(path, digest_of(data), image.size)


def read_picture(path: Path, as_it_was: Input | None = None) -> tuple[bytes, Image]:
    """A picture file and the picture in it, decoded whole: a damaged one should not be paid for.

    Raises:
        Refused: it cannot be read, is no picture, or is another one than ``as_it_was``.
    """
    from naitui.pictures.decode import open_picture

    data = read_file(path)
    if as_it_was is not None and digest_of(data) != as_it_was.digest:
        raise _refused(path, "it has changed since it was looked at")
    try:
        return data, open_picture(data)
    except BadPicture as error:
        raise _refused(path, str(error)) from None


def read_file(path: Path) -> bytes:
    """The bytes of a file, up to more than any reader takes.

    Raises:
        Refused: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be read") from None


def files_among(paths: Iterable[Path], tell: Callable[[str], None]) -> list[Path]:
    """Files as they are, and of folders the pictures in them, in the order of their names, each once.

    Args:
        paths: files and folders.
        tell: told what of a folder is left out.

    Raises:
        Refused: a folder cannot be read, or has no pictures.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        try:
            names = sorted(entry.name for entry in os.scandir(path) if entry.is_file())
        except OSError as error:
            raise _refused(path, error.strerror or "cannot be read") from None
        names = [name for name in names if not name.startswith(".")]
        pictures = [path / name for name in names if name.lower().endswith(PICTURE_ENDINGS)]
        if not pictures:
            raise _refused(path, "there are no PNG, JPEG or WebP pictures in it")
        others = [name for name in names if not name.lower().endswith(PICTURE_ENDINGS)]
        if others:
            tell(f"{path}: {_named(others)} left out: no PNG, JPEG or WebP")
        found.update(dict.fromkeys(pictures))
    return list(found)


def _named(names: Sequence[str]) -> str:
    """The first of them, and how many others."""
    more = f" and {len(names) - _MOST_NAMED:,} others" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"


def stem_of(path: Path) -> str:
    """A file's name without its ending, safe in another name and short enough for what is added to it."""
    stem = safe(path.stem)
    while len(stem.encode(errors="replace")) > MAX_NAME:  # file systems count bytes
        stem = stem[:-1]
    return stem or "picture"


def _refused(path: Path, why: str) -> Refused:
    return Refused([Problem(("picture",), f"{path}: {why}")])
