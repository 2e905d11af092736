"""A sweep before it is sent: what each cell asks for, which pictures are there already, and what the rest costs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from naitui.jobs.already import carried
from naitui.jobs.job import settled, sweep_lint
from naitui.library.cell_materials import CellMaterials
from naitui.library.facts import group_of
from naitui.library.made import Made
from naitui.novelai import Catalog, Lint, Quote, Standing, encoding_quote, quote, settled_recipe
from naitui.novelai.price import summed
from naitui.recipe import Recipe, Words
from naitui.recipe.resolve import SEEDS
from naitui.recipe.sweep import Cell

At = tuple[int, int, int]
"""Column, row, sheet, from 0."""
State = Literal["made", "coming", "open"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request of a cell."""

    carried: str
    """What its pictures carry in their record."""
    group: str
    """What the index of the library calls its recipe."""
    seed: int
    samples: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell with its requests."""

    cell: Cell
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a grid's pictures."""

    made: Mapping[Made, Path] = field(default_factory=dict)
    coming: Collection[str] = ()
    """What the pictures of jobs that wait, or run, will carry."""
    running: str = ""
    """What the pictures of the job that runs will carry."""
    left: Collection[str] = ()
    """Of what is coming, what waits until somebody lets it go on: its naitui is gone."""
    doubtful: Collection[str] = ()
    """What was sent, never came, and may have been charged."""

    def is_made(self, one: Wanted) -> bool:
        """Whether every sample is there."""
        return all((one.carried, sample) in self.made for sample in range(one.samples))

    def state(self, slot: Slot) -> State:
        """Of a cell: its least finished request's."""
        if all(self.is_made(one) for one in slot.wanted):
            return "made"
        return "coming" if all(self.is_made(one) or one.carried in self.coming for one in slot.wanted) else "open"

    def is_left(self, slot: Slot) -> bool:
        """Whether a cell that is on its way waits for a word of the user's."""
        return self.state(slot) == "coming" and any(one.carried in self.left for one in slot.wanted)

    def is_doubtful(self, slot: Slot) -> bool:
        """Whether a cell that is not made may have been charged already."""
        return self.state(slot) == "open" and any(one.carried in self.doubtful for one in slot.wanted)

    def picture(self, slot: Slot) -> Path | None:
        """The cell's first picture; None while there is none."""
        return next((path for one in slot.wanted if (path := self.made.get((one.carried, 0)))), None)


@dataclass(frozen=True, slots=True)
class Grid:
    """Every cell that is not skipped, by its place, and what the model says of them all."""

    recipe: Recipe
    """With its axes and its seed."""
    slots: Mapping[At, Slot]
    encodings: tuple[Quote, ...]
    """Of the vibes that are still to be encoded."""
    lint: Lint

    @property
    def pictures(self) -> Iterator[tuple[str, int]]:
        """Group and seed of every picture, for looking them up."""
        for slot in self.slots.values():
            for one in slot.wanted:
                yield from ((one.group, (one.seed + sample) % SEEDS) for sample in range(one.samples))

    def open(self, known: Known) -> list[Wanted]:
        """The requests that would be sent, each once."""
        every = {one.carried: one for slot in self.slots.values() for one in slot.wanted}
        return [one for one in every.values() if not known.is_made(one) and one.carried not in known.coming]

    def quote(self, known: Known) -> Quote:
        """What sending them costs."""
        left = [one.quote for one in self.open(known)]
        return summed([*self.encodings, *left] if left else [])


def lay_out(
    recipe: Recipe, catalog: Catalog, standing: Standing | None, words: Words, materials: CellMaterials
) -> Grid:
    """Settle every cell of a recipe that has its seed, or whose axes set it. Takes a while: use a thread.

    Raises:
        RecipeError: the sweep cannot be understood.
        Refused: words or pictures that the recipe calls are not there.
    """
    requests = settled(recipe, words)
    found = sweep_lint(recipe, catalog)
    if not found.refusals:
        materials.load(recipe)
    slots: dict[At, list[Wanted]] = {}
    cells: dict[At, Cell] = {}
    for resolved in requests:
        cell = resolved.cell or Cell((0, 0, 0), ("", "", ""), recipe, False)
        whole = settled_recipe(resolved.recipe, catalog)
        text, price = carried(resolved.recipe, catalog), quote(resolved, catalog, standing)
        cells[cell.at] = cell
        slots.setdefault(cell.at, []).append(Wanted(text, group_of(whole), resolved.seed, resolved.samples, price))
    encodings = (encoding_quote(catalog),) * materials.unencoded
    return Grid(recipe, {at: Slot(cells[at], tuple(wanted)) for at, wanted in slots.items()}, encodings, found)
