"""Vibes from elsewhere into the collection: vibe files, bundles, picture cards, the record of a finished picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from naitui.library.collection import Collection, fitting, usable_name
from naitui.library.entries import Entry, EntrySettings, ending_of
from naitui.library.files import write_whole
from naitui.library.sources import Sources
from naitui.library.vibes import single, vibes_in
from naitui.novelai import Catalog, Model
from naitui.novelai.vibe_importing import vibes_in_record
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.kinds import kind_of
from naitui.pictures.metadata import read_metadata
from naitui.pictures.thumbnails import thumbnail_of
from naitui.pictures.vibes import (
    NO_MODEL,
    UNKNOWN_MODEL,
    VibeFile,
    for_model,
    is_bundle,
    merged,
    read_vibes,
    write_vibe,
)

_MADE_UP = re.compile("[0-9a-f]{6}-[0-9a-f]{6}")
"""How NovelAI's page calls a vibe that nobody has named."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The vibes of one file, and what was odd about them."""

    vibes: tuple[VibeFile, ...]
    notes: tuple[str, ...]
    whole: bool = False
    """Whether the file as it is can stand for its only vibe."""
    record: bool = False
    """Whether it is a finished picture that was made with them."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of an import."""

    entries: tuple[Entry, ...]
    """New or known ones, each once, in the order of the file."""
    notes: tuple[str, ...]


def unpack(data: bytes, catalog: Catalog, model: Model | None = None) -> Unpacked:
    """Every vibe of a file. A bare encoding that does not say for which model it is, is taken for ``model``'s.

    Raises:
        NoVibe: it is a sound picture without any.
        BadPicture: it is damaged, or nothing that could hold a vibe.
    """
    try:
        vibes, notes = read_vibes(data)
    except NoVibe:
        metadata = read_metadata(data)
        vibes, notes = vibes_in_record(metadata, catalog) if metadata is not None else ([], [])
        if not vibes:
            raise
        return Unpacked(tuple(vibes), tuple(notes), record=True)
    key = model.vibe_key if model is not None else None
    bare = [UNKNOWN_MODEL in vibe.encodings for vibe in vibes]
    if any(bare) and key is not None:
        face = thumbnail_of(data) if kind_of(data) == "png" else None
        vibes = [replace(for_model(vibe, key), thumbnail=vibe.thumbnail or face) for vibe in vibes]
        return Unpacked(tuple(vibes), tuple(note for note in notes if not note.endswith(NO_MODEL)))
    return Unpacked(tuple(vibes), tuple(notes), whole=len(vibes) == 1 and not notes)


def take_in(
    data: bytes, name: str, sources: Sources, catalog: Catalog, *, folder: str = "", model: Model | None = None
) -> TakenIn:
    """Put every vibe of a file into the collection, called after the vibe or by ``name``; reads and writes.

    A vibe that is there already gets the encodings it lacks, as on NovelAI's page. Encodings of pictures go to those
    that were bought too, so that every recipe with that picture has them.

    Raises:
        BadPicture, NoEntry, OSError: nothing, or not all of it, could be taken in.
    """
    unpacked = unpack(data, catalog, model)
    known = _by_id(sources.collection)
    entries: dict[str, Entry] = {}
    notes = list(unpacked.notes)
    for number, vibe in enumerate(unpacked.vibes, start=1):
        if UNKNOWN_MODEL in vibe.encodings and len(vibe.encodings) == 1:
            notes.append(f"Vibe {number}: left out, as nobody knows its model; --for MODEL says it")
            continue
        if vibe.image is not None and vibe.encodings:
            sources.vibes.keep(vibe)
        entry = known.get(vibe.id)
        if entry is None:
            ending, written = _as_file(data, unpacked.whole, vibe)
            own, end = _called(vibe, name, len(unpacked.vibes), number)
            called = fitting(f"{folder}/{own}" if folder else own, end)
            entry = known[vibe.id] = sources.collection.add(called, written, ending, settings_of(vibe))
        else:
            notes.append(f"Vibe {number}: it is there already as @{entry.name}{_add_encodings(entry, vibe)}")
        entries[entry.name] = entry
    if not entries:
        raise BadPicture("There is no vibe in it that can be used. " + " ".join(notes))
    return TakenIn(tuple(entries.values()), tuple(notes))


def settings_of(vibe: VibeFile) -> EntrySettings:
    """What a vibe file asks its receiver to preselect."""
    strength, information = (vibe.import_info.get(key) for key in ("strength", "information_extracted"))
    return EntrySettings(
        type="vibe",
        strength=float(strength) if isinstance(strength, int | float) else None,
        information=float(information) if isinstance(information, int | float) and 0 <= information <= 1 else None,
    )


def _called(vibe: VibeFile, name: str, count: int, number: int) -> tuple[str, str]:
    """The vibe's own name, unless it is the one that NovelAI's page makes up; then the file's, with what numbers it."""
    if vibe.name and not _MADE_UP.fullmatch(vibe.name):
        return usable_name(vibe.name.removesuffix(ending_of(vibe.name) or "")), ""
    return usable_name(name), f"-{number}" if count > 1 else ""


def _as_file(data: bytes, whole: bool, vibe: VibeFile) -> tuple[str, bytes]:
    """The file of an entry: as it came where it holds this vibe alone and nothing was odd, else one of our own."""
    if whole and kind_of(data) == "png":
        return ".naiv4vibebundle.png", data
    return ".naiv4vibe", data if whole and not is_bundle(data) else write_vibe(vibe)


def _by_id(collection: Collection) -> dict[str, Entry]:
    """The entries by the id of the vibe that they are or could become; those that cannot be read have none."""
    found: dict[str, Entry] = {}
    for entry in collection.entries()[0]:
        try:
            data = entry.path.read_bytes()
            vibes = single(vibes_in(data)) or [VibeFile(name="", image=data)]
        except (OSError, BadPicture):
            continue
        found.setdefault(vibes[0].id, entry)
    return found


def _add_encodings(entry: Entry, vibe: VibeFile) -> str:
    """Add what an entry's own vibe file lacks; for the end of a sentence. Pictures have theirs in the store."""
    if not entry.path.name.endswith(".naiv4vibe"):
        return ""
    [old], _ = read_vibes(entry.path.read_bytes())
    new = merged(old, vibe)
    if new == old:
        return ""
    write_whole(entry.path, write_vibe(new))
    return "; encodings were added to it"
