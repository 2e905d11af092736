"""The frame of an earlier start is there before the program is, and nothing of it is left that is not so any more."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS

WORDS = "1girl, silver hair"


def draft(home: Path, words: str) -> Path:
    path = home / "state/naitui/demo-draft.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'naitui = 1\nprompt = "{words}"\nundesired = "hat"\n')
    return path


def one_start(start: Callable[..., Any]) -> str:
    """A whole start and its end; what the screen showed, without the time of day in the log."""
    terminal = start("demo", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.shows("nothing spent")
    shown = "\n".join(line for line in terminal.text.splitlines() if "the demo service" not in line)
    terminal.child.send("\x11")
    assert terminal.end() == 0
    return shown


@pytest.fixture
def kept(start: Callable[..., Any], tmp_path: Path) -> Path:
    """The file of a frame; one start has left it."""
    draft(tmp_path, WORDS)
    one_start(start)
    (frame,) = tmp_path.glob("cache/naitui/frames/*.json")
    return frame


def test_it_is_there_before_the_terminal_has_said_a_word(start: Callable[..., Any], kept: Path) -> None:
    assert WORDS not in kept.read_text()
    terminal = start("demo")  # no answer comes: nothing can go on
    terminal.shows("─ Undesired Content ─")
    assert b"\x1b[?2026$p" not in terminal.bytes  # the first that the framework writes
    assert WORDS not in terminal.text
    assert "─ Settings ─" in terminal.text


@pytest.mark.parametrize("words", [WORDS, "", "rain, umbrella"])
def test_the_screen_is_the_same_as_without_it(
    start: Callable[..., Any], kept: Path, tmp_path: Path, words: str
) -> None:
    draft(tmp_path, words)
    with_frame = one_start(start)
    kept.unlink()
    draft(tmp_path, words)
    assert one_start(start) == with_frame


def test_the_screen_is_entered_and_left_once(start: Callable[..., Any], kept: Path) -> None:
    assert kept.exists()
    terminal = start("demo", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert terminal.bytes.count(b"\x1b[?1049h") == terminal.bytes.count(b"\x1b[?1049l") == 1


def test_keys_meanwhile_are_typed_and_written_nowhere_else(start: Callable[..., Any], kept: Path) -> None:
    assert kept.exists()
    terminal = start("demo")
    terminal.shows("─ Settings ─")
    before = terminal.text
    terminal.child.send("jjj")
    for _ in range(5):
        terminal.read()
    assert terminal.text == before
    terminal.child.send(ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.shows(f"{WORDS}jjj")
    assert terminal.text.count("j") == 3
    terminal.child.send("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_before_the_program_is_there_gives_the_terminal_back(
    start: Callable[..., Any], kept: Path, number: signal.Signals
) -> None:
    assert kept.exists()
    terminal = start("demo")
    terminal.shows("─ Settings ─")
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert terminal.bytes.endswith(b"\x1b[?1049l\x1b[?25h")


IN_A_SHELL = "import os, sys; os.execvp('bash', ['bash', '--norc', '-ic', f'{sys.executable} -m naitui demo; echo $?'])"


def test_it_is_not_stopped_before_the_program_is_there(start: Callable[..., Any], kept: Path) -> None:
    """A shell would come back to its own keys, and to the studio's screen."""
    assert kept.exists()
    terminal = start(door=("-c", IN_A_SHELL))  # without a shell the system heeds no Ctrl+Z at all
    terminal.shows("─ Settings ─")
    terminal.until(lambda: terminal.read() and b"\x1b[c" in terminal.bytes, "question")
    terminal.child.send("\x1a")  # Ctrl+Z
    terminal.child.send(ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("\x11")
    terminal.end()
    assert terminal.bytes.endswith(b"l0\r\n")  # the last mode that is given back, and what the shell says


def test_a_failure_before_the_program_is_there_gives_the_terminal_back(start: Callable[..., Any], kept: Path) -> None:
    (kept.parents[3] / "config/naitui").mkdir(parents=True)
    (kept.parents[3] / "config/naitui/catalog.toml").write_text("models = 3")
    terminal = start("demo", answers=ANSWERS)
    assert terminal.end() == 2
    assert b"\x1b[?1049l" in terminal.bytes
    assert "catalog.toml" in terminal.text


def hostile(rows: list[list[list[str]]]) -> list[object]:
    """Files that are no frame, or one that would do something to the terminal."""
    width = sum(len(run[0]) for run in rows[0])
    evil = "\x1b]0;owned\x07"
    return [
        [],
        {"rows": rows},
        rows[1:],
        [[["x" * (width + 1), "", "", ""]], *rows[1:]],
        [[[evil + "x" * (width - len(evil)), "", "", ""]], *rows[1:]],
        [[["x" * width, "0m" + evil, "", ""]], *rows[1:]],
        [[[1, 2, 3]], *rows[1:]],
    ]


@pytest.mark.parametrize("which", range(7))
def test_a_file_that_is_no_frame_is_none(start: Callable[..., Any], kept: Path, which: int) -> None:
    kept.write_text(json.dumps(hostile(json.loads(kept.read_text()))[which]))
    terminal = start("demo", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.shows(WORDS)
    assert b"owned" not in terminal.bytes
    assert "xxxx" not in terminal.text
    terminal.child.send("\x11")
    assert terminal.end() == 0
    first, *_ = json.loads(kept.read_text())
    assert "".join(run[0] for run in first).startswith(" naitui"), "the next start has a good one again"
