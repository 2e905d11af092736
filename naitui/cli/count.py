"""``naitui tokens count``: what words come to for a model, caption by caption."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from naitui.cli.exits import DONE, say
from naitui.cli.printing import print_json, print_line, printable
from naitui.cli.recipes import STDIN, read_text, recipe_from_file
from naitui.library.gauge import Gauge
from naitui.library.vocabularies import Vocabularies
from naitui.library.words import WordFolders
from naitui.novelai import Catalog
from naitui.novelai.action import drawing_model
from naitui.novelai.counting import Caption, Count, Counter, Side
from naitui.novelai.unread import Unread, unread
from naitui.recipe import Recipe
from naitui.recipe.problems import Place, spell
from naitui.settings import Settings

_RECIPE = ".toml"
_TITLES: dict[Place, str] = {("prompt",): "prompt and characters", ("undesired",): "undesired content"}
_SHOWN = 40
"""Characters of a text that show where it is no longer read."""


def count(arguments: argparse.Namespace, settings: Settings, catalog: Catalog, vocabularies: Vocabularies) -> int:
    """Count, and say what the model will not read; the exit code."""
    recipe = _recipe(arguments, catalog, settings.folders.characters)
    gauge = Gauge(catalog, vocabularies, WordFolders.of(settings))
    problem = gauge.load(drawing_model(recipe, catalog).tokenizer)
    if problem:
        say(f"note: {problem}; tokens are estimated")
    counted = gauge.count(recipe)
    beyond = unread(counted)
    if arguments.json:
        print_json(_document(counted, beyond))
    else:
        for line in _lines(counted, beyond):
            print_line(printable(line))
        if not (counted.counter.exact or problem):
            say(f"note: naitui tokens fetch --model {counted.model.id} counts exactly")
    return DONE


def _recipe(arguments: argparse.Namespace, catalog: Catalog, characters: Path) -> Recipe:
    words: str = arguments.words
    if words.endswith(_RECIPE):
        recipe = recipe_from_file(words, characters)
    else:
        prompt = read_text(STDIN).strip("\r\n") if words == STDIN else words
        recipe = Recipe(model=catalog.default, prompt=prompt)
    return recipe.model_copy(update={"model": arguments.model}) if arguments.model else recipe


def _lines(counted: Count, beyond: Sequence[Unread]) -> Iterator[str]:
    counter = counted.counter
    within = max(counted.wanted.within, counted.undesired.within)
    how = "counted" if counter.exact else f"estimated, mostly within {within} tokens"
    chance = "; chance, or words that are missing, may change it" if counted.open else ""
    yield f"{counted.model.title} ({counter.vocabulary.title}): {how}{chance}"
    for side in (counted.wanted, counted.undesired):
        over = f", {side.tokens - side.limit} too many" if side.tokens > side.limit else ""
        yield f"{_TITLES[side.captions[0].where]}: {side.tokens} of {side.limit}{over}"
        for caption in side.captions:
            tokens, added = _numbers(counter, caption)
            yield f"  {spell(caption.where)}: {tokens}" + (f", {added} of them added by the model" if added else "")
    for stretch in beyond:
        yield f"not read: {spell(stretch.where)}{_told(counted, stretch)}"


def _numbers(counter: Counter, caption: Caption) -> tuple[int, int]:
    """Tokens of a caption, and how many of them the model adds."""
    tokens = counter.count([caption.text])
    return tokens, max(0, tokens - counter.count([caption.settled]))


def _told(counted: Count, stretch: Unread) -> str:
    if stretch.start == stretch.end:
        return ", the end of what the model adds"
    words = " ".join(_own(counted, stretch.where)[stretch.start : stretch.end].split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return f" from character {stretch.start + 1} on: {shown}"


def _own(counted: Count, where: Place) -> str:
    captions = (*counted.wanted.captions, *counted.undesired.captions)
    return next(caption.own for caption in captions if caption.where == where)


def _document(counted: Count, beyond: Sequence[Unread]) -> dict[str, object]:
    counter = counted.counter
    return {
        "model": counted.model.id,
        "tokenizer": counter.kind,
        "exact": counted.exact,
        "estimated": not counter.exact,
        "within": max(counted.wanted.within, counted.undesired.within),
        "chance": counted.open,
        "prompt": _side(counter, counted.wanted),
        "undesired": _side(counter, counted.undesired),
        "unread": [
            {"field": spell(one.where), "start": one.start, "end": one.end, "exact": one.exact} for one in beyond
        ],
    }


def _side(counter: Counter, side: Side) -> dict[str, object]:
    captions = []
    for caption in side.captions:
        tokens, added = _numbers(counter, caption)
        captions.append({"field": spell(caption.where), "tokens": tokens, "added": added})
    return {"tokens": side.tokens, "limit": side.limit, "within": side.within, "captions": captions}
