"""How much of what a model reads the words of a recipe fill: an estimate, for the vocabularies are not ours to ship.

Counted as the page counts: base prompt and all characters together, undesired content apart, emphasis marks removed.
The coefficients lie in the catalog; fitted on tag prompts they are within 27 tokens of the truth for T5 in 95 of 100
cases, within 13 for CLIP; for Qwen they are a guess.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from naitui.novelai.action import drawing_model
from naitui.novelai.catalog import Catalog
from naitui.novelai.wording import word
from naitui.recipe import Recipe

Tone = Literal["", "near", "over"]
_MARKS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)?::|[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Meter:
    """So many tokens of so many, about."""

    tokens: int
    limit: int
    within: int
    """How far the estimate may be off."""

    @property
    def tone(self) -> Tone:
        """Whether it comes near the limit, by the estimate's own doubt, or goes over it."""
        if self.tokens > self.limit:
            return "over"
        return "near" if self.tokens + self.within >= self.limit else ""

    def __str__(self) -> str:
        return f"~{self.tokens}/{self.limit} tokens"


def meters(recipe: Recipe, catalog: Catalog) -> tuple[Meter, Meter]:
    """The prompt with all characters, and the undesired content with all characters'; with what the model adds."""
    model = drawing_model(recipe, catalog)
    words = word(recipe, model, catalog)
    offset, factor, within = catalog.tokenizers[model.tokenizer]

    def meter(texts: list[str]) -> Meter:
        letters = sum(len(_MARKS.sub("", text)) for text in texts)
        return Meter(math.ceil(offset + factor * letters) if letters else 0, model.tokens, math.ceil(within))

    wanted = [words.prompt, *(character.prompt for character in words.characters)]
    unwanted = [words.undesired, *(character.undesired for character in words.characters)]
    return meter(wanted), meter(unwanted)
