"""Hints about what a recipe calls by name: wildcards, snippets and styles that do not exist, and faults in their files.

What stops the request (`naitui.recipe.expansion`) is said here beforehand, for whatever chance may pick.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from naitui.recipe.dialect import Dialect
from naitui.recipe.hints.hint import Hint, Rank
from naitui.recipe.marks import Kind, is_name, names_in
from naitui.recipe.model import Recipe
from naitui.recipe.problems import Place
from naitui.recipe.syntax import parse
from naitui.recipe.words import Words

_Name = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class _Call:
    """Where something is called: in a text of the recipe, or for a style, which stands in none."""

    place: Place
    start: int
    end: int


def called(recipe: Recipe, texts: Mapping[Place, str], words: Words, dialect: Dialect) -> Iterator[Hint]:
    """Everything that is called and cannot be used as it is."""
    calls = [*_calls(texts, dialect), *_style_calls(recipe, words)]
    pinned = {name for name, _ in recipe.pins}
    told: set[_Name] = set()
    for call, name in calls:
        if name[0] == "wildcard" and name[1] in pinned:
            continue
        fault = _fault(name, words)
        if fault:
            close = words.close_to(*name) if not _exists(name, words) else []
            instead = _written(name[0], close[0]) if close and call.start < call.end else None
            yield Hint(Rank.MISSING, call.place, call.start, call.end, fault, instead)
        elif name not in told:
            told.add(name)
            yield from _inside(call, name, words, pinned)
    for number, style in enumerate(recipe.styles):
        if style not in words.styles:
            yield Hint(Rank.MISSING, ("styles", number), 0, 0, words.missing("style", style))
    yield from _files(calls, words)


def _calls(texts: Mapping[Place, str], dialect: Dialect) -> Iterator[tuple[_Call, _Name]]:
    for place, text in texts.items():
        prompt = parse(text, dialect)
        for piece in prompt.pieces:
            if piece.kind == "wildcard":
                yield _Call(place, piece.start, piece.end), ("wildcard", prompt.of(piece)[2:-2])
            elif piece.kind == "snippet" and is_name(prompt.of(piece)[2:-1]):
                yield _Call(place, piece.start, piece.end), ("snippet", prompt.of(piece)[2:-1])
            elif piece.kind == "literal":  # drawn as it stands, once the names in it are filled in
                for name in sorted(names_in(prompt.of(piece))):
                    at = text.index(_written(*name), piece.start)
                    yield _Call(place, at, at + len(_written(*name))), name


def _style_calls(recipe: Recipe, words: Words) -> Iterator[tuple[_Call, _Name]]:
    for number, name in enumerate(recipe.styles):
        if name in words.styles:
            for inner in sorted({called for text in words.styles[name].texts for called in names_in(text)}):
                yield _Call(("styles", number), 0, 0), inner


def _exists(name: _Name, words: Words) -> bool:
    return name[1] in (words.wildcards if name[0] == "wildcard" else words.snippets)


def _fault(name: _Name, words: Words) -> str:
    """Why a name cannot be used; empty when it can."""
    if not _exists(name, words):
        return words.missing(*name)
    wildcard = words.wildcards.get(name[1]) if name[0] == "wildcard" else None
    if wildcard is not None and wildcard.pick(0.0) is None:
        return f'the wildcard "{name[1]}" has no line that can be picked'
    return ""


def _inside(call: _Call, name: _Name, words: Words, pinned: set[str]) -> Iterator[Hint]:
    """What the text behind a name calls in turn, and that in turn."""
    waiting: list[tuple[_Name, tuple[_Name, ...]]] = [(name, (name,))]
    seen = {name}
    while waiting:
        outer, trail = waiting.pop()
        for inner, where in _called_by(outer, words):
            if inner in trail:
                around = " → ".join(_written(*one) for one in (*trail[trail.index(inner) :], inner))
                message = f"{where}: it leads back to itself: {around}"
                yield Hint(Rank.MISSING, call.place, call.start, call.end, message)
            elif inner not in seen and (inner[0] != "wildcard" or inner[1] not in pinned):
                seen.add(inner)
                fault = _fault(inner, words)
                if fault:
                    yield Hint(Rank.MISSING, call.place, call.start, call.end, f"{where}: {fault}")
                else:
                    waiting.append((inner, (*trail, inner)))


def _called_by(name: _Name, words: Words) -> Iterator[tuple[_Name, str]]:
    """What a wildcard or a snippet calls, and where that is written."""
    if name[0] == "snippet":
        for inner in sorted(names_in(words.snippets[name[1]])):
            yield inner, _written(*name)
        return
    wildcard = words.wildcards[name[1]]
    for entry in wildcard.entries:
        if "__" in entry.text or "@{" in entry.text:
            for inner in sorted(names_in(entry.text)):
                yield inner, f"{PurePath(wildcard.path).name}:{entry.line}"


def _files(calls: list[tuple[_Call, _Name]], words: Words) -> Iterator[Hint]:
    """Mistakes in files, at the first name that reads the file; or at the first name of all."""
    readers = {words.wildcards[name].path: call for call, (kind, name) in reversed(calls) if name in words.wildcards}
    for fault in words.faults:
        call = readers.get(fault.path, calls[0][0] if calls else _Call(("prompt",), 0, 0))
        line = f":{fault.line}" if fault.line else ""
        message = f"{PurePath(fault.path).name}{line}: {fault.message}"
        yield Hint(Rank.FILES, call.place, call.start, call.end, message)


def _written(kind: str, name: str) -> str:
    return f"__{name}__" if kind == "wildcard" else f"@{{{name}}}"
