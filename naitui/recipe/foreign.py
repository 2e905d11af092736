r"""What other programs write into prompts, read as they read it: the brackets, escapes and names of A1111 and ComfyUI.

``(x:1.2)`` counts 1.2 times, ``(x)`` 1.1 times and ``[x]`` the 1.1th part, as often as they are nested; ``\(`` is a
bracket that is meant; ``[a:b:0.5]`` becomes another tag on the way, ``[a|b]`` turns by turn, ``{a|b}`` is one of them;
``<lora:…>`` and ``embedding:…`` name files, ``BREAK`` begins a new chunk. NovelAI has round brackets in its tags, so
`naitui.recipe.conversion` decides which of these are meant; here they are only found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from naitui.recipe.dialect import Dialect
from naitui.recipe.marking import NUMBER
from naitui.recipe.syntax import parse

NodeKind = Literal["text", "round", "square", "curly", "escape", "extra", "break"]
MOST = 10.0
"""A larger number behind a colon is no weight: ``vertin (reverse:1999)``."""
MOST_STEPS = 150
DEEPEST = 50
"""Brackets inside more brackets than these are text."""
_TOKEN = re.compile(
    r"""
    (?P<escape> \\[()\[\]{}] ) | (?P<mark> [()\[\]{}] )
  | (?P<extra> <(?:lora|lyco|hypernet|hypernetwork):[^<>\n]*> | (?<![\w:])embedding:[\w./-]+ )
  | (?P<break> (?<![^\s,])BREAK(?![^\s,]) )
    """,
    re.VERBOSE,
)
_OPENING = {")": "(", "]": "[", "}": "{"}
_GROUPS: dict[str, NodeKind] = {"(": "round", "[": "square", "{": "curly"}
_WEIGHT = re.compile(rf"(?<=\S):\s*({NUMBER})\s*\Z")
_SHUT = ("comment", "literal", "quoted", "wildcard", "snippet")
"""Pieces of NovelAI's language and of ours that are not looked into."""


_TAG = re.compile(r"[^\s,|()\[\]{}<>:]*_[^\s,|()\[\]{}<>:]*")
_WORD = re.compile(r"[^\W_]{2}")
_UNDERSCORE = re.compile(r"(?<=[^\s_,])_(?=[^\s_,])")
_WHEN = re.compile(r"\s*(\d*\.\d+|\d+)\s*")
_LABELS = ("artist", "rating")


class Node(NamedTuple):
    """A piece of the text, and what is in it when it is a group. Groups are inside one another, never across."""

    kind: NodeKind
    start: int
    end: int
    inner: tuple[Node, ...] = ()
    weight: float | None = None
    """Of a round group: the number that is written in it."""

    @property
    def sole(self) -> Node | None:
        """The group of the same kind that is all it holds."""
        only = self.inner[0] if len(self.inner) == 1 else None
        return only if only is not None and only.kind == self.kind else None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    written: str


def read(text: str, dialect: Dialect) -> tuple[Node, ...]:
    """The whole text as nodes, without gaps at the top."""
    tokens = list(_meant(text, list(_tokens(text, dialect))))
    return _nodes(text, tokens, _pairs(tokens), 0, len(tokens), 0, len(text))


def is_alone(text: str, node: Node) -> bool:
    """Whether a group is all that stands between two commas, bars or brackets: no part of a tag."""
    before = text[max(0, node.start - 20) : node.start].rstrip(" \t")[-1:]
    after = text[node.end : node.end + 20].lstrip(" \t")[:1]
    return before in ",\n([{|>" and after in ",\n)]}|:<"  # the empty text is in each of them


def parted(text: str, node: Node, mark: str) -> list[tuple[Node, ...]]:
    """What a group holds, cut at a mark that stands in no group inside it."""
    parts: list[list[Node]] = [[]]
    for inner in node.inner:
        if inner.kind != "text":
            parts[-1].append(inner)
            continue
        at = inner.start
        for piece in text[inner.start : inner.end].split(mark):
            if at > inner.start:
                parts.append([])
            if piece:
                parts[-1].append(Node("text", at, at + len(piece)))
            at += len(piece) + len(mark)
    return [tuple(part) for part in parts]


