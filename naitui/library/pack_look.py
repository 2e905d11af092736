"""How what is in a pack stands to what is here: new, the very same, or of a name that is taken. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from naitui.library.collection import MARK, Collection, name_fault, usable_name
from naitui.library.pack import KINDS, Item, Kind, Pack, safe_name
from naitui.library.presets import PresetFolder, preset_text
from naitui.library.sources import Sources
from naitui.library.styles import read_styles
from naitui.library.wildcards import find, names_in_folders
from naitui.library.words import WordFolders, snippet_names, wildcard_names
from naitui.pictures.errors import BadPicture
from naitui.recipe import Recipe, RecipeError, Style
from naitui.recipe.pictures import paths_of, with_paths
from naitui.settings import Settings

State = Literal["new", "same", "taken"]


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is in packs lies here."""

    data: Path
    presets: PresetFolder
    words: WordFolders
    characters: Path
    sources: Sources

    @classmethod
    def of(cls, settings: Settings, sources: Sources) -> Places:
        """Those of the settings."""
        folders = settings.folders
        presets = PresetFolder(folders.presets, folders.characters)
        return cls(folders.data, presets, WordFolders.of(settings), folders.characters, sources)

    @property
    def collection(self) -> Collection:
        """The references."""
        return self.sources.collection


@dataclass(frozen=True, slots=True)
class Planned:
    """An item, and how it stands to what is there."""

    item: Item
    state: State
    free: str
    """What it would be called beside the one of its name; of a reference that is the same: the one that is there."""


def look(pack: Pack, places: Places) -> list[Planned]:
    """How every item stands to what is there; reads files."""
    entries = by_size(places.collection)
    styles = read_styles(places.words.styles).styles
    presets = {name.casefold(): name for name in places.presets.names()}
    taken = {kind: {item.name.casefold() for item in pack.items if item.kind == kind} for kind in KINDS}
    taken["style"] |= {name.casefold() for name in styles}
    taken["preset"] |= set(presets)
    for kind, names in _files(places).items():
        taken[kind] |= {name.casefold() for name in names}
    planned = []
    for item in pack.items:
        if item.kind == "reference":
            same = next((name for name in entries.get(item.size, ()) if is_same(places, name, item)), None)
            planned.append(Planned(item, "same" if same else "new", same or safe_name(entry_name_of(item.name))))
            continue
        state = _state(item, places, styles, presets)
        free = safe_name(item.name, taken[item.kind]) if state == "taken" else item.name
        taken[item.kind].add(free.casefold())
        planned.append(Planned(item, state, free))
    return planned


def _state(item: Item, places: Places, styles: Mapping[str, Style], presets: Mapping[str, str]) -> State:
    match item.kind:
        case "style":
            is_there, same = item.name in styles, styles.get(item.name) == item.content
        case "preset":
            spelled = presets.get(item.name.casefold())
            is_there, same = spelled is not None, spelled is not None and _same_preset(places, spelled, item)
        case _:
            path = _file_of(item.kind, item.name, places)
            is_there, same = path is not None, _bytes(path) == item.content
    return "same" if same else "taken" if is_there else "new"


def _files(places: Places) -> dict[Kind, Sequence[str]]:
    """What is called so already, of what lies in files of its own."""
    characters, _ = names_in_folders([places.characters], ".toml")
    return {
        "wildcard": wildcard_names(places.words),
        "snippet": snippet_names(places.words),
        "character": characters,
    }


def entry_name_of(name: str) -> str:
    """A name as an entry of the collection can have it."""
    return name if not name_fault(name) else usable_name(name)


def _file_of(kind: Kind, name: str, places: Places) -> Path | None:
    """The file of that name that is used now."""
    match kind:
        case "wildcard":
            return find(places.words.wildcards, name)[0]
        case _:
            path = own_file(kind, name, places)
            return path if path.is_file() else None


def own_file(kind: Kind, name: str, places: Places) -> Path:
    """Where a wildcard, a snippet or a character of this name is written."""
    match kind:
        case "wildcard":
            return places.words.wildcards[0] / f"{name}.txt"
        case "snippet":
            return places.words.snippets / f"{name}.txt"
        case "character":
            return places.characters / f"{name}.toml"
    raise AssertionError(kind)


def _bytes(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it is there, and is not what would be added


def _same_preset(places: Places, name: str, item: Item) -> bool:
    """Whether a preset says the same, whatever its pictures are called here."""
    assert isinstance(item.content, Recipe)  # noqa: S101 - as every preset
    try:
        there = places.presets.find(name).recipe
    except (OSError, ValueError, LookupError, RecipeError):
        return False
    if preset_text(with_paths(there, lambda _: "")) != preset_text(with_paths(item.content, lambda _: "")):
        return False
    return not item.uses or all(path.startswith(MARK) for path in paths_of(there))


def by_size(collection: Collection) -> dict[int, list[str]]:
    """The entries of the collection by the size of their files: only those of one size can be the same."""
    found: dict[int, list[str]] = {}
    for entry in collection.entries()[0]:
        try:
            found.setdefault(entry.path.stat().st_size, []).append(entry.name)
        except OSError:
            continue
    return found


def is_same(places: Places, name: str, item: Item) -> bool:
    try:
        return places.collection.find(name).path.read_bytes() == item.content
    except (OSError, BadPicture, ValueError):
        return False
