"""Damaged and forged packs: whatever is in a file is read or refused in words, within the caps, inside the folder."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from naitui.controls import UNPRINTABLE
from naitui.library.collection import Collection
from naitui.library.pack import BadPack
from naitui.library.pack_adding import add, chosen
from naitui.library.pack_look import Places, look
from naitui.library.pack_opening import read_pack_bytes
from naitui.library.pack_zip import Limits, unpack
from naitui.library.sources import Sources
from naitui.library.vibes import VibeStore
from naitui.novelai import load_catalog
from naitui.settings import Folders, Settings

SOME = 300
LIMITS = Limits(file=400_000, table=20_000, entries=60, entry=100_000, total=150_000, ratio=50, unsuspicious=20_000)
NAMES = [b"../../evil.txt", b"/tmp/evil.txt..", b"wildcards/a\0b.tx", b"wildcards\\evil.t", b"C:evil.txt",
         b"styles/CON.toml", b"references/../..", b"presets/\x1b[2J.tm", b"wildcards/RED.tx"]  # fmt: skip


def seeds() -> list[bytes]:
    """Packs that are in order: ours, NAIWeaver's, one that is stored, one that is nothing but words."""
    out = io.BytesIO()
    Image.new("RGB", (16, 16), (1, 2, 3)).save(out, "PNG")
    png = out.getvalue()
    preset = {"name": "Duo", "prompt": "x", "negativePrompt": "", "width": 64.0, "height": 64, "scale": 5, "steps": 3,
              "sampler": "k_euler", "directorReferences": [{"originalImageBytes": "@ref:ref_0_0.png"}]}  # fmt: skip
    ours: dict[str, str | bytes] = {
        "pack.json": '{"naitui": 1, "name": "x"}',
        "presets/a/b.toml": 'prompt = "__red__"\n[[vibes]]\npath = "../../references/a.png"\n',
        "styles/ink.toml": 'name = "ink"\n[style]\nprefix = "x"\n',
        "wildcards/red.txt": "a\nb\n" * 50,
        "references/a.png": png,
        "references/a.toml": 'type = "style"\n',
        "characters/c.toml": 'prompt = "girl"\n',
        "snippets/s.txt": "s",
    }
    theirs: dict[str, str | bytes] = {
        "pack.json": '{"name": "x"}',
        "presets/Duo.json": json.dumps(preset),
        "references/ref_0_0.png": png,
        "wildcards/red.txt": "x",
        "wildcards/.wildcard_modes.json": '{"red": "shuffle"}',
        "styles/s.json": '{"name": "s", "prefix": "x, "}',
    }
    bomb: dict[str, str | bytes] = {"wildcards/bomb.txt": b"0" * 600_000, "wildcards/good.txt": "x"}
    return [
        zipped(ours, zipfile.ZIP_STORED),
        zipped(ours, zipfile.ZIP_DEFLATED),
        zipped(theirs, zipfile.ZIP_DEFLATED),
        zipped(bomb, zipfile.ZIP_DEFLATED),
    ]


def zipped(files: dict[str, str | bytes], how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with some damage, most of it where the ZIP says something of itself."""
    bytes_ = bytearray(data)
    marks = [at for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for at in _all(data, mark)]
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = min(len(bytes_) - 1, chance.choice(marks) + chance.randrange(46)) if bytes_ else 0
        match chance.randrange(9):
            case 0:
                bytes_[at] = chance.randrange(256)
            case 1:
                bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
            case 2:
                bytes_[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
            case 3:
                bytes_[at : at + 2] = struct.pack("<H", chance.choice((0, 1, 8, 12, 14, 93, 99, 0xFFFF)))
            case 4:
                del bytes_[chance.randrange(len(bytes_)) :]
            case 5:
                start = chance.randrange(len(bytes_))
                bytes_[start:start] = bytes_[start : start + chance.randrange(200)]
            case 6:
                del bytes_[at : at + chance.randrange(60)]
            case 7:
                name = chance.choice(NAMES)
                place = chance.choice(marks)
                head = 46 if data[place : place + 4] == b"PK\1\2" else 30
                bytes_[place + head : place + head + len(name)] = name
            case _:
                bytes_ += chance.randbytes(chance.randrange(1, 70)) + chance.choice((b"", b"PK\5\6", b"PK\6\7"))
        if not bytes_:
            return b""
    return bytes(bytes_)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A sound ZIP in which a file is not what it should be."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice((1, 2, 5))):
        name = chance.choice(list(files))
        inner = bytearray(files[name])
        at = chance.randrange(len(inner) + 1)
        match chance.randrange(4):
            case 0:
                inner[at : at + 1] = chance.randbytes(1)
            case 1:
                inner[at:at] = chance.choice((b"\0", b"\xff", b"\x1b[2J", b"[" * 3000, b"9" * 5000, b'\n"', b"}"))
            case 2:
                del inner[at : at + chance.randrange(1, 40)]
            case _:
                files[chance.choice(list(files)).upper()] = bytes(inner)
        files[name] = bytes(inner)
    return zipped(files, zipfile.ZIP_DEFLATED)


def is_clean(text: str) -> bool:
    """Whether a terminal may get it."""
    return not {ord(character) for character in text} & set(UNPRINTABLE)


def _all(data: bytes, mark: bytes) -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def hurt(tmp_path: Path, count: int, seed: int) -> None:
    catalog, chance, made = load_catalog(), random.Random(seed), seeds()
    home = tmp_path / "deep" / "home"
    folders = Folders(*(home / name for name in ("config", "data", "state", "cache", "pictures")))
    sources = Sources(home, VibeStore(folders.vibes), Collection(folders.references))
    places = Places.of(Settings(folders=folders), sources)
    (tmp_path / "canary").write_text("x")
    opened = added = 0
    refused: list[str] = []
    for number in range(count):
        data = (damaged_inside if chance.random() < 0.4 else mutated)(chance.choice(made), chance)
        try:
            files, _ = unpack(data, LIMITS)
            assert sum(map(len, files.values())) <= LIMITS.total
            assert all(len(one) <= LIMITS.entry for one in files.values())
        except BadPack:
            pass
        try:
            pack = read_pack_bytes(data, "x.zip", catalog, LIMITS)
        except BadPack as error:
            refused.append(str(error))
            continue
        opened += 1
        assert all(is_clean(str(one)) for one in pack.skipped), (seed, number)
        assert all(is_clean(item.name) and ".." not in item.name.split("/") for item in pack.items)
        if number % 5 == 0:
            outcome = add(chosen(look(pack, places), "rename"), pack, places)
            added += len(outcome.added)
            assert all(one.path.resolve().is_relative_to(places.data.resolve()) for one in outcome.added)
    files_there = {path for path in tmp_path.rglob("*") if path.is_file()}
    outside = {path for path in files_there if not path.is_relative_to(places.data)}
    assert outside == {tmp_path / "canary"}, "nothing was written beside the data"
    assert not [path for path in files_there if path.name.endswith(".part")]
    assert all(map(is_clean, refused)), seed
    assert opened > count // 5, "damage should be of the kind that is not refused at once"
    assert added > 0


def test_hundreds_of_damaged_packs(tmp_path: Path) -> None:
    hurt(tmp_path, SOME, 1)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_five_thousand_damaged_packs(tmp_path: Path) -> None:
    hurt(tmp_path, 5000, 2)
