"""The collection: references and vibes with names, in a folder of plain files that can be copied by hand.

``references/moods/dusk.png`` with ``references/moods/dusk.toml`` beside it is the entry ``moods/dusk``; a recipe names
it ``@moods/dusk``. Folders are part of the name; files and folders that begin with a dot do not count.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from naitui.controls import UNPRINTABLE
from naitui.library.entries import (
    ENDINGS,
    SETTINGS_ENDING,
    Entry,
    EntrySettings,
    ending_of,
    read_settings,
    settings_path,
    write_settings,
)
from naitui.library.files import write_new
from naitui.recipe import Fault

MARK = "@"
"""What a recipe puts in front of an entry's name; a file that is really called so is ``./@name``."""
REMOVED = ".removed"
"""The folder in the collection where removed entries go."""
MOST = 5000
"""Entries that are listed."""
MAX_NAME = 120
"""Characters of a whole name."""
MAX_WORD_BYTES = 220
"""Bytes of the last word of a new name: file names have 255, and the ending needs some of them."""
_UNPRINTABLE = frozenset(map(chr, UNPRINTABLE))


class NoEntry(ValueError):
    """There is no entry of that name, or none can have it; the message says so."""


class Collection:
    """A folder of references. All of it reads files: use a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Entry:
        """The entry of this name, its settings as far as they can be read.

        Raises:
            NoEntry: there is none; the message names the nearest one.
        """
        path = self._file(name) if not name_fault(name) else None
        if path is None:
            near = difflib.get_close_matches(name, [found.name for found in self.entries()[0]], 1)
            raise NoEntry(f"there is no reference of that name{f'; did you mean {MARK}{near[0]}?' if near else ''}")
        return Entry(name, path, read_settings(settings_path(path))[0])

    def entries(self) -> tuple[list[Entry], tuple[Fault, ...]]:
        """Every entry, sorted by name, and what is wrong with files of the collection; the rest works all the same."""
        faults: list[Fault] = []
        found: list[Entry] = []
        for folder, names in self._folders(faults):
            files = _by_name(names)
            for name, of_name in sorted(files.items()):
                if len(found) == MOST:
                    faults.append(Fault(str(self.folder), None, f"only the first {MOST:,} references are listed"))
                    return found, tuple(faults)
                whole = (folder / name).relative_to(self.folder).as_posix()
                found += self._entry(whole, [folder / file for file in of_name], faults)
            faults += _without_picture(folder, names, files)
        return sorted(found, key=lambda entry: (entry.name.casefold(), entry.name)), tuple(faults)

    def add(self, name: str, data: bytes, ending: str, settings: EntrySettings) -> Entry:
        """Put a file into the collection; where the name is taken, the entry is called ``name-2`` and so on.

        A name that files cannot have for its length is cut, and so is one that has no room for the number.

        Raises:
            NoEntry: nothing can be called so.
            OSError: it cannot be written.
        """
        fault = name_fault(name)
        if fault:
            raise NoEntry(f"{name!r} {fault}")
        start = fitting(name, " " * len(f"-{MOST}")).rstrip()  # what is left of it in front of any number
        beside = _files((self.folder / name).parent, start.rpartition("/")[2])
        taken = {file.removesuffix(ending_of(file) or SETTINGS_ENDING) for file in beside}
        free, number = fitting(name), 1
        while PurePosixPath(free).name in taken:
            number += 1
            free = fitting(name, f"-{number}")
            if name_fault(free):
                raise NoEntry(f"{name!r} is taken, and its folder's name leaves no room for a number")
        path = write_new(self.folder / f"{free}{ending}", data)
        if settings != EntrySettings():
            write_settings(settings_path(path), settings)
        return Entry(free, path, settings)

    def change(self, entry: Entry, settings: EntrySettings) -> Entry:
        """Write other settings for an entry.

        Raises:
            OSError: they cannot be written.
        """
        write_settings(settings_path(entry.path), settings)
        return Entry(entry.name, entry.path, settings)

    def remove(self, name: str) -> Path:
        """Take an entry out, into the folder of removed ones; where it is now. Nothing is deleted.

        Raises:
            NoEntry: there is none of that name.
            OSError: it cannot be moved.
        """
        entry = self.find(name)
        away = self.folder / REMOVED / entry.path.relative_to(self.folder)
        away.parent.mkdir(parents=True, exist_ok=True)
        ending, number = ending_of(away.name) or "", 1
        stem = away.name.removesuffix(ending)
        while away.exists() or settings_path(away).exists():
            number += 1
            away = away.with_name(f"{stem}-{number}{ending}")
        entry.path.rename(away)
        settings = settings_path(entry.path)
        if settings.exists():
            settings.rename(settings_path(away))
        return away

    # ------------------------------------------------------------------ files

    def _file(self, name: str) -> Path | None:
        """The file of this name; of several, the one whose ending comes first."""
        place = self.folder / name
        found = _by_name(_files(place.parent, place.name)).get(place.name)
        return place.parent / found[0] if found else None

    def _entry(self, name: str, paths: list[Path], faults: list[Fault]) -> list[Entry]:
        fault = name_fault(name)
        if fault:
            faults.append(Fault(str(paths[0]), None, f"cannot be named in a recipe: its name {fault}"))
            return []
        if len(paths) > 1:
            others = ", ".join(path.name for path in paths[1:])
            faults.append(Fault(str(paths[0]), None, f"is what {MARK}{name} means; {others} beside it is not used"))
        settings, wrong = read_settings(settings_path(paths[0]))
        faults += wrong
        return [Entry(name, paths[0], settings)]

    def _folders(self, faults: list[Fault]) -> Iterator[tuple[Path, list[str]]]:
        """Every folder with the names of its files; links to folders are not followed round in circles."""

        def unread(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):  # a collection that nobody has begun is no fault
                faults.append(Fault(str(error.filename), None, error.strerror or "cannot be read"))

        for place, folders, files in os.walk(self.folder, onerror=unread):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield Path(place), sorted(name for name in files if not name.startswith("."))


def name_fault(name: str) -> str:
    """Why nothing in the collection can be called so, as the rest of a sentence; empty when it can."""
    if not name.strip() or len(name) > MAX_NAME:
        return f"should have 1 to {MAX_NAME} characters"
    if any(character in _UNPRINTABLE for character in name) or "\\" in name:
        return "holds a character that names cannot have"
    steps = name.split("/")
    if any(not step.strip() or step.startswith(".") or step != step.strip() for step in steps):
        return "should be words with single / between them, none of which begins with a dot"
    return ""


def entry_name(path: str) -> str | None:
    """The name of the entry that a recipe's path means; None when it means a file."""
    return path[len(MARK) :] if path.startswith(MARK) else None


