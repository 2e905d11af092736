"""``preset`` and ``pack`` on the command line, and ``generate --preset``."""

from __future__ import annotations

import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

RECIPE = """\
prompt = "1girl, [rain], __hair__"
[sampling]
width = 64
height = 64
steps = 3
seed = 5
[[vibes]]
path = "mood.png"
enabled = false
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "recipe.toml"
    path.parent.mkdir()
    path.write_text(RECIPE)
    Image.new("RGB", (64, 64), "orange").save(path.parent / "mood.png")
    return path


@pytest.fixture
def data(tmp_path: Path, door: Any) -> Path:
    """Where the program keeps its files."""
    found = json.loads(door("preset", "list", "--json").out)
    folder = Path(found["folder"]).parent
    (folder / "wildcards").mkdir(parents=True)
    (folder / "wildcards" / "hair.txt").write_text("silver hair\n")
    return folder


def test_keep_list_show_remove(door: Any, recipe: Path, data: Path) -> None:
    empty = door("preset", "list")
    assert (empty.code, empty.out) == (0, "")
    assert "naitui preset save NAME RECIPE.toml" in empty.err
    kept = door("preset", "save", "rainy/night", recipe)
    assert kept.code == 0, kept.err
    assert Path(kept.out.strip()) == data / "presets" / "rainy" / "night.toml"
    assert door("preset", "list").out == "rainy/night  any model · 64×64  1girl, [rain], __hair__\n"
    shown = door("preset", "show", "rainy/night")
    assert "seed" not in tomllib.loads(shown.out)["sampling"]
    removed = door("preset", "remove", "rainy/night")
    assert Path(removed.out.strip()).is_file()
    assert json.loads(door("preset", "list", "--json").out)["presets"] == []
    gone = door("preset", "show", "rainy/night")
    assert gone.code == 4
    assert "there is no preset 'rainy/night'" in gone.err


def test_a_name_that_is_taken_says_what_would_change(door: Any, recipe: Path, data: Path) -> None:
    door("preset", "save", "a", recipe)
    recipe.write_text(RECIPE.replace("[rain]", "snow"))
    refused = door("preset", "save", "a", recipe)
    assert refused.code == 4
    assert "a would change: Prompt: − rain, + snow" in refused.err
    assert "--replace" in refused.err
    assert "[rain]" in (data / "presets" / "a.toml").read_text()
    replaced = door("preset", "save", "a", recipe, "--replace")
    assert replaced.code == 0
    assert "snow" in (data / "presets" / "a.toml").read_text()
    assert "[rain]" in Path(replaced.err.split("is kept: ")[1].strip()).read_text()
    bad = door("preset", "save", "../a", recipe)
    assert bad.code == 4
    assert not (data / "a.toml").exists()


def test_a_preset_makes_pictures(door: Any, recipe: Path, data: Path) -> None:
    door("preset", "save", "a", recipe)
    made = door("generate", "--preset", "a", "--steps", "4", "--seed", "9", "--demo", "--pace", "0", "--dry-run")
    assert made.code == 0, made.err
    assert "4 steps" in made.out
    assert "seed 9" in made.out
    assert "1girl, [rain], silver hair" in made.out
    assert door("generate", "--preset", "b", "--dry-run").code == 4
    assert door("generate", "--preset", "a", "--recipe", recipe, "--dry-run").code == 2


def test_presets_are_run_as_recipe_files_are(door: Any, recipe: Path, data: Path, picture: Path) -> None:
    door("preset", "save", "a", recipe)
    one = door("run", "--preset", "a", "--demo", "--dry-run")
    assert one.code == 0, one.err
    assert "1girl, [rain], silver hair" in one.out
    folder = data / "scans"
    folder.mkdir()
    (folder / "one.png").write_bytes(picture.read_bytes())
    both = door("run", recipe, "--preset", "a", "--source", folder, "--demo", "--dry-run")
    assert both.code == 0, both.err
    assert "2 of 2 inputs to do" in both.err
    assert door("run", "--preset", "b", "--demo", "--dry-run").code == 4
    none = door("run", "--demo", "--dry-run")
    assert none.code == 2
    assert "--preset NAME" in none.err


def test_of_a_picture(door: Any, picture: Path, data: Path) -> None:
    kept = door("preset", "save", "again", picture)
    assert kept.code == 0, kept.err
    document = tomllib.loads(door("preset", "show", "again").out)
    assert document["prompt"]
    assert "seed" not in document["sampling"]


def test_a_pack_goes_out_and_comes_in(door: Any, recipe: Path, data: Path, tmp_path: Path) -> None:
    door("preset", "save", "a", recipe)
    out = tmp_path / "out.zip"
    made = door("pack", "make", out, "a", "--title", "Rain", "--description", "for you")
    assert made.code == 0, made.err
    assert "made: 1 preset, 1 wildcard, 1 reference" in made.err
    assert str(tmp_path).encode() not in b"".join(map(zipfile.ZipFile(out).read, zipfile.ZipFile(out).namelist()))
    there = door("pack", "show", out)
    assert there.code == 0
    first, *rows = there.out.splitlines()
    assert first.startswith("Rain – naitui's, 1 preset, 1 wildcard, 1 reference")
    assert any(row.startswith("wildcard  hair") and row.endswith("is here already") for row in rows)

    door("preset", "remove", "a")
    (data / "wildcards" / "hair.txt").write_text("mine\n")
    before = sorted(data.rglob("*"))
    refused = door("pack", "add", out)
    assert refused.code == 4
    assert "wildcard hair: another one of that name is here" in refused.err
    assert "--on-conflict skip, rename or replace" in refused.err
    assert sorted(data.rglob("*")) == before, "nothing is written where something is in the way"

    added = door("pack", "add", out, "--only", "presets")
    assert added.code == 0, added.err
    (entry,) = json.loads(door("preset", "show", "a", "--json").out)["recipe"]["vibes"]
    assert entry["path"].startswith("@")
    assert "missing" in door("preset", "show", "a", "--json").out
    again = door("pack", "add", out, "--on-conflict", "rename", "--json")
    assert [one["name"] for one in json.loads(again.out)["added"]] == ["hair-2"]
    wrong = door("pack", "add", out, "--only", "style:none")
    assert wrong.code == 4
    assert "style:none: there is nothing of that name in the pack" in wrong.err
    assert door("pack", "make", tmp_path / "no.zip", "preset:none").code == 4
    assert not (tmp_path / "no.zip").exists()


def test_what_naiweaver_wrote_and_what_is_broken(door: Any, data: Path, tmp_path: Path) -> None:
    presets = tmp_path / "presets.json"
    preset = {"name": "Sun\x1b[2J", "prompt": "sun", "negativePrompt": "", "width": 64.0, "height": 64, "scale": 5.0,
              "steps": 3, "sampler": "k_euler", "smea": True}  # fmt: skip
    presets.write_text(json.dumps([preset, {"name": "x"}]))
    shown = door("pack", "show", presets)
    assert "\x1b" not in shown.out + shown.err
    assert "SMEA is left out" in shown.out
    assert "skipped   presets.json, number 2: is no preset: it has no prompt" in shown.out
    added = door("pack", "add", presets)
    assert added.code == 0
    assert "skipped: presets.json, number 2" in added.err
    assert door("preset", "list").out.startswith("Sun_[2J  any model · 64×64  sun")
    presets.write_bytes(b"PK\x03\x04 no")
    refused = door("pack", "show", presets)
    assert refused.code == 4
    assert "cannot be opened as a ZIP" in refused.err
    assert door("pack", "show", tmp_path / "none.zip").code == 1
