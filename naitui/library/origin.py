"""What a picture says of how it was made: our own record when it has one, NovelAI's metadata otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.library.record import Record, read_record
from naitui.novelai import Catalog
from naitui.novelai.importing import import_recipe
from naitui.pictures.metadata import Metadata, read_metadata
from naitui.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Origin:
    """What is in a picture, and the recipe that follows from it."""

    recipe: Recipe | None
    record: Record | None
    metadata: Metadata | None
    lost: tuple[str, ...]
    """What it cannot give back."""


def origin_of(data: bytes, catalog: Catalog, *, search_alpha: bool = True) -> Origin:
    """What a picture says of itself.

    Args:
        data: the file, or its skeleton (`naitui.pictures.skeleton`).
        catalog: names the models.
        search_alpha: whether to look into the pixels when nothing else says anything; that decodes the picture.

    Raises:
        BadPicture: the bytes are no picture.
    """
    record = read_record(data)
    metadata = read_metadata(data, search_alpha=search_alpha)
    imported = import_recipe(metadata, catalog) if metadata else None
    recipe = record.recipe if record else imported.recipe if imported else None
    return Origin(recipe, record, metadata, tuple(imported.lost) if imported and not record else ())
