"""Settles what a recipe leaves to chance, so that the same recipe and seed always make the same request.

Quality tags and presets are texts of the catalog, which stands above this room; `naitui.novelai.wording` adds them.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass

from naitui.recipe.language import choose_all, has_choice
from naitui.recipe.model import Batch, Character, Recipe

SEEDS = 2**32
"""Seeds run from 0 to 4 294 967 295 (NovelAI's range)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recipe for exactly one request with nothing left to chance: seed set, random choices made, ``count`` met."""

    recipe: Recipe
    seed: int

    @property
    def samples(self) -> int:
        """Pictures in this one request; sample *i* is made with seed + *i*."""
        return self.recipe.batch.samples


def new_seed() -> int:
    """A seed nobody could have guessed, over the whole range."""
    return secrets.randbelow(SEEDS)


def resolve(recipe: Recipe, seed: int, samples: int = 1) -> Resolved:
    """Settle one request of ``recipe`` with this seed. Picks follow the seed, left to right, field by field."""
    dice = random.Random(f"naitui choice {seed}")

    def pick(choices: int) -> int:
        return int(dice.random() * choices)  # random() is the one method whose numbers Python promises to keep

    def settle(text: str) -> str:
        return choose_all(text, pick) if has_choice(text) else text

    def settle_character(character: Character) -> Character:
        prompt = settle(character.prompt)
        return character.model_copy(update={"prompt": prompt, "undesired": settle(character.undesired)})

    settled = recipe.model_copy(
        update={
            "prompt": settle(recipe.prompt),
            "undesired": settle(recipe.undesired),
            "characters": tuple(settle_character(c) for c in recipe.characters),
            "sampling": recipe.sampling.model_copy(update={"seed": seed}),
            "batch": Batch(count=samples, samples=samples),
        }
    )
    return Resolved(settled, seed)


def expand(recipe: Recipe, seed: int | None = None) -> list[Resolved]:
    """One resolved recipe for each request that ``recipe`` asks for.

    ``seed`` overrides the recipe's own; with neither, one is drawn and the rest count on from it, as samples do.
    """
    if seed is None:
        seed = recipe.sampling.seed
    first = new_seed() if seed is None else seed
    requests, made = [], 0
    while made < recipe.batch.count:
        samples = min(recipe.batch.samples, recipe.batch.count - made)
        requests.append(resolve(recipe, (first + made) % SEEDS, samples))
        made += samples
    return requests
