"""What changed between two recipes: words tag by tag, characters matched with one another, settings by their names.

Two recipes that differ in anything have a diff that says something; a recipe has none with itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.labels import label_of
from naitui.recipe.model import Character, Interaction, Part, PreciseReference, Recipe, Sampling, Vibe
from naitui.recipe.problems import Place
from naitui.recipe.prompt_diff import Change, longest_rising, names_diff, prompt_diff
from naitui.recipe.tree import rows_in, tags_of

Kind = Literal["added", "removed", "kept"]
T = TypeVar("T")
P = TypeVar("P", bound=Part)

_TEXTS = ("prompt", "undesired")
_LISTED = ("characters", "vibes", "precise_references", "interactions")
_SIDES = ("width", "height")
_NO_VALUES = {*_TEXTS, *_LISTED, "styles", "pins"}
_ALIKE = 0.25
"""Least share of tags that two characters have in common to be taken for the same."""


@dataclass(frozen=True, slots=True)
class TextDiff:
    """A text, or a list of names, that is another one now."""

    title: str
    changes: tuple[Change, ...]
    """Empty when only blanks, case or marks differ."""


@dataclass(frozen=True, slots=True)
class ValueDiff:
    """A setting that has another value now."""

    place: Place
    """The way to it from the top of the recipe; ``("size",)`` for width and height."""
    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class MemberDiff:
    """One of several – a character, a vibe, a reference, an interaction – that is not as it was."""

    title: str
    kind: Kind
    was: int | None
    """Its number before, from 1; None for one that was added."""
    now: int | None
    moved: bool = False
    texts: tuple[TextDiff, ...] = ()
    values: tuple[ValueDiff, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipeDiff:
    """Everything that differs."""

    texts: tuple[TextDiff, ...] = ()
    """Prompt, undesired content, styles."""
    members: tuple[MemberDiff, ...] = ()
    values: tuple[ValueDiff, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.members or self.values)


def recipe_diff(before: Recipe, after: Recipe, dialect: Dialect = PLAIN) -> RecipeDiff:
    """What is to be done to ``before`` to come to ``after``.

    Args:
        before: the older one.
        after: the newer one.
        dialect: the marks that the model reads.
    """
    texts = list(_texts(before, after, dialect))
    if before.styles != after.styles:
        texts.append(TextDiff("Styles", tuple(names_diff(before.styles, after.styles))))
    members = (
        *_members("Character", before.characters, after.characters, _same_character, dialect),
        *_members("Vibe", before.vibes, after.vibes, _same_picture, dialect),
        *_members("Reference", before.precise_references, after.precise_references, _same_picture, dialect),
        *_members("Interaction", before.interactions, after.interactions, _same_action, dialect),
    )
    return RecipeDiff(tuple(texts), members, (*_values(before, after, ()), *_pins(before, after)))


def matched_characters(before: Sequence[Character], after: Sequence[Character]) -> dict[int, int]:
    """Which character of ``before`` is which of ``after``, by their indexes.

    It is the same one, or one of the same name, or with many of the same tags, or else the one in the same slot.
    """
    return _matched(before, after, _same_character)


def _texts(before: Recipe | Character, after: Recipe | Character, dialect: Dialect) -> Iterator[TextDiff]:
    for name, title in zip(_TEXTS, ("Prompt", "Undesired Content"), strict=True):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield TextDiff(title, tuple(prompt_diff(old, new, dialect)))


def _values(before: Part, after: Part, place: Place) -> Iterator[ValueDiff]:
    """Fields that differ, in the order of the recipe's form; parts are looked into."""
    old_size, new_size = _size(before), _size(after)
    if old_size != new_size:
        yield ValueDiff(("size",), label_of(("size",)), old_size, new_size)
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new or name in _NO_VALUES or (old_size and name in _SIDES):
            continue
        here = (*place, name)
        if isinstance(old, Part) and isinstance(new, Part) and name != "sweep":  # which is told as a whole
            yield from _values(old, new, here)
        else:
            yield ValueDiff(here, label_of(here), old, new)