def _files(folder: Path, start: str) -> list[str]:
    """The files in a folder whose names begin so; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.name.startswith(start) and entry.is_file()]
    except OSError:
        return []


def _by_name(files: list[str]) -> dict[str, list[str]]:
    """Files of one folder by the name of their entry, those of the first ending first."""
    found: dict[str, list[str]] = {}
    for file in files:
        ending = ending_of(file)
        if ending is not None and not file.startswith("."):
            found.setdefault(file.removesuffix(ending), []).append(file)
    for of_name in found.values():
        of_name.sort(key=lambda file: (ENDINGS.index((ending_of(file) or "").lower()), file))
    return found


def _without_picture(folder: Path, names: list[str], files: dict[str, list[str]]) -> list[Fault]:
    """The settings that belong to nothing."""
    alone = [name for name in names if name.endswith(SETTINGS_ENDING) and name[: -len(SETTINGS_ENDING)] not in files]
    return [Fault(str(folder / name), None, "there is no picture or vibe file beside it") for name in alone]


def suggested_name(path: str) -> str:
    """A name for a file that is put into the collection: its own without the ending, as far as it can be one."""
    file = PurePosixPath(path).name
    return usable_name(file.removesuffix(ending_of(file) or PurePosixPath(file).suffix))


def usable_name(words: str) -> str:
    """What somebody calls a reference as one word of a name, as far as it can be one; dots in it end nothing."""
    kept = "".join(" " if character in _UNPRINTABLE or character in "/\\" else character for character in words)
    return fitting(" ".join(kept.split()).lstrip(". ")) or "reference"


def word_of(path: str) -> str:
    """What a recipe's path is called: an entry by the last word of its name, a file without its ending."""
    name = entry_name(path)
    return suggested_name(path) if name is None else usable_name(name.rpartition("/")[2])


def fitting(name: str, end: str = "", most: int = MAX_NAME) -> str:
    """A name with ``end`` behind it, its last word cut where it would be longer than ``most`` characters or than
    files can have."""
    folder, slash, word = name.rpartition("/")
    word = word[: max(0, most - len(folder + slash + end))]
    while len(f"{word}{end}".encode()) > MAX_WORD_BYTES:
        word = word[:-1]
    return f"{folder}{slash}{word.strip()}{end}"
