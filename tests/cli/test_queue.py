"""``naitui queue``: recipes become jobs and jobs recipes, and what has ended is put in once more; nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEMO = ("--demo",)
QUICK = ("--demo", "--pace", "0")


def recipe(path: Path, seed: int, count: int = 1) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'prompt = "girl {seed}"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = {seed}\n'
        f"[batch]\ncount = {count}\n"
    )
    return path


def listed(door: Any) -> dict[str, Any]:
    ended = door("queue", "list", "--json", *DEMO)
    assert ended.code == 0, ended.err
    document: dict[str, Any] = json.loads(ended.out)
    return document


def test_recipes_are_put_in_sent_and_put_in_once_more(door: Any, tmp_path: Path) -> None:
    recipe(tmp_path / "in" / "b.toml", 5)
    recipe(tmp_path / "in" / "a.toml", 3, count=2)
    named = tmp_path / "named"
    ended = door("queue", "import", tmp_path / "in", "--out", named, *DEMO)
    assert ended.code == 0, ended.err
    assert "3 jobs put in" in ended.err
    titles = [job["title"] for job in listed(door)["jobs"]]
    assert titles == ["seed 3 · girl 3", "seed 4 · girl 3", "seed 5 · girl 5"]
    out = [Path(line) for line in door("queue", "export", tmp_path / "out", *DEMO).out.splitlines()]
    assert [path.name[:5] for path in out] == ["0001-", "0002-", "0003-"]
    first = listed(door)["jobs"][0]["id"]
    assert door("queue", "show", first, *DEMO).out == out[0].read_text()
    assert door("queue", "again", first, *DEMO).code == 1  # it has not ended
    assert door("queue", "cancel", first, *DEMO).code == 0
    sent = door("queue", "run", "--yes", *QUICK)
    assert sent.code == 0, sent.err
    assert len(list(named.rglob("*.png"))) == 2  # where the import said, not where the run does
    once_more = door("queue", "again", first, *DEMO)
    assert once_more.code == 0
    assert "1 jobs put in, " in once_more.err
    assert " Anlas at most" in once_more.err
    [waits] = [job for job in listed(door)["jobs"] if job["state"] == "waiting"]
    assert waits["title"] == "seed 3 · girl 3"
    assert door("queue", "run", "--yes", *QUICK).code == 0
    assert len(list(named.rglob("*.png"))) == 3


def test_one_recipe_that_is_wrong_puts_nothing_in(door: Any, tmp_path: Path) -> None:
    good, bad = recipe(tmp_path / "in" / "a.toml", 3), tmp_path / "in" / "b.toml"
    bad.write_text("prompt = 3\n")
    ended = door("queue", "import", good, bad, *DEMO)
    assert ended.code != 0
    assert "b.toml:1: prompt" in ended.err
    assert door("queue", "import", tmp_path / "nowhere.toml", *DEMO).code != 0
    (tmp_path / "empty").mkdir()
    assert "no recipes" in door("queue", "import", tmp_path / "empty", *DEMO).err
    assert listed(door)["jobs"] == []


def test_the_whole_is_told_with_what_is_done(door: Any, tmp_path: Path) -> None:
    door("queue", "import", recipe(tmp_path / "in" / "a.toml", 3, count=5), *DEMO)
    last = listed(door)["jobs"][-1]["id"]
    door("queue", "cancel", last, *DEMO)
    whole = listed(door)
    assert (whole["done"], whole["of"], whole["seconds_left"]) == (1, 5, None)
    assert "4 jobs, " in door("queue", *DEMO).err
    assert "1 of 5 done" in door("queue", *DEMO).err
