"""Hints about the words of a recipe, as the studio gives them, for those who send without it; they stop nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naitui.cli.exits import say
from naitui.cli.places import open_vocabularies
from naitui.library.gauge import Gauge
from naitui.library.words import WordFolders
from naitui.novelai import Catalog
from naitui.novelai.action import drawing_model
from naitui.recipe import Recipe
from naitui.recipe.hints import Hint, Rank
from naitui.recipe.problems import spell
from naitui.settings import Settings

MOST = 8
"""Lines; a prompt of another program may have hundreds."""
_LONGEST = 60
_TOLD = (Rank.MISSING, Rank.FILES)
"""What is told anyway: it is refused, or a note on the files."""


def say_hints(recipe: Recipe, settings: Settings, catalog: Catalog, *, demo: bool) -> None:
    """Say each in a line on stderr, what matters most first. Reads files and counts tokens, so use a thread."""
    gauge = Gauge(catalog, open_vocabularies(settings, catalog, demo=demo), WordFolders.of(settings))
    gauge.load(drawing_model(recipe, catalog).tokenizer)  # without one it is estimated, as `naitui tokens` says
    for line in lines_of(gauge.look(recipe)[1]):
        say(f"note: {line}")


def lines_of(found: Sequence[Hint]) -> Iterator[str]:
    """A line for each hint, with what it proposes; of very many the first ones."""
    hints = [hint for hint in found if hint.rank not in _TOLD]
    for hint in hints[:MOST]:
        words = " ".join((hint.instead or "").split())
        shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        yield f"{spell(hint.place)}: {hint.message}" + (f"; better: {shown}" if shown else "")
    if len(hints) > MOST:
        yield f"and {len(hints) - MOST} more hints of this kind; the studio goes through them with F10"
