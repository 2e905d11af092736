"""What is shown before anything is loaded: where it is kept, and what it can be."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from naitui.first_frame import FirstFrame, Rows, begin, drawn, places
from naitui.settings import Folders

ROWS: Rows = [[(" naitui", "1", "38;5;1", ""), ("   ", "", "", "48;2;1;2;3")], [("│ night ││", "", "", "")]]
SIZE = (10, 2)


@pytest.mark.parametrize(
    "variables", [{}, {"XDG_CACHE_HOME": "/c", "XDG_CONFIG_HOME": "/d"}, {"XDG_CACHE_HOME": " "}], ids=str
)
def test_the_places_are_those_of_the_settings(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    folders = Folders.of_platform()
    assert places() == (str(folders.cache), str(folders.config / "config.toml"))


def test_it_needs_nothing_that_takes_time() -> None:
    code = "import json, sys, naitui.first_frame; print(json.dumps(sorted(sys.modules)))"
    told = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    modules = set(json.loads(told.stdout))
    assert not {"pathlib", "dataclasses", "argparse", "asyncio", "textual", "naitui.settings"} & modules


ROOT = Path(__file__).parents[1]


def test_what_is_kept_is_what_is_read(tmp_path: Path) -> None:
    FirstFrame(str(tmp_path / "frames"), SIZE, ["a"]).keep(ROWS)
    assert FirstFrame(str(tmp_path / "frames"), SIZE, ["a"]).read() == ROWS


@pytest.mark.parametrize("other", [((11, 2), ["a"]), ((10, 3), ["a"]), (SIZE, ["b"])], ids=str)
def test_another_window_or_look_has_another_frame(tmp_path: Path, other: tuple[tuple[int, int], list[str]]) -> None:
    FirstFrame(str(tmp_path), SIZE, ["a"]).keep(ROWS)
    assert FirstFrame(str(tmp_path), *other).read() is None


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for number in range(30):
        FirstFrame(str(tmp_path), SIZE, [number]).keep(ROWS)
    assert len(list(tmp_path.iterdir())) == 24
    assert FirstFrame(str(tmp_path), SIZE, [29]).read() == ROWS


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "frames").write_text("a file")
    frame = FirstFrame(str(tmp_path / "frames"), SIZE, [])
    frame.keep(ROWS)
    assert frame.read() is None


def test_it_is_drawn_line_by_line_on_a_screen_of_its_own() -> None:
    assert drawn(ROWS) == (
        "\x1b[?1049h\x1b[?25l\x1b[1;1H\x1b[0;1;38;5;1m naitui\x1b[0;48;2;1;2;3m   \x1b[2;1H\x1b[0m│ night ││\x1b[m"
    )


@pytest.mark.parametrize("argv", [["generate", "girl"], ["--help"], ["demo", "--pace", "0"], ["doctor"]], ids=" ".join)
def test_only_the_studio_has_one(argv: list[str]) -> None:
    assert begin(argv, {"TERM": "xterm-256color"}) is None


CALLED_BACK = """
import os, signal, time
from naitui.first_frame import heed, unwind
from naitui.tokens.tracebacks import hide_tokens_in_tracebacks

class Last:
    def __del__(self):  # what is raised in here cannot leave it
        os.kill(os.getpid(), signal.{name})

hide_tokens_in_tracebacks()
heed(unwind)
hide_tokens_in_tracebacks()
try:
    Last()
    time.sleep(60)
finally:
    print("given back")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_in_a_moment_in_which_nothing_can_be_raised_ends_it_all_the_same(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", CALLED_BACK.format(name=name)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (128 + getattr(signal, name), "given back\n", "")


def test_what_else_cannot_be_raised_is_told_as_ever() -> None:
    program = CALLED_BACK.format(name="SIGTERM").replace("os.kill(", "int('no'); (").replace("time.sleep(60)", "pass")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0
    assert "ValueError" in done.stderr
