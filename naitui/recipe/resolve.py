"""Settles what a recipe leaves open – chance, styles, the seed – so that the same recipe, seed and words always make
the same request.

Quality tags and presets are texts of the catalog, which stands above this room; `naitui.novelai.wording` adds them.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from naitui.recipe.expansion import Pick, Settling, Spot
from naitui.recipe.marks import first_mark
from naitui.recipe.model import Batch, Character, Interaction, Recipe
from naitui.recipe.placing import moves
from naitui.recipe.problems import Place, Problem, RecipeError, spell
from naitui.recipe.styling import styled
from naitui.recipe.sweep import Cell, cells
from naitui.recipe.words import NO_WORDS, Style, Words

SEEDS = 2**32
"""Seeds run from 0 to 4 294 967 295 (NovelAI's range)."""
_WRITTEN = ("prompt", "undesired", "characters", "interactions", "styles", "pins")
"""The fields that settling words may change."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recipe for exactly one request with nothing left to chance: seed set, words settled, ``count`` met."""

    recipe: Recipe
    seed: int
    picks: tuple[Pick, ...] = ()
    """What chance decided, in the order of the texts; what a picked text decided itself comes behind it."""
    draft: Recipe | None = None
    """The recipe as it was written, when its words are not those of ``recipe``."""
    notes: tuple[Problem, ...] = ()
    """What was left out on the way, and what may be read otherwise than it is meant."""
    spots: tuple[Spot, ...] = ()
    """Where what each pick became stands in the texts of ``recipe``."""
    cell: Cell | None = None
    """Where it stands in the grid of a sweep."""

    @property
    def samples(self) -> int:
        """Pictures in this one request; sample *i* is made with seed + *i*."""
        return self.recipe.batch.samples


def new_seed() -> int:
    """A seed nobody could have guessed, over the whole range."""
    return secrets.randbelow(SEEDS)


def settle(
    recipe: Recipe, seed: int, samples: int = 1, words: Words = NO_WORDS
) -> tuple[Resolved, tuple[Problem, ...]]:
    """Settle one request as far as it can be, for looking at; with any problem it must not be sent."""
    settling = Settling(words, dict(recipe.pins))
    dice = random.Random(f"naitui choice {seed}")
    styles, notes = _styles(recipe, words, settling)
    prefixes = [_piece(settling, at, name, style, "prefix", seed) for at, name, style in styles]
    prompt = settling.settle(recipe.prompt, ("prompt",), dice)
    suffixes = [_piece(settling, at, name, style, "suffix", seed) for at, name, style in styles]
    undesired = settling.settle(recipe.undesired, ("undesired",), dice)
    unwanted = [_piece(settling, at, name, style, "undesired", seed) for at, name, style in styles]
    characters = tuple(_character(settling, c, ("characters", at), dice) for at, c in enumerate(recipe.characters))
    around = styled(prompt, prefixes, suffixes), styled(undesired, (), unwanted)
    named = [spell(("styles", at)) for at, _, _ in styles]
    moved = {
        **moves("prompt", prompt, around[0], _named(named, "prefix", prefixes), _named(named, "suffix", suffixes)),
        **moves("undesired", undesired, around[1], (), _named(named, "undesired", unwanted)),
    }
    update: dict[str, object] = {
        "prompt": _checked(settling, ("prompt",), around[0]),
        "undesired": _checked(settling, ("undesired",), around[1]),
        "characters": characters,
        "interactions": tuple(_interaction(settling, seed, i, at) for at, i in enumerate(recipe.interactions)),
        "styles": (),
        "pins": (),
        "sampling": recipe.sampling.model_copy(update={"seed": seed}),
        "batch": Batch(count=samples, samples=samples),
    }
    settled = recipe.model_copy(update=update)
    draft = recipe if any(getattr(recipe, name) != getattr(settled, name) for name in _WRITTEN) else None
    refused, told = _sorted(settling.problems, recipe)
    spots = tuple(moved[spot.text](spot) if spot.text in moved else spot for spot in settling.spots)
    return Resolved(settled, seed, tuple(settling.picks), draft, (*notes, *told, *settling.notes), spots), tuple(
        refused
    )


def resolve(recipe: Recipe, seed: int, samples: int = 1, words: Words = NO_WORDS) -> Resolved:
    """Settle one request of ``recipe`` with this seed. Picks follow the seed, left to right, field by field.

    Raises:
        RecipeError: a wildcard, snippet or style that ``words`` does not have, or one that cannot be settled.
    """
    resolved, problems = settle(recipe, seed, samples, words)
    if problems:
        raise RecipeError(problems)
    return resolved


def expand(recipe: Recipe, seed: int | None = None, words: Words = NO_WORDS) -> list[Resolved]:
    """One resolved recipe for each request that ``recipe`` asks for.

    ``seed`` overrides the recipe's own; with neither, one is drawn and the rest count on from it, as samples do. All
    cells of a sweep begin with the same one, unless an axis sets it.

    Raises:
        RecipeError: as for `resolve`; what is wrong with any of the requests is listed once.
    """
    requests, problems = [], dict[Problem, None]()
    for resolved, found in settle_all(recipe, seed, words):
        requests.append(resolved)
        problems.update(dict.fromkeys(found))
    if problems:
        raise RecipeError(tuple(problems))
    return requests


def settle_all(
    recipe: Recipe, seed: int | None = None, words: Words = NO_WORDS
) -> Iterator[tuple[Resolved, tuple[Problem, ...]]]:
    """`settle` for each request of ``recipe``, seeds as for `expand`."""
    if seed is None:
        seed = recipe.sampling.seed
    first = new_seed() if seed is None else seed
    for cell in cells(recipe):
        own = cell.recipe.sampling.seed
        begin = own if cell.sets_seed and own is not None else first
        made = 0
        while made < recipe.batch.count:
            samples = min(recipe.batch.samples, recipe.batch.count - made)
            resolved, problems = settle(cell.recipe, (begin + made) % SEEDS, samples, words)
            yield replace(resolved, cell=cell if recipe.sweep else None), problems
            made += samples


def first_mark_in(recipe: Recipe) -> str | None:
    """The first mark that settling would still find in the recipe's texts; None when they are as they are sent."""
    people = (text for character in recipe.characters for text in (character.prompt, character.undesired))
    actions = (interaction.action for interaction in recipe.interactions)
    found = (first_mark(text) for text in (recipe.prompt, recipe.undesired, *people, *actions))
    return next((mark for mark in found if mark is not None), None)


def _styles(recipe: Recipe, words: Words, settling: Settling) -> tuple[list[tuple[int, str, Style]], list[Problem]]:
    """The styles that are used, in order, each once; and what is to be said of the others."""
    used: list[tuple[int, str, Style]] = []
    notes: list[Problem] = []
    names = words.model_names.get(recipe.model, frozenset()) | {recipe.model}
    for at, name in enumerate(recipe.styles):
        style = words.styles.get(name)
        if style is None:
            settling.problems.append(Problem(("styles", at), words.missing("style", name)))
        elif not style.suits(names):
            meant = f"it is meant for {', '.join(style.models)}"
            notes.append(Problem(("styles", at), f'"{name}" is left out: {meant}, not for {recipe.model}'))
        elif name not in recipe.styles[:at]:
            used.append((at, name, style))
    return used, notes


def _named(styles: Sequence[str], piece: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"{style}.{piece}", text) for style, text in zip(styles, texts, strict=True)]


