"""Hints about words: what is most likely a mistake in a prompt, where it stands, and what could stand there instead.

Nothing here stops anybody; the model lint (`naitui.novelai.lint`) says what cannot be sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from naitui.recipe.model import Recipe
from naitui.recipe.syntax import Prompt, parse
from naitui.recipe.tree import Item, rows_of, tags_of

Field = Literal["prompt", "undesired"]
_A1111 = re.compile(r"\(([^()]+?):\s*(-?\d+(?:\.\d+)?)\)")
_ESCAPED = re.compile(r"\\([()\[\]{}])")
_UNDERSCORE = re.compile(r"(?<=[a-z])_(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint; ``start`` to ``end`` lie in the text of ``field``."""

    field: Field
    start: int
    end: int
    message: str
    instead: str | None = None
    """What could stand there; None where only the user knows."""


def hints(recipe: Recipe, *, numeric: bool) -> Iterator[Hint]:
    """All hints, in the order of the texts: quick enough for every pause in typing."""
    seen: dict[str, list[Item]] = {}
    fields: tuple[tuple[Field, str], ...] = (("prompt", recipe.prompt), ("undesired", recipe.undesired))
    for field, text in fields:
        prompt = parse(text, numeric=numeric)
        items = list(tags_of(rows_of(prompt)))
        found = [*_faults(field, prompt), *_foreign(field, text, items, numeric)]
        own: dict[str, Item] = {}
        for item in items:
            key = _key(text[item.start : item.end])
            if not key:
                continue
            if key in own:
                found.append(Hint(field, item.start, item.end, f"“{_short(key)}” stands here twice"))
            elif field == "undesired" and key in seen:
                found.append(Hint(field, item.start, item.end, f"“{_short(key)}” is both wanted and undesired"))
            own[key] = item
        for key, item in own.items():
            seen.setdefault(key, []).append(item)
        yield from sorted(found, key=lambda hint: hint.start)


def _faults(field: Field, prompt: Prompt) -> Iterator[Hint]:
    for piece in prompt.faults:
        yield Hint(field, piece.start, piece.end, f"{prompt.of(piece)} {piece.fault}")


def _foreign(field: Field, text: str, items: list[Item], numeric: bool) -> Iterator[Hint]:
    """What other programs write: weights in round brackets, escaped brackets, underscores."""
    for match in _A1111.finditer(text):
        words, weight = match[1], match[2]
        instead = f"{weight}::{words}::" if numeric else _braced(words, float(weight))
        yield Hint(field, match.start(), match.end(), "weights are written otherwise here", instead)
    for match in _ESCAPED.finditer(text):
        yield Hint(field, match.start(), match.end(), "brackets need no backslash here", match[1])
    for item in items:
        words = text[item.start : item.end]
        if len(words) > 3 and "__" not in words and _UNDERSCORE.search(words):
            yield Hint(field, item.start, item.end, "tags have blanks, no underscores", _UNDERSCORE.sub(" ", words))


def _braced(words: str, weight: float) -> str:
    """As many braces as come nearest to a weight."""
    count = 0
    while abs(1.05 ** (count + 1) - weight) < abs(1.05**count - weight) and count < 20:
        count += 1
    while weight < 1 and abs(1.05 ** (count - 1) - weight) < abs(1.05**count - weight) and count > -20:
        count -= 1
    return "{" * count + words + "}" * count if count >= 0 else "[" * -count + words + "]" * -count


def _key(words: str) -> str:
    """Tags that only differ in case, blanks and underscores are the same."""
    return " ".join(words.casefold().replace("_", " ").split())


def _short(words: str) -> str:
    return words if len(words) <= 24 else f"{words[:23]}…"
