"""Signals at any moment of the studio, in a real terminal: it is given back as it was, and nothing is lost.

From the first byte of the start over typing and other screens to a picture in flight, by a seed.
"""

from __future__ import annotations

import os
import random
import signal
import termios
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS

MODES = (b"1000", b"1002", b"1003", b"1006", b"1004", b"2004", b"1049")
BEFORE, TYPED = "1girl, silver hair", ", rain, [[night]]"
SCREENS = ("\x1bOP", "\x10", "\x01", "\x12", "\x0c")
"""Keys of other screens: help, palette, gallery, earlier words, styles."""
MOMENTS = ("start", "typing", "elsewhere", "sending")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def modes_of_a_new_terminal() -> list[Any]:
    """As every terminal has them before a program comes."""
    ours, theirs = os.openpty()
    try:
        return termios.tcgetattr(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


class Run:
    """A studio in a terminal of its own, brought to some moment of its life."""

    def __init__(self, start: Callable[..., Any], home: Path, dice: random.Random, answers: bytes = ANSWERS) -> None:
        self.draft = home / "state/naitui/demo-draft.toml"
        self.draft.parent.mkdir(parents=True, exist_ok=True)
        self.draft.write_text(f'naitui = 1\nprompt = "{BEFORE}"\n[sampling]\nwidth = 256\nheight = 256\n')
        self.pictures = home / "pictures"
        self.kept = set(self.pictures.rglob("*.png"))
        self.dice, self.words, self.paid = dice, BEFORE, False
        self.terminal = start("demo", "--pace", "0.1", answers=answers)
        self.modes = modes_of_a_new_terminal()  # of this one they may be others already

    def to(self, moment: str) -> None:
        """Go on to that moment, and a while into it."""
        terminal, dice = self.terminal, self.dice
        if moment == "start":
            return self.wait(dice.uniform(0.0, 1.5))
        terminal.shows("10,500 Anlas")
        for letter in TYPED:
            terminal.child.send(letter)
        self.words += TYPED
        terminal.shows(self.words)
        if moment == "elsewhere":
            terminal.child.send(dice.choice(SCREENS))
        elif moment == "sending":
            terminal.child.send("\x1b[15~")  # F5
            terminal.shows("step ")
            self.paid = True
        return self.wait(dice.uniform(0.0, 0.5))

    def wait(self, seconds: float) -> None:
        """Read what comes, for so long: the one thing here that has to be left to chance."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.terminal.read():
            pass

    def assert_given_back(self) -> None:
        """Modes, screen and cursor are those that the shell had."""
        said = self.terminal.bytes
        for mode in MODES:
            on, off = said.rfind(b"\x1b[?" + mode + b"h"), said.rfind(b"\x1b[?" + mode + b"l")
            assert on < off or on == -1, f"mode {mode!r} is left on"
        assert said.rfind(b"\x1b[?25h") >= said.rfind(b"\x1b[?25l"), "the cursor is left hidden"
        assert termios.tcgetattr(self.terminal.child.child_fd)[:4] == self.modes[:4], "its modes are not given back"
        behind = said[said.rfind(b"\x1b[?1049l") + 1 :] if b"\x1b[?1049h" in said else b""
        assert b"Traceback" not in behind, behind

    def assert_nothing_lost(self) -> None:
        """What was typed is in the draft, and what was paid for is a picture."""
        assert tomllib.loads(self.draft.read_text())["prompt"] == self.words
        made = set(self.pictures.rglob("*.png")) - self.kept
        assert len(made) == self.paid
        assert all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in made)


def ended(run: Run, number: signal.Signals, moment: str) -> None:
    """A signal that ends it; in the first moments there is no program yet, and the system ends it."""
    terminal = run.terminal
    os.kill(terminal.child.pid, number)
    terminal.until(lambda: not terminal.read(), "end")
    run.assert_given_back()
    terminal.child.close()
    how = terminal.child.exitstatus
    if how is None:
        assert (moment, terminal.child.signalstatus) == ("start", number)
        assert b"\x1b[?1049h" not in terminal.bytes
    else:
        assert how == 128 + number
    run.assert_nothing_lost()


def stopped(run: Run, moment: str) -> None:
    """A signal that stops it, and one that lets it go on: the shell has its terminal meanwhile.

    In the first moments there is nobody who stops: it is not heeded, as the system does where there is no shell.
    """
    terminal, pid = run.terminal, run.terminal.child.pid
    os.kill(pid, signal.SIGTSTP)
    unheeded = "10,500 Anlas" if moment == "start" else "\0"
    terminal.until(lambda: terminal.read() and (is_stopped(pid) or unheeded in terminal.text), "stop")
    run.wait(0.1)
    if moment != "start":
        run.assert_given_back()
    before = len(terminal.bytes)
    os.kill(pid, signal.SIGCONT)
    if moment != "start":
        terminal.until(lambda: b"\x1b[?1049h" in terminal.bytes[before:], "its screen again")
    if moment == "elsewhere":
        terminal.child.send("\x1b")
    terminal.shows("10,500 Anlas")
    if moment == "sending":
        terminal.until(lambda: "✓ saved" in terminal.text and "F8 cancels" not in terminal.text, "picture")
    terminal.child.send("\x11")
    terminal.until(lambda: not terminal.read(), "end")
    run.assert_given_back()
    assert terminal.end() == 0
    run.assert_nothing_lost()


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def signalled(run: Run, number: signal.Signals, moment: str) -> None:
    run.to(moment)
    if number == signal.SIGTSTP:
        stopped(run, moment)
    else:
        ended(run, number, moment)


@pytest.mark.parametrize(("number", "moment"), [(signal.SIGINT, "elsewhere"), (signal.SIGTSTP, "typing")])
def test_a_signal_at_some_moment(
    start: Callable[..., Any], tmp_path: Path, number: signal.Signals, moment: str
) -> None:
    signalled(Run(start, tmp_path, random.Random(number)), number, moment)


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_while_the_terminal_is_asked_what_it_can_do(
    start: Callable[..., Any], tmp_path: Path, number: signal.Signals
) -> None:
    """Its echo is off in that moment, and there is no program yet."""
    run = Run(start, tmp_path, random.Random(0), answers=b"")
    run.terminal.until(lambda: b"\x1b[c" in run.terminal.bytes, "question")
    ended(run, number, "asking")


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", [*ENDING, signal.SIGTSTP])
def test_twenty_at_any_moment(start: Callable[..., Any], tmp_path: Path, number: signal.Signals) -> None:
    dice = random.Random(number)
    for turn in range(20):
        signalled(Run(start, tmp_path, dice), number, MOMENTS[turn % len(MOMENTS)])
