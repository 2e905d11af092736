"""The prompt history: the words that pictures were made with, to be found again by any of them.

The same words are one entry, whatever seed they were sent with; sending them again moves it to the top.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from naitui.library.database import Database, writing
from naitui.library.history_search import MOST_WORDS, Pages, never, searchable, words_of
from naitui.recipe import Recipe
from naitui.recipe.captions import captions

MOST = 100_000
"""Entries that are kept; the oldest go first, but never a favourite."""
MOST_FOUND = 500
_VERSION = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS prompts (id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE,
    prompt TEXT NOT NULL, undesired TEXT NOT NULL, characters TEXT NOT NULL, model TEXT NOT NULL, at REAL NOT NULL,
    seed INTEGER);
CREATE TABLE IF NOT EXISTS words (id INTEGER PRIMARY KEY, at REAL NOT NULL, words TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS prompts_by_age ON prompts (at);
CREATE TABLE IF NOT EXISTS favourites (digest TEXT PRIMARY KEY) WITHOUT ROWID
"""
"""Version 1 had no favourites. They are known by their words, so that sending them again leaves them what they are."""
_FAVOURITE = "digest IN (SELECT digest FROM favourites)"
_FACTS = f"id, prompt, undesired, characters, model, at, seed, {_FAVOURITE}"
_OLDEST = "id IN (SELECT id FROM prompts WHERE digest NOT IN (SELECT digest FROM favourites) ORDER BY at, id LIMIT ?)"
_FAVOURITES = "SELECT id FROM prompts WHERE digest IN (SELECT digest FROM favourites)"


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one generation."""

    prompt: str
    undesired: str = ""
    characters: tuple[tuple[str, str], ...] = ()
    """Caption and undesired content of each; `naitui.recipe.lifting` makes interactions of captions again."""
    model: str = ""
    at: float = 0.0
    """When they were last sent: Unix time, seconds."""
    seed: int | None = None
    """The one they were last sent with."""
    id: int = 0
    """Names the entry in this history; 0 before it is in one."""
    favourite: bool = False

    @classmethod
    def of(cls, recipe: Recipe, at: float | None = None) -> Said:
        """The words of a recipe, as the user wrote them; only the characters that take part are sent."""
        live = recipe.live_characters
        said = captions(live, recipe.interactions)
        people = tuple((prompt, one.undesired) for prompt, one in zip(said, live, strict=True))
        moment = time.time() if at is None else at
        return cls(recipe.prompt, recipe.undesired, people, recipe.model, moment, recipe.sampling.seed)


class PromptHistory:
    """The history in one file, shared by every naitui of this user.

    Any thread may call its methods, and several at once; they take milliseconds of disk. All of them raise `OSError`
    when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, "the prompt history", _TABLES, _VERSION)
        self._pages = Pages()

    def close(self) -> None:
        """Give back what is kept open, and in memory; the next call opens and reads it again."""
        self._database.close()
        self._pages = Pages()

    def add(self, said: Said) -> None:
        """Put words on top, in place of the same words sent before; those without any are passed over."""
        said = _storable(said)
        people = json.dumps(said.characters, ensure_ascii=False)
        words = _words(said)
        if not words:
            return
        digest = _digest(said)
        row = (digest, said.prompt, said.undesired, people, said.model, said.at, said.seed)
        with self._database.open() as database, writing(database):
            _remove(database, "digest = ?", digest)
            marks = "(digest, prompt, undesired, characters, model, at, seed) VALUES (?, ?, ?, ?, ?, ?, ?)"
            id = database.execute(f"INSERT INTO prompts {marks}", row).lastrowid
            database.execute("INSERT INTO words VALUES (?, ?, ?)", (id, said.at, words))
            surplus = database.execute("SELECT count(*) FROM prompts").fetchone()[0] - MOST
            if surplus > 0:
                _remove(database, _OLDEST, surplus)

    def count(self) -> int:
        """How many entries there are."""
        with self._database.open() as database:
            return int(database.execute("SELECT count(*) FROM prompts").fetchone()[0])

    def newest(self, limit: int = 100, *, favourites: bool = False) -> list[Said]:
        """The words that were sent last, the newest first; only the favourites if wanted."""
        which = f"WHERE {_FAVOURITE}" if favourites else ""
        query = f"SELECT {_FACTS} FROM prompts {which} ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608 - words of our own
        with self._database.open() as database:
            return [_said(row) for row in database.execute(query, (max(0, limit),))]

    def search(
        self, query: str, limit: int = 100, *, favourites: bool = False, stop: Callable[[], bool] = never
    ) -> list[Said]:
        """The entries that hold every word of the query, in any order: those with more of them at the beginning of a
        word first, then the newest; at most `MOST_FOUND`.

        When there are none, entries whose tags hold the letters in their order: ``slvr`` and ``slvhr`` find silver
        hair. An empty query finds everything. ``stop`` is asked now and then whether anybody still waits; if not, what
        comes back says nothing.
        """
        limit = max(0, min(limit, MOST_FOUND))
        wanted = words_of(query)[:MOST_WORDS]
        if not wanted:
            return [] if query.strip() else self.newest(limit, favourites=favourites)
        with self._database.open() as database:
            pages = self._pages = _read_pages(database, self._pages)
            ids = pages.find(wanted, len(pages.entries) if favourites else limit, stop)
            if favourites:
                known = {row[0] for row in database.execute(_FAVOURITES)}
                ids = [id for id in ids if id in known][:limit]
            marks = ", ".join("?" * len(ids))
            rows = database.execute(f"SELECT {_FACTS} FROM prompts WHERE id IN ({marks})", ids).fetchall()  # noqa: S608 - as above
        found = {said.id: said for said in map(_said, rows)}
        return [found[id] for id in ids if id in found]

    def mark(self, said: Said, *, favourite: bool) -> None:
        """Make an entry a favourite, or an ordinary one again."""
        digest = _digest(_storable(said))
        with self._database.open() as database, writing(database):
            database.execute("DELETE FROM favourites WHERE digest = ?", (digest,))
            if favourite:
                database.execute("INSERT INTO favourites VALUES (?)", (digest,))

    def forget(self, said: Said) -> None:
        """Take an entry out."""
        with self._database.open() as database, writing(database):
            _remove(database, "id = ?", said.id)
            database.execute("DELETE FROM favourites WHERE digest = ?", (_digest(_storable(said)),))

    def clear(self) -> None:
        """Take everything out."""
        with self._database.open() as database:
            with writing(database):
                database.execute("DELETE FROM prompts")
                database.execute("DELETE FROM words")
                database.execute("DELETE FROM favourites")
            database.execute("VACUUM")  # so that the files do not hold the words either
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._pages = Pages()


