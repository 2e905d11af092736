"""What a text says, whatever it looks like: its words with what they count, in their parts and alternatives.

So it can be told whether a change to the text has changed more than it was meant to.
"""

from __future__ import annotations

from collections.abc import Collection

from naitui.recipe.dialect import Dialect
from naitui.recipe.marking import Kind
from naitui.recipe.syntax import parse

Span = tuple[int, int]
"""From where to where; twice the same is a cursor."""
NO_WORDS: tuple[Kind, ...] = ("separator", "open", "close", "weight", "end", "bar", "mix", "choice", "comment")
Said = tuple[str, str, float]
"""The kind of words, the words with single blanks, and what they count."""
Part = tuple["Said | tuple[Part, ...]", ...]
"""Tags one behind the other; alternatives stand in a tuple of their own."""


def meaning(text: str, dialect: Dialect, leave_out: Collection[Span] = ()) -> tuple[Part, ...]:
    """The parts of a text. Marks, commas, and parts and alternatives in which nothing stands are not told.

    Args:
        text: a prompt, or undesired content.
        dialect: the marks that the model reads.
        leave_out: stretches of which the words are not told either.
    """
    prompt = parse(text, dialect)
    parts: list[list[Said | tuple[Part, ...]]] = [[]]
    alternatives: list[list[Said | tuple[Part, ...]]] | None = None
    for piece in prompt.pieces:
        here = (parts if alternatives is None else alternatives)[-1]
        if piece.kind == "choice":
            if alternatives is not None:
                parts[-1] += _choice(alternatives)
            alternatives = [[]] if alternatives is None else None
        elif piece.kind == "bar":
            (parts if alternatives is None else alternatives).append([])
        elif piece.kind not in NO_WORDS:
            words = " ".join(prompt.of(piece).split())
            if words and not _within(leave_out, prompt.of(piece), piece.start):
                here.append((piece.kind, words, round(piece.weight, 6)))
    if alternatives is not None:
        parts[-1] += _choice(alternatives)
    return tuple(tuple(part) for part in parts if part)


def _within(stretches: Collection[Span], words: str, start: int) -> bool:
    """Whether words that begin at a place lie in one of the stretches; the blanks around them may not."""
    begin, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    return any(first <= begin and end <= last for first, last in stretches)


def _choice(alternatives: list[list[Said | tuple[Part, ...]]]) -> list[Said | tuple[Part, ...]]:
    told = tuple(tuple(part) for part in alternatives if part)
    return [told] if told else []
