"""The starts table: every place at which a tag may begin to match, so that a key stroke is one short look.

A tag is found by the beginning of its name, of a word inside its name, or of an alias. Each of these *starts* is a row
with a *code* that sorts: name before word before alias, then the more frequent tag. Beginnings that match hundreds of
rows (``lo``, ``hair``) have their best ones written down beforehand, as a *head*; all others are read and sorted.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from naitui.library.tag_files import CATEGORIES, Category, TagRow
from naitui.library.tag_words import ARTIST, key_of, word_starts

TABLES = """
CREATE TABLE tags (id INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, category INTEGER NOT NULL,
    count INTEGER NOT NULL, source TEXT NOT NULL);
CREATE TABLE starts (start TEXT NOT NULL, code INTEGER NOT NULL, PRIMARY KEY (start, code)) WITHOUT ROWID;
CREATE TABLE heads (prefix TEXT PRIMARY KEY, hits TEXT NOT NULL) WITHOUT ROWID;
"""
ListSource = Literal["common", "file"]
NAME, WORD, ALIAS = range(3)
"""What begins there."""
HEAD = 60
"""Tags that are written down for a frequent beginning; nobody looks further down a list."""
MOST_TAGS = 1_000_000
LAST = "\U0010ffff"
"""Sorts behind everything that can follow a beginning."""
_ARTISTS = "\x01"
"""Stands for ``artist:`` in front of a start: no key has it, so ``art`` does not find every artist."""
_KIND = 1 << 24
"""Codes of one kind; ids are smaller."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A tag that was found."""

    key: str
    name: str
    category: Category
    count: int
    source: ListSource
    kind: int
    """`NAME`, `WORD` or `ALIAS`: by what it was found."""
    alias: str | None
    whole: bool
    """Whether what was typed is all of the name or alias."""


def rebuild(database: sqlite3.Connection, lists: Iterable[tuple[ListSource, Sequence[TagRow]]]) -> None:
    """Put these tags in place of all that were there; later lists override names and counts of earlier ones.

    Call it inside a transaction. It takes seconds for 100,000 tags; most of that is SQLite's own, which lets other
    threads work.
    """
    tags = _merged(lists)
    database.execute("DELETE FROM tags")
    database.execute("DELETE FROM starts")
    database.execute("DELETE FROM heads")
    database.execute("CREATE TEMP TABLE unsorted (start TEXT, code INTEGER)")
    try:
        database.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?)", map(_row, range(len(tags)), tags))
        database.executemany("INSERT INTO unsorted VALUES (?, ?)", _all_starts(tags))
        database.execute("INSERT INTO starts SELECT DISTINCT start, code FROM unsorted ORDER BY start, code")
    finally:
        database.execute("DROP TABLE temp.unsorted")
    found = database.execute("SELECT start, code FROM starts ORDER BY start, code").fetchall()
    database.executemany("INSERT INTO heads VALUES (?, ?)", _Heads(found).all())


def look_up(database: sqlite3.Connection, query: str) -> list[Hit]:
    """The best tags for a query (see `naitui.library.tag_words.query_of`), at most a few dozen, the best first."""
    artists = query.startswith(ARTIST)
    start = _ARTISTS + query.removeprefix(ARTIST) if artists else query
    found: dict[int, tuple[int, str | None, bool]] = {}
    whole = "SELECT code FROM starts WHERE start = ? ORDER BY code LIMIT 8"
    for (code,) in database.execute(whole, (start.rstrip(" "),)):
        kind, id = divmod(code, _KIND)
        if kind != WORD:
            found.setdefault(id, (kind, start.lstrip(_ARTISTS).rstrip(" ") if kind == ALIAS else None, True))
    for code, alias in _best(database, start):
        kind, id = divmod(code, _KIND)
        found.setdefault(id, (kind, alias, False))
    marks = ", ".join("?" * len(found))
    rows = database.execute(f"SELECT id, key, name, category, count, source FROM tags WHERE id IN ({marks})", (*found,))  # noqa: S608 - marks of our own
    by_id = {id: facts for id, *facts in rows}
    before = ARTIST if artists else ""
    return [
        Hit(before + key, before + name, CATEGORIES[category], count, source, *found[id])
        for id in found
        if id in by_id
        for key, name, category, count, source in (by_id[id],)
    ]


