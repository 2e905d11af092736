"""``request``, ``price``, ``show`` and ``models``: looking sends nothing and needs no token."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest

from naitui import __version__
from naitui.library.record import Record, with_record
from naitui.recipe import Character, Recipe, Sampling, read_recipe, write_recipe

WILD = "[b]bold[/b] {{x}} \x1b]0;owned\x07\x1b[31m\u009b31m\u202e 🌙 \x00\x7f"


def recipe_file(tmp_path: Path, **recipe: Any) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(write_recipe(Recipe(**recipe)), "utf-8")
    return path


def no_controls(text: str) -> bool:
    return not any((category(c) == "Cc" and c not in "\n\t") or c == "\u202e" for c in text)


def test_request_hides_the_token_and_needs_none(door: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOVELAI_TOKEN", "pst-s3cr3t")
    path = recipe_file(tmp_path, prompt="1girl", sampling=Sampling(seed=3))
    ended = door("request", path)
    [request] = json.loads(ended.out)
    assert request["headers"]["Authorization"] == "Bearer ***"
    assert request["url"] == "https://image.novelai.net/ai/generate-image-stream"
    assert request["body"]["parameters"]["seed"] == 3
    assert "s3cr3t" not in ended.out + ended.err
    assert door("request", path).out == ended.out
    assert json.loads(door("request", path, "--stream", "none").out)[0]["url"].endswith("/ai/generate-image")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "45 Anlas (Paper"),
        (("--tier", "opus"), "45 Anlas (1024×1536 is not free)"),
        (("--tier", "tablet"), "45 Anlas (Tablet has no free pictures)"),
    ],
)
def test_what_a_large_picture_costs(door: Any, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    path = recipe_file(tmp_path, prompt="x", sampling=Sampling(width=1024, height=1536, steps=28))
    ended = door("price", path, *options)
    assert ended.code == 0
    assert ended.out.startswith(said)


def test_what_a_normal_picture_costs_opus(door: Any, tmp_path: Path) -> None:
    path = recipe_file(tmp_path, prompt="x")
    assert door("price", path, "--tier", "opus").out == "0 Anlas (free with Opus)\n"
    assert door("price", path, "--tier", "opus", "--allowance-spent").out == "26 Anlas (the V5 allowance is spent)\n"
    facts = json.loads(door("price", path, "--tier", "opus", "--json").out)
    assert (facts["anlas"], facts["pictures"], facts["requests"], facts["per_picture"]) == (0, 1, 1, 26)
    assert (facts["free"], facts["uses_allowance"], facts["estimate"]) == (1, True, False)


def test_refused_recipes_are_refused_here_too(door: Any, tmp_path: Path) -> None:
    path = recipe_file(tmp_path, prompt="x", sampling=Sampling(width=4096, height=4096))
    for command in ("price", "request"):
        ended = door(command, path)
        assert (ended.code, ended.out) == (4, "")
        assert "3,145,728" in ended.err


def test_show_in_all_three_forms(door: Any, picture: Path) -> None:
    words = door("show", picture).out
    assert words.startswith("NovelAI Diffusion V4.5 Full" if "NovelAI" in words else "V4.5 Full")
    assert "64×64, seed 5" in words
    assert "銀髪 🌙" in words
    document = json.loads(door("show", "--json", picture).out)
    assert document["novelai"]["comment"]["seed"] == document["recipe"]["sampling"]["seed"] == 5
    assert document["sample"] == 0
    recipe = read_recipe(door("show", "--toml", picture).out)
    assert recipe.prompt == document["recipe"]["prompt"]


@pytest.mark.parametrize("content", [None, b"", b"not a picture", b"\x89PNG\r\n\x1a\n cut"])
def test_what_cannot_be_shown_is_1(door: Any, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.png"
    if content is not None:
        path.write_bytes(content)
    ended = door("show", path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{path}: ")
    assert "Traceback" not in ended.err


def test_a_strangers_picture(door: Any, tmp_path: Path, picture: Path) -> None:
    from naitui.pictures.png import without_text

    path = tmp_path / "bare.png"
    path.write_bytes(without_text(picture.read_bytes(), "naitui"))
    assert "seed 5" in door("show", path).out
    recipe = read_recipe(door("show", path, "--toml").out)
    assert recipe.prompt.startswith("1girl, {silver hair}, [hat]")
    document = json.loads(door("show", path, "--json").out)
    assert document["sample"] is None
    assert document["novelai"]["comment"]["seed"] == 5


def test_no_field_of_a_picture_reaches_the_terminals_controls(door: Any, tmp_path: Path, picture: Path) -> None:
    people = (Character(name=WILD, prompt=WILD, undesired=WILD),)
    recipe = Recipe(model=WILD, prompt=WILD, undesired=WILD, characters=people, sampling=Sampling(seed=1, sampler=WILD))
    path = tmp_path / "wild.png"
    path.write_bytes(with_record(picture.read_bytes(), Record(recipe, 0)))
    for form in ((), ("--json",), ("--toml",)):
        ended = door("show", path, *form)
        assert ended.code == 0
        assert no_controls(ended.out + ended.err), form
        assert "[b]bold[/b]" in ended.out
    assert read_recipe(door("show", path, "--toml").out) == recipe


def test_no_field_of_a_recipe_reaches_the_terminals_controls(door: Any, tmp_path: Path) -> None:
    people = (Character(name=WILD, prompt=WILD, undesired=WILD),)
    path = recipe_file(tmp_path, prompt=WILD, undesired=WILD, characters=people)
    ended = door("run", path, "--demo", "--pace", "0", "--name", "{prompt}", "--out", tmp_path / "o")
    assert ended.code == 0
    assert no_controls(ended.out + ended.err)
    for wrong in ({"model": WILD, "sampling": Sampling(sampler=WILD, schedule=WILD)}, {"model": WILD}):
        for command in ("request", "price"):
            ended = door(command, recipe_file(tmp_path, prompt="x", **wrong))
            assert no_controls(ended.out + ended.err), (command, wrong)
            assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "x", f"--{WILD}"),
        ("generate", "x", "--quality", WILD),
        ("generate", "x", "--size", WILD),
        ("generate", "x", "--demo", "--fault", WILD),
        ("generate", "x", "--demo", "--name", f"{WILD}/{{sed}}"),
        ("run", "no\x1b[31mfile"),
        ("show", "no\x1b[31mfile"),
        (WILD,),
    ],
)
def test_no_complaint_quotes_controls(door: Any, arguments: tuple[str, ...]) -> None:
    ended = door(*arguments)
    assert ended.code in (1, 2)
    assert ended.err
    assert no_controls(ended.err)


def test_models(door: Any) -> None:
    words = door("models").out
    assert "nai-diffusion-5-curated" in words
    assert "(default)" in words
    documents = json.loads(door("models", "--json").out)
    assert {"nai-diffusion-4-5-full", "nai-diffusion-3"} <= {document["id"] for document in documents}


@pytest.mark.parametrize(("command", "code"), [(("tags", "sil", "--local"), 2), (("models",), 0)])
def test_a_wrong_settings_file_stops_what_depends_on_it(
    door: Any, tmp_path: Path, command: tuple[str, ...], code: int
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("colour = 'red'\n")
    ended = door(*command, "--config", path)
    assert ended.code == code
    assert "unknown key 'colour'" in ended.err


LOADED = """
import sys
from naitui.cli.main import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
heavy = {"textual", "rich", "PIL", "httpx", "pydantic", "msgpack"}
print("loaded:", *sorted(heavy & {name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("generate", "--help")])
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr == "loaded:\n"
    assert (f"naitui {__version__}" if arguments == ("--version",) else "usage: naitui") in done.stdout


def test_generating_loads_no_screen(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADED, "generate", "x", "--demo", "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"HOME": str(tmp_path)})
    loaded = done.stderr.splitlines()[-1].split()
    assert "httpx" in loaded
    assert "textual" not in loaded
