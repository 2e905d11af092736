"""A studio's bench on the demo, in a folder of its own: for the pictures of the documents, and for tests of screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from naitui.actions.keys_file import KeyMap
from naitui.app import Bench
from naitui.cli.places import open_vocabularies
from naitui.library import Ledger, Shelf, TagIndex
from naitui.library.album import Album
from naitui.library.collection import Collection
from naitui.library.draft import Draft
from naitui.library.history import PromptHistory
from naitui.library.queue import QueueStore
from naitui.novelai import Catalog, NovelAI
from naitui.recipe import Recipe
from naitui.screens.look import Look
from naitui.settings import Folders, Settings


def settings_in(home: Path) -> Settings:
    """Settings as they come, with all folders in this one."""
    return Settings(folders=Folders(*(home / name for name in ("config", "data", "state", "cache", "pictures"))))


def bench_in(
    home: Path,
    album: Album,
    catalog: Catalog,
    *,
    recipe: Recipe | None,
    look: Look,
    open_service: Callable[[SecretStr | None], NovelAI | None],
    pictures: Path | None = None,
    hand_over: Callable[[str], None] = lambda owner: None,
    keys: KeyMap | None = None,
) -> Bench:
    """Everything a studio works with.

    Args:
        home: where it lies.
        album: the library's pictures.
        catalog: the models.
        recipe: the draft to begin with; without one whatever lies there.
        look: how pictures are shown.
        open_service: gives the client, with a typed token when there is one.
        pictures: where pictures go, when not into the home.
        hand_over: is told of the run that a naitui in the background should go on with.
        keys: the user's own.
    """
    settings, draft = settings_in(home), Draft(home / "draft.toml")
    if recipe is not None:
        draft.save(recipe)
    return Bench(
        settings=settings,
        catalog=catalog,
        shelf=Shelf(pictures or home / "pictures", home / "incoming", "{seed}", noted=album.note),
        album=album,
        collection=Collection(home / "references"),
        ledger=Ledger(home / "ledger.sqlite"),
        queue=QueueStore(home / "queue.sqlite"),
        tags=TagIndex(home / "tags.sqlite"),
        vocabularies=open_vocabularies(settings, catalog, demo=True),
        history=PromptHistory(home / "history.sqlite"),
        draft=draft,
        look=look,
        demo=True,
        open_service=open_service,
        hand_over=hand_over,
        keys=keys or KeyMap(),
    )
