"""Recipes over many inputs: each picture is known again by the recipe that is written in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.record import read_record

DEMO = ("--demo", "--pace", "0")
RECIPE = 'model = "nai-diffusion-4-5-full"\nprompt = "{words}"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\n'


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "cat.toml"
    path.write_text(RECIPE.format(words="cat") + "[source]\npath = 'none.png'\nstrength = 0.3\n")
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for colour in ("teal", "orange", "navy"):
        Image.new("RGB", (64, 64), colour).save(folder / f"{colour}.png")
    return folder


def summary(ended: Any) -> tuple[int, int, int, int]:
    last = ended.events[-1]
    return last["done"], last["already"], last["refused"], last["left"]


def records(folder: Path) -> list[Any]:
    return [read_record(path.read_bytes()) for path in sorted(folder.iterdir())]


def test_a_recipe_over_a_folder_of_sources(door: Any, recipe: Path, sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("run", recipe, "--source", sources, *DEMO, "--json", "--out", out)
    ended = door(*arguments)
    assert ended.code == 0, ended.err
    assert summary(ended) == (3, 0, 0, 0)
    assert "3 of 3 inputs to do, free" in ended.err
    made = records(out)
    assert sorted(Path(one.recipe.source.path).name for one in made) == ["navy.png", "orange.png", "teal.png"]
    assert {one.recipe.source.strength for one in made} == {0.3}
    assert len({one.recipe.sampling.seed for one in made}) == 3
    assert summary(door(*arguments)) == (0, 3, 0, 0)
    Image.new("RGB", (64, 64), "red").save(sources / "teal.png")
    assert summary(door(*arguments)) == (1, 2, 0, 0)
    assert summary(door(*arguments, "--again")) == (3, 0, 0, 0)


@pytest.mark.parametrize("again", [(), ("--again",)])
def test_the_same_picture_twice_is_paid_for_once(
    door: Any, recipe: Path, sources: Path, tmp_path: Path, again: tuple[str, ...]
) -> None:
    (sources / "a-copy.png").write_bytes((sources / "navy.png").read_bytes())
    ended = door("run", recipe, "--source", sources, *DEMO, *again, "--json", "--out", tmp_path / "out")
    assert summary(ended) == (3, 1, 0, 0)
    assert f"the same picture twice: {sources / 'navy.png'} is {sources / 'a-copy.png'}" in ended.err
    made = sorted((tmp_path / "out").iterdir())
    (tmp_path / "out" / "copy.png").write_bytes(made[0].read_bytes())
    for command in ("enhance", "vary"):
        ended = door(command, tmp_path / "out", *DEMO, *again, "--yes", "--json", "--out", tmp_path / command)
        assert ended.code == 0, ended.err
        assert summary(ended) == (3, 1, 0, 0)
    other = tmp_path / "dog.toml"
    other.write_text(recipe.read_text().replace("cat", "dog"))
    ended = door("run", recipe, other, "--source", sources, *DEMO, "--json", "--out", tmp_path / "two")
    assert summary(ended) == (6, 2, 0, 0)  # of two recipes the same picture is two inputs


def test_what_is_left_out_of_a_folder_is_named(door: Any, recipe: Path, sources: Path, tmp_path: Path) -> None:
    for name in ("a.gif", "b.txt", ".hidden.gif", *(f"c{number}.bmp" for number in range(5))):
        (sources / name).write_bytes(b"")
    ended = door("run", recipe, "--source", sources, *DEMO, "--json", "--out", tmp_path / "out")
    said = "a.gif, b.txt, c0.bmp, c1.bmp, c2.bmp and 2 others left out: no PNG, JPEG or WebP"
    assert f"note: {sources}: {said}" in ended.err
    assert summary(ended) == (3, 0, 0, 0)


def test_several_recipes_one_after_the_other(door: Any, tmp_path: Path) -> None:
    paths = []
    for words in ("cat", "dog", "bird"):
        paths.append(tmp_path / f"{words}.toml")
        paths[-1].write_text(RECIPE.format(words=words))
    (tmp_path / "bad.toml").write_text("prompt = 3")
    arguments = ("run", *paths, *DEMO, "--json", "--out", tmp_path / "out")
    assert summary(door(*arguments, "--limit", "1")) == (1, 0, 0, 2)
    assert summary(door(*arguments)) == (2, 1, 0, 0)
    assert sorted(one.recipe.prompt for one in records(tmp_path / "out")) == ["bird", "cat", "dog"]
    ended = door("run", *paths, tmp_path / "bad.toml", *DEMO, "--json", "--out", tmp_path / "out")
    assert ended.code == 4
    assert summary(ended) == (0, 3, 1, 0)
    assert f"{tmp_path / 'bad.toml'}:1: prompt: should be a valid string" in ended.err


def test_one_recipe_alone_is_another_picture_every_time(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "cat.toml"
    path.write_text(RECIPE.format(words="cat"))
    for _ in range(2):
        assert door("run", path, *DEMO, "--out", tmp_path / "out").code == 0
    first, second = records(tmp_path / "out")
    assert first.recipe.sampling.seed != second.recipe.sampling.seed


def test_a_source_of_another_shape_is_told(door: Any, recipe: Path, tmp_path: Path) -> None:
    Image.new("RGB", (200, 50), "teal").save(tmp_path / "wide.png")
    ended = door("run", recipe, "--source", tmp_path / "wide.png", *DEMO, "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    assert "wide.png is 200×50 and is stretched to the recipe's 64×64" in ended.err


@pytest.mark.parametrize("command", ["enhance", "vary"])
def test_a_folder_is_enhanced_or_varied_once(door: Any, tmp_path: Path, command: str) -> None:
    made = tmp_path / "made"
    options = ("--size", "128x128", "--steps", "3", "--model", "nai-diffusion-4-5-full")
    for seed in (1, 2):
        assert door("generate", "cat", *options, "--seed", seed, *DEMO, "--out", made).code == 0
    Image.new("RGB", (64, 64), "teal").save(made / "stranger.png")
    arguments = (command, made, *DEMO, "--yes", "--json", "--out", tmp_path / "out")
    ended = door(*arguments)
    assert ended.code == 4
    assert summary(ended) == (2, 0, 1, 0)
    assert "stranger.png: nothing in it says how it was made" in ended.err
    each = 3 if command == "vary" else 1
    found = records(tmp_path / "out")
    assert len(found) == 2 * each
    assert {Path(one.recipe.source.path).expanduser().parent for one in found} == {made}
    assert summary(door(*arguments)) == (0, 2, 1, 0)
    assert len(records(tmp_path / "out")) == 2 * each


def test_the_price_of_all_is_agreed_to_first(door: Any, tmp_path: Path) -> None:
    paths = []
    for words in ("cat", "dog"):
        paths.append(tmp_path / f"{words}.toml")
        paths[-1].write_text(RECIPE.format(words=words).replace("64", "1088"))
    arguments = ("run", *paths, *DEMO, "--json", "--out", tmp_path / "out")
    ended = door(*arguments)
    assert ended.code == 4
    assert "2 of 2 inputs to do, 12 Anlas" in ended.err
    one = door(*arguments, "--max-anlas", "10")
    assert "1 of them fit into 10 Anlas: --limit 1" in one.err
    assert door(*arguments, "--max-anlas", "12").events[-1]["anlas"] == 12
