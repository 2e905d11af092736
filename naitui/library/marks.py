"""What the user has said of pictures: ratings, labels, collections. The one thing in the library no file can tell.

A picture is known by the digest of its bytes, so that a mark survives moving and renaming it; its last path is kept
beside that, so that the bytes need not be read again to show it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from naitui.library.database import Database, writing

MOST_STARS = 5
_VERSION = 1
_TABLES = """
CREATE TABLE marks (digest TEXT PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, rating INTEGER NOT NULL,
    labels TEXT NOT NULL, collections TEXT NOT NULL);
CREATE INDEX marks_by_path ON marks (path);
CREATE INDEX marks_by_size ON marks (size)
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of one picture."""

    rating: int = 0
    """1 to 5 stars; 0 is none."""
    labels: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()

    def rated(self, stars: int) -> Mark:
        """With so many stars, 0 to `MOST_STARS`."""
        return replace(self, rating=max(0, min(stars, MOST_STARS)))

    def labelled(self, names: Iterable[str], *, on: bool = True) -> Mark:
        """With these labels too, or without them."""
        return replace(self, labels=_changed(self.labels, names, on=on))

    def collected(self, names: Iterable[str], *, on: bool = True) -> Mark:
        """In these collections too, or out of them."""
        return replace(self, collections=_changed(self.collections, names, on=on))


UNMARKED = Mark()
"""Nothing was said."""


def mark_document(mark: Mark) -> dict[str, object]:
    """For a JSON file."""
    return {"rating": mark.rating, "labels": mark.labels, "collections": mark.collections}


def read_mark(document: Mapping[str, Any]) -> Mark:
    """The other way round. Raises `KeyError`, `TypeError` or `ValueError` for what is none."""
    none = Mark().rated(int(document["rating"]))
    return none.labelled(map(str, document["labels"])).collected(map(str, document["collections"]))


def _changed(before: Iterable[str], names: Iterable[str], *, on: bool) -> tuple[str, ...]:
    named = {spelled(name) for name in names} - {""}
    return tuple(sorted(set(before) | named if on else set(before) - named))


class Marks:
    """All marks in one file; any thread may call its methods. All of them raise `OSError` when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, "the file of ratings", _TABLES, _VERSION)

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        self._database.close()

    def of(self, path: Path, size: int) -> Mark:
        """The mark of a picture; nothing is read of it unless a marked picture of the same size has left its path."""
        name = os.fsencode(path)
        with self._database.open() as database:
            row = database.execute(
                "SELECT rating, labels, collections FROM marks WHERE path = ? AND size = ?", (name, size)
            ).fetchone()
            if row is not None:
                return _mark(row)
            left = database.execute("SELECT path FROM marks WHERE size = ?", (size,)).fetchall()
        if not any(not os.path.exists(other) for (other,) in left):  # noqa: PTH110 - bytes, not paths
            return Mark()
        return self._moved(path)

    def _moved(self, path: Path) -> Mark:
        try:
            digest = digest_of(path)
        except OSError:  # it has gone meanwhile; whoever lists the folder next sees that
            return Mark()
        with self._database.open() as database, writing(database):
            query = "SELECT rating, labels, collections FROM marks WHERE digest = ?"
            row = database.execute(query, (digest,)).fetchone()
            if row is not None:
                database.execute("UPDATE marks SET path = ? WHERE digest = ?", (os.fsencode(path), digest))
        return _mark(row) if row is not None else Mark()

    def put(self, path: Path, mark: Mark) -> None:
        """Say something of a picture, in place of what was said before. It is read whole: tens of milliseconds."""
        digest, size = digest_of(path), path.stat().st_size
        with self._database.open() as database, writing(database):
            if mark == Mark():
                database.execute("DELETE FROM marks WHERE digest = ?", (digest,))
                return
            labels, collections = _listed(mark.labels), _listed(mark.collections)
            row = (digest, os.fsencode(path), size, mark.rating, labels, collections)
            _replace(database, row)

    def collections(self) -> list[tuple[str, int]]:
        """All collections and how many pictures are in each, by name."""
        with self._database.open() as database:
            rows = database.execute("SELECT collections FROM marks WHERE collections != '[]'").fetchall()
        counts: dict[str, int] = {}
        for (names,) in rows:
            for name in json.loads(names):
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items())

    def back_up(self, path: Path) -> None:
        """Write a copy of all marks; an earlier copy is replaced only when the new one is whole."""
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        try:
            with self._database.open() as database:
                database.execute("VACUUM INTO ?", (name,))
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)


def spelled(name: str) -> str:
    """A label or the name of a collection as it is kept: one word in small letters, which a search can name."""
    return "-".join(name.replace('"', " ").split()).casefold()


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(database: sqlite3.Connection, row: tuple[object, ...]) -> None:
    database.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?)", row)


def _listed(names: Iterable[str]) -> str:
    return json.dumps(sorted({spelled(name) for name in names} - {""}))


def _mark(row: tuple[int, str, str]) -> Mark:
    rating, labels, collections = row
    return Mark(rating, tuple(json.loads(labels)), tuple(json.loads(collections)))
