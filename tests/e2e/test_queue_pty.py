"""A line that drops in the middle of a long queue: what waits goes on in the background, and is found complete."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from answers import ANSWERS

MANY = int(os.environ.get("NAITUI_LONG_QUEUE", "20"))
"""Jobs; the test was also seen to hold for 50 and more, which takes its time."""
DEADLINE = 240
"""Seconds in which the background must come to its end; a bound, not a measure."""


def draft(home: Path, count: int) -> None:
    path = home / "state/naitui/demo-draft.toml"
    path.parent.mkdir(parents=True)
    sampling = "[sampling]\nwidth = 64\nheight = 64\nsteps = 1\nseed = 1\n"
    path.write_text(f'naitui = 1\nprompt = "girl"\n{sampling}[batch]\ncount = {count}\n')


def queue(terminal: Any, *arguments: str) -> Any:
    """What ``naitui queue`` says, from another shell."""
    done = subprocess.run(
        [sys.executable, "-m", "naitui", "queue", *arguments, "--demo"],
        env=terminal.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def states(terminal: Any) -> dict[str, int]:
    counted: dict[str, int] = {}
    for job in queue(terminal, "list", "--json", "--ended", "200")["jobs"]:
        counted[job["state"]] = counted.get(job["state"], 0) + 1
    return counted


def finished(terminal: Any, count: int) -> None:
    end = time.monotonic() + DEADLINE
    while (found := states(terminal)) != {"done": count}:
        log = Path(terminal.environment["HOME"], "state/naitui/queue.log")
        assert time.monotonic() < end, f"{found}\n{log.read_text()}"
        time.sleep(2)


def pictures(home: Path) -> list[str]:
    """The names of those that are in their place; other files come and go meanwhile."""
    walked = os.walk(home / "pictures")
    return [name for _, _, names in walked for name in names if name.endswith(".png") and not name.startswith(".")]


def hang_up(terminal: Any) -> None:
    """The line is gone, as when ssh loses its connection: the program hears of it by a SIGHUP alone."""
    process = terminal.child.ptyproc
    process.fileobj.close()
    process.closed, process.fd = True, -1
    terminal.child.closed, terminal.child.child_fd = True, -1


def begun(start: Callable[..., Any], home: Path, *arguments: str, count: int = MANY) -> Any:
    draft(home, count)
    terminal = start("demo", *arguments, answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("\x1b[15~")  # F5
    terminal.until(lambda: len(pictures(home)) >= 2, "two pictures")
    return terminal


def test_a_dropped_line_loses_nothing_of_a_long_queue(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = begun(start, tmp_path, "--pace", "0")
    hang_up(terminal)
    finished(terminal, MANY)
    seeds = [int(Path(name).stem.rpartition("-")[2]) for name in pictures(tmp_path)]
    assert sorted(seeds) == list(range(1, MANY + 1))
    again = start("demo", answers=ANSWERS)
    again.shows("finished while you were away")
    again.child.send("\x0fq")  # Ctrl+O q
    again.shows("nothing waits")
    again.shows("✓ done")
    again.child.send("\x1b")
    again.child.send("\x11")
    assert again.end() == 0


def test_what_goes_on_in_the_background_comes_into_the_folder_that_was_named(
    start: Callable[..., Any], tmp_path: Path
) -> None:
    draft(tmp_path, 6)
    named = tmp_path / "pictures" / "named"
    terminal = start("demo", "--pace", "0", "--out", str(named), answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("\x1b[15~")  # F5
    terminal.until(lambda: len(pictures(tmp_path)) >= 1, "a picture")
    hang_up(terminal)
    finished(terminal, 6)
    assert len([path for path in named.rglob("*.png") if not path.name.startswith(".")]) == 6


def test_a_shell_pauses_takes_out_and_lets_go_on(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = begun(start, tmp_path, "--pace", "0", count=8)
    queue(terminal, "pause")
    terminal.child.send("\x0fq")
    terminal.shows("paused (from a shell)")
    waiting = [job["id"] for job in queue(terminal, "list", "--json")["jobs"] if job["state"] == "waiting"]
    queue(terminal, "cancel", waiting[-1])
    queue(terminal, "move", waiting[1], "--first")
    left = [job["id"] for job in queue(terminal, "list", "--json")["jobs"] if job["state"] == "waiting"]
    assert left == [waiting[1], waiting[0], *waiting[2:-1]]
    queue(terminal, "resume")
    terminal.shows("– cancelled")
    terminal.until(lambda: "nothing waits" in terminal.text, "the end of the queue")
    assert states(terminal) == {"done": 7, "cancelled": 1}
    terminal.child.send("\x1b")
    terminal.child.send("\x11")
    assert terminal.end() == 0


def test_after_a_kill_a_shell_sends_what_is_left(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = begun(start, tmp_path, "--pace", "0", count=6)
    os.kill(terminal.child.pid, 9)
    terminal.child.close(force=True)
    found = queue(terminal, "list", "--json", "--ended", "50")["jobs"]
    assert any(job["left_over"] for job in found)
    queue(terminal, "run")
    after = states(terminal)
    assert after.get("waiting", 0) == after.get("running", 0) == 0
    assert after["done"] + after.get("unknown", 0) == 6
    assert after.get("unknown", 0) <= 1
