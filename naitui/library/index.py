"""The index of the library: every picture in one SQLite file, to be listed and searched at once.

The files are the truth. The index can be thrown away and is made again by `PictureIndex.scan`; what the user has said
of pictures (ratings, labels) lies in `naitui.library.marks` and is only copied here. Ids are moments of creation, so
that "the newest first" is the order of the table itself.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from naitui.library.database import Damaged, Database, writing
from naitui.library.facts import Facts, Stamp
from naitui.library.marks import Mark
from naitui.library.query import Condition
from naitui.library.search import Known, where
from naitui.novelai import Catalog

_VERSION = 1
_TABLES = """
CREATE TABLE pictures (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    modified INTEGER NOT NULL, created REAL NOT NULL, name TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, made_by TEXT NOT NULL, model TEXT NOT NULL, seed INTEGER, steps INTEGER, guidance REAL,
    sampler TEXT NOT NULL, prompt TEXT NOT NULL, undesired TEXT NOT NULL, characters TEXT NOT NULL,
    grouped TEXT NOT NULL, problem TEXT NOT NULL, rating INTEGER NOT NULL, labels TEXT NOT NULL,
    collections TEXT NOT NULL);
CREATE INDEX pictures_by_group ON pictures (grouped);
CREATE INDEX pictures_by_rating ON pictures (rating);
CREATE INDEX pictures_by_seed ON pictures (seed);
CREATE INDEX pictures_by_model ON pictures (model);
CREATE VIRTUAL TABLE words USING fts5 (prompt, undesired, characters, name, content='pictures', content_rowid='id');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row)
"""
_COLUMNS = (
    "id", "path", "size", "modified", "created", "name", "width", "height", "made_by", "model", "seed", "steps",
    "guidance", "sampler", "prompt", "undesired", "characters", "grouped", "problem", "rating", "labels", "collections",
)  # fmt: skip
_WORDS = "prompt, undesired, characters, name"
_BATCH = 500
"""Files read between two transactions: a kill loses at most so much work, never the index."""
_MOST_ENDS = 60
"""Words with one beginning that are looked for one by one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A picture in the index."""

    id: int
    facts: Facts
    mark: Mark


@dataclass(frozen=True, slots=True)
class Changed:
    """What a scan has found different."""

    added: int = 0
    changed: int = 0
    gone: int = 0


class PictureIndex:
    """The index in one file, shared by every naitui of this user.

    Its methods take from a fraction of a millisecond to minutes (`put` of many) of disk; any thread may call them, and
    several at once. All of them raise `OSError` when the file cannot be used.
    """

    def __init__(self, path: Path, catalog: Catalog) -> None:
        self.path = path
        self._titles = {id: model.title for id, model in catalog.models.items()}
        self._database = Database(path, "the picture index", _TABLES, _VERSION)

    def close(self) -> None:
        """Give back what is kept open; the next call opens it again."""
        self._database.close()

    # ------------------------------------------------------------------ looking

    def page(self, conditions: Sequence[Condition] = (), *, before: int | None = None, limit: int = 100) -> list[Row]:
        """Pictures for which all conditions hold, the newest first.

        Args:
            conditions: from `naitui.library.query.read_query`.
            before: the id behind which the page begins; None for the first page.
            limit: how many at most.
        """
        facts = ", ".join(f"pictures.{column}" for column in _COLUMNS)
        with self._database.open() as database:
            source, id, sql, parameters = self._matched(database, conditions)
            if before is not None:
                sql, parameters = f"{sql} AND {id} < ?", (*parameters, before)
            query = f"SELECT {facts} FROM {source} WHERE {sql} ORDER BY {id} DESC LIMIT ?"  # noqa: S608 - names of our own
            return [_row(row) for row in database.execute(query, (*parameters, max(0, limit)))]

    def ids(self, conditions: Sequence[Condition] = ()) -> list[int]:
        """The ids of all pictures for which the conditions hold, the newest first: what a virtual list scrolls over."""
        with self._database.open() as database:
            source, id, sql, parameters = self._matched(database, conditions)
            query = f"SELECT {id} FROM {source} WHERE {sql} ORDER BY {id} DESC"  # noqa: S608 - as above
            return [id for (id,) in database.execute(query, parameters)]

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The pictures with these ids that are still there, in this order."""
        marks = ", ".join("?" * len(ids))
        query = f"SELECT {', '.join(_COLUMNS)} FROM pictures WHERE id IN ({marks})"  # noqa: S608 - as above
        with self._database.open() as database:
            found = {row[0]: _row(row) for row in database.execute(query, tuple(ids))}
        return [found[id] for id in ids if id in found]

    def row_of(self, path: Path) -> Row | None:
        """The picture at a path; None when the index does not know it."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM pictures WHERE path = ?"  # noqa: S608 - as above
        with self._database.open() as database:
            row = database.execute(query, (os.fsencode(path),)).fetchone()
        return _row(row) if row else None

    def stamps(self, under: Path) -> dict[str, Stamp]:
        """All known files in a folder and the folders in it, by their paths, as they were when they were read."""
        prefix = os.fsencode(under).rstrip(b"/") + b"/"
        query = "SELECT path, size, modified FROM pictures WHERE path >= ? AND path < ?"
        with self._database.open() as database:
            rows = database.execute(query, (prefix, prefix[:-1] + b"0")).fetchall()  # "0" comes behind "/"
        return {os.fsdecode(path): Stamp(size, modified) for path, size, modified in rows}

    def count(self) -> int:
        """How many pictures are known."""
        with self._database.open() as database:
            return int(database.execute("SELECT count(*) FROM pictures").fetchone()[0])

    def elsewhere(self, folder: Path) -> list[Path]:
        """The known files that are not in a folder, nor in the folders in it."""
        prefix = os.fsencode(folder).rstrip(b"/") + b"/"
        query = "SELECT path FROM pictures WHERE path < ? OR path >= ?"
        with self._database.open() as database:
            rows = database.execute(query, (prefix, prefix[:-1] + b"0")).fetchall()
        return [Path(os.fsdecode(path)) for (path,) in rows]

    def groups(self, conditions: Sequence[Condition] = ()) -> list[tuple[int, int]]:
        """As `ids`, but of pictures that differ in their seed alone the newest one, with how many of them there are."""
        with self._database.open() as database:
            source, id, sql, parameters = self._matched(database, conditions)
            one = f"CASE WHEN pictures.grouped = '' THEN {id} ELSE pictures.grouped END"
            query = f"SELECT max({id}), count(*) FROM {source} WHERE {sql} GROUP BY {one} ORDER BY 1 DESC"  # noqa: S608 - as above
            return [(id, count) for id, count in database.execute(query, parameters)]

    # ------------------------------------------------------------------ writing

    def put(self, pictures: Iterable[tuple[Facts, Mark]]) -> None:
        """Add pictures, or put them in the place of what was known of their paths."""
        batch: list[tuple[Facts, Mark]] = []
        for picture in pictures:
            batch.append(picture)
            if len(batch) >= _BATCH:
                self._put(batch)
                batch = []
        self._put(batch)

    def _put(self, batch: Sequence[tuple[Facts, Mark]]) -> None:
        if not batch:
            return
        marks = ", ".join("?" * len(_COLUMNS))
        with self._database.open() as database, writing(database):
            for facts, mark in batch:
                known = _forget(database, os.fsencode(facts.path))
                values = _values(_free_id(database, facts, known), facts, mark)
                database.execute(f"INSERT INTO pictures ({', '.join(_COLUMNS)}) VALUES ({marks})", values)  # noqa: S608 - as above
                words = (values[0], *(values[_COLUMNS.index(name)] for name in _WORDS.split(", ")))
                database.execute(f"INSERT INTO words (rowid, {_WORDS}) VALUES (?, ?, ?, ?, ?)", words)  # noqa: S608 - as above

    def remove(self, paths: Iterable[str | Path]) -> None:
        """Forget files that are gone; the files themselves are not touched."""
        with self._database.open() as database, writing(database):
            for path in paths:
                _forget(database, os.fsencode(path))

    def mark(self, path: Path, mark: Mark) -> None:
        """Copy what the user has said of a picture."""
        with self._database.open() as database, writing(database):
            values = (mark.rating, _lines(mark.labels), _lines(mark.collections), os.fsencode(path))
            database.execute("UPDATE pictures SET rating = ?, labels = ?, collections = ? WHERE path = ?", values)

    # ------------------------------------------------------------------ searching

    def _matched(
        self, database: sqlite3.Connection, conditions: Sequence[Condition]
    ) -> tuple[str, str, str, tuple[object, ...]]:
        """Where pictures come from, what their id is called there, and which."""
        known = Known(partial(self._models, database), partial(_words_with, database))
        found = where(conditions, known)
        if not found.matching:
            return "pictures", "pictures.id", found.sql, found.parameters
        # by way of the words, whose order is that of the ids: the newest come first without sorting
        source = "words JOIN pictures ON pictures.id = words.rowid"
        return source, "words.rowid", f"words MATCH ? AND {found.sql}", (found.matching, *found.parameters)

    def _models(self, database: sqlite3.Connection, wanted: str) -> list[str]:
        """By whole words of id and title: "v4" is not V4.5, and "4-5 full" is."""
        said = " ".join(re.findall(r"[\w.]+", wanted))
        named = re.compile(rf"(?<![\w.]){re.escape(said)}(?![\w.])")
        ids = [str(id) for (id,) in database.execute("SELECT DISTINCT model FROM pictures")]
        return [id for id in ids if named.search(f"{id.replace('-', ' ')} {self._titles.get(id, '')}".casefold())]


def fresh(path: Path, catalog: Catalog, told: Callable[[str], None]) -> PictureIndex:
    """The index at ``path``; a damaged one, or one of a newer naitui, is thrown away, for the files are the truth.

    Raises:
        OSError: it cannot be used for now (a full disk, a folder that takes no files), nor could a new one.
    """
    index = PictureIndex(path, catalog)
    try:
        index.page(limit=1)
    except OSError as error:
        if not isinstance(error, Damaged) and error.errno != errno.EPROTO:
            raise  # full, locked, not ours: another one would fare no better
        told(f"{error.strerror}; it is made anew")
        index.close()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        index.page(limit=1)
    return index


def _words_with(database: sqlite3.Connection, beginning: str) -> list[str] | None:
    query = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?"
    start = beginning.casefold()
    found = database.execute(query, (start, f"{start}\U0010ffff", _MOST_ENDS + 1)).fetchall()
    return None if len(found) > _MOST_ENDS else [str(term) for (term,) in found]


def _free_id(database: sqlite3.Connection, facts: Facts, known: int | None) -> int:
    """Microseconds of Unix time, or the next that is free; a file that was read again keeps its own."""
    wanted = facts.stamp.modified // 1000
    if known is not None and abs(known - wanted) < 1000:
        return known
    while database.execute("SELECT 1 FROM pictures WHERE id = ?", (wanted,)).fetchone():
        wanted += 1
    return wanted


def _forget(database: sqlite3.Connection, path: bytes) -> int | None:
    row = database.execute(f"SELECT id, {_WORDS} FROM pictures WHERE path = ?", (path,)).fetchone()  # noqa: S608 - as above
    if row is None:
        return None
    database.execute(f"INSERT INTO words (words, rowid, {_WORDS}) VALUES ('delete', ?, ?, ?, ?, ?)", row)  # noqa: S608 - as above
    database.execute("DELETE FROM pictures WHERE id = ?", row[:1])
    return int(row[0])


def _values(id: int, facts: Facts, mark: Mark) -> tuple[object, ...]:
    stamp = facts.stamp
    texts = (facts.sampler, facts.prompt, facts.undesired, facts.characters, facts.group, facts.problem)
    return (
        id, os.fsencode(facts.path), stamp.size, stamp.modified, facts.created, _clean(facts.path.name), facts.width,
        facts.height, facts.made_by, _clean(facts.model), facts.seed, facts.steps, facts.guidance, *map(_clean, texts),
        mark.rating, _lines(mark.labels), _lines(mark.collections),
    )  # fmt: skip


def _clean(text: str) -> str:
    """Without what no table holds: halves of characters."""
    return text.encode("utf-8", "replace").decode()


def _lines(names: Iterable[str]) -> str:
    """Names between line ends, so that each can be found whole or by its beginning; case is no matter."""
    inner = "\n".join(sorted(name.casefold() for name in names))
    return f"\n{inner}\n" if inner else ""


def _row(row: tuple[object, ...]) -> Row:
    value = dict(zip(_COLUMNS, row, strict=True))
    path = Path(os.fsdecode(value["path"]))  # type: ignore[arg-type]  # the column is a BLOB
    names = ("width", "height", "made_by", "model", "seed", "steps", "guidance", "sampler", "prompt", "undesired")
    rest = {name: value[name] for name in (*names, "characters", "problem")}
    stamp = Stamp(value["size"], value["modified"])  # type: ignore[arg-type]  # as the table declares them
    facts = Facts(path, stamp, group=value["grouped"], **rest)  # type: ignore[arg-type]  # as above
    labels, collections = (tuple(str(value[name]).split()) for name in ("labels", "collections"))
    mark = Mark(value["rating"], labels, collections)  # type: ignore[arg-type]  # as above
    return Row(int(str(value["id"])), facts, mark)
