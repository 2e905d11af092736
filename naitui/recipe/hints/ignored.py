"""Hints about what a model does not read: marks that it does not know, and words beyond its limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from naitui.recipe.dialect import Dialect
from naitui.recipe.emphasis import braced
from naitui.recipe.hints.hint import Hint, Rank, Reader
from naitui.recipe.language import MIX, passages
from naitui.recipe.problems import Place
from naitui.recipe.syntax import number_of, parse
from naitui.recipe.tree import Group, Row, rows_in, tags_of


def ignored(place: Place, text: str, reader: Reader) -> Iterator[Hint]:
    """All of them in one text."""
    dialect, title = reader.dialect, reader.title
    yield from _beyond(place, text, reader)
    if not dialect.numbers and "::" in text:
        for group in _weights(rows_in(text, dialect._replace(numbers=True))):
            words, number = text[group.inner_start : group.inner_end], number_of(text[group.start : group.inner_start])
            instead = braced(words.strip(), number) if number > 0 and words.strip() else None
            message = f"{title} knows no numbers as weights"
            yield Hint(Rank.IGNORED, place, group.start, group.end, message, instead)
    yield from _unknown(place, text, dialect, title)


def _beyond(place: Place, text: str, reader: Reader) -> Iterator[Hint]:
    for start, end in ((start, end) for where, start, end in reader.beyond if where == place):
        tags = sum(start <= item.start < end for item in tags_of(rows_in(text, reader.dialect)))
        what = "the quality tags are" if start == end else "the last tag is" if tags <= 1 else f"{tags} tags are"
        yield Hint(Rank.UNREAD, place, start, end, f"{reader.title} reads no further: {what} not read")


def _weights(rows: Iterable[Row]) -> Iterator[Group]:
    """The groups with numbers, without those inside others."""
    for row in rows:
        for item in row.items:
            for group in item.groups:
                if group.kind == "weight":
                    yield group
                else:
                    yield from _weights(group.rows)


def _unknown(place: Place, text: str, dialect: Dialect, title: str) -> Iterator[Hint]:
    """Marks that are words to this model."""
    told = {}
    if not dialect.text_blocks and "text:" in text.lower():
        told["literal"] = "draws no text; these are words like others"
    if not dialect.interactions and "#" in text:
        told["action"] = "knows no interactions; this is a word like others"
    if not dialect.mixing and MIX in text and len(rows_in(text, dialect)) > 1:
        told["mix"] = "gives parts no weights; this is a word like others"
    if told:
        for piece in parse(text, Dialect(text_blocks="literal" in told, mixing="mix" in told)).pieces:
            if piece.kind in told:
                yield Hint(Rank.IGNORED, place, piece.start, piece.end, f"{title} {told[piece.kind]}")
    if dialect.text_blocks and not dialect.quotes:
        for start, end in passages(text):
            message = f"{title} draws only what stands behind Text:"
            yield Hint(Rank.SPELLING, place, start, end, message)