def _size(part: Part) -> tuple[int, int] | None:
    return (part.width, part.height) if isinstance(part, Sampling) else None


def _pins(before: Recipe, after: Recipe) -> Iterator[ValueDiff]:
    old, new = dict(before.pins), dict(after.pins)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield ValueDiff(("pins", name), f"Pin {name}", old.get(name), new.get(name))


# ---------------------------------------------------------------------- members of lists


def _members(
    title: str, before: Sequence[P], after: Sequence[P], likeness: Callable[[P, P], float], dialect: Dialect
) -> Iterator[MemberDiff]:
    """Removed ones in their old order, then what is otherwise in the new order."""
    pairs = _matched(before, after, likeness)
    old_of = {new: old for old, new in pairs.items()}
    still = longest_rising([old_of[new] for new in sorted(old_of)])
    for index, part in enumerate(before):
        if index not in pairs:
            texts, values = _whole(part, dialect, added=False)
            yield MemberDiff(f"{title} {index + 1}", "removed", index + 1, None, False, texts, values)
    for index, part in enumerate(after):
        old = old_of.get(index)
        name = f"{title} {index + 1}"
        if old is None:
            texts, values = _whole(part, dialect, added=True)
            yield MemberDiff(name, "added", None, index + 1, False, texts, values)
        else:
            moved = old not in still and old != index
            texts, values = _inside(before[old], part, dialect)
            if moved or texts or values:
                yield MemberDiff(name, "kept", old + 1, index + 1, moved, texts, values)


def _inside(before: P, after: P, dialect: Dialect) -> tuple[tuple[TextDiff, ...], tuple[ValueDiff, ...]]:
    texts = _texts(before, after, dialect) if isinstance(before, Character) and isinstance(after, Character) else ()
    return tuple(texts), tuple(_values(before, after, ()))


def _whole(part: Part, dialect: Dialect, *, added: bool) -> tuple[tuple[TextDiff, ...], tuple[ValueDiff, ...]]:
    """What came or went with one: its words, and what it has that a new one has not."""
    texts: Iterator[TextDiff] = iter(())
    if isinstance(part, Character):
        texts = _texts(Character(), part, dialect) if added else _texts(part, Character(), dialect)
    values = []
    for name, info in type(part).model_fields.items():
        value, usual = getattr(part, name), info.get_default()
        if name not in _NO_VALUES and value != usual:
            old, new = (None, value) if added else (value, None)
            values.append(ValueDiff((name,), label_of((name,)), old, new))
    return tuple(texts), tuple(values)


def _matched(before: Sequence[T], after: Sequence[T], likeness: Callable[[T, T], float]) -> dict[int, int]:
    """Old indexes to new ones: the likest first, of equals the nearest; then those in the same slot.

    Read backwards it gives the same pairs.
    """
    found = [
        (-like, abs(i - j), i + j, i, j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
        if (like := 2.0 if old == new else likeness(old, new)) > 0
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    slots = ((index, index) for index in range(min(len(before), len(after))))
    for i, j in (*((i, j) for *_, i, j in sorted(found)), *slots):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _same_character(one: Character, other: Character) -> float:
    """How likely it is the same person, up to 1; a name decides, or else the tags in common."""
    if one.name and one.name == other.name:
        return 1.0
    mine, others = _tags(one.prompt), _tags(other.prompt)
    share = len(mine & others) / max(1, len(mine | others))
    return share if share >= _ALIKE else 0.0


@lru_cache(maxsize=64)
def _tags(text: str) -> frozenset[str]:
    return frozenset(" ".join(text[item.start : item.end].casefold().split()) for item in tags_of(rows_in(text)))


def _same_picture(one: Vibe | PreciseReference, other: Vibe | PreciseReference) -> float:
    return float(one.path == other.path)


def _same_action(one: Interaction, other: Interaction) -> float:
    return float(one.action == other.action)
