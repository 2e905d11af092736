"""``enhance`` and ``vary``: a finished picture's own recipe, drawn again from the picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.record import read_record
from naitui.recipe import Source

DEMO = ("--demo", "--pace", "0")
SMALL = ("--size", "128x192", "--steps", "3")


@pytest.fixture
def made(door: Any, tmp_path: Path) -> Path:
    ended = door(
        "generate", "1girl, hat", "--model", "nai-diffusion-4-5-full", "--seed", "5", *SMALL, *DEMO, "--out", tmp_path
    )
    assert ended.code == 0, ended.err
    return Path(ended.out.strip())


def planned(door: Any, *arguments: object) -> dict[str, Any]:
    ended = door(*arguments, *DEMO, "--dry-run", "--json")
    assert ended.code == 0, ended.err
    return ended.events[-1]


def test_enhance_draws_it_again_with_the_page_s_numbers(door: Any, made: Path) -> None:
    event = planned(door, "enhance", made, "--magnitude", "5", "--scale", "1.5")
    body = event["request"]["body"]
    assert body["action"] == "img2img"
    assert body["input"].startswith("1girl, hat, -2::upscaled, blurry::")
    parameters = body["parameters"]
    assert (parameters["strength"], parameters["noise"]) == (0.7, 0.1)
    assert (parameters["width"], parameters["height"]) == (192, 320)
    assert parameters["seed"] != 5
    assert event["request"]["url"].endswith("/ai/generate-image-stream")


def test_its_own_size_counts_not_the_recipe_s(door: Any, made: Path, tmp_path: Path) -> None:
    assert door("upscale", made, *DEMO, "--yes", "--out", tmp_path / "large").code == 0
    [large] = (tmp_path / "large").iterdir()
    parameters = planned(door, "enhance", large)["request"]["body"]["parameters"]
    assert (parameters["width"], parameters["height"]) == (256, 384)


def test_options_go_before_the_page_s_numbers(door: Any, made: Path) -> None:
    parameters = planned(door, "vary", made, "--strength", "0.3", "--noise", "0", "--seed", "9")["request"]["body"][
        "parameters"
    ]
    assert (parameters["strength"], parameters["noise"], parameters["seed"], parameters["n_samples"]) == (0.3, 0, 9, 3)


def test_vary_makes_three_in_one_request(door: Any, made: Path, tmp_path: Path) -> None:
    ended = door("vary", made, *DEMO, "--yes", "--json", "--out", tmp_path / "o", "--seed", "70")
    assert ended.code == 0, ended.err
    saved = [event for event in ended.events if event["event"] == "saved"]
    assert [event["seed"] for event in saved] == [70, 71, 72]
    record = read_record(Path(saved[0]["path"]).read_bytes())
    assert record.recipe.source == Source(path=f"~/{made.relative_to(tmp_path)}", strength=0.8, noise=0.1)
    assert record.recipe.prompt == "1girl, hat"
    pixels = {Image.open(event["path"]).tobytes() for event in saved}
    assert len(pixels) == 3


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "magnitude": (("enhance", "--magnitude", "6"), "the magnitude goes from 1 to 5"),
    "scale": (("enhance", "--scale", "90"), "larger than NovelAI makes"),
    "price": (("vary",), "0 were agreed to"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_is_4(door: Any, made: Path, why: str) -> None:
    (command, *options), said = REFUSED[why]
    ended = door(command, made, *options, *DEMO)
    assert ended.code == 4
    assert said in ended.err


def test_a_picture_without_a_recipe_is_4(door: Any, tmp_path: Path) -> None:
    Image.new("RGB", (128, 128)).save(tmp_path / "bare.png")
    ended = door("enhance", tmp_path / "bare.png", *DEMO)
    assert ended.code == 4
    assert "nothing in it says how it was made" in ended.err
    assert door("vary", tmp_path / "none.png", *DEMO).code == 4


def test_the_options_of_generate_name_pictures_too(door: Any, made: Path, tmp_path: Path) -> None:
    mask = tmp_path / "mask.png"
    Image.new("L", (128, 192), 255).save(mask)
    model = ("--model", "nai-diffusion-4-5-full")
    source = ("--source", made, "--strength", "0.4", "--noise", "0.1")
    body = planned(door, "generate", "x", *model, *SMALL, *source)["request"]["body"]
    assert (body["action"], body["parameters"]["strength"], body["parameters"]["noise"]) == ("img2img", 0.4, 0.1)
    body = planned(door, "generate", "x", *model, *SMALL, "--source", made, "--mask", mask)["request"]["body"]
    assert body["action"] == "infill"
    body = planned(door, "generate", "x", *model, *SMALL, "--reference", f"{made}:style")["request"]["body"]
    [description] = body["parameters"]["director_reference_descriptions"]
    assert description["caption"]["base_caption"] == "style"
    ended = door("generate", "x", *model, *SMALL, "--vibe", f"{made}:-0.25", *DEMO, "--dry-run", "--json")
    encode, generate = ended.events[-2:]
    assert (encode["kind"], encode["anlas"], generate["kind"]) == ("encoding", 2, "generation")
    assert generate["request"]["body"]["parameters"]["reference_strength_multiple"] == [-0.25]


def test_paths_of_options_count_from_here_and_those_of_the_recipe_from_its_folder(
    door: Any, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / "there.png").write_bytes(made.read_bytes())
    (deep / "r.toml").write_text('prompt = "x"\n[source]\npath = "there.png"\n[sampling]\nwidth = 128\nheight = 128\n')
    monkeypatch.chdir(tmp_path)
    assert planned(door, "generate", "--recipe", deep / "r.toml")["kind"] == "generation"
    assert planned(door, "generate", "--recipe", deep / "r.toml", "--source", made.name)["kind"] == "generation"
    ended = door("generate", "--recipe", deep / "r.toml", "--source", "there.png", *DEMO)
    assert ended.code == 4
    assert "source.path: ~/there.png: " in ended.err


def test_a_strength_without_a_source_is_a_fault_of_usage(door: Any) -> None:
    ended = door("generate", "x", "--strength", "0.4", *DEMO)
    assert ended.code == 2
    assert "source.path: is missing" in ended.err


def test_the_price_counts_encodings(door: Any, made: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    vibes = "".join(f'[[vibes]]\npath = "{made.name}"\ninformation = {n}\n' for n in (0.1, 0.2, 0.2))
    recipe.write_text(f'prompt = "x"\nmodel = "nai-diffusion-4-5-full"\n{vibes}')
    document = json.loads(door("price", recipe, "--tier", "opus", "--json").out)
    assert (document["anlas"], document["encodings"], document["requests"]) == (4, 2, 3)
    requests = json.loads(door("request", recipe).out)
    assert [request["url"].rpartition("/")[2] for request in requests] == ["encode-vibe"] * 2 + [
        "generate-image-stream"
    ]
