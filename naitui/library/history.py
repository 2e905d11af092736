"""The prompt history: the words that pictures were made with, to be found again by any of them.

The same words are one entry, whatever seed they were sent with; sending them again moves it to the top.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from naitui.library.database import Database, writing
from naitui.recipe import Recipe
from naitui.recipe.captions import captions

MOST = 10_000
"""Entries that are kept; the oldest go first."""
MOST_FOUND = 500
MOST_WORDS = 12
"""Of a query; what comes behind them is not looked for."""
MOST_LETTERS = 30
MOST_MEANT = 20
"""Words that a misspelled one may mean."""
_APART = re.compile(r"[\s_,|{}\[\]():]+")
_VERSION = 1
_TABLES = """
CREATE TABLE prompts (id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, prompt TEXT NOT NULL,
    undesired TEXT NOT NULL, characters TEXT NOT NULL, model TEXT NOT NULL, at REAL NOT NULL, seed INTEGER);
CREATE TABLE words (id INTEGER PRIMARY KEY, at REAL NOT NULL, words TEXT NOT NULL);
CREATE INDEX prompts_by_age ON prompts (at)
"""
_FACTS = "id, prompt, undesired, characters, model, at, seed"


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
        self._pages: _Pages | None = None

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        self._database.close()

    def add(self, said: Said) -> None:
        """Put words on top, in place of the same words sent before; those without any are passed over."""
        said = _storable(said)
        people = json.dumps(said.characters, ensure_ascii=False)
        words = _words(said)
        if not words:
            return
        digest = sha256(json.dumps([said.prompt, said.undesired, said.characters]).encode()).hexdigest()
        row = (digest, said.prompt, said.undesired, people, said.model, said.at, said.seed)
        with self._database.open() as database, writing(database):
            _remove(database, "digest = ?", digest)
            marks = "(digest, prompt, undesired, characters, model, at, seed) VALUES (?, ?, ?, ?, ?, ?, ?)"
            id = database.execute(f"INSERT INTO prompts {marks}", row).lastrowid
            database.execute("INSERT INTO words VALUES (?, ?, ?)", (id, said.at, words))
            surplus = database.execute("SELECT count(*) FROM prompts").fetchone()[0] - MOST
            if surplus > 0:
                _remove(database, "id IN (SELECT id FROM prompts ORDER BY at, id LIMIT ?)", surplus)

    def newest(self, limit: int = 100) -> list[Said]:
        """The words that were sent last, the newest first."""
        with self._database.open() as database:
            query = f"SELECT {_FACTS} FROM prompts ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608 - as above
            return [_said(row) for row in database.execute(query, (max(0, limit),))]

    def search(self, query: str, limit: int = 100) -> list[Said]:
        """The entries that hold every word of the query, in any order: those with more of them at the beginning of a
        word first, then the newest; at most `MOST_FOUND`.

        When there are none, entries whose words hold the letters in their order: ``slvr`` finds silver. An empty query
        finds everything.
        """
        limit = max(0, min(limit, MOST_FOUND))
        wanted = _split(query)[:MOST_WORDS]
        if not wanted:
            return [] if query.strip() else self.newest(limit)
        with self._database.open() as database:
            pages = self._pages = _pages(database, self._pages)
            ids = (_holding(pages, wanted) or _alike(pages, wanted))[:limit]
            marks = ", ".join("?" * len(ids))
            rows = database.execute(f"SELECT {_FACTS} FROM prompts WHERE id IN ({marks})", ids).fetchall()  # noqa: S608 - as above
        found = {said.id: said for said in map(_said, rows)}
        return [found[id] for id in ids if id in found]

    def forget(self, said: Said) -> None:
        """Take an entry out."""
        with self._database.open() as database, writing(database):
            _remove(database, "id = ?", said.id)

    def clear(self) -> None:
        """Take everything out."""
        with self._database.open() as database:
            with writing(database):
                database.execute("DELETE FROM prompts")
                database.execute("DELETE FROM words")
            database.execute("VACUUM")  # so that the files do not hold the words either
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._pages = None


def _remove(database: sqlite3.Connection, which: str, value: object) -> None:
    ids = database.execute(f"SELECT id FROM prompts WHERE {which}", (value,)).fetchall()  # noqa: S608 - words of our own
    database.executemany("DELETE FROM prompts WHERE id = ?", ids)
    database.executemany("DELETE FROM words WHERE id = ?", ids)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The words of every entry, the newest first, in memory: looking through them there takes a third of the time."""

    state: tuple[int, int, float]
    entries: list[tuple[int, str]]
    vocabulary: str
    """Every word once, each behind a blank."""


def _pages(database: sqlite3.Connection, known: _Pages | None) -> _Pages:
    state = database.execute("SELECT coalesce(max(id), 0), count(*), coalesce(max(at), 0) FROM words").fetchone()
    if known is not None and known.state == state:
        return known
    entries = database.execute("SELECT id, words FROM words ORDER BY at DESC, id DESC").fetchall()
    vocabulary = dict.fromkeys(word for _, words in entries for word in words.split(" "))
    return _Pages(state, entries, " ".join(vocabulary))


def _holding(pages: _Pages, wanted: Sequence[str]) -> list[int]:
    """Those that hold every word, by how many of the words stand at the beginning of one."""
    found = pages.entries
    for word in wanted:
        found = [entry for entry in found if word in entry[1]]
    starts = [f" {word}" for word in wanted]
    return [id for id, words in sorted(found, key=lambda entry: -sum(start in entry[1] for start in starts))]


def _alike(pages: _Pages, wanted: Sequence[str]) -> list[int]:
    """Those whose words hold the letters of each wanted word in their order, the first letter first."""
    found = pages.entries
    for word in wanted:
        pattern = re.compile(" " + "[^ ]*?".join(map(re.escape, word[:MOST_LETTERS])))
        meant = sorted(set(pattern.findall(pages.vocabulary)), key=len)[:MOST_MEANT]
        found = [entry for entry in found if any(start in entry[1] for start in meant)]
    return [id for id, _ in found]


def _split(text: str) -> list[str]:
    """Words as they are looked for: no case, nothing of the prompt syntax."""
    printable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return [word for word in _APART.sub(" ", printable.casefold()).split(" ") if word]


def _words(said: Said) -> str:
    """Everything that is looked through, each word behind a blank; the prompt comes first, where most words are."""
    texts = [said.prompt, *(text for pair in said.characters for text in pair), said.undesired]
    return "".join(f" {word}" for text in texts for word in _split(text))


def _storable(said: Said) -> Said:
    """Without what no table holds: halves of characters."""

    def clean(text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    people = tuple((clean(prompt), clean(undesired)) for prompt, undesired in said.characters)
    return Said(clean(said.prompt), clean(said.undesired), people, clean(said.model), said.at, said.seed)


def _said(row: tuple[int, str, str, str, str, float, int | None]) -> Said:
    id, prompt, undesired, people, model, at, seed = row
    return Said(prompt, undesired, tuple((one, other) for one, other in json.loads(people)), model, at, seed, id)
