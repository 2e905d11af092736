"""What the next pictures will say: a recipe's words settled for seed after seed, without anything being sent."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog
from naitui.recipe import Problem, Recipe, Resolved, Words
from naitui.recipe.resolve import SEEDS, settle


@dataclass(frozen=True, slots=True)
class Preview:
    """A recipe's next requests, as far as they can be settled."""

    recipe: Recipe
    words: Words
    requests: tuple[Resolved, ...]
    problems: tuple[Problem, ...]
    """What keeps them from being sent, each thing once."""
    notes: tuple[Problem, ...]
    """What is left out on the way."""


def preview(recipe: Recipe, catalog: Catalog, folders: WordFolders, first: int, count: int) -> Preview:
    """Settle ``count`` requests from the seed ``first`` on; reads files, so use a thread. It never fails."""
    words = load_words(recipe, catalog, folders)
    samples = recipe.batch.samples
    requests, problems, notes = [], dict[Problem, None](), dict[Problem, None]()
    for number in range(count):
        resolved, found = settle(recipe, (first + number * samples) % SEEDS, samples, words)
        requests.append(resolved)
        problems.update(dict.fromkeys(found))
        notes.update(dict.fromkeys(resolved.notes))
    return Preview(recipe, words, tuple(requests), tuple(problems), tuple(notes))
