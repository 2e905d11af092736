"""A picture as a recipe: what it gives back, and what it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from naitui.library.collection import MARK
from naitui.library.origin import Origin, origin_of
from naitui.novelai import Catalog
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.recipe import Batch, Recipe
from naitui.recipe.resolve import SEEDS, first_mark_in


class NothingKnown(ValueError):
    """A picture that does not say how it was made; the message says what it says instead."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a picture gives back."""

    request: Recipe
    """The recipe of its request: with all samples of it, and the first one's seed."""
    picture: Recipe
    """The recipe of this picture alone, with its own seed."""
    sample: int
    """Which of its request's pictures it is."""
    draft: Recipe | None
    """How it was written, where chance made other words of it."""
    lost: tuple[str, ...]
    """What it cannot give back, in a few words each."""
    comment: dict[str, object]
    """NovelAI's own record; empty without one."""


def again(path: Path, catalog: Catalog) -> Again:
    """What a picture gives back. Where its texts say nothing its pixels are looked into, so use a thread.

    Raises:
        NothingKnown: it does not say how it was made.
        BadPicture: it is none.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise BadPicture("The picture is too large.")
    origin = origin_of(data, catalog)
    recipe = origin.recipe
    if recipe is None:
        what = "its record is not that of a generation" if origin.metadata else "nothing in it says how it was made"
        raise NothingKnown(what)
    sample = origin.record.sample if origin.record else 0
    draft = origin.record.draft if origin.record else None
    comment = origin.metadata.comment if origin.metadata else {}
    lost = tuple(_lost(origin, recipe))
    return Again(recipe, _alone(recipe, sample), sample, draft, lost, comment)


def _alone(recipe: Recipe, sample: int) -> Recipe:
    seed = recipe.sampling.seed
    own = None if seed is None else (seed + sample) % SEEDS
    return recipe.model_copy(
        update={"sampling": recipe.sampling.model_copy(update={"seed": own}), "batch": Batch(), "sweep": None}
    )


def _lost(origin: Origin, recipe: Recipe) -> Iterator[str]:
    for lost in origin.lost:
        yield f"{lost}; naitui vibe import takes them out of it" if lost == "vibes" else lost
    for what, path in files_named(recipe):
        if not path.startswith(MARK) and not is_there(path):
            yield f"{what}: {path} is not there any more"
    mark = first_mark_in(recipe)
    if mark is not None:  # never in a recipe that naitui settled; a stranger's text was sent as it stands
        yield f"{mark} as it stands: naitui would settle it when it sends it again"


def is_there(path: str) -> bool:
    """Whether a recipe's path means a file; a stranger's recipe may name the home of somebody who is not here."""
    try:
        return Path(path).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):
        return False


def files_named(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """What a recipe names on disk, and as what; what is switched off is not asked for."""
    if recipe.source is not None:
        yield "the source picture", recipe.source.path
    if recipe.mask is not None:
        yield "the mask", recipe.mask.path
    if recipe.control is not None:
        yield "the picture of ControlNet", recipe.control.path
    yield from (("a vibe", vibe.path) for vibe in recipe.vibes if vibe.enabled)
    yield from (("a reference", one.path) for one in recipe.precise_references if one.enabled)
