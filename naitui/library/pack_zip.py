"""Opens a stranger's ZIP: no more memory than is allowed, no name that leads anywhere, no error but ours."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from naitui.controls import UNPRINTABLE, character_class
from naitui.library.pack import BadPack, Skipped

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a version or a method that Python does not know
    RuntimeError,  # a password is needed
    ValueError,
    OverflowError,
    IndexError,
    OSError,
)
"""What Python's reader comes to with damaged files."""
_CHUNK = 65536
_UNPRINTABLE = re.compile(f"[{character_class(UNPRINTABLE)}]")
_DRIVE = ":"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's file is read; sizes in bytes."""

    file: int = 200_000_000
    """The ZIP itself."""
    table: int = 2_000_000
    """Its table of contents."""
    entries: int = 5_000
    entry: int = 64_000_000
    """One entry, unpacked."""
    total: int = 200_000_000
    """All of them, unpacked."""
    ratio: int = 100
    """How many times larger than packed an entry may be, once it is over `unsuspicious`."""
    unsuspicious: int = 1_000_000


LIMITS = Limits()


class _Careful(io.BytesIO):
    """A file of which nobody reads more than a table of contents at once: a forged size in it costs no memory."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._left = len(data)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left - self.tell() if size is None or size < 0 else size
        if wanted > self._most:
            raise zipfile.BadZipFile(f"its table of contents is larger than {self._most / 1_000_000:g} MB")
        return super().read(size)


def unpack(data: bytes, limits: Limits = LIMITS) -> tuple[dict[str, bytes], list[Skipped]]:
    """The files in a ZIP by their names, and what is left out and why.

    Raises:
        BadPack: it is no ZIP, or one of more than is allowed; a broken entry alone is only left out.
    """
    if len(data) > limits.file:
        raise BadPack(f"is larger than {limits.file // 1_000_000} MB")
    try:
        archive = zipfile.ZipFile(_Careful(data, limits.table))
        infos = archive.infolist()
    except _BROKEN as error:
        raise BadPack(f"cannot be opened as a ZIP: {_words(error)}") from None
    if len(infos) > limits.entries:
        raise BadPack(f"holds {len(infos):,} entries; more than {limits.entries:,} are not read")
    files: dict[str, bytes] = {}
    skipped: list[Skipped] = []
    total = 0
    with archive:
        for info in infos:
            if info.orig_filename.endswith("/"):  # a folder
                continue
            name = info.orig_filename
            reason = name_fault(name) or _kind_fault(info) or ("is in it twice" if name in files else "")
            if reason:
                skipped.append(Skipped(shown(name), reason))
                continue
            try:
                read = _read(archive, info, limits, limits.total - total)
            except BadPack as error:
                skipped.append(Skipped(shown(name), str(error)))
            except _BROKEN as error:
                skipped.append(Skipped(shown(name), f"is broken: {_words(error)}"))
            else:
                files[name] = read
                total += len(read)
    return files, skipped


def name_fault(name: str) -> str:
    """Why an entry of this name is not read; empty when it can be."""
    if _UNPRINTABLE.search(name):
        return "has a control character in its name"
    if "\\" in name or _DRIVE in name or name.startswith("/") or ".." in PurePosixPath(name).parts:
        return "has a name that could lead out of the folder"
    if not name.strip("/. "):
        return "has no name"
    return "" if len(name) <= 1000 else "has a name that is too long"


def shown(name: str) -> str:
    """A foreign name as it may be shown."""
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _kind_fault(info: zipfile.ZipInfo) -> str:
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode == stat.S_IFLNK:
        return "is a link"
    if mode not in (0, stat.S_IFREG):
        return "is no file"
    if info.flag_bits & 1:
        return "is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way that is not read"
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, left: int) -> bytes:
    """One entry. What it says of its size is not believed: only what comes is counted.

    Raises:
        BadPack: it is larger than is allowed.
    """
    packed = max(1, info.compress_size)
    found = bytearray()
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            found += chunk
            if len(found) > limits.entry:
                raise BadPack(f"is larger than {limits.entry / 1_000_000:g} MB unpacked")
            if len(found) > left:
                raise BadPack(f"is left out: the whole is larger than {limits.total / 1_000_000:g} MB unpacked")
            if len(found) > max(limits.unsuspicious, packed * limits.ratio):
                raise BadPack(f"grows to more than {limits.ratio} times its size")
    return bytes(found)


def _words(error: Exception) -> str:
    return shown(str(error)) or type(error).__name__
