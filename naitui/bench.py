"""The bench: everything the studio and its desks work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from naitui.actions.keys_file import KeyMap
from naitui.library import Ledger, Shelf, TagIndex
from naitui.library.album import Album
from naitui.library.collection import Collection
from naitui.library.draft import Draft
from naitui.library.history import PromptHistory
from naitui.library.queue import QueueStore
from naitui.library.sources import Sources
from naitui.library.vocabularies import Vocabularies
from naitui.novelai import Catalog, NovelAI
from naitui.screens.look import Look
from naitui.settings import Reading, Settings
from naitui.settings.origin import Given


@dataclass(frozen=True, slots=True)
class Home:
    """How this run began, beside what is worked with."""

    reading: Reading | None = None
    """The settings file as it was read; None where nobody has read one."""
    given: Given = field(default_factory=Given)
    """What comes before the file."""
    log_file: Path | None = None
    """Gets a plain line for everything that is said."""
    greets: bool = False
    """Whether a newcomer is greeted: asked for a token, offered the tour."""
    tour: bool = False
    """Whether the tour was asked for."""
    open_demo: Callable[[], Bench] | None = None
    """The same on the demo service; None where this is the demo."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything the studio works with, put together at the door."""

    settings: Settings
    catalog: Catalog
    shelf: Shelf
    album: Album
    collection: Collection
    ledger: Ledger
    queue: QueueStore
    tags: TagIndex
    vocabularies: Vocabularies
    history: PromptHistory
    draft: Draft
    look: Look
    demo: bool
    open_service: Callable[[SecretStr | None], NovelAI | None]
    """The client, with a typed token when one is given; None when there is no token yet."""
    hand_over: Callable[[str], None]
    """Starts a naitui in the background that goes on with the jobs of the run of this name; raises `OSError`."""
    home: Home = field(default_factory=Home)
    keys: KeyMap = field(default_factory=KeyMap)
    """The user's own, as far as they can be used."""

    @property
    def sources(self) -> Sources:
        """Where what a recipe names on disk is found."""
        return Sources(Path(), self.shelf.vibes, self.collection)
