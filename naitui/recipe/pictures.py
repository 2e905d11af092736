"""The pictures that a recipe names: other names for all of them, or only some of them left."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from naitui.recipe.model import Control, Mask, PreciseReference, Recipe, Source, Vibe

_P = TypeVar("_P", Source, Mask, Control, Vibe, PreciseReference)


def paths_of(recipe: Recipe) -> list[str]:
    """How a recipe names its pictures, those too that are switched off, each once."""
    found: dict[str, None] = {}

    def noted(path: str) -> str:
        found[path] = None
        return path

    with_paths(recipe, noted)
    return list(found)


def with_paths(recipe: Recipe, path: Callable[[str], str]) -> Recipe:
    """The recipe with its pictures named otherwise."""

    def one(part: _P) -> _P:
        return part.model_copy(update={"path": path(part.path)})

    update: dict[str, object] = {
        "vibes": tuple(one(vibe) for vibe in recipe.vibes),
        "precise_references": tuple(one(reference) for reference in recipe.precise_references),
        "source": recipe.source and one(recipe.source),
        "mask": recipe.mask and one(recipe.mask),
        "control": recipe.control and one(recipe.control),
    }
    return recipe.model_copy(update=update)


def with_only(recipe: Recipe, paths: Collection[str]) -> tuple[Recipe, list[str]]:
    """The recipe with these pictures alone, and what it lost, in a few words each; a mask goes with its source."""
    lost: list[str] = []
    update: dict[str, object] = {}
    for name, what in (("vibes", "a vibe"), ("precise_references", "a reference")):
        every: tuple[Vibe | PreciseReference, ...] = getattr(recipe, name)
        update[name] = tuple(one for one in every if one.path in paths)
        lost += [what for one in every if one.path not in paths]
    alone: tuple[tuple[str, str], ...] = (
        ("source", "the source picture"),
        ("mask", "the mask"),
        ("control", "the picture of ControlNet"),
    )
    for name, what in alone:
        part: Source | Mask | Control | None = getattr(recipe, name)
        if part is not None and part.path not in paths:
            update[name] = None
            lost.append(what)
    if "source" in update:
        update["mask"] = None
    return recipe.model_copy(update=update), lost
