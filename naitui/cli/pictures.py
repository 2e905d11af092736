"""Pictures as they are named on the command line: their bytes, what is in them, and the recipe that made them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL.Image import Image

from naitui.library.names import MAX_NAME, safe
from naitui.library.record import Record, read_record
from naitui.novelai import Catalog, Refused
from naitui.novelai.importing import import_recipe
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.metadata import Metadata, read_metadata
from naitui.recipe import Problem, Recipe


@dataclass(frozen=True, slots=True)
class Origin:
    """What a picture says of how it was made: our own record when it has one, NovelAI's metadata otherwise."""

    recipe: Recipe | None
    record: Record | None
    metadata: Metadata | None
    lost: tuple[str, ...]
    """What it cannot give back."""


def origin_of(data: bytes, catalog: Catalog) -> Origin:
    """What a picture says of itself.

    Raises:
        BadPicture: the bytes are no picture.
    """
    metadata, record = read_metadata(data), read_record(data)
    imported = import_recipe(metadata, catalog) if metadata else None
    recipe = record.recipe if record else imported.recipe if imported else None
    return Origin(recipe, record, metadata, tuple(imported.lost) if imported and not record else ())


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
