"""Bringing the index up to what is on disk: folders are listed, only what is new or changed is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from naitui.library.facts import SUFFIXES, Facts, Stamp, read_facts
from naitui.library.index import Changed, PictureIndex
from naitui.library.marks import Mark, Marks
from naitui.novelai import Catalog

_STEP = 200
"""Files between two reports."""


def scan(
    folder: Path,
    index: PictureIndex,
    marks: Marks,
    catalog: Catalog,
    *,
    without: Collection[Path] = (),
    progress: Callable[[int, int], None] = lambda done, all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Changed:
    """Read what is new or changed under a folder, forget what is gone; a scan that was stopped goes on the next time.

    Args:
        folder: where pictures are, with the folders in it; hidden ones are passed over.
        index: brought up to date, batch by batch, while others look into it.
        marks: what the user has said of pictures.
        catalog: names the models.
        without: folders that are passed over.
        progress: told now and then how many of how many files have been read.
        stopped: asked before each file.

    Raises:
        OSError: the index cannot be used. Files and folders that cannot be read are passed over.
    """
    known = index.stamps(folder)
    there = dict(_listed(folder, {str(one) for one in without}))
    unread = [path for path, stamp in there.items() if known.get(path) != stamp]
    new = sorted(unread, key=lambda path: there[path].modified)
    gone = [path for path in known if path not in there]
    if gone and folder.is_dir():  # a folder that is not there may be on a disk that is not mounted now
        index.remove(gone)
    read = 0

    def pictures() -> Iterator[tuple[Facts, Mark]]:
        nonlocal read
        for path in new:
            if stopped():
                return
            with suppress(OSError):  # gone meanwhile, or not ours to read
                facts = read_facts(Path(path), catalog)
                yield facts, marks.of(facts.path, facts.stamp.size)
            read += 1
            if read % _STEP == 0:
                progress(read, len(new))

    index.put(pictures())
    progress(read, len(new))
    changed = sum(path in known for path in new)
    return Changed(len(new) - changed, changed, len(gone) if folder.is_dir() else 0)


def note(path: Path, index: PictureIndex, marks: Marks, catalog: Catalog) -> None:
    """Take one picture into the index, right after it was saved."""
    facts = read_facts(path, catalog)
    index.put([(facts, marks.of(path, facts.stamp.size))])


def folders_state(folder: Path) -> int:
    """A number that is another one when a file came to or left a folder below ``folder``: cheap to ask for."""
    state = hash(())
    for path, _, _ in os.walk(folder):
        with suppress(OSError):  # it has gone meanwhile, which the next look sees
            state = hash((state, path, Path(path).stat().st_mtime_ns))
    return state


def _listed(folder: Path | str, without: Collection[str]) -> Iterator[tuple[str, Stamp]]:
    """All picture files but those in some folders, without following links to folders: they may lead in circles."""
    try:
        entries = list(os.scandir(folder))
    except OSError:  # no such folder, or not ours to read
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.path in without:
            continue
        with suppress(OSError):  # gone meanwhile
            if entry.is_dir(follow_symlinks=False):
                yield from _listed(entry.path, without)
            elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file():  # noqa: PTH122 - 100,000 of them
                yield entry.path, Stamp.of(entry.stat())
