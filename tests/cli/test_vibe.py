"""``vibe encode``: a picture becomes a vibe file that recipes can use."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.pictures.decode import size_of
from naitui.pictures.vibes import encoding_for, read_vibes, vibe_id

DEMO = ("--demo", "--pace", "0")
FULL, V4 = "nai-diffusion-4-5-full", "nai-diffusion-4-full"


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (640, 400), "orange").save(path)
    return path


def encoded(door: Any, picture: Path, out: Path, model: str = FULL, *options: object) -> Any:
    return door("vibe", "encode", picture, "--model", model, "--out", out, *DEMO, *options)


def test_a_picture_becomes_a_vibe(program: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "vibes" / "cat.naiv4vibe"
    ended = program("vibe", "encode", cat, "--model", FULL, "--out", out, *DEMO, "--max-anlas", "2")
    assert ended.code == 0, ended.err
    assert ended.out == f"{out}\n"
    assert "spent 2 Anlas, 10,498 left" in ended.err
    [vibe], warnings = read_vibes(out.read_bytes())
    assert warnings == []
    assert vibe.image == cat.read_bytes()
    assert vibe.id == vibe_id(cat.read_bytes())
    assert size_of(vibe.thumbnail) == (256, 160)
    assert vibe.import_info == {"model": FULL, "information_extracted": 0.7, "strength": 0.6}
    assert vibe.created_at > 1_700_000_000_000
    assert len(encoding_for(vibe, "v4-5full", 0.7) or b"") == 49_152


def test_the_vibe_works_in_a_recipe(door: Any, cat: Path, tmp_path: Path) -> None:
    assert encoded(door, cat, tmp_path / "cat.naiv4vibe", FULL, "--information", "1", "--yes").code == 0
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        f'prompt = "x"\nmodel = "{FULL}"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\n'
        '[[vibes]]\npath = "cat.naiv4vibe"\ninformation = 1.0\n'
    )
    ended = door("run", recipe, *DEMO, "--out", tmp_path / "o")
    assert ended.code == 0, ended.err


def test_one_more_encoding_for_the_same_vibe(door: Any, cat: Path, tmp_path: Path) -> None:
    one, both = tmp_path / "one.naiv4vibe", tmp_path / "both.naiv4vibe"
    assert encoded(door, cat, one, FULL, "--yes").code == 0
    ended = encoded(door, one, both, V4, "--information", "0.5", "--yes")
    assert ended.code == 0, ended.err
    [before], _ = read_vibes(one.read_bytes())
    [vibe], warnings = read_vibes(both.read_bytes())
    assert (vibe.id, vibe.thumbnail, vibe.created_at, warnings) == (before.id, before.thumbnail, before.created_at, [])
    assert encoding_for(vibe, "v4-5full", 0.7) == encoding_for(before, "v4-5full", 0.7)
    assert encoding_for(vibe, "v4full", 0.5) is not None
    again = encoded(door, both, tmp_path / "third", V4, "--information", "0.5", "--yes")
    assert again.code == 4
    assert "it holds this encoding already" in again.err


def test_a_dry_run_prints_the_whole_request(door: Any, cat: Path, tmp_path: Path) -> None:
    ended = encoded(door, cat, tmp_path / "v", FULL, "--information", "1", "--dry-run", "--json")
    assert ended.code == 0, ended.err
    event = ended.events[-1]
    image = base64.b64encode(cat.read_bytes()).decode()
    assert event["request"]["url"] == "https://image.novelai.net/ai/encode-vibe"
    assert event["request"]["body"] == {"image": image, "model": FULL, "information_extracted": 1}
    assert (event["anlas"], event["reason"]) == (2, "encoding a vibe")
    assert not (tmp_path / "v").exists()


REFUSED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "price": (FULL, (), "it costs 2 Anlas (encoding a vibe) and 0 were agreed to"),
    "V5": ("nai-diffusion-5-full", ("--yes",), "model: V5 Full has no vibes"),
    "V3": ("nai-diffusion-3", ("--yes",), "model: Anime V3 takes the picture itself"),
    "information": (FULL, ("--yes", "--information", "0"), "information: should be from 0.01 to 1"),
    "nan": (FULL, ("--yes", "--information", "nan"), "information: should be from 0.01 to 1"),
    "too poor": (FULL, ("--yes", "--demo-anlas", "1"), "Not enough Anlas"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_is_4(door: Any, cat: Path, tmp_path: Path, why: str) -> None:
    model, options, said = REFUSED[why]
    ended = encoded(door, cat, tmp_path / "v", model, *options)
    assert ended.code == 4
    assert said in ended.err
    assert not (tmp_path / "v").exists()


def test_a_file_that_is_there_is_never_overwritten(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "v.naiv4vibe"
    out.write_text("mine")
    ended = encoded(door, cat, out, FULL, "--yes")
    assert ended.code == 4
    assert "exists; nothing is overwritten" in ended.err
    assert "Anlas" not in ended.err
    assert out.read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b'{"identifier":"novelai-vibe-transfer"}'])
def test_files_that_hold_no_picture_are_4(door: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)
    ended = encoded(door, path, tmp_path / "v", FULL, "--yes")
    assert ended.code == 4
    assert f"picture: {path}: " in ended.err


@pytest.mark.parametrize("fault", ["drop", "html", "server-error"])
def test_faults_are_5_and_leave_no_file(door: Any, cat: Path, tmp_path: Path, fault: str) -> None:
    ended = encoded(door, cat, tmp_path / "v", FULL, "--yes", "--fault", fault, "--json")
    assert ended.code == 5
    assert [event["event"] for event in ended.events].count("failed") == 1
    assert "It may have been charged." in ended.err
    assert not (tmp_path / "v").exists()


def test_what_was_bought_before_costs_nothing(door: Any, cat: Path, tmp_path: Path) -> None:
    assert encoded(door, cat, tmp_path / "one.naiv4vibe", FULL, "--yes").code == 0
    ended = encoded(door, cat, tmp_path / "two.naiv4vibe", FULL)
    assert ended.code == 0, ended.err
    assert "it was bought before and costs nothing" in ended.err
    first, second = ((tmp_path / f"{name}.naiv4vibe").read_bytes() for name in ("one", "two"))
    assert read_vibes(first)[0][0].encodings == read_vibes(second)[0][0].encodings


def test_show_says_what_a_vibe_file_holds(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "v.naiv4vibe"
    assert encoded(door, cat, out, FULL, "--yes").code == 0
    ended = door("vibe", "show", out)
    assert ended.code == 0, ended.err
    name, picture, encoding = ended.out.splitlines()
    assert vibe_id(cat.read_bytes()) in name
    assert picture.startswith("  picture 640×400, ")
    assert encoding == "  encoded for v4-5full, information extracted 0.7, 49,152 bytes"
    [facts] = json.loads(door("vibe", "show", out, "--json").out)
    assert facts["encodings"] == [{"model": "v4-5full", "information_extracted": 0.7, "bytes": 49152}]
    assert facts["picture"]["width"] == 640
    assert door("vibe", "show", cat).code == 4
    assert door("vibe", "show", tmp_path / "none").code == 4
