"""The marks of ours in a prompt: ``||a|b||``, ``__wildcard__`` and ``@{snippet}``, found from left to right.

A snippet is called with ``@{name}`` because nothing in NovelAI's language begins with these two characters: braces
weigh *tags*, and no tag ends in ``@`` (``@_@`` does, and is followed by a comma or a closing bracket). What looks like
a call without being one is refused by name, so it is never sent or swallowed by accident.

Names are letters and digits of any script, with single ``_``, ``.``, ``-`` and ``/`` between them; so the blank of
``fill in: _____`` is no wildcard, and ``__a__b__c__`` is two of them around a ``b``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from naitui.recipe.comments import has_comment, without_comments
from naitui.recipe.language import MIX

Kind = Literal["choice", "wildcard", "snippet"]
_KINDS: tuple[Kind, ...] = ("choice", "wildcard", "snippet")

NAME = r"[^\W_](?:(?:[./-]|_(?!_))*+[^\W_])*+"
_WHOLE_NAME = re.compile(NAME)
_MARK = re.compile(rf"\|\|(?P<choice>.*?)\|\||__(?P<wildcard>{NAME})__|@\{{(?P<snippet>{NAME})\}}", re.DOTALL)
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: what kind it is, how it is written, and what is in it (the name, or the choices with their bars)."""

    kind: Kind
    written: str
    content: str

    @property
    def choices(self) -> list[str]:
        """What a choice chooses from."""
        return self.content.split(MIX)


def scan(text: str) -> Iterator[str | Mark]:
    """The text as its plain pieces and its marks, left to right; what is inside a choice is not looked into."""
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield _mark(match)
        at = match.end()
    if at < len(text):
        yield text[at:]


def first_mark(text: str) -> str | None:
    """The first mark or comment as it is written; None when the text is as it will be sent."""
    if has_comment(text):
        start = text.index("/*")
        return text[start : text.index("*/", start + 2) + 2]
    match = _MARK.search(text)
    return match[0] if match else None


def names_in(text: str) -> set[tuple[Kind, str]]:
    """Every wildcard and snippet that the text may come to call, those inside choices too."""
    found: set[tuple[Kind, str]] = set()
    for piece in scan(without_comments(text)):
        if not isinstance(piece, Mark):
            continue
        if piece.kind == "choice":
            for choice in piece.choices:
                found |= names_in(choice)
        else:
            found.add((piece.kind, piece.content))
    return found


def is_name(text: str) -> bool:
    """Whether a wildcard or snippet can be called so."""
    if len(text) > MAX_NAME or not _WHOLE_NAME.fullmatch(text):
        return False
    return all(step.strip(".") for step in text.split("/"))


def _mark(match: re.Match[str]) -> Mark:
    for kind in _KINDS:
        if match[kind] is not None:
            return Mark(kind, match[0], match[kind])
    raise AssertionError("one of the groups has matched")
