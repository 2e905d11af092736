"""Which tag files are in use, and whether what was read from them is still what they hold."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path

from naitui.library.database import writing
from naitui.library.recovery import Message
from naitui.library.tag_files import TagList, TagRow, check_tag_file, read_tag_file, read_tags
from naitui.library.tag_starts import ListSource, rebuild

TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, place INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    tags INTEGER NOT NULL, skipped INTEGER NOT NULL, first_skipped TEXT NOT NULL);
CREATE TABLE added (path TEXT PRIMARY KEY, place INTEGER NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
COMMON = "common_tags.csv"
"""The list that comes with the program, beside this file."""


@dataclass(frozen=True, slots=True)
class TagFile:
    """A tag file in use."""

    path: Path
    tags: int
    skipped: int
    """Lines that are no tags."""
    first_skipped: str
    added: bool
    """Whether it was added by hand, and is not one of the settings."""


@dataclass(frozen=True, slots=True)
class _State:
    """A file as it was found on disk."""

    path: Path
    size: int
    modified: int


def ensure_common(database: sqlite3.Connection) -> None:
    """Fill a new index with the common tags, so that it completes something before any file was read."""
    if _common_known(database) is not None:
        return
    with writing(database):
        if _common_known(database) is None:  # nobody has done so, or read files, while we waited
            _fill(database, ())


def sync(database: sqlite3.Connection, paths: Iterable[Path]) -> list[Message]:
    """See `naitui.library.tags.TagIndex.sync_files`."""
    ensure_common(database)  # nobody who types meanwhile has to wait for long files
    found, messages = _look(_in_use(database, paths))
    known = [_State(Path(path), *facts) for path, *facts in database.execute(_KNOWN)]
    if known == found and _common_known(database) == _checksum():
        return messages
    read: list[tuple[_State, TagList]] = []
    for state in found:
        try:
            tags = read_tag_file(state.path)
        except OSError as error:
            messages.append(_trouble(state.path, error))
            continue
        read.append((state, tags))
        if state not in known:
            messages.append(_told(state.path, tags))
    with writing(database):
        _fill(database, read)
    return messages


def add(database: sqlite3.Connection, path: Path, paths: Iterable[Path]) -> list[Message]:
    """See `naitui.library.tags.TagIndex.add_file`."""
    path = _whole(path)
    if not _is_nameable(path):
        return [Message(f"{path}: its name is no text", "error", path)]
    try:
        tags = read_tag_file(path)
    except OSError as error:
        return [_trouble(path, error)]
    if not tags.rows:
        return [replace(_told(path, tags), tone="error")]
    place = "(SELECT coalesce(max(place), -1) + 1 FROM added)"
    database.execute(f"INSERT OR IGNORE INTO added VALUES (?, {place})", (str(path),))  # noqa: S608 - words of our own
    messages = sync(database, paths)
    return messages if any(one.path == path for one in messages) else [*messages, _told(path, tags)]


def drop(database: sqlite3.Connection, path: Path, paths: Iterable[Path]) -> bool:
    """See `naitui.library.tags.TagIndex.drop_file`."""
    path = _whole(path)
    if not _is_nameable(path) or not database.execute("DELETE FROM added WHERE path = ?", (str(path),)).rowcount:
        return False
    sync(database, paths)
    return True


def files(database: sqlite3.Connection) -> list[TagFile]:
    """See `naitui.library.tags.TagIndex.files`."""
    added = {path for (path,) in database.execute("SELECT path FROM added")}
    rows = database.execute("SELECT path, tags, skipped, first_skipped FROM files ORDER BY place").fetchall()
    return [TagFile(Path(path), tags, skipped, first, path in added) for path, tags, skipped, first in rows]


_KNOWN = "SELECT path, size, modified FROM files ORDER BY place"


def _in_use(database: sqlite3.Connection, paths: Iterable[Path]) -> list[Path]:
    """The files of the settings and those that were added, each once."""
    added = database.execute("SELECT path FROM added ORDER BY place").fetchall()
    return list(dict.fromkeys([*map(_whole, paths), *(Path(path) for (path,) in added)]))


def _look(paths: Sequence[Path]) -> tuple[list[_State], list[Message]]:
    """Those that can be read, and what is wrong with the others."""
    found: list[_State] = []
    messages: list[Message] = []
    for path in paths:
        if not _is_nameable(path):
            messages.append(Message(f"{path}: its name is no text", "error", path))
            continue
        try:
            status = check_tag_file(path)
        except OSError as error:
            messages.append(_trouble(path, error))
            continue
        found.append(_State(path, status.st_size, status.st_mtime_ns))
    return found, messages


def _fill(database: sqlite3.Connection, read: Sequence[tuple[_State, TagList]]) -> None:
    """Put these files and the common tags in place of what the index holds; call it inside a transaction."""
    lists: list[tuple[ListSource, Sequence[TagRow]]] = [("common", _common().rows)]
    lists += [("file", tags.rows) for _, tags in read]
    rebuild(database, lists)
    rows = [
        (str(state.path), place, state.size, state.modified, len(tags.rows), tags.skipped, tags.first_skipped)
        for place, (state, tags) in enumerate(read)
    ]
    database.execute("DELETE FROM files")
    database.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    database.execute("INSERT OR REPLACE INTO facts VALUES ('common', ?)", (_checksum(),))


def _told(path: Path, tags: TagList) -> Message:
    if not tags.rows:
        why = f" ({tags.first_skipped})" if tags.first_skipped else ""
        return Message(f"{path}: there are no tags in it{why}", "warning", path)
    text = f"{path}: {len(tags.rows):,} tag{'s' if len(tags.rows) != 1 else ''}"
    if not tags.skipped:
        return Message(text, "good", path)
    lines = f"{tags.skipped:,} line{'s' if tags.skipped != 1 else ''}"
    return Message(f"{text}; {lines} skipped, first {tags.first_skipped}", "warning", path)


def _trouble(path: Path, error: OSError) -> Message:
    return Message(f"{path}: {error.strerror or error}", "error", path)


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - without following links: what the user wrote is what is listed


def _is_nameable(path: Path) -> bool:
    """Whether a table can hold the name; file names may be any bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in str(path)


@cache
def _common_bytes() -> bytes:
    return resources("naitui.library").joinpath(COMMON).read_bytes()


def _common() -> TagList:
    return read_tags(BytesIO(_common_bytes()))


def _checksum() -> str:
    """Another list means another release: the index is filled anew."""
    return f"{zlib.crc32(_common_bytes()):08x}"


def _common_known(database: sqlite3.Connection) -> str | None:
    row = database.execute("SELECT value FROM facts WHERE name = 'common'").fetchone()
    return str(row[0]) if row else None
