"""The vocabularies that count tokens: files that the settings name, or files that were fetched.

The usual forms take half a second to read, so each file is kept once more in a form that takes none, in the cache
folder, under the digest of its bytes.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from naitui.library.files import write_whole
from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers import (
    MAX_FILE,
    Definition,
    Tokenizer,
    VocabularyError,
    pack,
    read_definition,
    tokenizer_of,
    unpack,
)

Origin = Literal["settings", "fetched"]


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """Where a tokenizer's vocabulary lies."""

    path: Path
    origin: Origin


class Vocabularies:
    """The vocabularies of one user.

    Args:
        folder: where fetched files go.
        cache: where they are kept in the quick form; may be lost at any time.
        named: files of the settings; they come first.
        entries: how many pieces or merges each must have; any number for those that are not in it.
    """

    def __init__(self, folder: Path, cache: Path, named: Mapping[Kind, Path], entries: Mapping[Kind, int]) -> None:
        self._folder, self._cache = folder, cache
        self._named, self._entries = named, entries

    def find(self, kind: Kind) -> VocabularyFile | None:
        """The file that is used for a tokenizer, whether it can be read or not; None when there is none."""
        if kind in self._named:
            return VocabularyFile(self._named[kind], "settings")
        fetched = self._fetched(kind)
        return VocabularyFile(fetched, "fetched") if fetched.exists() else None

    def load(self, kind: Kind) -> Tokenizer | None:
        """The tokenizer, or None when there is no file for it. Reads megabytes: in a thread.

        Raises:
            VocabularyError: the file cannot be read or used; the message names it.
        """
        found = self.find(kind)
        if found is None:
            return None
        try:
            return tokenizer_of(kind, self._read(kind, _bytes_of(found.path)))
        except (OSError, VocabularyError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            instead = "" if found.origin == "settings" else "; naitui tokens fetch --again gets it anew"
            raise VocabularyError(f"{found.path}: {why}{instead}") from None

    def keep(self, kind: Kind, data: bytes) -> Path:
        """Keep a file that was fetched, if it is what it should be; the path.

        Raises:
            VocabularyError: it is not; what was there before stays.
            OSError: it cannot be written.
        """
        self._read(kind, data)
        path = self._fetched(kind)
        write_whole(path, data)
        return path

    def _fetched(self, kind: Kind) -> Path:
        return self._folder / f"{kind}.def"

    def _read(self, kind: Kind, data: bytes) -> Definition:
        """What is in a file, by way of the quick form."""
        packed = self._cache / f"{kind}-{hashlib.sha256(data).hexdigest()[:32]}.bin"
        entries = self._entries.get(kind)
        try:
            definition = unpack(packed.read_bytes())
        except (OSError, VocabularyError):  # it is not there yet, or from another version
            definition = None
        if definition is None or entries not in (None, definition.entries):
            definition = read_definition(kind, data, entries)
            self._pack(kind, packed, definition)
        return definition

    def _pack(self, kind: Kind, path: Path, definition: Definition) -> None:
        try:
            write_whole(path, pack(definition))
            for older in self._cache.glob(f"{kind}-*.bin"):
                if older != path:
                    older.unlink(missing_ok=True)
        except OSError:
            return  # a cache that cannot be written to only costs time


def _bytes_of(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
        raise VocabularyError("this is no regular file")
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise VocabularyError(f"is larger than {MAX_FILE // 1024**2} MB")
    return data
