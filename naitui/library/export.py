"""Giving pictures away: copied, or in a ZIP, as they are or without anything that is written in them."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from PIL import Image

from naitui.library.files import place_new, write_new
from naitui.pictures.decode import open_picture, visible
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.prepare import png

_LOWEST_BIT = 1


def export(pictures: Sequence[Path], target: Path, *, strip: bool = False) -> list[Path]:
    """Copy pictures into a folder, or into one ZIP when ``target`` ends so; what was written. Nothing is overwritten.

    Args:
        pictures: files; two of one name get different ones.
        target: the folder, which is made, or the ZIP.
        strip: whether only the pixels are kept (see `stripped`).

    Raises:
        BadPicture: one that is to be stripped cannot be read as a picture.
        OSError: something cannot be read or written; of a ZIP there is nothing then.
    """
    if target.suffix.lower() != ".zip":
        return [write_new(target / name, data) for name, data in _files(pictures, strip=strip)]
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".naitui-", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:  # thousands of pictures are more than there is memory
            _zip(out, pictures, strip=strip)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o644)
        return [place_new(part, target)]
    finally:
        part.unlink(missing_ok=True)


def _zip(out: IO[bytes], pictures: Sequence[Path], *, strip: bool) -> None:
    taken = set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # pictures do not become smaller
        for name, data in _files(pictures, strip=strip):
            spelled = name.encode("utf-8", "replace").decode()  # a file's name need not be text, one in a ZIP must be
            archive.writestr(_free(spelled, taken), data)


def stripped(data: bytes) -> bytes:
    """A PNG with the pixels of a picture alone: no texts, no EXIF, nothing hidden in the lowest bits of its alpha.

    Raises BadPicture for what is no picture.
    """
    seen = visible(open_picture(data))
    if seen.mode == "RGBA":
        alpha = seen.getchannel("A").point(lambda value: value | _LOWEST_BIT if value else 0)
        seen.putalpha(alpha)
    clean = Image.frombytes(seen.mode, seen.size, seen.tobytes())
    return png(clean)


def _files(pictures: Sequence[Path], *, strip: bool) -> Iterator[tuple[str, bytes]]:
    for path in pictures:
        if not strip:
            yield path.name, path.read_bytes()
            continue
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        yield f"{path.stem}.png", stripped(data)


def _free(name: str, taken: set[str]) -> str:
    path, number = Path(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    taken.add(name)
    return name
