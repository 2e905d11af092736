"""What a picture says of how it was made: our own record, else NovelAI's metadata, else what other programs write."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.library.record import Record, read_record
from naitui.novelai import Catalog
from naitui.novelai.importing import import_recipe
from naitui.novelai.taking import Taken, take
from naitui.pictures.foreign import Foreign, read_foreign
from naitui.pictures.metadata import Metadata, read_metadata
from naitui.recipe import Recipe
from naitui.recipe.comfy import read_graph
from naitui.recipe.parameters import read_parameters


@dataclass(frozen=True, slots=True)
class Origin:
    """What is in a picture, and the recipe that follows from it."""

    recipe: Recipe | None
    record: Record | None
    metadata: Metadata | None
    lost: tuple[str, ...]
    """What it cannot give back."""
    foreign: bool = False
    """Whether another program made it: then the recipe is what NovelAI has for that program's words and settings."""


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
    metadata = read_metadata(data, search_alpha=False)
    if record is None and metadata is None:
        taken = _from_others(read_foreign(data), catalog)
        if taken is not None:
            return Origin(taken.recipe, None, None, tuple(taken.left), foreign=True)
        metadata = read_metadata(data) if search_alpha else None
    imported = import_recipe(metadata, catalog) if metadata else None
    recipe = record.recipe if record else imported.recipe if imported else None
    return Origin(recipe, record, metadata, tuple(imported.lost) if imported and not record else ())


def _from_others(foreign: Foreign, catalog: Catalog) -> Taken | None:
    parameters = read_parameters(foreign.text) or read_graph(foreign.graph)
    if parameters is None:
        return None
    # what the other program sent is all in its words: nothing of NovelAI's is put around them
    bare = Recipe(model=catalog.default, quality="none", undesired_preset="none")
    return take(bare, parameters, catalog)
