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
from naitui.library.search import Known, Where, where
from naitui.novelai import Catalog

_VERSION = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS pictures (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    modified INTEGER NOT NULL, created REAL NOT NULL, name TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, made_by TEXT NOT NULL, model TEXT NOT NULL, seed INTEGER, steps INTEGER, guidance REAL,
    sampler TEXT NOT NULL, prompt TEXT NOT NULL, undesired TEXT NOT NULL, characters TEXT NOT NULL,
    grouped TEXT NOT NULL, problem TEXT NOT NULL, rating INTEGER NOT NULL, labels TEXT NOT NULL,
    collections TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pictures_by_group ON pictures (grouped);
CREATE INDEX IF NOT EXISTS pictures_by_rating ON pictures (rating);
CREATE INDEX IF NOT EXISTS pictures_by_seed ON pictures (seed);
CREATE INDEX IF NOT EXISTS pictures_by_model ON pictures (model);
CREATE INDEX IF NOT EXISTS pictures_by_sampler ON pictures (sampler);
CREATE INDEX IF NOT EXISTS pictures_by_steps ON pictures (steps);
CREATE INDEX IF NOT EXISTS pictures_by_guidance ON pictures (guidance);
CREATE INDEX IF NOT EXISTS pictures_by_created ON pictures (created);
CREATE INDEX IF NOT EXISTS pictures_by_sides ON pictures (width, height);
CREATE INDEX IF NOT EXISTS pictures_by_maker ON pictures (made_by);
CREATE INDEX IF NOT EXISTS pictures_labelled ON pictures (labels) WHERE labels != '';
CREATE INDEX IF NOT EXISTS pictures_collected ON pictures (collections) WHERE collections != '';
CREATE INDEX IF NOT EXISTS pictures_unreadable ON pictures (problem) WHERE problem != '';
DROP TABLE IF EXISTS words;
CREATE VIRTUAL TABLE words USING fts5 (prompt, undesired, characters, name, content='pictures', content_rowid='id',
    prefix='1 2 3 4');
INSERT INTO words (words) VALUES ('rebuild');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row)
"""
_COLUMNS = (
    "id", "path", "size", "modified", "created", "name", "width", "height", "made_by", "model", "seed", "steps",
    "guidance", "sampler", "prompt", "undesired", "characters", "grouped", "problem", "rating", "labels", "collections",
)  # fmt: skip
_WORDS = "prompt, undesired, characters, name"
_FACTS = ", ".join(f"pictures.{column}" for column in _COLUMNS)
_BATCH = 500
"""Files read between two transactions: a kill loses at most so much work, never the index."""
_MOST_ENDS = 60
"""Words with one beginning that are looked for one by one."""
_NEWEST = 1_000
"""Pictures among which a page is looked for first: a search that finds many takes as long in a library of any size."""
_SPARSE = 0.1
"""Of a page, found among the newest: where it is less, the others are gathered by what they are, not by their age."""


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
        with self._database.open() as database:
            found = self._where(database, conditions)
            newest = _behind_the_newest(database) if before is None else None
            if newest is None:
                return _page(database, found, limit, before=before)
            rows = _page(database, found, limit, since=newest)
            if len(rows) >= limit * _SPARSE or found.matching:
                return rows + _page(database, found, limit - len(rows), before=newest) if len(rows) < limit else rows
            return _gathered(database, found, limit)

    def ids(self, conditions: Sequence[Condition] = ()) -> list[int]:
        """The ids of all pictures for which the conditions hold, the newest first: what a virtual list scrolls over."""
        with self._database.open() as database:
            query, id, parameters = self._where(database, conditions).select("{id}")
            return [id for (id,) in database.execute(f"{query} ORDER BY {id} DESC", parameters)]

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
            query, id, parameters = self._where(database, conditions).select("max({id}), count(*)")
            one = f"CASE WHEN pictures.grouped = '' THEN {id} ELSE pictures.grouped END"
            found = database.execute(f"{query} GROUP BY {one} ORDER BY 1 DESC", parameters)
            return [(id, count) for id, count in found]

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

    def _where(self, database: sqlite3.Connection, conditions: Sequence[Condition]) -> Where:
        models, samplers = partial(self._models, database), partial(_samplers, database)
        return where(conditions, Known(models, samplers, partial(_words_with, database)))

    def _models(self, database: sqlite3.Connection, wanted: str) -> list[str]:
        """By whole words of id and title: "v4" is not V4.5, and "4-5 full" is."""
        said = " ".join(re.findall(r"[\w.]+", wanted))
        named = re.compile(rf"(?<![\w.]){re.escape(said)}(?![\w.])")
        return [
            id
            for id in _names(database, "model")
            if named.search(f"{id.replace('-', ' ')} {self._titles.get(id, '')}".casefold())
        ]


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


def _page(
    database: sqlite3.Connection, found: Where, limit: int, *, since: int | None = None, before: int | None = None
) -> list[Row]:
    """The newest that are found, gone through by their age."""
    query, id, parameters = found.select(_FACTS, since=since, before=before)
    return [_row(row) for row in database.execute(f"{query} ORDER BY {id} DESC LIMIT ?", (*parameters, max(0, limit)))]


def _gathered(database: sqlite3.Connection, found: Where, limit: int) -> list[Row]:
    """The same where there are few: first all that an index of their columns leads to, which is then sorted."""
    few, id, parameters = found.select("{id}")
    query = f"SELECT {_FACTS} FROM pictures WHERE id IN ({few} ORDER BY +{id} DESC LIMIT ?) ORDER BY id DESC"  # noqa: S608 - names of our own
    return [_row(row) for row in database.execute(query, (*parameters, max(0, limit)))]


def _behind_the_newest(database: sqlite3.Connection) -> int | None:
    """The id of the oldest of the newest; None when there are no others."""
    query = "SELECT id FROM pictures ORDER BY id DESC LIMIT 1 OFFSET ?"
    row = database.execute(query, (_NEWEST,)).fetchone()
    return None if row is None else int(row[0]) + 1


def _names(database: sqlite3.Connection, column: str) -> list[str]:
    """All there is in an indexed column, from one to the next: the rows themselves are not gone through."""
    following = f"SELECT min({column}) FROM pictures WHERE {column} > names.one"  # noqa: S608 - names of our own
    query = f"""WITH RECURSIVE names (one) AS (SELECT min({column}) FROM pictures
        UNION ALL SELECT ({following}) FROM names WHERE one IS NOT NULL)
        SELECT one FROM names WHERE one IS NOT NULL"""  # noqa: S608 - as above
    return [str(name) for (name,) in database.execute(query)]


def _samplers(database: sqlite3.Connection, wanted: str) -> list[str]:
    return [name for name in _names(database, "sampler") if wanted in name.casefold()]


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
