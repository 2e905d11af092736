"""A file that somebody wants as a reference: what it can be, and what is in it. Reads files: use a thread."""

from __future__ import annotations

from dataclasses import dataclass, field

from naitui.library.collection import MAX_NAME, entry_name, fitting, word_of
from naitui.library.entries import ENDINGS, VIBE_ENDINGS, Entry, EntrySettings, ending_of
from naitui.library.path_offers import at_home
from naitui.library.sources import Sources, reference_of_entry, vibe_of_entry
from naitui.library.vibe_import import settings_of, take_in, unpack
from naitui.library.vibes import picture_in
from naitui.novelai import Catalog, Model
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.kinds import kind_of
from naitui.pictures.vibes import UNKNOWN_MODEL
from naitui.recipe import PreciseReference, Vibe


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that is to become a vibe, or several."""

    path: str
    """As a recipe names it."""
    own: Vibe | None
    """The file itself as a vibe, where it can be one."""
    inside: int = 0
    """Vibes that can be taken out of it."""
    model_known: bool = True
    """Whether those say for which model they are."""
    notes: tuple[str, ...] = ()
    """What is odd about the file where it is taken as it is."""
    data: bytes = field(default=b"", repr=False)


def candidate(path: str, sources: Sources, catalog: Catalog) -> Candidate:
    """What a path can be as a vibe.

    Raises:
        OSError, BadPicture, NoEntry: nothing.
    """
    data = sources.read(path)
    try:
        found = unpack(data, catalog) if kind_of(data) in ("json", "png", "jpeg", "webp") else None
    except NoVibe:
        found = None
    if found is None or found.record:
        open_picture(data)  # a damaged one should not be paid for
        own = _own(path, sources, EntrySettings())
        return Candidate(own.path, own, len(found.vibes) if found is not None else 0, data=data)
    own = _own(path, sources, settings_of(found.vibes[0]))
    if len(found.vibes) > 1:
        return Candidate(own.path, None, len(found.vibes), data=data)
    if UNKNOWN_MODEL in found.vibes[0].encodings:
        return Candidate(own.path, None, 1, model_known=False, data=data)
    return Candidate(own.path, own, notes=found.notes, data=data)


def _own(path: str, sources: Sources, told: EntrySettings) -> Vibe:
    """A file as one vibe: an entry by its own settings, another file by what it asks for itself."""
    name = entry_name(path)
    if name is not None:
        return vibe_of_entry(sources.collection.find(name))
    named = vibe_of_entry(Entry("", sources.place(path), told))
    return named.model_copy(update={"path": whole(path, sources)})


def taken_out(
    wanted: Candidate, sources: Sources, catalog: Catalog, model: Model | None
) -> tuple[list[Vibe], tuple[str, ...]]:
    """The vibes in a file, each put into the collection and named there, and what is to be said of them.

    ``model`` is whose they are where nobody says.

    Raises:
        OSError, BadPicture, NoEntry: they cannot be taken out.
    """
    name = word_of(wanted.path)
    folder = fitting(name, most=MAX_NAME // 2) if wanted.inside > 1 else ""
    taken = take_in(wanted.data, name, sources, catalog, folder=folder, model=model)
    return [vibe_of_entry(entry) for entry in taken.entries], taken.notes


def precise(path: str, sources: Sources) -> PreciseReference:
    """A path as a precise reference.

    Raises:
        OSError, BadPicture, NoEntry: it cannot be one.
    """
    open_picture(picture_in(sources.read(path)))
    name = entry_name(path)
    if name is not None:
        return reference_of_entry(sources.collection.find(name))
    return PreciseReference(path=whole(path, sources))


def kept(reference: Vibe | PreciseReference, name: str, note: str, sources: Sources) -> Entry:
    """A reference of a recipe as an entry of the collection, with its numbers; one that is there already is changed.

    Raises:
        OSError, BadPicture, NoEntry: it cannot be kept.
    """
    settings = _settings(reference, note)
    known = entry_name(reference.path)
    if known is not None:
        entry = sources.collection.find(known)
        note = note or entry.settings.note
        return sources.collection.change(entry, settings.model_copy(update={"note": note}))
    data = sources.read(reference.path)
    ending = (ending_of(reference.path) or "").lower() or _ending(data)
    return sources.collection.add(name, data, ending, settings)


def whole(path: str, sources: Sources) -> str:
    """A path that is found from anywhere, ``~`` for the home folder."""
    return at_home(sources.place(path).absolute())


def _settings(reference: Vibe | PreciseReference, note: str) -> EntrySettings:
    if isinstance(reference, Vibe):
        return EntrySettings(type="vibe", strength=reference.strength, information=reference.information, note=note)
    return EntrySettings(type=reference.type, strength=reference.strength, fidelity=reference.fidelity, note=note)


def _ending(data: bytes) -> str:
    """What a file without a telling name is."""
    found = {"json": VIBE_ENDINGS[-1], "png": ".png", "jpeg": ".jpg", "webp": ".webp"}.get(kind_of(data))
    if found is None:
        raise BadPicture(f"its name should end in one of {', '.join(ENDINGS)}")
    return found
