"""Recipes over many inputs: several recipe files, a recipe over a folder of sources, a folder enhanced or varied.

Where a recipe leaves its seed to chance, the seed follows from the recipe and its source: so the same command knows its
pictures again, by the recipe that is written in them, and goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from naitui.cli.many import Piece, Twin, carry_out_all, gather
from naitui.cli.send import as_sent, planner, shelf_for
from naitui.jobs import Generation, Plan, forecast, settled
from naitui.jobs.job import Job
from naitui.library.calls import digest_of, shareable
from naitui.library.inputs import Input, read_file
from naitui.library.made import Made, all_made, made_in, written
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog, Quote, Refused, Standing, settled_recipe
from naitui.recipe import Problem, Recipe, RecipeError, Source
from naitui.recipe.resolve import SEEDS
from naitui.recipe.toml import write_recipe
from naitui.settings import Settings

_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class Redraw:
    """A recipe, the folder from which its paths count, and the picture that it was made for."""

    recipe: Recipe
    base: Path
    given: Input | None = None


def redraw_all(
    arguments: argparse.Namespace,
    settings: Settings,
    catalog: Catalog,
    names: Sequence[_Name],
    make: Callable[[_Name], Redraw],
) -> int:
    """Do what ``make`` gives for each input; the exit code."""
    shelf = shelf_for(arguments, settings, catalog)
    made = {} if arguments.again else made_in(shelf.pictures)
    first: dict[tuple[str, str], Path] = {}

    def look(name: _Name) -> Piece | Path | Twin:
        try:
            redraw = make(name)
        except RecipeError as error:
            raise Refused([Problem((), line) for line in error.lines()]) from None
        twin = _twin(redraw, first)
        if twin is not None:
            return twin
        recipe = as_sent(arguments, redraw.recipe, redraw.base, settings)
        redraw = _settled_seed(Redraw(recipe, redraw.base, redraw.given), again=arguments.again)
        there = _there(redraw.recipe, settings, catalog, made)
        return there if there is not None else _piece(arguments, settings, catalog, redraw, made)

    return carry_out_all(arguments, settings, catalog, shelf, gather(arguments, names, look))


def _twin(redraw: Redraw, first: dict[tuple[str, str], Path]) -> Twin | None:
    """Whose copy the picture is, when the same is to be done with that; ``first`` takes down what has been seen."""
    given, source = redraw.given, redraw.recipe.source
    if given is None or source is None:
        return None
    anywhere = redraw.recipe.model_copy(update={"source": source.model_copy(update={"path": ""})})
    of = first.setdefault((write_recipe(anywhere), given.digest), given.path)
    return Twin(given.path, of) if of != given.path else None


def with_source(recipe: Recipe, path: Path) -> Recipe:
    """The recipe with this picture as its source, as strongly as its own source says, or as the page does."""
    own = recipe.source
    source = own.model_copy(update={"path": shareable(path)}) if own is not None else Source(path=shareable(path))
    return recipe.model_copy(update={"source": source})


def _settled_seed(redraw: Redraw, *, again: bool) -> Redraw:
    """With a seed that follows from all there is; ``again``: with a random one."""
    recipe = redraw.recipe
    if again or recipe.sampling.seed is not None:
        return redraw
    known = f"{write_recipe(recipe)}\0{redraw.given.digest if redraw.given is not None else ''}"
    seed = int.from_bytes(hashlib.sha256(known.encode(errors="replace")).digest()[:8], "big") % SEEDS
    sampling = recipe.sampling.model_copy(update={"seed": seed})
    return Redraw(recipe.model_copy(update={"sampling": sampling}), redraw.base, redraw.given)


def _there(recipe: Recipe, settings: Settings, catalog: Catalog, made: Mapping[Made, Path]) -> Path | None:
    """The first of its pictures, when all of them are there."""
    if not made:
        return None
    requests = settled(recipe, load_words(recipe, catalog, WordFolders.of(settings)))
    kept = [(settled_recipe(one.recipe, catalog), one.samples) for one in requests]
    if not all(all_made(whole, samples, made) for whole, samples in kept):
        return None
    return made[written(kept[0][0]), 0]


def _piece(
    arguments: argparse.Namespace, settings: Settings, catalog: Catalog, redraw: Redraw, made: Mapping[Made, Path]
) -> Piece:
    """What is sent for one recipe. Raises `Refused` for what the model does not take."""
    _, found = forecast(redraw.recipe, catalog, None)
    found.raise_if_refused()

    def quote(standing: Standing | None) -> Quote:
        return forecast(redraw.recipe, catalog, standing)[0]

    def plan(standing: Standing | None) -> Plan:
        given = redraw.given
        if given is not None and digest_of(read_file(given.path)) != given.digest:
            raise Refused([Problem(("picture",), f"{given.path}: it has changed since it was looked at")])
        whole = planner(arguments, redraw.recipe, redraw.base, settings, catalog)(standing, None)
        return whole.only([job for job in whole.jobs if not _is_made(job, catalog, made)])

    return Piece(quote, plan)


def _is_made(job: Job, catalog: Catalog, made: Mapping[Made, Path]) -> bool:
    """Whether every picture of a job is there, from a time when its recipe was not done to the end."""
    if not isinstance(job.task, Generation):
        return False
    return all_made(settled_recipe(job.task.resolved.recipe, catalog), job.samples, made)
