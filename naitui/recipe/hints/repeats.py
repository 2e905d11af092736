"""Hints about tags that stand somewhere twice, or that are wanted and undesired at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from naitui.recipe.blocks import block_at
from naitui.recipe.dialect import Dialect
from naitui.recipe.hints.hint import Hint, Rank, short
from naitui.recipe.problems import Place
from naitui.recipe.removal import removal
from naitui.recipe.syntax import parse
from naitui.recipe.tree import Branch, branched, rows_in
from naitui.recipe.weighing import NoEdit

_PROPOSED = 5
"""Tags in a text that are proposed to be taken out: each is tried, and when one is gone the next one comes."""
_NO_TAGS = ("__", "@{", "||")
"""What is filled in may be another thing each time."""


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    branch: Branch
    weight: float


_Tags = Mapping[str, list[_Tag]]


def repeats(texts: Mapping[Place, str], dialect: Dialect) -> Iterator[Hint]:
    """Tags twice in a text; and those of the undesired content that the prompt, or a character, wants.

    The same tag in the prompt and in a character's is no mistake: there it says who.
    """
    tags = {place: _tags(text, dialect) for place, text in texts.items()}
    for place, text in texts.items():
        yield from _twice(place, text, tags[place], dialect)
    for place in texts:
        if place[-1] == "undesired":
            yield from _both(place, tags)


def _tags(text: str, dialect: Dialect) -> _Tags:
    """The tags of a text by what they say; those that only differ in case, blanks and underscores are the same."""
    found: dict[str, list[_Tag]] = defaultdict(list)
    weight_at = parse(text, dialect).weight_at
    for item, branch in branched(rows_in(text, dialect)):
        words = text[item.start : item.end]
        key = " ".join(words.casefold().replace("_", " ").split())
        if key and not any(mark in words for mark in _NO_TAGS):
            found[key].append(_Tag(item.start, item.end, branch, weight_at(item.start)))
    return found


def _twice(place: Place, text: str, tags: _Tags, dialect: Dialect) -> Iterator[Hint]:
    """What is surely read twice: in two parts it is not, and beside a choice only perhaps."""
    again = [(key, tag) for key, of_it in tags.items() for tag in _again(of_it)]
    for number, (key, tag) in enumerate(sorted(again, key=lambda one: one[1].start)):
        start, end, instead = tag.start, tag.end, None
        if number < _PROPOSED:
            with suppress(NoEdit):
                start, end, instead = removal(text, block_at(text, (tag.start, tag.start), dialect), dialect)
        yield Hint(Rank.TWICE, place, start, end, f"“{short(key)}” stands here twice", instead)


def _again(tags: list[_Tag]) -> list[_Tag]:
    """Those that stand behind another one in the same part, or in the same alternative."""
    return [tag for number, tag in enumerate(tags) if any(tag.branch == other.branch for other in tags[:number])]


def _both(place: Place, tags: Mapping[Place, _Tags]) -> Iterator[Hint]:
    """What one undesired text rules out and a prompt that it goes with asks for; a weight below 0 turns each round."""
    own = (*place[:-1], "prompt")
    prompts = [own] if len(place) > 1 else [other for other in tags if other[-1] == "prompt"]
    for key, unwanted in tags[place].items():
        for prompt in prompts:
            if not any(tag.weight > 0 for tag in tags[prompt].get(key, ())):
                continue
            what = f"“{short(key)}” is both wanted and undesired"
            if prompt != own:
                what = f"“{short(key)}” is undesired, but character {int(prompt[1]) + 1} wants it"
            yield from (Hint(Rank.BOTH, place, tag.start, tag.end, what) for tag in unwanted if tag.weight > 0)
            break
