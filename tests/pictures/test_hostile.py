"""Pictures that mean harm: a set made here that always runs, and the corpora of Pillow and libpng where they are.

Name the folders of unpacked sources in NAITUI_CORPUS, with ``:`` between: Pillow's ``Tests/images``, libpng's
``contrib/pngsuite`` and ``contrib/testpngs``; then ``pytest -m long tests/pictures/test_hostile.py``.
"""

from __future__ import annotations

import io
import os
import resource
import struct
import zlib
from pathlib import Path

import pytest
from mutating import mutations
from PIL import Image

from naitui.library.record import read_record
from naitui.pictures.decode import open_picture, size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import read_metadata
from naitui.pictures.own import extract
from naitui.pictures.skeleton import read_skeleton

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGE = 200_000_000
"""Bytes that no picture may make the process grow by."""


def chunk(kind: bytes, data: bytes, *, crc: int | None = None, length: int | None = None) -> bytes:
    check = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data) if length is None else length) + kind + data + struct.pack(">I", check)


def png(
    *between: bytes, size: tuple[int, int] = (8, 8), depth: int = 8, colour: int = 2, data: bytes | None = None
) -> bytes:
    width, height = size
    rows = zlib.compress(b"".join(b"\0" + bytes(3 * 8) for _ in range(8))) if data is None else data
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return SIGNATURE + header + b"".join(between) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text(kind: bytes, words: bytes) -> bytes:
    return chunk(kind, words)


DEEP = b"[" * 1_000_000
BOMB = zlib.compress(b"x" * 100_000_000, 9)
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "a signature alone": SIGNATURE,
    "no header": SIGNATURE + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
    "two headers": png(chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))),
    "no pixels": SIGNATURE + png()[8:33] + chunk(b"IEND", b""),
    "12,000 by 12,000": png(size=(12_000, 12_000)),
    "20,000 by 20,000": png(size=(20_000, 20_000)),
    "2 billion by 2 billion": png(size=(2**31 - 1, 2**31 - 1)),
    "larger than any number": png(size=(2**32 - 1, 2**32 - 1)),
    "0 by 0": png(size=(0, 0)),
    "a depth that is none": png(depth=7),
    "a colour type that is none": png(colour=9),
    "pixels that are no zlib": png(data=b"nonsense" * 10),
    "pixels cut short": png(data=zlib.compress(b"\0" * 9)),
    "pixels that are a bomb": png(data=BOMB),
    "a wrong checksum": SIGNATURE + png()[8:29] + b"\0\0\0\0" + png()[33:],
    "a chunk of 4 GB": png(chunk(b"tEXt", b"a\0b", length=2**32 - 1)),
    "a chunk longer than the file": png(chunk(b"tEXt", b"a\0b", length=70_000)),
    "a chunk without letters": png(chunk(b"\0\1\2\3", b"")),
    "ten thousand empty chunks": png(*[chunk(b"teSt", b"")] * 10_000),
    "a compressed text of 100 MB": png(text(b"zTXt", b"Comment\0\0" + BOMB)),
    "a hundred compressed texts": png(*[text(b"zTXt", b"Comment\0\0" + zlib.compress(b"y" * 900_000))] * 100),
    "an international bomb": png(text(b"iTXt", b"Comment\0\1\0\0\0" + BOMB)),
    "a text of 30 MB": png(text(b"tEXt", b"Comment\0" + b"z" * 30_000_000)),
    "a million brackets": png(text(b"tEXt", b"Software\0NovelAI"), text(b"tEXt", b"Comment\0" + DEEP)),
    "our own record, a million brackets": png(text(b"iTXt", b"naitui\0\0\0\0\0" + DEEP)),
    "our own record, a bomb": png(text(b"iTXt", b"naitui\0\1\0\0\0" + BOMB)),
    "a number of 5,000 digits": png(text(b"tEXt", b'Comment\0{"seed":' + b"9" * 5000 + b"}")),
    "not a number": png(text(b"tEXt", b'Comment\0{"scale":NaN,"steps":Infinity,"seed":1e999}')),
    "a key of nothing": png(text(b"tEXt", b"\0\0\0")),
    "controls in a text": png(text(b"tEXt", b"Comment\0\x1b[2J\x1b]0;t\x07\x9b31m")),
    "a profile that is a bomb": png(chunk(b"iCCP", b"x\0\0" + BOMB)),
    "a palette of 300": png(chunk(b"PLTE", bytes(900)), colour=3),
    "an animation of a million": png(chunk(b"acTL", struct.pack(">II", 10**6, 0))),
    "exif that points into itself": png(
        chunk(b"eXIf", b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0")
    ),
    "a jpeg of markers": b"\xff\xd8" + b"\xff\xe1\xff\xff" * 1000,
    "a webp that lies": b"RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff",
    "a gif": b"GIF89a" + bytes(100),
    "an svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
}  # fmt: skip


def tried(data: bytes) -> bool:
    """Everything that looks into a picture looks into this one; whether it can be seen."""
    seen = False
    said = []
    for reader in (size_of, read_metadata, skeleton_of, extract, read_record, open_picture):
        try:
            found = reader(data)
        except BadPicture as error:
            said.append(str(error))
        else:
            seen = seen or isinstance(found, Image.Image)
    assert all(said)
    assert "\x1b" not in "".join(said)
    return seen


def skeleton_of(data: bytes) -> object:
    return read_skeleton(io.BytesIO(data))


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_read_or_refused(name: str) -> None:
    before = peak()
    tried(HOSTILE[name])
    assert peak() - before < LARGE


@pytest.mark.parametrize("count", [200, pytest.param(5000, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_mutated_pictures(count: int) -> None:
    seeds = [png(text(b"tEXt", b"Comment\0{}"))]
    for kind in ("JPEG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGB", (16, 16), "teal").save(out, kind)
        seeds.append(out.getvalue())
    seen = sum(map(tried, mutations(seeds, count, 4)))
    assert 0 < seen < count


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_corpora_that_are_here() -> None:
    folders = [Path(one) for one in os.environ.get("NAITUI_CORPUS", "").split(":") if one]
    if not folders:
        pytest.skip("NAITUI_CORPUS names no folder")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    before = peak()
    seen = sum(tried(path.read_bytes()) for path in files)
    print(f"{len(files)} files, {seen} seen, {len(files) - seen} refused, {(peak() - before) // 1_000_000} MB more")
    assert 0 < seen < len(files)
    assert peak() - before < LARGE
