"""``references`` and ``vibe export|import``: the collection on the command line, and what a request makes of it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.pictures.vibes import UNKNOWN_HASH, Encoding, VibeFile, read_vibes, vibe_id, write_bundle, write_vibe

DEMO = ("--demo", "--pace", "0")
FULL, V4 = "nai-diffusion-4-5-full", "nai-diffusion-4-full"
RECIPE = f'prompt = "1girl"\nmodel = "{FULL}"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = 5\n'


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (640, 400), "orange").save(path)
    return path


def encoding(data: bytes, name: str = "sea", key: str = "v4-5full") -> VibeFile:
    params = {"information_extracted": 0.7}
    info = {"model": FULL, "information_extracted": 0.7, "strength": 0.45}
    return VibeFile(name, encodings={key: {UNKNOWN_HASH: Encoding(data, params)}}, import_info=info)


def listed(door: Any, *options: str) -> list[dict[str, Any]]:
    ended = door("references", "list", "--json", *options)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)["references"]


def test_an_empty_collection_says_what_to_do(door: Any) -> None:
    ended = door("references")
    assert (ended.code, ended.out) == (0, "")
    assert "the collection is empty; naitui references add FILE" in ended.err


def test_add_list_remove(door: Any, cat: Path, tmp_path: Path) -> None:
    options = (
        "--name",
        "moods/dusk",
        "--type",
        "vibe",
        "--strength",
        "-0.4",
        "--information",
        "1",
        "--note",
        "a\x1b[31mb",
    )
    added = door("references", "add", cat, *options)
    assert added.code == 0, added.err
    path = Path(added.out.strip())
    assert path == tmp_path / "data" / "naitui" / "references" / "moods" / "dusk.png"
    assert path.read_bytes() == cat.read_bytes()
    shown = door("references")
    assert shown.out == "@moods/dusk  vibe, strength -0.4, information 1 – a�[31mb\n"
    assert [entry["name"] for entry in listed(door)] == ["@moods/dusk"]
    removed = door("references", "remove", "@moods/dusk")
    assert removed.code == 0, removed.err
    assert Path(removed.out.strip()).read_bytes() == cat.read_bytes()
    assert listed(door) == []
    again = door("references", "remove", "moods/dusk")
    assert (again.code, again.err) == (4, "refused: name: @moods/dusk: there is no reference of that name\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--information", "2"), "information: should be less than or equal to 1"),
        (("--name", "../x"), "should be words with single / between them"),
        (("--strength", "nan"), "strength: should be a finite number"),
    ],
)
def test_what_cannot_be_added_is_refused(door: Any, cat: Path, options: tuple[str, ...], said: str) -> None:
    ended = door("references", "add", cat, *options)
    assert ended.code == 4
    assert said in ended.err
    assert listed(door) == []


def test_only_pictures_and_vibe_files_are_added(door: Any, tmp_path: Path, cat: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "x.gif").write_bytes(cat.read_bytes())
    (tmp_path / "two.naiv4vibebundle").write_bytes(write_bundle([encoding(b"1"), encoding(b"2")]))
    for name, said in (
        ("text.png", "This is not a PNG"),
        ("x.gif", "should end in"),
        ("two.naiv4vibebundle", "2 vibes"),
    ):
        ended = door("references", "add", tmp_path / name)
        assert ended.code == 4
        assert said in ended.err


def test_a_fault_in_the_collection_is_told_and_the_rest_is_listed(door: Any, cat: Path) -> None:
    path = Path(door("references", "add", cat).out.strip())
    path.with_suffix(".toml").write_text('strength = "much"')
    ended = door("references")
    assert ended.out == "@cat  picture\n"
    assert "cat.toml:1: strength: should be a valid number; it is not used" in ended.err


# ---------------------------------------------------------------- what is sent


def request(door: Any, recipe: Path) -> list[dict[str, Any]]:
    ended = door("request", recipe)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_a_recipe_that_names_an_entry_sends_its_settings(door: Any, cat: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.naiv4vibe"
    one.write_bytes(write_vibe(encoding(b"opaque")))
    assert door("references", "add", one, "--name", "moods/dusk", "--strength", "-0.4").code == 0
    recipe = tmp_path / "elsewhere" / "r.toml"
    recipe.parent.mkdir()
    recipe.write_text(RECIPE + '[[vibes]]\npath = "@moods/dusk"\n[[vibes]]\npath = "@moods/dusk"\nstrength = 0.2\n')
    [sent] = request(door, recipe)
    parameters = sent["body"]["parameters"]
    assert parameters["reference_image_multiple"] == [base64.b64encode(b"opaque").decode()] * 2
    assert parameters["reference_strength_multiple"] == [-0.4, 0.2]
    price = json.loads(door("price", recipe, "--json").out)
    assert [(one["reference"], one["words"]) for one in price["receipts"]] == [
        ("vibes[1]", "already encoded for V4.5 Full at 0.7"),
        ("vibes[2]", "already encoded for V4.5 Full at 0.7"),
    ]
    generate = door("generate", "x", "--model", FULL, "--vibe", "@moods/dusk", "--dry-run", "--json", *DEMO)
    assert "there is no reference of that name" in generate.err  # the demo has a collection of its own


def test_a_precise_reference_of_the_collection(door: Any, cat: Path, tmp_path: Path) -> None:
    assert door("references", "add", cat, "--type", "character", "--fidelity", "0.25").code == 0
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE + '[[precise_references]]\npath = "@cat"\n')
    [sent] = request(door, recipe)
    parameters = sent["body"]["parameters"]
    assert parameters["director_reference_descriptions"][0]["caption"]["base_caption"] == "character"
    assert parameters["director_reference_secondary_strength_values"] == [0.75]
    ended = door("price", recipe)
    assert "precise_references[1]: 5 Anlas a picture" in ended.err


def test_a_name_that_is_not_there_is_refused_with_its_place(door: Any, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE + '[[vibes]]\npath = "@moods/dusk"\n')
    ended = door("request", recipe)
    assert (ended.code, ended.err) == (4, "refused: vibes[1].path: @moods/dusk: there is no reference of that name\n")


def test_the_encoding_of_an_entry_is_kept_for_every_recipe(door: Any, cat: Path, tmp_path: Path) -> None:
    assert door("references", "add", cat, "--demo").code == 0
    ended = door("vibe", "encode", "@cat", "--model", FULL, *DEMO, "--yes")
    assert ended.code == 0, ended.err
    assert "spent 2 Anlas" in ended.err
    again = door("vibe", "encode", cat, "--model", FULL, *DEMO, "--out", tmp_path / "cat.naiv4vibe")
    assert again.code == 0, again.err
    assert "bought before" in again.err
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE + '[[vibes]]\npath = "@cat"\n[[vibes]]\npath = "cat.png"\n')
    run = door("run", recipe, *DEMO, "--out", tmp_path / "o", "--json")
    assert run.code == 0, run.err  # nothing but the picture, which is free
    assert [event["event"] for event in run.events if event["event"] == "queued"] == ["queued"]


# ---------------------------------------------------------------- files


def test_vibes_of_a_run_come_back_from_its_picture_and_go_out_again(door: Any, cat: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE + '[[vibes]]\npath = "cat.png"\nstrength = 0.25\n')
    assert door("run", recipe, *DEMO, "--out", tmp_path / "o", "--yes").code == 0
    [made] = (tmp_path / "o").iterdir()
    shown = door("vibe", "show", made)
    assert shown.code == 0, shown.err
    assert "encoded for v4-5full, information extracted not known, 49,152 bytes" in shown.out
    taken = door("vibe", "import", made, "--into", "found", "--demo")
    assert taken.code == 0, taken.err
    name = taken.out.strip()
    assert name.startswith("@found/")
    [entry] = listed(door, "--demo")
    assert (entry["name"], entry["strength"]) == (name, 0.25)
    for source, out in ((name, "a.naiv4vibe"), (recipe, "b.naiv4vibebundle"), (recipe, "c.naiv4vibebundle.png")):
        ended = door("vibe", "export", source, "--out", tmp_path / out, "--demo")
        assert ended.code == 0, ended.err
        assert ended.out == f"{tmp_path / out}\n"
        [found], notes = read_vibes((tmp_path / out).read_bytes())
        assert notes == []
        assert found.import_info == {"model": FULL, "information_extracted": 0.7, "strength": 0.25}
    assert found.id == vibe_id(cat.read_bytes())
    alone = door("vibe", "export", recipe, "--out", tmp_path / "d.naiv4vibe", "--demo", "--without-picture")
    assert alone.code == 0, alone.err
    assert read_vibes((tmp_path / "d.naiv4vibe").read_bytes())[0][0].image is None


def test_export_says_what_is_preselected(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.naiv4vibe"
    options = ("--model", V4, "--strength", "-1.5", "--information", "0.5")
    ended = door("vibe", "export", cat, "--out", out, *options)
    assert ended.code == 0, ended.err
    assert "it is not encoded for V4 Full at 0.5; whoever takes it in pays for that" in ended.err
    [found], _ = read_vibes(out.read_bytes())
    assert found.import_info == {"model": V4, "information_extracted": 0.5, "strength": -1.5}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gone.png", "--out", "x.naiv4vibe"), "gone.png: No such file or directory"),
        (("@gone", "--out", "x.naiv4vibe"), "@gone: there is no reference of that name"),
        (("cat.png", "cat.png", "--out", "x.naiv4vibe"), "holds one vibe, not 2"),
        (("cat.png", "--out", "x.json"), "should end in .naiv4vibe"),
        (("cat.png", "--out", "cat.png"), "nothing is overwritten"),
        (("cat.png", "--out", "x.naiv4vibe", "--without-picture"), "no encoding for v4-5full"),
        (("cat.png", "--out", "x.naiv4vibe", "--model", "nai-diffusion-5-full"), "has no encodings; those with them"),
        (("cat.png", "--out", "x.naiv4vibe", "--information", "7"), "information: Input should be less than"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    door: Any, cat: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(cat.parent)
    ended = door("vibe", "export", *arguments)
    assert ended.code == 4
    assert said in ended.err
    assert [path.name for path in cat.parent.glob("x.*")] == []


def test_import_takes_what_it_can_and_says_the_rest(door: Any, cat: Path, tmp_path: Path) -> None:
    bundle, spoilt = tmp_path / "b.naiv4vibebundle", tmp_path / "s.naiv4vibe"
    bundle.write_bytes(write_bundle([encoding(b"1", "sea"), encoding(b"2", "sun")]))
    spoilt.write_text("{")
    ended = door("vibe", "import", bundle, spoilt, cat, tmp_path / "gone", "--json")
    assert ended.code == 4
    assert [entry["name"] for entry in json.loads(ended.out)] == ["@sea", "@sun"]
    assert ended.err.splitlines() == [
        f"refused: {spoilt}: The vibe file is damaged: it is not valid JSON.",
        f"refused: {cat}: This picture holds no vibe.",
        f"refused: {tmp_path / 'gone'}: No such file or directory",
    ]
    again = door("vibe", "import", bundle)
    assert (again.code, again.out) == (0, "@sea\n@sun\n")
    assert "it is there already as @sea" in again.err


def test_import_for_a_model(door: Any, tmp_path: Path) -> None:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_itxt("NovelAI_Vibe_Encoding_Base64", base64.b64encode(b"opaque").decode())
    Image.new("RGB", (8, 8)).save(tmp_path / "card.png", pnginfo=info)
    unknown = door("vibe", "import", tmp_path / "card.png")
    assert unknown.code == 4
    assert "--for MODEL says it" in unknown.err
    assert door("vibe", "import", tmp_path / "card.png", "--for", "nai-diffusion-5-full").code == 4
    ended = door("vibe", "import", tmp_path / "card.png", "--for", FULL)
    assert (ended.code, ended.out) == (0, "@card\n")
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE + '[[vibes]]\npath = "@card"\n')
    assert request(door, recipe)[0]["body"]["parameters"]["reference_image_multiple"] == ["b3BhcXVl"]
