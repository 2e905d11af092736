"""The tag index: what completes a tag that is being typed, without asking anybody.

It holds the user's own history, the user's tag files, a small list of common tags that comes with the program, and what
the service has suggested before. All of it lies in one SQLite file, so that nothing has to be loaded for it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from naitui.library import tag_history, tag_imports, tag_suggestions
from naitui.library.database import Database, writing
from naitui.library.recovery import Message
from naitui.library.tag_files import Category
from naitui.library.tag_imports import TagFile
from naitui.library.tag_starts import NAME, TABLES, WORD, Hit, look_up, tag_with_key
from naitui.library.tag_suggestions import Suggestions
from naitui.library.tag_words import ARTIST, is_clean, is_long_enough, query_of, word_starts

Origin = Literal["own", "file", "common", "service"]
MOST = 50
"""Candidates at once."""
_VERSION = 1
_FOUND_ELSEWHERE = 3
"""Behind names, words and aliases: what the service offers for another reason."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tag that what was typed may become."""

    name: str
    """As it is shown and inserted."""
    category: Category = "general"
    count: int = 0
    """Pictures that have it; 0 when no list knows."""
    alias: str | None = None
    """What was typed, or its continuation, when that is another word for the tag: ``silver eyes`` for grey eyes."""
    source: Origin = "common"
    """"own" when the user has used it before, wherever else it stands."""
    uses: int = 0
    """How often the user has used it."""
    confidence: float | None = None
    """How well the model knows it, 0 to 1, where the service has said so."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate on its way, and what decides its place."""

    key: str
    candidate: Candidate
    order: tuple[int, int]


class TagIndex:
    """The tags in one file, shared by every naitui of this user.

    Its methods take from a fraction of a millisecond to seconds (`sync_files`) of disk; any thread may call them, and
    several at once. All of them raise `OSError` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        tables = TABLES + tag_history.TABLES + tag_imports.TABLES + tag_suggestions.TABLES
        self._database = Database(path, "the tag index", tables, _VERSION)

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        self._database.close()

    # ------------------------------------------------------------------ completing

    def complete(self, text: str, *, limit: int = 20, model: str | None = None) -> list[Candidate]:
        """Tags that begin, or have a word or an alias that begins, with what was typed.

        First those that the user has used, the most used first; then the one that is spelled exactly so, then by the
        beginning of the name, of a word in it, of an alias; among equals the most frequent first.

        Args:
            text: the tag as far as it is typed. ``artist:`` in front of it leaves artists alone.
            limit: how many, at most `MOST`.
            model: whose suggestions are mixed in, where the service was asked for this text before.
        """
        query = query_of(text)
        if not is_clean(text) or not is_long_enough(query):
            return []
        limit = max(0, min(limit, MOST))
        with self._database.open() as database:
            tag_imports.ensure_common(database)
            hits = look_up(database, query)
            answer = tag_suggestions.read(database, model, text) if model else None
            found = {one.key: one for one in [*_from_service(answer, query), *_from_lists(hits)]}
            own = tag_history.uses_of(database, [*found, *tag_history.find(database, query)])
            chosen = [_own(database, key, use, found.get(key)) for key, use in list(own.items())[:limit]]
        others = sorted((one for one in found.values() if one.key not in own), key=lambda one: one.order)
        return [*chosen, *(one.candidate for one in others)][:limit]

    # ------------------------------------------------------------------ the user's own

    def remember(self, tags: Iterable[str], at: float | None = None) -> None:
        """Count one use of each tag; what is no tag (sentences, weights alone, controls) is passed over.

        Args:
            tags: as in `naitui.recipe.fragments.tags_in`.
            at: when, Unix time; now when left out.
        """
        with self._database.open() as database, writing(database):
            tag_history.remember(database, tags, time.time() if at is None else at)

    def forget(self, tag: str) -> None:
        """As if the user had never used it."""
        with self._database.open() as database, writing(database):
            tag_history.forget(database, tag)

    # ------------------------------------------------------------------ the service's

    def keep(
        self, model: str, text: str, answer: Sequence[Mapping[str, object]], lang: str = "en", at: float | None = None
    ) -> Suggestions:
        """Keep what the service suggested for a text; what of it can be used. ``answer`` is what
        `naitui.novelai.NovelAI.suggest_tags` gives."""
        moment = time.time() if at is None else at
        with self._database.open() as database, writing(database):
            return tag_suggestions.write(database, model, text, answer, lang, moment)

    def cached(self, model: str, text: str, lang: str = "en") -> Suggestions | None:
        """What the service suggested for this text; None when it was not asked yet."""
        with self._database.open() as database:
            return tag_suggestions.read(database, model, text, lang)

    # ------------------------------------------------------------------ files

    def sync_files(self, paths: Iterable[Path] = ()) -> list[Message]:
        """Read the tag files that are new or have changed; what there is to tell about them.

        Args:
            paths: those of the settings. Those of `add_file` are used beside them, and come after them.
        """
        with self._database.open() as database:
            return tag_imports.sync(database, paths)

    def add_file(self, path: Path, paths: Iterable[Path] = ()) -> list[Message]:
        """Use this file from now on (it stays where it is); what there is to tell about it, and about others that have
        changed. A file that cannot be read, or holds no tags, is not taken in. ``paths`` as in `sync_files`."""
        with self._database.open() as database:
            return tag_imports.add(database, path, paths)

    def drop_file(self, path: Path, paths: Iterable[Path] = ()) -> bool:
        """Use this file no longer; whether it was among those of `add_file`. ``paths`` as in `sync_files`."""
        with self._database.open() as database:
            return tag_imports.drop(database, path, paths)

    def files(self) -> list[TagFile]:
        """The files in use, in the order in which they override each other."""
        with self._database.open() as database:
            return tag_imports.files(database)


def _from_lists(hits: Sequence[Hit]) -> list[_Found]:
    return [
        _Found(
            hit.key,
            Candidate(hit.name, hit.category, hit.count, hit.alias, hit.source),
            (-1 if hit.whole else hit.kind, -hit.count),
        )
        for hit in hits
    ]


def _from_service(answer: Suggestions | None, query: str) -> list[_Found]:
    artists = query.startswith(ARTIST)
    found = []
    for one in answer.found if answer else ():
        key = query_of(one.name)
        kind = _FOUND_ELSEWHERE
        if key.startswith(query):
            kind = NAME
        elif artists:
            continue
        elif any(start.startswith(query) for start in word_starts(key)):
            kind = WORD
        candidate = Candidate(one.name, count=one.count, source="service", confidence=one.confidence)
        found.append(_Found(key, candidate, (kind, -one.count)))
    return found


def _own(database: sqlite3.Connection, key: str, use: tag_history.Use, found: _Found | None) -> Candidate:
    """A tag of the user's own, with what the lists know about it."""
    if found is not None:
        return replace(found.candidate, source="own", uses=use.uses)
    category, count = tag_with_key(database, key) or ("general", 0)
    return Candidate(use.name, category, count, source="own", uses=use.uses)
