"""Undo and redo in a real pseudo terminal: the bytes that terminals send, a kill, and what is there afterwards."""

from __future__ import annotations

import os
import signal
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from answers import ANSWERS

UNDO, REDO, UNDO_TOO, TAG_MODE, PAST = "\x1a", "\x19", "\x1f", "\x14", "\x04"
F5, F9 = "\x1b[15~", "\x1b[20~"


def draft(home: Path) -> dict[str, Any]:
    return tomllib.loads((home / "state/naitui/demo-draft.toml").read_text())


def test_the_keys_reach_every_field_and_suspend_nothing(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", answers=ANSWERS)
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    terminal.child.send("1girl, night, rain\x1b")
    terminal.shows("1girl, night, rain")
    terminal.child.send(F9)
    terminal.shows("Model")
    terminal.child.send("V4.5 Full\r")
    terminal.until(lambda: "V4.5 Full · demo" in terminal.text, "another model")
    terminal.child.send(UNDO)
    terminal.shows("Undone: the step “≠ Model V5 Curated → V4.5 Full”")
    terminal.child.send(UNDO)
    terminal.shows("Undone: the step “+ rain”")
    terminal.until(lambda: "rain" not in terminal.screen.display[2], "a tag less")
    terminal.child.send(UNDO_TOO)
    terminal.until(lambda: "night" not in terminal.screen.display[2], "two tags less")
    terminal.child.send(REDO)
    terminal.shows("Done again: the step “+ night”")
    terminal.child.send(f"{TAG_MODE}rur")
    terminal.shows("Done again: the step “+ rain”")
    terminal.child.send("\x1b")
    terminal.until(lambda: "weigh" not in terminal.text, "the end of tag mode")
    status = Path(f"/proc/{terminal.child.pid}/status").read_text()
    assert "State:\tT" not in status, "it was stopped"
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert draft(tmp_path)["prompt"].startswith("1girl, night, rain")
    assert draft(tmp_path)["model"] == "nai-diffusion-5-curated"


def test_what_one_s_own_editor_changed_is_one_step(start: Callable[..., Any], tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/girl/2girls, umbrella, hat/' \"$1\"\n")
    editor.chmod(0o755)
    terminal = start("demo", answers=ANSWERS, VISUAL=str(editor))
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x1b")
    terminal.shows("girl")
    terminal.child.send(f"{TAG_MODE}e")
    terminal.shows("2girls, umbrella, hat")
    terminal.child.send(UNDO)
    terminal.shows("Undone: the step “− girl, + 2girls, + umbrella, + hat”")
    terminal.until(lambda: "umbrella, hat" not in terminal.screen.display[2], "the words before")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert draft(tmp_path)["prompt"] == "girl"


def test_after_a_kill_one_can_still_undo_and_go_to_the_pictures(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x1b" + F5)
    terminal.shows("✓ saved")
    terminal.child.send(", night\x1b")
    terminal.shows("girl, night")
    kept = tmp_path / "state/naitui/demo-draft.toml"
    terminal.until(lambda: kept.exists() and "night" in kept.read_text(), "the draft")
    os.kill(terminal.child.pid, signal.SIGKILL)
    terminal.child.wait()
    again = start("demo", "--pace", "0", answers=ANSWERS)
    again.resize(80, 24)
    again.shows("10,500 Anlas")
    again.shows("girl, night")
    again.child.send(PAST)
    again.shows("1 picture")
    again.shows("▣ seed")
    again.child.send("\x1b[B\r")
    again.shows("Gone to: the step “+ girl” · ▣ seed")
    again.until(lambda: "night" not in again.screen.display[2], "the words of the picture")
    again.child.send(", day\x1b")
    again.shows("girl, day")
    again.child.send(UNDO + UNDO)
    again.shows("Undone: the step “+ girl”")
    again.child.send("\x11")
    assert again.end() == 0
    assert draft(tmp_path)["prompt"] == ""
    assert not list(kept.parent.glob("*unreadable*"))
