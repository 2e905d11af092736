"""Which change did it: between a recipe that was good and one that is not, the single changes in an order, of which
each picture rules out half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, log2

from pydantic import ValidationError

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.model import Batch, Recipe
from naitui.recipe.patch import document_of
from naitui.recipe.step_label import label
from naitui.recipe.weaving import Weave

Tell = Callable[[Recipe, Recipe], str]
"""Says in a few words what has changed from one recipe to another."""


@dataclass(frozen=True, slots=True)
class Trail:
    """From the good recipe to the bad one, change by change."""

    recipes: tuple[Recipe, ...]
    """The good one first, the bad one last."""
    told: tuple[str, ...]
    """What each has otherwise than the one before it; one less than there are recipes."""
    without: tuple[Recipe | None, ...]
    """The bad one with everything but each of the changes; None where that is no recipe."""


def trail(
    good: Recipe,
    bad: Recipe,
    seed: int,
    *,
    between: Sequence[Recipe] = (),
    dialect: Dialect = PLAIN,
    tell: Tell = label,
) -> Trail:
    """The single changes between two recipes, both with one seed and for one picture.

    Args:
        good: whose picture was as it should be.
        bad: whose picture is not.
        seed: of all pictures; what else the two have for a seed is no change.
        between: the recipes on the way from one to the other, where there was one: changes come in their order.
        dialect: the marks that the model reads.
        tell: says a change.
    """
    first, last = _alone(good, seed), _alone(bad, seed)
    weave = Weave(document_of(first), document_of(last), dialect)
    ways = [document_of(_alone(one, seed)) for one in between]

    def since(number: int) -> int:
        """From which state on the change is there to stay."""
        at = len(ways)
        while at and all(held(ways[at - 1]) for held in weave.held[number]):
            at -= 1
        return at

    order = sorted(range(weave.count), key=lambda number: (since(number), number))
    made = [first]
    kept: list[int] = []
    for at, number in enumerate(order):
        recipe = last if at == len(order) - 1 else _recipe(weave, order[: at + 1])
        if recipe is not None and recipe != made[-1]:  # else it goes with the next one
            made.append(recipe)
            kept.append(number)
    if made[-1] != last:
        made.append(last)
    told = tuple(tell(made[at], made[at + 1]) for at in range(len(made) - 1))
    alone = [_recipe(weave, [one for one in order if one != number]) for number in kept]
    return Trail(tuple(made), told, (*alone, *[None] * (len(told) - len(alone))))


def _alone(recipe: Recipe, seed: int) -> Recipe:
    sampling = recipe.sampling.model_copy(update={"seed": seed})
    return recipe.model_copy(update={"sampling": sampling, "batch": Batch(), "sweep": None})


def _recipe(weave: Weave, chosen: Sequence[int]) -> Recipe | None:
    try:
        return Recipe.model_validate(weave.document(frozenset(chosen)))
    except ValidationError:  # as an interaction of somebody who is not there
        return None


@dataclass(frozen=True, slots=True)
class Bisection:
    """How far the search is: `low` recipes of the trail are known to be good, those from `high` on to be bad."""

    trail: Trail
    low: int
    high: int
    skipped: frozenset[int] = frozenset()
    """Recipes of which nobody can say, or that cannot be sent."""

    @classmethod
    def of(cls, found: Trail) -> Bisection:
        """Before anything is known but the two ends."""
        return cls(found, 0, len(found.recipes) - 1)

    @property
    def middle(self) -> int | None:
        """The recipe whose picture says most; None when none says any more."""
        centre = (self.low + self.high) / 2
        left = [at for at in range(self.low + 1, self.high) if at not in self.skipped]
        return min(left, key=lambda at: (abs(at - centre), at), default=None)

    @property
    def left(self) -> int:
        """About how many pictures are still to be looked at."""
        return ceil(log2(self.high - self.low)) if self.high - self.low > 1 else 0

    @property
    def suspects(self) -> range:
        """The changes of which one did it."""
        return range(self.low, self.high)

    def judged(self, *, good: bool) -> Bisection:
        """After a word about the middle's picture."""
        at = self.middle
        if at is None:
            return self
        return replace(self, low=at) if good else replace(self, high=at)

    def passed(self) -> Bisection:
        """Without the middle, of which nobody can say."""
        return self if self.middle is None else replace(self, skipped=self.skipped | {self.middle})
