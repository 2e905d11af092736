"""How the command line behaves at its edges: left-overs, folders, defaults, refused numbers, folders it cannot read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naitui.cli.options import FAULT_NAMES
from naitui.demo import DEMO_TOKEN
from naitui.demo.faults import FAULTS
from naitui.jobs import AccountLock
from naitui.novelai import NovelAI, load_catalog
from naitui.recipe import Recipe, Sampling, write_recipe

QUICK = ("--demo", "--pace", "0", "--size", "64x64", "--steps", "3")


def leave(home: Path, name: str, *pictures: bytes) -> Path:
    folder = home / "state" / "naitui" / "demo-incoming" / name
    folder.mkdir(parents=True)
    (folder / "recipe.toml").write_text(write_recipe(Recipe(prompt="left", sampling=Sampling(seed=77))))
    for sample, data in enumerate(pictures):
        (folder / f"sample-{sample}").write_bytes(data)
    return folder


def test_left_overs_are_recovered_and_told_before_anything_is_sent(door: Any, tmp_path: Path) -> None:
    leave(tmp_path, "job-1", b"\xff\xd8\xff..\xff\xd9")
    leave(tmp_path, "job-2")
    assert "recovered" not in door("generate", "x", *QUICK, "--dry-run").err
    ended = door("generate", "x", *QUICK, "--out", tmp_path / "o")
    assert ended.code == 0
    lines = ended.err.splitlines()
    told = [line for line in lines if "earlier run" in line or "was in flight" in line]
    assert len(told) == 2
    assert lines.index(told[1]) < next(at for at, line in enumerate(lines) if line.startswith("sent"))
    assert list((tmp_path / "o").glob("*-77.jpg"))
    [aside] = (tmp_path / "state" / "naitui" / "demo-unfinished").iterdir()
    assert f"naitui run {aside}" in told[1]
    assert door("run", aside, "--demo", "--dry-run").code == 0
    assert "in flight" not in door("generate", "x", *QUICK, "--out", tmp_path / "o").err


def test_the_demos_pictures_have_a_folder_of_their_own(door: Any, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'pictures = "{tmp_path / "mine"}"\nname = "{{seed}}"\n')
    ended = door("generate", "x", *QUICK, "--seed", "3", "--config", config)
    assert ended.code == 0, ended.err
    assert (tmp_path / "mine" / "demo" / "3.png").is_file()


def test_the_turn_of_the_account_is_waited_for(program: Any, tmp_path: Path) -> None:
    lock = AccountLock(tmp_path / "state" / "naitui", NovelAI(DEMO_TOKEN).fingerprint)
    assert lock._try()
    with program.start("generate", "x", *QUICK, "--out", program.out) as process:
        for line in process.stderr:
            if line.startswith(b"waiting"):
                break
        assert line == b"waiting: another naitui is generating with this account\n"
        assert program.pictures == []
        lock.give_back()
        assert process.wait(60) == 0
    assert len(program.pictures) == 1


def test_the_catalogs_default_model_is_used(door: Any, tmp_path: Path) -> None:
    catalog = tmp_path / "config" / "naitui" / "catalog.toml"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('default = "nai-diffusion-4-5-full"\n')
    [_, planned] = door("generate", "x", "--demo", "--dry-run", "--json").events
    assert planned["request"]["body"]["model"] == "nai-diffusion-4-5-full"


@pytest.mark.parametrize(
    "arguments",
    [("--max-anlas", "-1"), ("--pace", "nan"), ("--pace", "inf"), ("--pace", "-1"), ("--fault", "drop:x")],
)
def test_numbers_that_make_no_sense_are_refused(door: Any, arguments: tuple[str, str]) -> None:
    ended = door("generate", "x", "--demo", *arguments)
    assert ended.code == 2
    assert arguments[0] in ended.err


def test_the_help_lists_the_demos_faults(door: Any) -> None:
    assert FAULT_NAMES == FAULTS
    words = " ".join(door("generate", "--help").out.split()).replace("- ", "-")
    assert all(name in words for name in FAULTS)


@pytest.mark.parametrize("prompt", ["", "/* later */"])
def test_an_empty_prompt_is_pointed_out(door: Any, prompt: str) -> None:
    assert "note: the prompt is empty" in door("generate", prompt, "--demo", "--dry-run").err


def test_a_typo_in_a_models_name_is_pointed_out(door: Any) -> None:
    ended = door("generate", "x", "--demo", "--dry-run", "--model", "nai-diffusion-5-ful")
    assert 'did you mean "nai-diffusion-5-full"?' in ended.err
    assert "nai-diffusion-5-full" in load_catalog().models
    assert "did you mean" not in door("generate", "x", "--demo", "--dry-run", "--model", "zzz").err


def test_a_folder_that_cannot_be_read_is_one_line(door: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/" + "x" * 300)
    ended = door("generate", "x", "--demo", "--dry-run")
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert "too long" in ended.err


def test_a_mistake_of_ours_is_not_taken_for_the_users(door: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from naitui.cli import main

    def stumble(*_: object) -> int:
        raise ValueError("a mistake")

    monkeypatch.setattr(main, "_dispatch", stumble)
    with pytest.raises(ValueError, match="a mistake"):
        door("models")
