"""Giving pictures away: copied, or in a ZIP, as they are or without anything that is written in them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from naitui.library.files import write_new
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
    out, taken = BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # pictures do not become smaller
        for name, data in _files(pictures, strip=strip):
            archive.writestr(_free(name, taken), data)
    return [write_new(target, out.getvalue())]


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
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        yield (f"{path.stem}.png", stripped(data)) if strip else (path.name, data)


def _free(name: str, taken: set[str]) -> str:
    path, number = Path(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    taken.add(name)
    return name