def _remove(database: sqlite3.Connection, which: str, value: object) -> None:
    ids = database.execute(f"SELECT id FROM prompts WHERE {which}", (value,)).fetchall()  # noqa: S608 - words of our own
    database.executemany("DELETE FROM prompts WHERE id = ?", ids)
    database.executemany("DELETE FROM words WHERE id = ?", ids)


def _read_pages(database: sqlite3.Connection, known: Pages) -> Pages:
    """The pages as they are now; only what is new is read."""
    state = database.execute("SELECT coalesce(max(id), 0), count(*), coalesce(max(at), 0) FROM words").fetchone()
    if known.state == state:
        return known
    ids = [row[0] for row in database.execute("SELECT id FROM words ORDER BY at DESC, id DESC")]
    new = "SELECT id, words FROM words WHERE id > ?"
    return known.renewed(state, ids, lambda: database.execute(new, (known.state[0],)))


def _words(said: Said) -> str:
    """Everything that is looked through; the prompt comes first, where most words are."""
    return searchable([said.prompt, *(text for pair in said.characters for text in pair), said.undesired])


def _storable(said: Said) -> Said:
    """Without what no table holds: halves of characters."""

    def clean(text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    people = tuple((clean(prompt), clean(undesired)) for prompt, undesired in said.characters)
    return Said(clean(said.prompt), clean(said.undesired), people, clean(said.model), said.at, said.seed)


def _digest(said: Said) -> str:
    """Names the words of a storable entry."""
    return sha256(json.dumps([said.prompt, said.undesired, said.characters]).encode()).hexdigest()


def _said(row: tuple[int, str, str, str, str, float, int | None, int]) -> Said:
    id, prompt, undesired, people, model, at, seed, favourite = row
    characters = tuple((one, other) for one, other in json.loads(people))
    return Said(prompt, undesired, characters, model, at, seed, id, bool(favourite))
