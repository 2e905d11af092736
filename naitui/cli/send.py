"""``naitui generate`` and ``naitui run``: the engine without the screen, for pipes, scripts and cron."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from naitui.cli.exits import say
from naitui.cli.hinting import say_hints
from naitui.cli.places import open_shelf, open_sources
from naitui.cli.session import carry_out
from naitui.jobs import Event, Plan
from naitui.library import Shelf
from naitui.library.cell_materials import CellMaterials
from naitui.library.materials import anchored
from naitui.library.names import check_pattern
from naitui.library.sources import with_entries
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog, Standing
from naitui.recipe import Recipe, Words
from naitui.recipe.comments import without_comments
from naitui.settings import Settings

FLAT_PATTERN = "{date}_{time}-{seed}"
"""Names in a folder that was named on the command line: no folders inside it."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What somebody else has to say about a run."""

    choose: Callable[[Plan, Path], Plan] = lambda plan, folder: plan
    """What of a plan is sent, for the folder of its pictures."""
    hear: Callable[[Event], None] = lambda event: None
    """Told of every event."""


def send(
    arguments: argparse.Namespace,
    recipe: Recipe,
    base: Path,
    settings: Settings,
    catalog: Catalog,
    sending: Sending | None = None,
) -> int:
    """Make the pictures of a recipe, its paths counting from ``base``; the exit code."""
    sending = sending or Sending()
    shelf = shelf_for(arguments, settings, catalog)
    work_out = planner(arguments, recipe, base, settings, catalog)

    def plan(standing: Standing | None) -> Plan:
        # the first look is not sent: it need not cost a random number
        whole = work_out(standing, 0 if standing is None and recipe.sampling.seed is None else None)
        return whole if standing is None else sending.choose(whole, shelf.pictures)

    return carry_out(arguments, settings, catalog, shelf, plan, sending.hear)


def shelf_for(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> Shelf:
    """Where the pictures of recipes go.

    Raises:
        PatternError: the names are to be made of what does not exist.
    """
    out = getattr(arguments, "out", None)
    pattern = arguments.name or (FLAT_PATTERN if out else settings.name)
    check_pattern(pattern)
    return open_shelf(settings, catalog, pattern, out, demo=arguments.demo)


def as_sent(arguments: argparse.Namespace, recipe: Recipe, base: Path, settings: Settings) -> Recipe:
    """The recipe with what it calls by name written out, and its files named so that they are found from anywhere."""
    return anchored(with_entries(recipe, open_sources(settings, base, demo=arguments.demo).collection), base)


def planner(
    arguments: argparse.Namespace, recipe: Recipe, base: Path, settings: Settings, catalog: Catalog
) -> Callable[[Standing | None, int | None], Plan]:
    """What works out a recipe's plan, for an account and a seed instead of its own; what it reads is read once."""
    sources = open_sources(settings, base, demo=arguments.demo)
    recipe = as_sent(arguments, recipe, base, settings)
    framing = arguments.stream or settings.stream
    read: list[tuple[CellMaterials, Words]] = []

    def plan(standing: Standing | None, seed: int | None) -> Plan:
        if not read:
            words = load_words(recipe, catalog, WordFolders.of(settings))
            materials = CellMaterials(catalog, sources)
            materials.load(recipe)
            read.append((materials, words))
            if not without_comments(recipe.prompt).strip():
                say("note: the prompt is empty")
            say_hints(recipe, settings, catalog, demo=arguments.demo)
        materials, words = read[0]
        return Plan.of(recipe, catalog, standing, framing=framing, seed=seed, materials=materials.of, words=words)

    return plan
