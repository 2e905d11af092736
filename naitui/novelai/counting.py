"""Counts the captions of a request: exactly with a vocabulary, else about.

As NovelAI's page counts: a caption is cut at its single bars into mixing parts, each part counts for itself, and all
captions of one side share the limit. On V3 and older every part has the limit alone, and the largest is what is shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from naitui.novelai.action import drawing_model
from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.entries import Kind, Vocabulary
from naitui.novelai.tokenizers import Tokenizer
from naitui.novelai.wording import word
from naitui.recipe import NO_WORDS, Recipe, Words
from naitui.recipe.language import split_mix
from naitui.recipe.longest import longest_of
from naitui.recipe.problems import Place

Tokenizers = Mapping[Kind, Tokenizer]
"""Those whose vocabulary is here."""
_UNCOUNTED: dict[Kind, re.Pattern[str]] = {
    "t5": re.compile(r"-?(?:\d+\.?\d*|\.\d+)?::|[\[\]{}]"),
    "clip": re.compile(r"[\[\]{}]"),
}
"""Marks of emphasis that come to no token; Qwen counts them all."""
_BEYOND_ASCII = [re.compile(letters) for letters in ("[\x80-\u07ff]", "[\u0800-\uffff]", "[\U00010000-\U0010ffff]")]
"""Characters of two, three and four bytes in UTF-8."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts for one model."""

    kind: Kind
    vocabulary: Vocabulary
    tokenizer: Tokenizer | None = None
    """None guesses."""

    @property
    def exact(self) -> bool:
        """Whether it counts, or guesses."""
        return self.tokenizer is not None

    def within(self, captions: Sequence[str] = ()) -> int:
        """How far it may be off, in tokens: the more, the more of what is counted is not written in ASCII."""
        if self.exact:
            return 0
        doubts = (self._guess(part)[1] for part in _parts(captions))
        return math.ceil(self.vocabulary.estimate[2] + self._together([0.0, *doubts]))

    def count(self, captions: Sequence[str]) -> int:
        """Tokens of all captions together, or of the largest part in them."""
        parts = _parts(captions)
        if self.tokenizer is not None:
            return round(self._together([0, *map(self.tokenizer.count, parts)]))
        guessed = self._together([0.0, *(self._guess(part)[0] for part in parts)])
        return math.ceil(self.vocabulary.estimate[0] + guessed) if guessed else 0

    def _together(self, numbers: Sequence[float]) -> float:
        return max(numbers) if self.vocabulary.parts_apart else sum(numbers)

    def _guess(self, part: str) -> tuple[float, float]:
        """Tokens of a part without what every text has beside them, and how far its letters may be off."""
        uncounted = _UNCOUNTED.get(self.kind)
        text = uncounted.sub("", part) if uncounted else part
        tokens, doubt = self.vocabulary.estimate[1] * len(text), 0.0
        if not text.isascii():
            for letters, (each, off) in zip(_BEYOND_ASCII, self.vocabulary.beyond_ascii, strict=True):
                found = len(letters.findall(text))
                tokens += (each - self.vocabulary.estimate[1]) * found
                doubt += off * found
        return tokens, doubt


def _parts(captions: Sequence[str]) -> list[str]:
    return [part for caption in captions for part in split_mix(caption)]


@dataclass(frozen=True, slots=True)
class Caption:
    """One text of a request."""

    where: Place
    """Its field in the recipe."""
    own: str
    """What the user wrote there."""
    settled: str
    """The same with styles, without comments, and as long as chance can make it."""
    text: str
    """What is sent and counted: with what the model adds."""


@dataclass(frozen=True, slots=True)
class Side:
    """All captions that share a limit: the base one first, then the characters'."""

    captions: tuple[Caption, ...]
    tokens: int
    limit: int
    within: int
    """How far the number may be off."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a recipe's words come to."""

    model: Model
    counter: Counter
    wanted: Side
    undesired: Side
    open: bool
    """Whether chance, or words that were not found, may make it another number."""

    @property
    def exact(self) -> bool:
        """Whether these are the numbers of what will be sent."""
        return self.counter.exact and not self.open


def count_recipe(
    recipe: Recipe, catalog: Catalog, tokenizers: Tokenizers | None = None, words: Words = NO_WORDS
) -> Count:
    """Count a recipe's words for its model.

    Args:
        recipe: as it is written.
        catalog: models and tokenizers.
        tokenizers: those whose vocabulary is here; for the others the numbers are guesses.
        words: what the recipe calls by name.
    """
    model = drawing_model(recipe, catalog)
    counter = Counter(model.tokenizer, catalog.tokenizers[model.tokenizer], (tokenizers or {}).get(model.tokenizer))
    settled, is_open = longest_of(recipe, words)
    sent = word(settled, model, catalog)
    live = [at for at, person in enumerate(settled.characters) if person.live][: len(sent.characters)]

    def side(name: Literal["prompt", "undesired"], text: str, people: Sequence[str]) -> Side:
        captions = [Caption((name,), getattr(recipe, name), getattr(settled, name), text)]
        for at, caption in zip(live, people, strict=True):
            own, person = recipe.characters[at], settled.characters[at]
            captions.append(Caption(("characters", at, name), getattr(own, name), getattr(person, name), caption))
        texts = [caption.text for caption in captions]
        return Side(tuple(captions), counter.count(texts), model.tokens, counter.within(texts))

    wanted = side("prompt", sent.prompt, [person.prompt for person in sent.characters])
    undesired = side("undesired", sent.undesired, [person.undesired for person in sent.characters])
    return Count(model, counter, wanted, undesired, is_open)