def _piece(settling: Settling, at: int, name: str, style: Style, piece: str, seed: int) -> str:
    """A style's text. Its dice are its own: switching a style on or off leaves the picks of the recipe alone."""
    text: str = getattr(style, piece)
    return settling.settle(text, ("styles", at, piece), random.Random(f"naitui style {seed} {name} {piece}"))


def _character(settling: Settling, character: Character, place: Place, dice: random.Random) -> Character:
    before, picked, noted = len(settling.problems), len(settling.picks), len(settling.notes)
    prompt = settling.settle(character.prompt, (*place, "prompt"), dice)
    undesired = settling.settle(character.undesired, (*place, "undesired"), dice)
    if not character.live:
        del settling.notes[noted:]
    if not character.live and len(settling.problems) > before:
        del settling.picks[picked:], settling.spots[picked:]
        return character  # not sent, so it stays as it was written until it can be settled
    return character.model_copy(update={"prompt": prompt, "undesired": undesired})


def _interaction(settling: Settling, seed: int, interaction: Interaction, at: int) -> Interaction:
    """An action is settled once for all who take part. Its dice are its own, as those of a style are."""
    dice = random.Random(f"naitui action {seed} {at}")
    action = settling.settle(interaction.action, ("interactions", at, "action"), dice)
    return interaction.model_copy(update={"action": action})


def _sorted(problems: list[Problem], recipe: Recipe) -> tuple[list[Problem], list[Problem]]:
    """What stops the request, and what is only told: who does not take part stops nobody."""
    resting = [("characters", at) for at, character in enumerate(recipe.characters) if not character.live]
    told = [problem for problem in problems if problem.where[:2] in resting]
    return [problem for problem in problems if problem not in told], told


def _checked(settling: Settling, place: Place, text: str) -> str:
    """The text with its styles around it: they may make a mark where they meet. One that is refused anyway is not
    looked at again: what could not be settled still stands in it."""
    if not any(problem.where[0] in (place[0], "styles") for problem in settling.problems):
        settling.check(text, place)
    return text
