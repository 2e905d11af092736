"""Where what a recipe names on disk is found: files by path, references by name, encodings by picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from naitui.library.collection import Collection, NoEntry, entry_name
from naitui.library.entries import Entry
from naitui.library.vibes import VibeStore
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.recipe import PreciseReference, Recipe, Vibe
from naitui.recipe.model import Part

_P = TypeVar("_P", bound=Part)


@dataclass(frozen=True, slots=True)
class Sources:
    """All of it reads files: use a thread."""

    base: Path
    """The folder from which paths count."""
    vibes: VibeStore
    collection: Collection

    def place(self, path: str) -> Path:
        """The file that a path in a recipe means.

        Raises:
            NoEntry: it names a reference that is not in the collection.
        """
        name = entry_name(path)
        return self.base / Path(path).expanduser() if name is None else self.collection.find(name).path

    def read(self, path: str) -> bytes:
        """The bytes of that file.

        Raises:
            OSError: it cannot be read.
            BadPicture: it is larger than any picture or vibe file.
            NoEntry: it names a reference that is not in the collection.
        """
        with self.place(path).open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise BadPicture(f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB")
        return data


def with_entries(recipe: Recipe, collection: Collection) -> Recipe:
    """The recipe with the settings of the entries that it names, where it says nothing itself.

    A name that is not in the collection is left alone: `naitui.library.materials` says so, with its place.
    """
    vibes = tuple(_filled(vibe, vibe.path, collection, vibe_settings) for vibe in recipe.vibes)
    references = tuple(_filled(one, one.path, collection, reference_settings) for one in recipe.precise_references)
    if (vibes, references) == (recipe.vibes, recipe.precise_references):
        return recipe
    return recipe.model_copy(update={"vibes": vibes, "precise_references": references})


def vibe_settings(entry: Entry) -> dict[str, object]:
    """What an entry says of a vibe, by the names in a recipe; nothing when it is meant for something else."""
    settings = entry.settings
    if settings.type not in (None, "vibe"):
        return {}
    return _said({"strength": settings.strength, "information": settings.information})


def reference_settings(entry: Entry) -> dict[str, object]:
    """What an entry says of a precise reference, by the names in a recipe; nothing when it is a vibe."""
    settings = entry.settings
    if settings.type in (None, "vibe"):
        return {}
    strength = settings.strength if settings.strength is not None and 0 <= settings.strength <= 1 else None
    return _said({"type": settings.type, "strength": strength, "fidelity": settings.fidelity})


def vibe_of_entry(entry: Entry) -> Vibe:
    """The entry as a vibe of a recipe."""
    return Vibe.model_validate({"path": f"@{entry.name}", **vibe_settings(entry)})


def reference_of_entry(entry: Entry) -> PreciseReference:
    """The entry as a precise reference of a recipe."""
    return PreciseReference.model_validate({"path": f"@{entry.name}", **reference_settings(entry)})


def _filled(part: _P, path: str, collection: Collection, said: Callable[[Entry], dict[str, object]]) -> _P:
    name = entry_name(path)
    if name is None:
        return part
    try:
        entry = collection.find(name)
    except NoEntry:
        return part
    own = part.model_fields_set
    return part.model_copy(update={key: value for key, value in said(entry).items() if key not in own})


def _said(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}
