"""The recipe with which a finished picture is drawn again: larger, or otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.library.calls import digest_of, read_call
from naitui.library.inputs import Input, read_file, read_picture
from naitui.library.origin import Origin, origin_of
from naitui.novelai import Catalog, Refused
from naitui.novelai.variants import fitted
from naitui.recipe import Problem, Recipe

MOST_CALLS = 16
"""Tools in a row through which the words are looked for."""
_MUCH_SMALLER = 0.9


@dataclass(frozen=True, slots=True)
class Base:
    """A recipe in the picture's own size, and what is to be said of it."""

    recipe: Recipe
    notes: tuple[str, ...]


def base_of(given: Input, catalog: Catalog, instead: Recipe | None = None) -> Base:
    """What made a picture, in the size that the picture has now; slow, so use a thread.

    A picture of a director tool says nothing of words: then they are those of what it was made from.

    Args:
        given: the picture; it may not have changed since it was looked at.
        catalog: the models.
        instead: the recipe whose words are taken for a picture that has none.

    Raises:
        Refused: the picture cannot be read, or says nothing of how it was made.
    """
    data, image = read_picture(given.path, given)
    found, notes = _told(given, data, catalog)
    recipe = found.recipe if found is not None else instead
    if recipe is None:
        what = f"{given.path}: nothing in it says how it was made, so it has no prompt"
        raise Refused([Problem(("picture",), what)])
    if found is None:
        notes = ["nothing in the picture says how it was made: the words are those of the studio"]
    else:
        notes += [f"the picture cannot give back {lost}" for lost in found.lost]
    width, height = fitted(*image.size, catalog)  # the picture's own size: it may have been upscaled since
    if width * height < image.width * image.height * _MUCH_SMALLER:
        notes.append(f"the picture is larger than NovelAI makes; it is taken as {width}×{height}")
    sampling = recipe.sampling.model_copy(update={"width": width, "height": height})
    return Base(recipe.model_copy(update={"sampling": sampling, "sweep": None}), tuple(notes))


def _told(given: Input, data: bytes, catalog: Catalog) -> tuple[Origin | None, list[str]]:
    """What the picture says, or what the first says that it was made from and that has a recipe."""
    name = ""
    for _ in range(MOST_CALLS):
        origin = origin_of(data, catalog)
        if origin.recipe is not None:
            return origin, [f"the words are those of {name}, which it was made from"] if name else []
        record = read_call(data)
        if record is None:
            break
        try:
            data, name = read_file(record.path), record.path.name
        except Refused:
            break
        if digest_of(data) != record.digest:
            break
    return None, []
