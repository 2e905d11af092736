"""``naitui events`` tells what runs do; hooks are run with the facts and without the token; ``naitui keys``."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

SMALL = ("--size", "64x64", "--steps", "3")
QUICK = ("--demo", "--pace", "0")
HOOK = """#!{python}
import json, os, sys
with open({log!r}, "a") as file:
    names = sorted(name for name in os.environ if "TOKEN" in name or "API_KEY" in name)
    path = os.environ.get("NAITUI_PATH")
    print(json.dumps([os.environ["NAITUI_HOOK"], path, json.load(sys.stdin), names]), file=file)
sys.exit({code})
"""


def hook(folder: Path, name: str, code: int = 0) -> Path:
    path = folder / name
    path.write_text(HOOK.format(python=sys.executable, log=str(folder / "log"), code=code))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text)
    return path


def events(door: Any, *more: str) -> list[dict[str, Any]]:
    ended = door("events", "--json", "--since", "1h", "--no-follow", "--demo", *more)
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = ended.events
    return found


def test_runs_with_and_without_a_queue_are_followed(door: Any, tmp_path: Path) -> None:
    assert events(door) == []
    made = door("generate", "girl", "--seed", "5", *SMALL, *QUICK)
    assert made.code == 0, made.err
    found = events(door)
    assert [row["event"] for row in found] == ["started", "saved", "finished"]
    assert found[1]["path"] == made.out.strip()
    (tmp_path / "a.toml").write_text('prompt = "x"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = 7\n')
    assert door("queue", "import", tmp_path / "a.toml", *QUICK).code == 0
    assert [row["event"] for row in events(door)][:1] == ["queued"]
    assert door("queue", "run", "--yes", *QUICK).code == 0
    of_queue = [row for row in events(door) if row["job"] != found[0]["job"]]
    assert [row["event"] for row in of_queue] == ["queued", "started", "saved", "finished"]
    assert events(door, "--since", "2099-01-01T00:00") == []
    assert door("events", "--json", "--since", "yesterday").code == 2


def test_a_cap_that_the_day_has_come_to_is_an_event(door: Any, tmp_path: Path) -> None:
    config = settings(tmp_path, "[budget]\nday = 20\n")
    large = ("--size", "1024x1536", "--steps", "3", "--max-anlas", "20", "--demo-tier", "tablet")
    made = door("generate", "girl", "--seed", "5", *large, *QUICK, "--config", config)
    assert made.code == 0, made.err
    found = events(door, "--config", str(config))
    spent = next(row["spent"] for row in found if row["event"] == "finished")
    config.write_text(f"[budget]\nday = {spent}\n")
    (told,) = [row for row in events(door, "--config", str(config)) if row["event"] == "budget"]
    assert (told["cap"], told["spent"]) == ("day", spent)


def test_hooks_get_the_facts_and_never_the_token(door: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAI_TOKEN", "pst-secret")
    monkeypatch.setenv("NAITUI_TOKEN_FILE", "/nowhere")
    monkeypatch.setenv("NOVELAI_API_KEY", "pst-secret")
    names = {moment: str(hook(tmp_path, moment)) for moment in ("saved", "failed", "budget")}
    lines = [f"{moment} = {json.dumps([path])}" for moment, path in names.items()]
    config = settings(tmp_path, "[hooks]\n" + "\n".join(lines) + "\n[budget]\njob = 0\n")
    made = door("generate", "girl", "--seed", "5", *SMALL, *QUICK, "--config", config)
    assert made.code == 0, made.err
    broken = door("generate", "girl", *SMALL, *QUICK, "--fault", "reject", "--config", config)
    assert broken.code != 0
    dear = ("--size", "1024x1536", "--yes")
    assert door("generate", "girl", *dear, *QUICK, "--config", config).code == 4
    log = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [(row[0], row[3]) for row in log] == [("saved", []), ("failed", []), ("budget", [])]
    assert log[0][1] == log[0][2]["path"] == made.out.strip()
    assert "cap" in log[2][2]["message"]
    assert "secret" not in (tmp_path / "log").read_text()


def test_a_hook_that_fails_is_told_once_and_keeps_nothing_from_its_place(door: Any, tmp_path: Path) -> None:
    config = settings(tmp_path, f"[hooks]\nsaved = {json.dumps([str(hook(tmp_path, 'saved', 3))])}\n")
    made = door("generate", "girl", "--count", "3", *SMALL, *QUICK, "--config", config)
    assert made.code == 0, made.err
    assert len(made.out.splitlines()) == 3
    assert made.err.count("the hook for saved ended with 3") == 1
    config.write_text('[hooks]\nsaved = ["no-such-program-anywhere"]\n')
    made = door("generate", "girl", *SMALL, *QUICK, "--config", config)
    assert made.code == 0
    assert "cannot be started" in made.err


@pytest.mark.parametrize(
    "text", ["hooks = 3", "[hooks]\nmade = ['x']", "[hooks]\nsaved = 'x'", "[hooks]\nsaved = ['./x']"]
)
def test_hooks_that_cannot_be_are_told(door: Any, tmp_path: Path, text: str) -> None:
    ended = door("tags", "rain", "--local", "--config", settings(tmp_path, text))
    assert ended.code == 2, ended.err
    assert "hooks" in ended.err


def test_the_list_of_keys_says_where_each_comes_from(door: Any, tmp_path: Path) -> None:
    whole = door("keys", "default").out
    own = tmp_path / "keys.toml"
    own.write_text(whole)
    assert door("keys", "check", own).code == 0
    by_hand = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and " = [" in line and "everywhere" not in line else line
        for line in whole.splitlines()
    ).replace('generate = ["f5", "ctrl+g"]\n\n# On every', "\n# On every")
    own.write_text(by_hand)
    assert "no clash" in door("keys", "check", own).out, "the default keys, written out, are no fault"
    own.write_text('[studio]\nzoom = "f8"\n')
    ended = door("keys", "check", own)
    assert ended.code == 2
    assert f"{own}:2: studio.zoom: F8 is studio.cancel already" in ended.out
    rows = json.loads(door("keys", "--json").out)
    assert {"place": "studio", "action": "quit", "source": "default"}.items() <= next(
        row for row in rows if (row["place"], row["action"]) == ("studio", "quit")
    ).items()
    assert os.path.basename(own) not in door("keys").err
