"""What a sweep can change: settings by the names that people say, such as ``steps`` or ``character 2 position``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, TypeAdapter

from naitui.recipe.marks import is_name
from naitui.recipe.model import Character, PreciseReference, Recipe, Sampling, Source, Vibe

_PLAIN: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    **{
        name: (Sampling, ("sampling", name))
        for name in ("steps", "guidance", "rescale", "sampler", "schedule", "seed", "variety", "decrisper", "smea")
    },
    **{
        name: (Recipe, (name,))
        for name in ("model", "quality", "undesired_preset", "furry", "transparent", "ai_choice", "normalize_vibes")
    },
    "strength": (Source, ("source", "strength")),
    "noise": (Source, ("source", "noise")),
}
_LISTED: dict[str, tuple[type[BaseModel], str, tuple[str, ...]]] = {
    "character": (Character, "characters", ("prompt", "undesired", "position", "enabled")),
    "vibe": (Vibe, "vibes", ("strength", "information", "enabled")),
    "reference": (PreciseReference, "precise_references", ("strength", "fidelity", "type", "enabled")),
}
_SPECIAL = ("prompt", "undesired", "size", "styles", "wildcard NAME")
_ITEM = re.compile(r"(character|vibe|reference) (\d{1,2})(?: (\w+))?")
_SIZE = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})")


class BadTarget(ValueError):
    """A setting that there is not, or that this recipe does not have; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Target:
    """A setting: how a value is read, and how it is put into a recipe."""

    name: str
    title: str
    """In front of a value on the sheet; empty where the value says it all."""
    parse: Callable[[object], object]
    """May raise `BadTarget` or pydantic's ``ValidationError``."""
    put: Callable[[Recipe, object], Recipe]
    """May raise `BadTarget` when the recipe has no place for it."""
    apart: str = ","
    """What stands between values in one line."""


def target_of(name: str, find: str | None = None) -> Target:
    """The setting with a name.

    Args:
        name: as a person writes it.
        find: for texts: what is replaced in them; the whole text when left out.

    Raises:
        BadTarget: there is no such setting.
    """
    name = " ".join(name.casefold().split())
    item = _ITEM.fullmatch(name)
    if find is not None:
        if name not in ("prompt", "undesired"):
            raise BadTarget(f'"find" goes with prompt and undesired, not with {name}')
        return Target(name, "", str, lambda recipe, value: _replaced(recipe, name, find, str(value)), "|")
    if name in ("prompt", "undesired"):
        return Target(name, "", str, lambda recipe, value: recipe.model_copy(update={name: value}), "|")
    if name in _PLAIN:
        part, path = _PLAIN[name]
        title = "" if name in ("model", "sampler", "schedule") else name.replace("_", " ")
        return Target(name, title, _reader(part, path[-1]), lambda recipe, value: _put(recipe, path, value))
    if name == "size":
        return Target(name, "", _size, _put_size)
    if name == "styles":
        return Target(name, "", _styles, lambda recipe, value: recipe.model_copy(update={"styles": value}), "|")
    if name.startswith("wildcard ") and is_name(name.removeprefix("wildcard ")):
        return _wildcard(name.removeprefix("wildcard "))
    if item is not None:
        return _item(name, item[1], int(item[2]), item[3])
    every = setting_names("N")
    close = difflib.get_close_matches(name, every, 1)
    meant = f'did you mean "{close[0]}"?' if close else f"one of {', '.join(every)}"
    raise BadTarget(f'there is no "{name}"; {meant}')


def setting_names(number: str = "1") -> list[str]:
    """The names of all settings; those of several of a kind with this number."""
    listed = (f"{kind} {number} {field}" for kind, (_, _, fields) in _LISTED.items() for field in fields)
    return [*_PLAIN, *_SPECIAL, *listed]


def _reader(part: type[BaseModel], field: str) -> Callable[[object], object]:
    """Reads a value of a field as it is declared, texts included: ``"28"`` for a number, ``"on"`` for a switch."""
    info = part.model_fields[field]
    adapter: TypeAdapter[object] = TypeAdapter(Annotated[info.annotation, info])  # type: ignore[arg-type]  # a type made at run time

    def read(value: object) -> object:
        return adapter.validate_python(value, strict=False)

    return read


def _put(recipe: Recipe, path: tuple[str, ...], value: object) -> Recipe:
    if len(path) == 1:
        return recipe.model_copy(update={path[0]: value})
    part = getattr(recipe, path[0])
    if part is None:
        raise BadTarget(f"the recipe has no [{path[0]}] whose {path[1]} could be changed")
    return recipe.model_copy(update={path[0]: part.model_copy(update={path[1]: value})})


def _replaced(recipe: Recipe, name: str, find: str, words: str) -> Recipe:
    """In the text and in every character's: whatever words stand there are looked for, not only whole tags."""
    if not find:
        raise BadTarget('"find" should not be empty')
    people = tuple(one.model_copy(update={name: getattr(one, name).replace(find, words)}) for one in recipe.characters)
    text = getattr(recipe, name)
    if find not in text and not any(find in getattr(one, name) for one in recipe.characters):
        raise BadTarget(f"“{find}” stands nowhere in the {name}, so nothing would be replaced")
    return recipe.model_copy(update={name: text.replace(find, words), "characters": people})


def _size(value: object) -> tuple[int, int]:
    match = _SIZE.fullmatch(str(value).strip())
    if match is None:
        raise BadTarget("sizes are like 832x1216")
    return int(match[1]), int(match[2])


def _put_size(recipe: Recipe, value: object) -> Recipe:
    assert isinstance(value, tuple)  # noqa: S101 - made by _size
    width, height = value
    sampling = recipe.sampling.model_copy(update={"width": width, "height": height})
    return recipe.model_copy(update={"sampling": sampling})


def _styles(value: object) -> tuple[str, ...]:
    """``Ink wash + mine``; ``none`` is no style."""
    names = tuple(name.strip() for name in str(value).split("+"))
    return () if names in (("",), ("none",)) else names


def _wildcard(name: str) -> Target:
    def put(recipe: Recipe, value: object) -> Recipe:
        pins = dict(recipe.pins) | {name: str(value)}
        return recipe.model_copy(update={"pins": tuple(sorted(pins.items()))})

    return Target(f"wildcard {name}", "", str, put, "|")


def _item(name: str, kind: str, number: int, field: str | None) -> Target:
    part, key, fields = _LISTED[kind]
    chosen = field or fields[0]
    if chosen not in fields:
        raise BadTarget(f"a {kind} has {', '.join(fields)}; not {chosen}")

    def put(recipe: Recipe, value: object) -> Recipe:
        items = list(getattr(recipe, key))
        if not 1 <= number <= len(items):
            raise BadTarget(f"there is no {kind} {number}; the recipe has {len(items)}")
        items[number - 1] = items[number - 1].model_copy(update={chosen: value})
        changed: dict[str, object] = {key: tuple(items)}
        if chosen == "position":
            changed["ai_choice"] = False  # else nobody would look at it
        return recipe.model_copy(update=changed)

    is_text = chosen in ("prompt", "undesired")
    title = "" if is_text else f"{kind} {number} {chosen}"
    return Target(name, title, _reader(part, chosen), put, "|" if is_text else ",")
