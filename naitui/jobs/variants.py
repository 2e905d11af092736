"""What Enhance and Variations offer for a picture: every choice with its recipe and its price."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from naitui.jobs.job import forecast
from naitui.novelai import Catalog, Quote, Standing
from naitui.novelai.variants import enhance, variations, vary
from naitui.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice: what it would make, and for how much. Without a recipe it cannot be, and ``words`` say why."""

    words: str
    """What is done, in a few words."""
    recipe: Recipe | None = None
    quote: Quote | None = None

    @property
    def price(self) -> str:
        """For a cell of a table."""
        if self.quote is None:
            return "–"
        return f"{'about ' if self.quote.estimate else ''}{self.quote.total}" if self.quote.total else "free"


@dataclass(frozen=True, slots=True)
class Variants:
    """A table of choices."""

    rows: tuple[str, ...]
    """What each row is called; its key is its number, from 1."""
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], Variant]
    """By row and column, from 0."""
    start: tuple[int, int]
    """The one that the page itself begins with."""


def enhancements(base: Recipe, picture: str, catalog: Catalog, standing: Standing | None) -> Variants:
    """Enhance: a row for each magnitude, a column for each size.

    Args:
        base: the picture's recipe, in the picture's size (`naitui.library.remaking`).
        picture: its path, as the recipe names it.
        catalog: models and numbers.
        standing: the account's; None when it is not known.
    """
    numbers = catalog.variants
    columns = [f"×{scale:g}" for scale in numbers.scales]
    if catalog.model(base.model).enhance_max:
        columns.append("max")
    cells = {}
    for row, (strength, noise) in enumerate(numbers.magnitudes):
        for column, name in enumerate(columns):

            def make(row: int = row, column: int = column, name: str = name) -> Recipe:
                scale = 1.0 if name == "max" else numbers.scales[column]
                return enhance(base, picture, catalog, magnitude=row + 1, scale=scale, maximum=name == "max")

            cells[row, column] = _variant(make, f"strength {strength:g}, noise {noise:g}", catalog, standing)
    noises = (f", noise {noise:g}" if noise else "" for _, noise in numbers.magnitudes)
    rows = tuple(f"strength {one[0]:g}{noise}" for one, noise in zip(numbers.magnitudes, noises, strict=True))
    return Variants(rows, tuple(columns), cells, (len(rows) // 2, 0))


def other_takes(base: Recipe, picture: str, catalog: Catalog, standing: Standing | None) -> Variants:
    """Variations: a row for each number of pictures, up to what the page makes in one request. Arguments as above."""
    numbers, most = catalog.variants, variations(base, catalog)
    how = f"strength {numbers.variation_strength:g}, noise {numbers.variation_noise:g}"
    cells = {}
    for row in range(most):

        def make(count: int = row + 1) -> Recipe:
            return vary(base, picture, catalog, count=count)

        cells[row, 0] = _variant(make, how, catalog, standing)
    rows = tuple("1 picture" if count == 1 else f"{count} pictures" for count in range(1, most + 1))
    return Variants(rows, ("price",), cells, (most - 1, 0))


def _variant(make: Callable[[], Recipe], how: str, catalog: Catalog, standing: Standing | None) -> Variant:
    try:
        recipe = make()
    except ValueError as error:
        return Variant(str(error))
    quote, lint = forecast(recipe, catalog, standing)
    if lint.refusals:
        return Variant(str(lint.refusals[0]))
    size = f"{recipe.sampling.width}×{recipe.sampling.height}"
    return Variant(f"{how}, {size}", recipe, quote)
