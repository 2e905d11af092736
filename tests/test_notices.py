"""What the terminal is told: titles and notices, with nothing in them that it would obey."""

from __future__ import annotations

import pytest

from naitui.hook_settings import Notify
from naitui.notices import notice, title, way

HOSTILE = "done\x1b]0;x\x07\x9b31m\n;rm\u202e"


@pytest.mark.parametrize("made", [title(HOSTILE), notice("osc9", "naitui", HOSTILE), notice("osc777", "a;b", HOSTILE)])
def test_no_control_character_of_a_text_comes_through(made: str) -> None:
    inside = made.removeprefix("\x1b]").removesuffix("\x1b\\")
    assert inside.isprintable()


def test_the_forms_are_those_that_terminals_read() -> None:
    assert title("naitui · 3/10") == "\x1b]2;naitui · 3/10\x1b\\"
    assert notice("osc9", "naitui", "done") == "\x1b]9;naitui: done\x1b\\"
    assert notice("osc777", "naitui", "a;b") == "\x1b]777;notify;naitui;a,b\x1b\\"
    assert notice("bell", "naitui", "done") == "\a"
    assert notice("none", "naitui", "done") == ""


@pytest.mark.parametrize(
    ("environ", "name", "multiplexed", "passthrough", "expected"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "", False, False, "osc9"),
        ({}, "WezTerm 2024", False, False, "osc9"),
        ({"TERM": "foot"}, "", False, False, "osc777"),
        ({"TERM": "xterm-256color"}, "", False, False, "bell"),
        ({"TERM": "tmux-256color"}, "kitty(0.41)", True, False, "bell"),
        ({"TERM": "tmux-256color"}, "kitty(0.41)", True, True, "osc9"),
    ],
)
def test_auto_takes_what_the_terminal_is_known_for(
    environ: dict[str, str], name: str, multiplexed: bool, passthrough: bool, expected: Notify
) -> None:
    found = way("auto", environ, name, multiplexed=multiplexed, passthrough=passthrough)
    assert found == expected
    assert way("none", environ, name, multiplexed=multiplexed, passthrough=passthrough) == "none"
