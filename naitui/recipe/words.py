"""Words that a recipe calls by name: wildcards, snippets and styles, as they were loaded. Immutable, without files.

`naitui.library.words` reads them; this room only knows what they are.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Annotated

from pydantic import BeforeValidator

from naitui.recipe.model import Part, listed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a wildcard: its text, how often it is taken beside the others, and the line of the file."""

    text: str
    weight: float = 1.0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A list of texts of which each use picks one."""

    name: str
    entries: tuple[Entry, ...]
    path: str = ""
    """Its file, for messages."""
    _totals: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_totals", tuple(accumulate(entry.weight for entry in self.entries)))

    def pick(self, number: float) -> Entry | None:
        """The entry for a number from 0 up to 1; None when there is nothing to pick from."""
        if not self._totals or self._totals[-1] <= 0:
            return None
        at = bisect_right(self._totals, number * self._totals[-1])
        return self.entries[min(at, len(self.entries) - 1)]


class Style(Part):
    """Named pieces that go around a prompt and behind the undesired content."""

    prefix: str = ""
    suffix: str = ""
    undesired: str = ""
    models: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    """Ids or families of the models that it is meant for; empty for all."""
    help: str = ""

    @property
    def texts(self) -> tuple[str, str, str]:
        """Its pieces."""
        return self.prefix, self.suffix, self.undesired

    def suits(self, names: Collection[str]) -> bool:
        """Whether it is meant for a model that goes by these names: id, base, family."""
        return not self.models or not set(self.models).isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file of words that cannot be used; the rest of the file works."""

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class Words:
    """What a recipe can call: the wildcards, snippets and styles that it names, and what else there would have been."""

    wildcards: Mapping[str, Wildcard] = field(default_factory=dict)
    snippets: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, Style] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that exist, by kind ("wildcard", "snippet", "style"), to say what was meant."""
    model_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By what names a style may mean each of the recipe's models beside its id: a sweep has several."""
    faults: tuple[Fault, ...] = ()

    def close_to(self, kind: str, name: str) -> list[str]:
        """Names of this kind that may be meant by a wrong one, the likeliest first; three at most."""
        known = self.others.get(kind, ())
        by_fold = {one.casefold(): one for one in known}
        close = [by_fold[fold] for fold in difflib.get_close_matches(name.casefold(), by_fold, 3)]
        close += [one for one in known if one.rpartition("/")[2] == name.rpartition("/")[2] and one not in close]
        return close[:3]

    def missing(self, kind: str, name: str) -> str:
        """Words for a name that does not exist, with what is close."""
        close = self.close_to(kind, name)
        known = bool(self.others.get(kind))
        hint = f"; did you mean {_either(close)}?" if close else "" if known else f"; there are no {kind}s yet"
        return f'there is no {kind} "{name}"{hint}'


NO_WORDS = Words()


def _either(names: Iterable[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)
