"""Finding, rating, labelling and throwing away from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

QUICK = ("--demo", "--pace", "0", "--size", "64x64", "--steps", "3", "--model", "nai-diffusion-4-5-full")


@pytest.fixture
def made(door: Any, tmp_path: Path) -> list[Path]:
    """Two pictures of the demo, the newest first."""
    folder = tmp_path / "config" / "naitui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'pictures = "{tmp_path / "pictures"}"\n')
    door("generate", "1girl, silver hair, [night] city", *QUICK, "--seed", "5")
    door("generate", "2girls, red dress", *QUICK, "--seed", "6", "--character", "girl, crown")
    return sorted((tmp_path / "pictures").rglob("*.png"), key=lambda path: -path.stat().st_mtime_ns)


def found(door: Any, *query: str) -> list[str]:
    ended = door("find", *query, "--demo")
    assert ended.code == 0, ended.err
    return list(ended.out.splitlines())


def test_words_fields_and_the_newest_first(door: Any, made: list[Path]) -> None:
    red, silver = map(str, made)
    assert found(door) == [red, silver]
    assert found(door, "silver") == [silver]
    assert found(door, "silv -red") == [silver]
    assert found(door, "character:crown") == [red]
    assert found(door, "seed:5", "steps:<4") == [silver]
    assert found(door, "model:v5") == []
    assert found(door, "--count", "1") == [red]


def test_the_demo_is_apart(door: Any, made: list[Path]) -> None:
    ended = door("find")
    assert (ended.code, ended.out) == (0, "")
    assert "no pictures yet" in ended.err


def test_all_that_is_known_as_json(door: Any, made: list[Path]) -> None:
    [told] = json.loads(door("find", "crown", "--demo", "--json").out)
    assert told["path"] == str(made[0])
    assert (told["seed"], told["steps"], told["prompt"]) == (6, 3, "2girls, red dress")
    assert (told["characters"], told["rating"], told["labels"]) == (["girl, crown"], 0, [])


def test_a_mistake_says_what_would_be_right(door: Any, made: list[Path]) -> None:
    ended = door("find", "sede:5", "--demo")
    assert (ended.code, ended.out) == (2, "")
    assert 'did you mean "seed:"?' in ended.err


def test_stars_and_labels(door: Any, made: list[Path]) -> None:
    red, silver = made
    assert door("rate", 4, red, "--demo").code == 0
    assert door("label", "keep,Blue Hour", red, silver, "--demo").code == 0
    assert door("label", "keep", silver, "--remove", "--demo").code == 0
    assert door("label", "best", red, "--collection", "--demo").code == 0
    assert found(door, "rated:>3") == found(door, "label:keep") == found(door, "collection:best") == [str(red)]
    assert found(door, "label:blue-hour") == [str(red), str(silver)]
    assert door("rate", 0, red, "--demo").code == 0
    assert found(door, "is:rated") == []


def test_a_picture_that_is_not_there_keeps_nobody(door: Any, made: list[Path], tmp_path: Path) -> None:
    ended = door("rate", 2, tmp_path / "no.png", made[0], "--demo")
    assert ended.code == 1
    assert "no.png" in ended.err
    assert found(door, "rated:2") == [str(made[0])]


def test_the_bin(door: Any, made: list[Path]) -> None:
    red, silver = made
    assert door("bin", red, "--demo").code == 0
    assert not red.exists()
    assert found(door) == [str(silver)]
    assert str(red) in door("bin", "--demo").out
    assert [told["was"] for told in json.loads(door("bin", "--json", "--demo").out)] == [str(red)]
    assert door("bin", "back", "--demo").out.splitlines() == [str(red)]
    assert found(door) == [str(red), str(silver)]
    door("bin", red, silver, "--demo")
    assert door("bin", "--restore", silver, "--demo").out.splitlines() == [str(silver)]
    door("bin", silver, "--demo")
    size = f"{sum(one['size'] for one in json.loads(door('bin', 'list', '--json', '--demo').out)) / 1000:,.1f} kB"
    asked = door("bin", "empty", "--demo")  # nobody can be asked
    assert asked.code == 2
    assert f"2 pictures, {size}" in asked.err
    assert len(door("bin", "list", "--demo").out.splitlines()) == 2
    assert sorted(door("bin", "back", "--all", "--demo").out.splitlines()) == sorted(map(str, made))
    door("bin", red, silver, "--demo")
    assert f"2 pictures, {size}, removed for good" in door("bin", "empty", "--yes", "--demo").err
    assert "is empty" in door("bin", "list", "--demo").err
    assert door("bin", "--restore", red, "--demo").code == 1
    assert not red.exists()


def test_given_away_without_a_word(door: Any, made: list[Path], tmp_path: Path) -> None:
    ended = door("export", *made, "--to", tmp_path / "out", "--strip")
    copies = [Path(line) for line in ended.out.splitlines()]
    assert [path.name for path in copies] == [path.name for path in made]
    assert door("show", made[0]).code == 0
    assert door("show", copies[0]).code == 1
    assert door("export", tmp_path / "no.png", "--to", tmp_path / "out.zip").code == 1


def test_files_that_are_called_like_words_of_the_bin(door: Any, made: list[Path], tmp_path: Path) -> None:
    odd = made[0].rename(made[0].with_name("back"))
    assert door("bin", "--demo", "--", odd).code == 0
    assert not odd.exists()
    assert door("bin", "list", odd, "--demo").code == 2
    assert door("bin", "--restore", "--demo").out.splitlines() == [str(odd)]
