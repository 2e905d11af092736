"""``naitui rerun``: the same request again, told apart from one that cannot be the same."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

from naitui.library.record import Record, read_record, with_record

QUICK = ("--demo", "--pace", "0")


def body(door: Any, *arguments: object) -> dict[str, Any]:
    """The request's body, as a dry run shows it."""
    ended = door(*arguments, *QUICK, "--dry-run", "--json")
    assert ended.code == 0, ended.err
    lines = [json.loads(line) for line in ended.out.splitlines()]
    [request] = [line for line in lines if "body" in json.dumps(line)]
    return {name: value for name, value in request.items() if name != "job"}


def test_the_identical_request(door: Any, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        'model = "nai-diffusion-4-5-full"\nprompt = "||red|blue|| hair, /* no */ {hat}, 1.2::smile::"\n'
        "[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = 7\n[batch]\ncount = 2\nsamples = 2\n"
        '[[characters]]\nprompt = "girl, ||crown|veil||"\nposition = "B3"\n'
    )
    first = body(door, "run", recipe, "--yes")
    ended = door("run", recipe, *QUICK, "--yes", "--out", tmp_path / "out")
    made = [Path(line) for line in ended.out.splitlines()]
    assert len(made) == 2
    for path in made:
        assert body(door, "rerun", path, "--yes") == first
    again = door("rerun", made[1], *QUICK, "--yes", "--out", tmp_path / "again")
    assert again.code == 0
    assert "the same request as the picture's" in again.err
    assert "all of them are made again" in again.err
    pictures = [Image.open(path) for path in made]
    repeated = [Image.open(line) for line in again.out.splitlines()]
    assert [one.tobytes() for one in pictures] == [one.tobytes() for one in repeated]


def test_another_seed(door: Any, picture: Path) -> None:
    ended = door("rerun", picture, *QUICK, "--new-seed", "--dry-run")
    assert ended.code == 0
    assert "seed 5" not in ended.out


def test_a_changed_record_is_told(door: Any, picture: Path, tmp_path: Path) -> None:
    record = read_record(picture.read_bytes())
    assert record is not None
    sampling = record.recipe.sampling.model_copy(update={"steps": 2})
    changed = Record(record.recipe.model_copy(update={"sampling": sampling}), 0)
    path = tmp_path / "changed.png"
    path.write_bytes(with_record(picture.read_bytes(), changed))
    ended = door("rerun", path, *QUICK, "--dry-run")
    assert "not the same request: steps: 2 and not 3" in ended.err


def test_a_picture_that_says_nothing(door: Any, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(out.getvalue())
    ended = door("rerun", path, *QUICK)
    assert ended.code == 1
    assert "nothing in it says how it was made" in ended.err
    assert door("rerun", tmp_path / "no.png", *QUICK).code == 1


def test_what_is_lost_is_refused_until_it_is_agreed_to(door: Any, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "PNG")
    source = tmp_path / "source.png"
    source.write_bytes(out.getvalue())
    small = ("--size", "64x64", "--steps", "3")
    made = door("generate", "1girl", "--source", source, *QUICK, *small, "--yes", "--out", tmp_path / "out")
    path = Path(made.out.strip())
    source.unlink()
    ended = door("rerun", path, *QUICK, "--yes")
    assert ended.code == 1
    assert "the source picture" in ended.err
    assert "refused" in ended.err