def longer_part(text: str, node: Node) -> tuple[Node, ...] | None:
    """Of ``[a:b:0.4]``, ``[b:0.4]`` and ``[a::0.4]`` what is drawn during more of the steps; None for other groups."""
    if node.kind != "square":
        return None
    *parts, last = parted(text, node, ":")
    when = _WHEN.fullmatch(text, last[0].start, last[-1].end) if last else None
    if when is None or len(parts) not in (1, 2) or not parts[0]:
        return None
    if any(part and text[part[-1].end - 1].isspace() for part in parts):
        return None  # the face :3
    number = float(when[1])
    if text[node.start + 1 : parts[0][-1].end].strip() in _LABELS:
        return None  # a tag that is made weaker
    if len(parts) == 1:
        return parts[0] if "." in when[1] and 0 < number < 1 else None
    if number > MOST_STEPS or ("." in when[1] and number > 1):
        return None
    late = 0.5 <= number <= 1  # where the step is told by its number, how many there are is not known
    return parts[0] if late or not parts[1] else parts[1]


def underscores(text: str, dialect: Dialect) -> frozenset[int]:
    """Where an underscore stands for the blank in a tag; faces like ``o_o`` keep theirs."""
    if "_" not in text:
        return frozenset()
    shut = [(piece.start, piece.end) for piece in parse(text, dialect).pieces if piece.kind in _SHUT]
    found: set[int] = set()
    for tag in _TAG.finditer(text):
        if _WORD.search(tag[0]):
            found |= {mark.start() for mark in _UNDERSCORE.finditer(text, tag.start(), tag.end() + 1)}
    for start, end in shut:
        found -= set(range(start, end))
    return frozenset(found)


def _tokens(text: str, dialect: Dialect) -> Iterator[_Token]:
    shut = iter([piece for piece in parse(text, dialect).pieces if piece.kind in _SHUT])
    piece = next(shut, None)
    for match in _TOKEN.finditer(text):
        while piece is not None and piece.end <= match.start():
            piece = next(shut, None)
        if piece is None or match.start() < piece.start:
            yield _Token(match.lastgroup or "", *match.span(), match[0])


def _meant(text: str, tokens: list[_Token]) -> Iterator[_Token]:
    r"""The tokens without escapes that are half of a face: those of ``\(^o^)/`` are no pair around a word."""
    kept: set[int] = set()
    for index, (token, after) in enumerate(pairwise(tokens)):
        if token.kind == after.kind == "escape" and _OPENING.get(after.written[1:]) == token.written[1:]:
            between = text[token.end : after.start]
            if between.strip() and not set(between) & set(",\n") and not _WEIGHT.search(between):
                kept |= {index, index + 1}
    return (token for index, token in enumerate(tokens) if token.kind != "escape" or index in kept)


def _pairs(tokens: list[_Token]) -> dict[int, int]:
    """Which bracket is closed by which; what stands open in between is none."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    waiting = Counter[str]()
    for index, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        opening = _OPENING.get(token.written)
        if opening is None:
            opened.append(index)
            waiting[token.written] += 1
        while opening is not None and waiting[opening]:
            inner = opened.pop()
            waiting[tokens[inner].written] -= 1
            if tokens[inner].written == opening:
                if len(opened) < DEEPEST:
                    pairs[inner] = index
                break
    return pairs


def _nodes(
    text: str, tokens: list[_Token], pairs: dict[int, int], first: int, last: int, start: int, end: int
) -> tuple[Node, ...]:
    """The nodes of the tokens from ``first`` up to ``last``, which lie between two places of the text."""
    nodes: list[Node] = []
    at, index = start, first
    while index < last:
        token = tokens[index]
        close = pairs.get(index)
        index += 1
        if token.kind == "mark" and close is None:
            continue  # a bracket that nothing closes is text
        if at < token.start:
            nodes.append(Node("text", at, token.start))
        if close is None:
            nodes.append(Node(token.kind, token.start, token.end))  # type: ignore[arg-type]  # named after the kinds
            at = token.end
            continue
        closing = tokens[close]
        weight = _WEIGHT.search(text, token.end, closing.start) if token.written == "(" else None
        if weight is not None and (abs(float(weight[1])) > MOST or tokens[close - 1].end > weight.start()):
            weight = None
        inner_end = weight.start() if weight else closing.start
        inner = _nodes(text, tokens, pairs, index, close, token.end, inner_end)
        number = float(weight[1]) if weight else None
        nodes.append(Node(_GROUPS[token.written], token.start, closing.end, inner, number))
        at, index = closing.end, close + 1
    if at < end:
        nodes.append(Node("text", at, end))
    return tuple(nodes)
