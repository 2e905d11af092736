"""Words in a real pseudo terminal of 80×24: real keys, real bracketed paste."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from answers import ANSWERS

from naitui.library.draft import Draft

F6, F7, F10 = "\x1b[17~", "\x1b[18~", "\x1b[21~"
LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"
CTRL_T, CTRL_Z, CTRL_Q, ESCAPE = "\x14", "\x1a", "\x11", "\x1b"


def paste(terminal: Any, text: str) -> None:
    """As terminals deliver it: between two marks, lines ended by a carriage return."""
    terminal.child.send(f"\x1b[200~{text}\x1b[201~".replace("\n", "\r"))


def opened(start: Callable[..., Any]) -> Any:
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    return terminal


def ended(terminal: Any, home: Path) -> Any:
    """The recipe that is left behind."""
    terminal.child.send(CTRL_Q)
    assert terminal.end() == 0
    recipe, problem = Draft(home / "state/naitui/demo-draft.toml").load()
    assert not problem
    return recipe


def test_every_key_on_tags(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = opened(start)
    terminal.child.send("1girl, rain, hat, snow")
    terminal.shows("1girl, rain, hat, snow")
    terminal.child.send(F7 + F7 + F6)
    terminal.shows("hat, 1.1::snow::")
    terminal.child.send(CTRL_T)
    terminal.shows("x swap")  # the line of keys
    terminal.child.send(LEFT + "x" + LEFT + "x")
    terminal.shows("1girl, hat, rain, 1.1::snow::")
    terminal.child.send("v" + RIGHT + UP)
    terminal.shows("1girl, 1.1::hat, rain::, 1.1::snow::")
    terminal.child.send(DOWN)
    terminal.shows("1girl, hat, rain, 1.1::snow::")
    terminal.child.send("sS" + "H" + "c")
    terminal.shows("/*hat, rain*/, 1girl, 1.1::snow::")
    terminal.child.send("c" + "d")
    terminal.until(lambda: terminal.screen.display[2].strip() == "1girl, 1.1::snow::", "one tag without the two")
    terminal.child.send("u")
    terminal.shows("hat, rain, 1girl, 1.1::snow::")
    terminal.child.send("i")
    terminal.until(lambda: "x swap" not in terminal.text, "the usual line of keys")
    assert ended(terminal, tmp_path).prompt == "hat, rain, 1girl, 1.1::snow::"


def test_a_paste_is_converted_and_undo_gives_it_back(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = opened(start)
    terminal.child.send("1girl, ")
    paste(terminal, "(silver_hair:1.2),\nsaber \\(fate\\), ")
    terminal.shows("1girl, 1.2::silver hair::,")
    terminal.shows("saber (fate),")
    terminal.shows("Converted 1 weight")
    terminal.child.send(CTRL_Z)
    terminal.shows("1girl, (silver_hair:1.2),")
    terminal.shows("\\(fate\\)")
    terminal.child.send("\x19")  # Ctrl+Y
    terminal.shows("1girl, 1.2::silver hair::,")
    assert ended(terminal, tmp_path).prompt == "1girl, 1.2::silver hair::,\nsaber (fate), "


def test_a_whole_text_is_taken_over(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = opened(start)
    paste(
        terminal, "a (red_hat:1.2)\nNegative prompt: (bad_hands:1.1)\nSteps: 20, Sampler: Euler, Seed: 7, Size: 640x640"
    )
    terminal.shows("Take it all")
    terminal.child.send("\r")
    terminal.shows("a 1.2::red hat::")
    terminal.shows("640×640")
    recipe = ended(terminal, tmp_path)
    assert (recipe.prompt, recipe.undesired) == ("a 1.2::red hat::", "1.1::bad hands::")
    assert (recipe.sampling.steps, recipe.sampling.seed, recipe.sampling.sampler) == (20, 7, "k_euler")


def test_hints_lead_and_mend(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = opened(start)
    terminal.child.send("{silver hair, rain, rain")
    terminal.shows("~ { is not closed (+1, F10)")
    terminal.child.send(F10)
    terminal.shows("(1 of 2). F10 again")
    terminal.child.send(F10)
    terminal.shows("{silver hair}, rain, rain")
    terminal.shows("stands here twice (F10)")
    terminal.child.send(F10 + F10)  # at once: to the hint, and what it proposes
    terminal.until(lambda: "rain, rain" not in terminal.text, "it once")
    assert ended(terminal, tmp_path).prompt == "{silver hair}, rain"
