"""Where the limit falls in a recipe's words: what the model no longer reads.

The captions are taken to be read in the order in which they are sent: the base prompt with what is added to it, then
the characters. The service refuses nothing that is too long, it stops reading; nobody has seen it say where.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from naitui.novelai.counting import Caption, Count, Counter, Side
from naitui.recipe.language import MIX, split_mix
from naitui.recipe.problems import Place

_WORD = re.compile(r"([^\s,|]+)(?:\s*,)*")
"""The steps in which a model is taken to stop: a word, and the commas that are read with it."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of a field that the model does not read."""

    where: Place
    """The field: ``("prompt",)``, ``("undesired",)``, or ``("characters", 1, "prompt")`` and the like."""
    start: int
    end: int
    """Both as places in the text of that field; they are the same where only what the model adds is not read."""
    exact: bool
    """False where tokens are estimated, or chance may make the words shorter."""


def unread(count: Count) -> tuple[Unread, ...]:
    """Everything of a recipe that its model does not read, field by field; nothing where it reads all.

    As slow as counting some ten times over.
    """
    found = []
    for side in (count.wanted, count.undesired):
        if side.tokens > side.limit:
            for caption, spans in _beyond(side, count.counter):
                found += [Unread(caption.where, *own, count.exact) for own in _in_own_words(caption, spans)]
    return tuple(found)


def _beyond(side: Side, counter: Counter) -> Iterator[tuple[Caption, list[_Span]]]:
    """The captions that are not read to their end, and the stretches of what is sent that are not."""
    if counter.vocabulary.parts_apart:
        for caption in side.captions:
            spans = [span for span in _parts(caption.text) if _tokens(counter, [], caption.text, *span) > side.limit]
            if spans:
                yield caption, [(_stop(counter, [], caption.text, *span, side.limit), span[1]) for span in spans]
        return
    read: list[str] = []
    for caption in side.captions:
        stop = _stop(counter, read, caption.text, 0, len(caption.text), side.limit)
        if stop < len(caption.text):
            yield caption, [(stop, len(caption.text))]
        read.append(caption.text)


def _parts(text: str) -> Iterator[_Span]:
    at = 0
    for part in split_mix(text):
        yield at, at + len(part)
        at += len(part) + len(MIX)


def _tokens(counter: Counter, read: Sequence[str], text: str, start: int, end: int) -> int:
    return counter.count([*read, text[start:end]])


def _stop(counter: Counter, read: Sequence[str], text: str, start: int, end: int, limit: int) -> int:
    """The place in ``text`` before which everything is read, when ``read`` was read before; its end when all is."""
    words = list(_WORD.finditer(text, start, end))
    first = bisect_right(words, limit, key=lambda word: _tokens(counter, read, text, start, word.end()))
    return words[first].start() if first < len(words) else end


def _in_own_words(caption: Caption, spans: Sequence[_Span]) -> list[_Span]:
    """Where stretches of what is sent stand in what the user wrote; an empty one at the end for what is added alone."""
    own, pairs = caption.own, _aligned(caption.own, caption.text)
    found = []
    for start, end in spans:
        inside = [mine for mine, sent in pairs if start <= sent[0] < end]
        if inside:
            last = len(own) if end == len(caption.text) else inside[-1][1]
            found.append((inside[0][0], last))
    return found or [(len(own), len(own))]


def _aligned(own: str, sent: str) -> list[tuple[_Span, _Span]]:
    """The words that stand in both, in order: comments and choices are gone from what is sent, and tags were added."""
    mine, theirs = list(_WORD.finditer(own)), list(_WORD.finditer(sent))
    before = 0  # mostly all of it, which spares the search
    while before < min(len(mine), len(theirs)) and mine[before][1] == theirs[before][1]:
        before += 1
    pairs = list(zip(mine[:before], theirs[:before], strict=True))
    mine, theirs = mine[before:], theirs[before:]
    search = SequenceMatcher(None, [word[1] for word in mine], [word[1] for word in theirs], autojunk=False)
    for block in search.get_matching_blocks():
        pairs += zip(mine[block.a : block.a + block.size], theirs[block.b : block.b + block.size], strict=True)
    return [(own_word.span(1), sent_word.span(1)) for own_word, sent_word in pairs]
