"""``naitui generate`` and ``naitui run``: the engine without the screen, for pipes, scripts and cron."""

from __future__ import annotations

import argparse
from pathlib import Path

from naitui.cli.exits import say
from naitui.cli.places import open_shelf, open_sources
from naitui.cli.session import carry_out
from naitui.jobs import Plan
from naitui.library.materials import anchored, load_materials
from naitui.library.names import check_pattern
from naitui.library.sources import with_entries
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog, Standing
from naitui.novelai.materials import Materials
from naitui.recipe import Recipe, Words
from naitui.settings import Settings

FLAT_PATTERN = "{date}_{time}-{seed}"
"""Names in a folder that was named on the command line: no folders inside it."""


def send(arguments: argparse.Namespace, recipe: Recipe, base: Path, settings: Settings, catalog: Catalog) -> int:
    """Make the pictures of a recipe, its paths counting from ``base``; the exit code."""
    out = getattr(arguments, "out", None)
    pattern = arguments.name or (FLAT_PATTERN if out else settings.name)
    check_pattern(pattern)
    shelf = open_shelf(settings, pattern, out, demo=arguments.demo)
    sources = open_sources(settings, base, demo=arguments.demo)
    recipe = anchored(with_entries(recipe, sources.collection), base)
    framing = arguments.stream or settings.stream
    read: list[tuple[Materials, Words]] = []  # once, however often the plan is worked out

    def plan(standing: Standing | None) -> Plan:
        if not read:
            words = load_words(recipe, catalog, WordFolders.of(settings))
            read.append((load_materials(recipe, catalog, sources), words))
            if not recipe.prompt.strip():
                say("note: the prompt is empty")
        seed = 0 if standing is None else None  # the first look is not sent: it need not cost a random number
        materials, words = read[0]
        return Plan.of(recipe, catalog, standing, framing=framing, seed=seed, materials=materials, words=words)

    return carry_out(arguments, settings, catalog, shelf, plan)
