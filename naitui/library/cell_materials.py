"""The pictures of all cells of a sweep: read once, and anew where a cell needs them otherwise."""

from __future__ import annotations

from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.novelai import Catalog
from naitui.novelai.materials import Materials
from naitui.recipe import Recipe
from naitui.recipe.sweep import cells

_ALIKE: dict[str, object] = {"strength": 1.0, "fidelity": 1.0}
"""What changes nothing about how a picture is made ready."""


class CellMaterials:
    """What each request of a recipe needs. A size, a model or a vibe's information on an axis makes the pictures ready
    in another way; most axes do not. Reading is slow, so use a thread."""

    def __init__(self, catalog: Catalog, sources: Sources) -> None:
        self._catalog, self._sources = catalog, sources
        self._known: dict[Recipe, Materials] = {}

    def load(self, recipe: Recipe) -> None:
        """Read what the recipe needs, and every cell of its sweep.

        Raises:
            Refused: as for `load_materials`.
            RecipeError: the sweep cannot be understood.
        """
        for cell in cells(recipe):
            self.of(cell.recipe)

    def of(self, recipe: Recipe) -> Materials:
        """What one request needs.

        Raises:
            Refused: as for `load_materials`, when it has not been read yet.
        """
        key = _pictures_of(recipe)
        if key not in self._known:
            self._known[key] = load_materials(key, self._catalog, self._sources)
        return self._known[key]

    @property
    def unencoded(self) -> int:
        """How many encodings are still to be bought, for all that was read."""
        return len({vibe.placeholder for read in self._known.values() for vibe in read.unencoded})


def _pictures_of(recipe: Recipe) -> Recipe:
    """Only what pictures are made ready by."""
    sampling = {"width": recipe.sampling.width, "height": recipe.sampling.height}
    return Recipe(
        model=recipe.model,
        transparent=recipe.transparent,
        sampling=Recipe().sampling.model_copy(update=sampling),
        source=recipe.source and recipe.source.model_copy(update={"strength": 0.5, "noise": 0.0}),
        mask=recipe.mask,
        control=recipe.control,
        vibes=tuple(vibe.model_copy(update={"strength": 1.0}) for vibe in recipe.vibes),
        precise_references=tuple(one.model_copy(update=_ALIKE) for one in recipe.precise_references),
    )
