"""All hints about a recipe, in the order of their importance."""

from __future__ import annotations

from collections.abc import Iterator

from naitui.recipe.conversion import ChangeKind, changes, doubtful
from naitui.recipe.dialect import Dialect
from naitui.recipe.hints.called import called
from naitui.recipe.hints.hint import Hint, Rank, Reader, short
from naitui.recipe.hints.ignored import ignored
from naitui.recipe.hints.mending import faults
from naitui.recipe.hints.repeats import repeats
from naitui.recipe.model import Recipe
from naitui.recipe.problems import Place

_FOREIGN: dict[ChangeKind, str] = {
    "weight": "weights are written otherwise here",
    "escape": "brackets need no backslash here",
    "editing": "tags do not change on the way here",
    "choice": "a choice is written ||a|b|| here",
    "underscore": "tags have blanks, no underscores",
    "extra": "LoRAs and embeddings are not known here",
    "break": "BREAK is a word like others here",
    "empty": "there is nothing in it to be weighed",
}


def hints(recipe: Recipe, reader: Reader) -> list[Hint]:
    """Everything about the words that would be sent; what matters most first, equals in the order of the texts."""
    texts = dict(_texts(recipe))
    found: list[Hint] = []
    for place, text in texts.items():
        found += faults(place, text, reader.dialect)
        found += ignored(place, text, reader)
        found += _foreign(place, text, reader.dialect)
    found += repeats(texts, reader.dialect)
    if reader.words is not None:
        found += called(recipe, texts, reader.words, reader.dialect)
    order = {place: number for number, place in enumerate(texts)}
    return sorted(found, key=lambda hint: (hint.rank, order.get(hint.place, len(order)), hint.start))


def _texts(recipe: Recipe) -> Iterator[tuple[Place, str]]:
    yield ("prompt",), recipe.prompt
    yield ("undesired",), recipe.undesired
    for number, character in enumerate(recipe.characters):
        if character.live:
            yield ("characters", number, "prompt"), character.prompt
            yield ("characters", number, "undesired"), character.undesired


def _foreign(place: Place, text: str, dialect: Dialect) -> Iterator[Hint]:
    """What other programs write."""
    for start, end, instead, kinds in changes(text, dialect):
        rank = Rank.SPELLING if kinds[0] == "underscore" else Rank.FOREIGN
        yield Hint(rank, place, start, end, f"{_named(text[start:end])}: {_FOREIGN[kinds[0]]}", instead)
    for start, end, instead, _ in doubtful(text, dialect):
        message = f"{_named(text[start:end])}: round brackets weigh nothing here"
        yield Hint(Rank.SPELLING, place, start, end, message, instead)


def _named(words: str) -> str:
    return short(" ".join(words.split()).strip(", "))
