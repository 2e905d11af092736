"""What a path that is being typed may become: files and folders, names of the collection, the newest pictures."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from naitui.library.collection import MARK, Collection
from naitui.library.entries import ENDINGS, PICTURE_ENDINGS

MOST = 200
"""Lines that are offered."""
NEWEST = 12
_LOOKED_AT = 400
"""Pictures of each folder that are looked at for the newest."""


@dataclass(frozen=True, slots=True)
class PathOffer:
    """One line: what stands for the path, and what it is."""

    path: str
    """As it would be typed; a folder ends in a slash."""
    note: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether choosing it leads on."""
        return self.path.endswith("/")


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is offered beside files: read once, before anything is typed."""

    references: tuple[PathOffer, ...] = ()
    pictures: tuple[PathOffer, ...] = ()


def look_nearby(collection: Collection, pictures: Path) -> Nearby:
    """The collection and the newest pictures; reads folders, so use a thread."""
    entries = collection.entries()[0]
    told = ((entry.name, entry.settings) for entry in entries)
    references = (PathOffer(f"{MARK}{name}", _note(settings.note or settings.type)) for name, settings in told)
    newest = (PathOffer(at_home(path), "newest pictures") for path in newest_pictures(pictures))
    return Nearby(tuple(references), tuple(newest))


def path_offers(typed: str, base: Path, nearby: Nearby, endings: tuple[str, ...] = ENDINGS) -> list[PathOffer]:
    """What ``typed`` may become, best first; reads one folder, so use a thread.

    Nothing typed offers what is nearby and the files of ``base``. ``@`` offers the collection alone, a slash or a tilde
    files alone.
    """
    text = pasted(typed)
    if text.startswith(MARK):
        return [offer for offer in nearby.references if _holds(offer.path, text[len(MARK) :])][:MOST]
    files = _files(text, base, endings)
    if text.startswith(("~", ".")) or "/" in text:
        return list(files)[:MOST]
    close = [offer for offer in (*nearby.references, *nearby.pictures) if _holds(offer.path, text)]
    return [*close, *files][:MOST]


def pasted(text: str) -> str:
    """A path as terminals paste it, without its quotes, escapes or ``file://``."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text.removeprefix("file://").replace("\\ ", " ")


def at_home(path: Path) -> str:
    """A whole path, with ``~`` for the home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def newest_pictures(folder: Path, count: int = NEWEST) -> list[Path]:
    """The pictures in a folder, and in the folders in it, that were written last."""
    found: list[tuple[float, str]] = []
    for place in _newest_folders(folder):
        dated = []
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.lower().endswith(PICTURE_ENDINGS) and not entry.name.startswith("."):
                    dated.append((entry.stat().st_mtime, entry.path))
                if len(dated) >= _LOOKED_AT:
                    break
        found += dated
    return [Path(path) for _, path in heapq.nlargest(count, found)]


def _newest_folders(folder: Path, depth: int = 2, count: int = 4) -> Iterator[Path]:
    """A folder and those in it that were written to last, so many levels deep."""
    yield folder
    dated = []
    with suppress(OSError), os.scandir(folder) as entries:
        dated = [
            (entry.stat().st_mtime, entry.path)
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    for _, path in heapq.nlargest(count, dated) if depth else ():
        yield from _newest_folders(Path(path), depth - 1, count)


def _files(text: str, base: Path, endings: tuple[str, ...]) -> Iterator[PathOffer]:
    """What is called so, then folders and files whose names begin with what is typed, then those that hold it."""
    head, slash, start = text.rpartition("/")
    head += slash
    if text == "~":
        head, start = "~/", ""
    place = base / Path(head).expanduser()
    try:
        with os.scandir(place) as entries:
            names = [
                (not entry.is_dir(), entry.name)
                for entry in entries
                if entry.name.startswith(".") == start.startswith(".")
                and (entry.name.lower().endswith(endings) or entry.is_dir())
            ]
    except (OSError, RuntimeError, ValueError):  # not there, not readable, a user without a home, a NUL
        return
    typed = start.casefold()
    exact = [name for name in names if typed and name[1].casefold().partition(".")[0] == typed]
    begin = exact + sorted(name for name in names if name[1].casefold().startswith(typed) and name not in exact)
    hold = sorted(name for name in names if typed in name[1].casefold() and name not in begin)
    for is_file, name in _files_first(begin + hold, bool(typed)):
        yield PathOffer(f"{head}{name}" + ("" if is_file else "/"), "" if is_file else "folder")


def _files_first(names: Iterable[tuple[bool, str]], typed: bool) -> list[tuple[bool, str]]:
    """Before anything is typed the files come first: a folder full of them needs no searching."""
    listed = list(names)
    return listed if typed else sorted(listed, key=lambda name: (not name[0], name[1]))


def _holds(path: str, typed: str) -> bool:
    lowered = path.casefold()
    return all(word in lowered for word in typed.casefold().split())


def _note(text: str | None) -> str:
    return " ".join((text or "").split())[:60]
