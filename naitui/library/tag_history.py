"""The user's own tags: which, how often, and when last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from naitui.library.tag_starts import LAST
from naitui.library.tag_words import is_clean, is_long_enough, key_of, shown, word_starts

TABLES = """
CREATE TABLE own (key TEXT PRIMARY KEY, name TEXT NOT NULL, uses INTEGER NOT NULL, last REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE own_starts (start TEXT NOT NULL, key TEXT NOT NULL, uses INTEGER NOT NULL, last REAL NOT NULL,
    PRIMARY KEY (start, key)) WITHOUT ROWID;
CREATE INDEX own_by_key ON own_starts (key);
"""
MOST_OWN = 3_000
"""Tags that are remembered; those that were not used for the longest time go first."""
LONGEST_OWN = 60
MOST_WORDS = 7
"""What is longer is a sentence: nobody types its beginning to get it again."""
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Use:
    """A tag of the user's own."""

    name: str
    uses: int
    last: float
    """Unix time."""


def remember(database: sqlite3.Connection, tags: Iterable[str], at: float) -> None:
    """Count one use of each tag; call it inside a transaction."""
    names = {key_of(name): name for tag in tags if _is_tag(name := shown(tag))}
    for key, name in names.items():
        known = database.execute("UPDATE own SET uses = uses + 1, name = ?, last = ? WHERE key = ?", (name, at, key))
        if known.rowcount:  # uses stand beside the starts too: a key stroke has no time to look up hundreds of them
            database.execute("UPDATE own_starts SET uses = uses + 1, last = ? WHERE key = ?", (at, key))
        else:
            database.execute("INSERT INTO own VALUES (?, ?, 1, ?)", (key, name, at))
            starts = [(start, key, at) for start in (key, *word_starts(key))]
            database.executemany("INSERT OR IGNORE INTO own_starts VALUES (?, ?, 1, ?)", starts)
    surplus = database.execute("SELECT count(*) FROM own").fetchone()[0] - MOST_OWN
    if surplus > 0:
        oldest = database.execute("SELECT key FROM own ORDER BY last, uses LIMIT ?", (surplus,)).fetchall()
        for (key,) in oldest:
            _remove(database, key)


def forget(database: sqlite3.Connection, tag: str) -> None:
    """Take one out; call it inside a transaction."""
    _remove(database, key_of(shown(tag)))


def find(database: sqlite3.Connection, query: str) -> list[str]:
    """The keys of those that begin, or have a word that begins, with the query; the most used first."""
    rows = database.execute(
        "SELECT key FROM own_starts WHERE start >= ? AND start < ? ORDER BY uses DESC, last DESC LIMIT ?",
        (query, query + LAST, 2 * _SHOWN),
    )
    return list(dict.fromkeys(key for (key,) in rows))[:_SHOWN]


def uses_of(database: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Use]:
    """Those of these tags that are the user's own, by key, the most used first."""
    marks = ", ".join("?" * len(keys))
    query = f"SELECT key, name, uses, last FROM own WHERE key IN ({marks})"  # noqa: S608 - marks of our own
    rows = database.execute(f"{query} ORDER BY uses DESC, last DESC", keys)
    return {key: Use(*facts) for key, *facts in rows}


def _remove(database: sqlite3.Connection, key: str) -> None:
    database.execute("DELETE FROM own WHERE key = ?", (key,))
    database.execute("DELETE FROM own_starts WHERE key = ?", (key,))


def _is_tag(name: str) -> bool:
    if not is_clean(name) or len(name) > LONGEST_OWN or name.count(" ") >= MOST_WORDS:
        return False
    return is_long_enough(key_of(name)) and not name.replace(".", "").isdecimal()
