"""The past of the draft on disk: a row for each state, written as it comes; a kill loses the last second at most.

Two programs may work with the same draft: each adds its states, and the last one to write says where the next begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from naitui.library.database import Damaged, Database, writing
from naitui.library.files import put_aside
from naitui.recipe.past import Made, Node, Past, PastError
from naitui.recipe.past_tree import Tell
from naitui.recipe.patch import plain_patch, read_patch
from naitui.recipe.step_label import label

_VERSION = 1
_TABLES = """
CREATE TABLE states (number INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL UNIQUE, parent INTEGER,
    at REAL NOT NULL, label TEXT NOT NULL, patch TEXT NOT NULL, whole TEXT, next INTEGER, jobs TEXT NOT NULL,
    pictures TEXT NOT NULL);
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL)
"""
_COLUMNS = ("id", "parent", "at", "label", "patch", "whole", "next", "jobs", "pictures")
_NONE = "[]"
_PUT = (
    f"INSERT INTO states ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - our own names
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)


class PastFile:
    """The file beside the draft. Its methods take milliseconds of disk, and longer for long pasts: use a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, "the past", _TABLES, _VERSION)
        self._in_the_way = ""

    def load(self, tell: Tell = label) -> tuple[Past | None, str]:
        """The past of earlier runs (None without one) and, when it could not be read, why and where it is now."""
        if not self.path.exists():
            return None, ""
        try:
            with self._database.open() as database:
                rows = database.execute(f"SELECT {', '.join(_COLUMNS)} FROM states ORDER BY number").fetchall()  # noqa: S608 - as above
                head = database.execute("SELECT id FROM head").fetchone()
            if not rows:
                return None, ""
            nodes = list(_mended([_node(row) for row in rows]))
            ids = [node.id for node in nodes]
            return Past.of(nodes, head[0] if head and head[0] in ids else ids[-1], tell), ""
        except (Damaged, PastError, ValueError, KeyError, TypeError, RecursionError) as error:
            return None, f"the past cannot be read and {self._put_aside()}: {error}"
        except OSError as error:
            self._in_the_way = str(error)
            return None, f"the past cannot be read ({error.strerror}); this run's is not kept"

    def _put_aside(self) -> str:
        self._database.close()
        aside = put_aside(self.path)
        if aside is None:
            self._in_the_way = "an unreadable past is in the way"
            return "could not be put aside; this run's is not kept"
        with suppress(OSError):  # what was not yet in the file itself; it must not get into the next one
            self.path.with_name(f"{self.path.name}-wal").rename(aside.with_name(f"{aside.name}-wal"))
        with suppress(OSError):
            self.path.with_name(f"{self.path.name}-shm").unlink()
        return f"was put aside as {aside}"

    def save(self, nodes: Mapping[int, Node | None], head: int) -> None:
        """Write states that are new or otherwise than before, take out those that are gone; all at once or not at all.

        Raises:
            OSError: they cannot be written; the file is as it was.
        """
        if self._in_the_way:
            raise FileExistsError(self._in_the_way)
        rows = [_row(node) for node in nodes.values() if node is not None]
        gone = [(id,) for id, node in nodes.items() if node is None]
        with self._database.open() as database, writing(database):
            database.executemany("DELETE FROM states WHERE id = ?", gone)
            database.executemany(_PUT, rows)
            database.execute("INSERT OR REPLACE INTO head VALUES (1, ?)", (head,))

    def close(self) -> None:
        """Give back what is kept open."""
        self._database.close()


def _row(node: Node) -> tuple[object, ...]:
    whole = None if node.whole is None else json.dumps(node.whole)
    pictures = json.dumps([asdict(made) for made in node.pictures])
    patch = json.dumps(plain_patch(node.patch), separators=(",", ":"))
    return node.id, node.parent, node.at, node.label, patch, whole, node.next, json.dumps(node.jobs), pictures


def _node(row: tuple[Any, ...]) -> Node:
    id, parent, at, label, patch, whole, following, jobs, pictures = row
    return Node(
        id,
        parent,
        at,
        label,
        read_patch(json.loads(patch)),
        None if whole is None else dict(json.loads(whole)),
        next=following,
        jobs=() if jobs == _NONE else tuple(map(str, json.loads(jobs))),
        pictures=() if pictures == _NONE else tuple(map(_made, json.loads(pictures))),
    )


def _made(entry: dict[str, Any]) -> Made:
    seed = entry["seed"]
    return Made(str(entry["path"]), None if seed is None else int(seed), float(entry["at"]))


def _mended(nodes: list[Node]) -> Iterator[Node]:
    """One tree, parents first. Where another program has let a parent go, what can be read without it goes on from the
    beginning; the rest could not be read any more.
    """
    there: set[int] = set()
    first = nodes[0].id
    for node in nodes:
        if node.parent not in there:
            if there and node.whole is None:
                continue
            node = replace(node, parent=first if there else None)
        there.add(node.id)
        yield node
