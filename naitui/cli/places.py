"""Where a run keeps its pictures, jobs in flight, encodings and ledger: the demo's never lie among the real ones."""

from __future__ import annotations

from pathlib import Path

from naitui.library import Ledger, PromptHistory, Shelf, TagIndex, VibeStore
from naitui.library.album import Album, AlbumPlaces
from naitui.library.collection import Collection
from naitui.library.queue import QueueStore
from naitui.library.sources import Sources
from naitui.library.vocabularies import Vocabularies
from naitui.novelai import Catalog
from naitui.novelai.entries import KINDS
from naitui.settings import Settings


def open_shelf(settings: Settings, catalog: Catalog, pattern: str, out: Path | None = None, *, demo: bool) -> Shelf:
    """The shelf for a run; ``out`` is the folder that was named on the command line."""
    folders = settings.folders
    pictures = out or pictures_of(settings, demo=demo)
    incoming = folders.state / "demo-incoming" if demo else folders.incoming
    pictures = pictures.absolute()  # what is kept must be found by a later run, wherever that is started
    vibes, album = open_vibes(settings, demo=demo), open_album(settings, catalog, demo=demo)
    return Shelf(pictures, incoming, pattern, vibes, album.note)


def pictures_of(settings: Settings, *, demo: bool) -> Path:
    """Where pictures go; the demo's into a folder of their own."""
    return settings.pictures_folder / ("demo" if demo else "")


def open_album(settings: Settings, catalog: Catalog, *, demo: bool) -> Album:
    """All pictures of this user, or all of the demo's."""
    folders = settings.folders
    index = folders.cache / "demo-index.sqlite" if demo else folders.index
    marks = folders.data / "demo-library.sqlite" if demo else folders.marks
    pictures = pictures_of(settings, demo=demo).absolute()
    without = () if demo else (pictures_of(settings, demo=True).absolute(),)
    return Album(AlbumPlaces(pictures, index, marks, folders.thumbnails, without), catalog)


def open_vibes(settings: Settings, *, demo: bool) -> VibeStore:
    """The encodings that were paid for; the demo's are of no use anywhere else."""
    return VibeStore(settings.folders.data / "demo-vibes" if demo else settings.folders.vibes)


def open_collection(settings: Settings, *, demo: bool) -> Collection:
    """The collection of references for a run; the demo's encodings are of no use anywhere else."""
    return Collection(settings.folders.data / "demo-references" if demo else settings.folders.references)


def open_sources(settings: Settings, base: Path, *, demo: bool) -> Sources:
    """Where what a recipe names on disk is found; its paths count from ``base``."""
    return Sources(base, open_vibes(settings, demo=demo), open_collection(settings, demo=demo))


def open_ledger(settings: Settings, *, demo: bool) -> Ledger:
    """The ledger for a run."""
    return Ledger(settings.folders.data / "demo-ledger.sqlite" if demo else settings.folders.ledger)


def open_queue(settings: Settings, *, demo: bool) -> QueueStore:
    """The queue for a run."""
    return QueueStore(settings.folders.data / "demo-queue.sqlite" if demo else settings.folders.queue)


def open_history(settings: Settings, *, demo: bool) -> PromptHistory:
    """The prompt history for a run; the demo's words are kept apart."""
    return PromptHistory(settings.folders.data / "demo-history.sqlite" if demo else settings.folders.history)


def open_tags(settings: Settings, *, demo: bool) -> TagIndex:
    """The tag index for a run; what the demo suggests and what is typed there is kept apart."""
    return TagIndex(settings.folders.data / "demo-tags.sqlite" if demo else settings.folders.tags)


def open_vocabularies(settings: Settings, catalog: Catalog, *, demo: bool) -> Vocabularies:
    """What counts tokens in a run; the demo has small vocabularies of its own, of any size."""
    folders, named = settings.folders, settings.tokenizers
    cache = folders.cache / "tokenizers"
    if demo:
        return Vocabularies(folders.data / "demo-tokenizers", cache / "demo", {}, {})
    files = {kind: path for kind in KINDS if (path := getattr(named, kind)) is not None}
    return Vocabularies(folders.tokenizers, cache, files, {kind: catalog.tokenizers[kind].entries for kind in KINDS})