def tag_with_key(database: sqlite3.Connection, key: str) -> tuple[Category, int] | None:
    """Category and count of the tag that is spelled so; None when no list has it."""
    start = _ARTISTS + key.removeprefix(ARTIST) if key.startswith(ARTIST) else key
    query = "SELECT category, count FROM tags WHERE id = (SELECT code FROM starts WHERE start = ? AND code < ?)"
    row = database.execute(query, (start, _KIND)).fetchone()
    return (CATEGORIES[row[0]], row[1]) if row else None


# ---------------------------------------------------------------------- building


@dataclass(slots=True)
class _Tag:
    key: str
    row: TagRow
    source: ListSource
    aliases: dict[str, None]


def _merged(lists: Iterable[tuple[ListSource, Sequence[TagRow]]]) -> list[_Tag]:
    """One tag for each key, the most frequent first."""
    tags: dict[str, _Tag] = {}
    for source, rows in lists:
        for row in rows:
            key = key_of(row.name)
            aliases = dict.fromkeys(map(key_of, row.aliases))
            known = tags.get(key)
            if known is not None:
                known.row, known.source = row, source
                known.aliases |= aliases
            elif key and len(tags) < MOST_TAGS:
                tags[key] = _Tag(key, row, source, aliases)
    return sorted(tags.values(), key=lambda tag: -tag.row.count)


def _row(id: int, tag: _Tag) -> tuple[int, str, str, int, int, str]:
    return id, tag.key, tag.row.name, CATEGORIES.index(tag.row.category), tag.row.count, tag.source


def _all_starts(tags: Sequence[_Tag]) -> Iterator[tuple[str, int]]:
    for id, tag in enumerate(tags):
        for kind, start in _starts(tag):
            code = kind * _KIND + id
            yield start, code
            if tag.row.category == "artist":
                yield _ARTISTS + start, code


def _starts(tag: _Tag) -> Iterator[tuple[int, str]]:
    yield NAME, tag.key
    for start in word_starts(tag.key):
        yield WORD, start
    for alias in tag.aliases:
        if alias and alias != tag.key:
            yield ALIAS, alias


class _Heads:
    """The best of every beginning that more rows share than should be sorted on a key stroke."""

    CROWD = 300
    """Rows."""

    def __init__(self, rows: Sequence[tuple[str, int]]) -> None:
        self._starts = [start for start, _ in rows]
        self._codes = [code for _, code in rows]
        self._found: list[tuple[str, str]] = []

    def all(self) -> list[tuple[str, str]]:
        """Beginnings and their hits as `_best` reads them."""
        self._walk(0, len(self._starts), 0)
        return self._found

    def _walk(self, low: int, high: int, depth: int) -> list[int]:
        """The best rows of those from ``low`` to ``high``, which share their first ``depth`` characters."""
        if high - low <= self.CROWD:
            return self._best(range(low, high))
        prefix = self._starts[low][:depth]
        best: list[int] = []
        at = bisect_left(self._starts, prefix + "\0", low, high)  # those that are the beginning and nothing else
        best += self._best(range(low, at))
        while at < high:
            end = bisect_left(self._starts, prefix + self._starts[at][depth] + LAST, at + 1, high)
            best += self._walk(at, end, depth + 1)
            at = end
        best = self._best(best)
        if prefix:
            hits = [(self._codes[n], self._starts[n].lstrip(_ARTISTS)) for n in best]
            written = [(code, start if code // _KIND == ALIAS else None) for code, start in hits]
            self._found.append((prefix, json.dumps(written, ensure_ascii=False)))
        return best

    def _best(self, numbers: Iterable[int]) -> list[int]:
        """The best of these rows, each tag once."""
        codes = self._codes
        chosen: dict[int, int] = {}
        for number in sorted(numbers, key=codes.__getitem__):
            chosen.setdefault(codes[number] % _KIND, number)
            if len(chosen) >= HEAD:
                break
        return list(chosen.values())


def _best(database: sqlite3.Connection, start: str) -> list[tuple[int, str | None]]:
    """Codes of what begins so, the best first, with the alias where it is one."""
    head = database.execute("SELECT hits FROM heads WHERE prefix = ?", (start,)).fetchone()
    if head:
        return [(code, alias) for code, alias in json.loads(head[0])]
    query = "SELECT code, start FROM starts WHERE start >= ? AND start < ? ORDER BY code LIMIT ?"
    rows = database.execute(query, (start, start + LAST, 2 * _Heads.CROWD))
    best: dict[int, tuple[int, str | None]] = {}
    for code, found in rows:
        best.setdefault(code % _KIND, (code, found.lstrip(_ARTISTS) if code >= ALIAS * _KIND else None))
        if len(best) >= HEAD:
            break
    return list(best.values())
