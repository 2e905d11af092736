"""Putting parts of one recipe into another: what somebody takes out of a picture and what stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Literal

from naitui.recipe.cast import Cast
from naitui.recipe.model import Recipe

Part = Literal[
    "model", "prompt", "undesired", "presets", "characters", "append", "size", "settings", "seed", "references",
    "source",
]  # fmt: skip
TITLES: dict[Part, str] = {
    "prompt": "Prompt",
    "undesired": "Undesired Content",
    "characters": "Characters, in place of those there",
    "append": "Characters, behind those there",
    "model": "Model",
    "presets": "Quality tags, preset, switches",
    "size": "Size",
    "settings": "Steps, guidance, sampler and so on",
    "seed": "Seed",
    "references": "Vibes and references",
    "source": "Source picture and mask",
}
_SIZE = ("width", "height")
_PRESETS = ("quality", "undesired_preset", "furry", "transparent")
_REFERENCES = ("vibes", "precise_references", "normalize_vibes", "control")
_SOURCE = ("source", "mask")
_NO_WORDS = ("styles", "pins")


def parts_in(found: Recipe) -> Iterator[Part]:
    """What of a recipe there is to be taken, in the order in which it is asked about."""
    there: dict[Part, Callable[[], bool]] = {
        "undesired": lambda: bool(found.undesired.strip()),
        "characters": lambda: bool(found.characters),
        "append": lambda: bool(found.characters),
        "seed": lambda: found.sampling.seed is not None,
        "references": lambda: bool(found.vibes or found.precise_references or found.control),
        "source": lambda: found.source is not None,
    }
    for part in TITLES:
        if part not in there or there[part]():
            yield part


def merged(now: Recipe, found: Recipe, parts: Collection[Part]) -> Recipe:
    """The recipe ``now`` with these parts of another one. The batch stays, and a sweep.

    The prompt's styles and pins come with it: they are part of what it says. Characters that are put behind others get
    new ids where theirs are taken, in their interactions too.
    """
    update: dict[str, object] = {}

    def take(*names: str) -> None:
        update.update({name: getattr(found, name) for name in names})

    if "model" in parts:
        take("model")
    if "prompt" in parts:
        take("prompt", *_NO_WORDS)
    if "undesired" in parts:
        take("undesired")
    if "presets" in parts:
        take(*_PRESETS)
    if "references" in parts:
        take(*_REFERENCES)
    if "source" in parts:
        take(*_SOURCE)
    if "characters" in parts:
        take("characters", "interactions", "ai_choice")
    update["sampling"] = _sampling(now, found, parts)
    together = now.model_copy(update=update)
    return _appended(together, found) if "append" in parts and "characters" not in parts else together


def _sampling(now: Recipe, found: Recipe, parts: Collection[Part]) -> object:
    names: list[str] = []
    if "size" in parts:
        names += _SIZE
    if "seed" in parts:
        names.append("seed")
    if "settings" in parts:
        names += [name for name in type(found.sampling).model_fields if name not in (*_SIZE, "seed")]
    return now.sampling.model_copy(update={name: getattr(found.sampling, name) for name in names})


def _appended(now: Recipe, found: Recipe) -> Recipe:
    taken = {one.id for one in now.characters}
    new: list[str | None] = []
    for one in found.characters:
        id = one.id
        number = 2
        while id is not None and id in taken:
            id = f"{one.id}-{number}"
            number += 1
        taken.add(id)
        new.append(id)
    cast = Cast(found.characters, found.interactions).called(new)
    together = (*now.characters, *cast.characters), (*now.interactions, *cast.interactions)
    return now.model_copy(update={"characters": together[0], "interactions": together[1]})
