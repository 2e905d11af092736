"""Pictures that are given away: whole, or with nothing in them but what is to be seen."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.library.export import export, stripped
from naitui.library.record import Record, with_record
from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import read_metadata
from naitui.pictures.own import extract
from naitui.recipe import Recipe

SECRET = "a very private prompt"


def picture(mode: str = "RGB") -> bytes:
    info = PngInfo()
    info.add_text("Comment", json.dumps({"prompt": SECRET, "seed": 1}))
    image = Image.effect_noise((32, 32), 80).convert(mode)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, exif=b"Exif\0\0" + SECRET.encode())
    return with_record(out.getvalue(), Record(Recipe(prompt=SECRET), 0))


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "a" / "1.png", tmp_path / "b" / "1.png"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(picture())
    return paths


def test_copies_are_the_same_and_overwrite_nothing(pictures: list[Path], tmp_path: Path) -> None:
    written = export(pictures, tmp_path / "out")
    assert [path.name for path in written] == ["1.png", "1-2.png"]
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in pictures]


def test_a_zip_holds_all_of_them(pictures: list[Path], tmp_path: Path) -> None:
    [path] = export(pictures, tmp_path / "out.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["1.png", "1-2.png"]
        assert archive.read("1-2.png") == pictures[1].read_bytes()
    assert export(pictures, tmp_path / "out.zip") == [tmp_path / "out-2.zip"]


def test_stripped_pictures_hold_the_pixels_alone(pictures: list[Path], tmp_path: Path) -> None:
    for path in export(pictures, tmp_path / "out", strip=True):
        data = path.read_bytes()
        assert SECRET.encode() not in data
        assert extract(data) is None
        assert read_metadata(data) is None
        assert Image.open(path).tobytes() == Image.open(pictures[0]).tobytes() or path.name == "1-2.png"
        assert not Image.open(path).info


@pytest.mark.parametrize("alpha", [254, 100])
def test_nothing_stays_hidden_in_alpha(alpha: int) -> None:
    image = Image.effect_noise((32, 32), 80).convert("RGBA")
    hidden = bytes((alpha & ~1) | (at % 3 == 0) for at in range(32 * 32))
    image.putalpha(Image.frombytes("L", (32, 32), hidden))
    out = io.BytesIO()
    image.save(out, "PNG")
    clean = Image.open(io.BytesIO(stripped(out.getvalue())))
    if alpha == 254:
        assert clean.mode == "RGB"
    else:
        assert set(clean.getchannel("A").tobytes()) == {101}
    assert clean.convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_what_is_no_picture_cannot_be_stripped(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"no picture")
    with pytest.raises(BadPicture):
        export([path], tmp_path / "out", strip=True)


def test_a_name_that_is_no_text_goes_into_a_zip_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.png"
    path.write_bytes(picture())
    [written] = export([path, path], tmp_path / "out.zip")
    with zipfile.ZipFile(written) as archive:
        assert archive.namelist() == ["caf?.png", "caf?-2.png"]
        assert archive.read("caf?.png") == path.read_bytes()


def test_of_a_zip_that_fails_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    with pytest.raises(FileNotFoundError):
        export([tmp_path / "a.png", tmp_path / "gone.png"], tmp_path / "out" / "out.zip")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_large_file_is_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naitui.library.export.MAX_FILE_BYTES", 10)
    (tmp_path / "a.png").write_bytes(picture())
    [written] = export([tmp_path / "a.png"], tmp_path / "out")
    assert written.read_bytes() == (tmp_path / "a.png").read_bytes()
