"""A picture that a command finds from an earlier run ends its job's row of the queue, whoever has asked for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from naitui.library.queue import QueueStore

QUICK = ("--demo", "--pace", "0", "--size", "64x64", "--steps", "3")


def test_generate_ends_the_row_of_what_it_recovers(door: Any, tmp_path: Path) -> None:
    recipe = tmp_path / "a.toml"
    recipe.write_text('prompt = "girl"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = 5\n')
    assert door("queue", "import", recipe, "--demo").code == 0
    [job] = json.loads(door("queue", "--json", "--demo").out)["jobs"]
    made = door("generate", "cat", *QUICK, "--out", tmp_path / "out")
    [picture] = map(Path, made.out.splitlines())
    folder = tmp_path / "state" / "naitui" / "demo-incoming" / job["id"]
    folder.mkdir(parents=True)
    (folder / "recipe.toml").write_text(recipe.read_text())
    (folder / "sample-0").write_bytes(picture.read_bytes())
    store = QueueStore(tmp_path / "data" / "naitui" / "demo-queue.sqlite")
    store.end(job["id"], "unknown", note="nobody knows")
    ended = door("generate", "dog", *QUICK, "--out", tmp_path / "out")
    assert "recovered from an earlier run" in ended.err
    [row] = json.loads(door("queue", "--json", "--demo").out)["jobs"]
    assert row["state"] == "done"
    assert all(Path(path).is_file() for path in row["files"])
    assert len(row["files"]) == 1
    store.close()
