"""The driver on a real pty: answers are never keys, keys are never lost, nothing is left for the shell."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys, time
from textual.app import App
from textual.widgets import Input, Static
from naitui.driver import AnsweringDriver

class Demo(App):
    owed_answers = int(sys.argv[1])
    typed_ahead = sys.argv[2].encode().decode("unicode_escape")
    start = None
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("f5", "ask", "Ask"), ("f8", "leave", "Leave")]
    heard = 0
    def get_driver_class(self):
        return AnsweringDriver
    def compose(self):
        yield Input(id="field", select_on_focus=False)
        yield Static("", id="told")
    def on_mount(self):
        self.query_one("#field", Input).cursor_blink = False
    def on_ready(self):
        self.query_one("#told", Static).update("ready now")
    def action_ask(self):
        self._driver.ask_status(self.hear)
    def hear(self, at):
        assert abs(time.monotonic() - at) < 60
        self.heard += 1
        self.query_one("#told", Static).update(f"heard {self.heard}")
    def action_leave(self):
        self._driver.ask_status(self.hear)
        self.exit(self.query_one("#field", Input).value)

print("it was", repr(Demo().run()))
"""
LATE = "\x1bP>|kitty(0.41.1)\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[6;20;10t", "\x1b[?62;4c"


class Program:
    def __init__(self, owed: int = 0, typed: str = "") -> None:
        environ = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        self.child = pexpect.spawn(
            sys.executable, ["-c", PROGRAM, str(owed), typed], env=environ, encoding="utf-8", timeout=30, use_poll=True
        )
        self.child.delaybeforesend = None
        self.child.expect("ready now")

    def leave(self) -> str:
        """What was in the field at the end; the last question is answered when it was asked."""
        self.child.send("\x1b[19~")
        self.child.expect(r"\x1b\[5n")
        self.child.send("\x1b[0n")
        self.child.expect("it was '(.*)'")
        typed = str(self.child.match.group(1))
        self.child.expect(pexpect.EOF)
        self.child.close()
        assert self.child.exitstatus == 0
        return typed


@pytest.mark.parametrize("pieces", [1, 3, 50])
def test_late_answers_are_not_typed(pieces: int) -> None:
    program = Program(owed=1)
    stream = "a" + "b".join(LATE) + "c"
    step = -(-len(stream) // pieces)
    for start in range(0, len(stream), step):
        program.child.send(stream[start : start + step])
    assert program.leave() == "abbbc"


def test_without_debts_everything_goes_to_textual() -> None:
    program = Program()
    program.child.send("x")
    program.child.send("\x1b[?62;4c")  # nobody has asked: what Textual makes of it is Textual's
    program.child.send("y")
    typed = program.leave()
    assert typed.startswith("x")
    assert typed.endswith("y")
    assert "62;4c" in typed


def test_what_was_typed_ahead_arrives_first() -> None:
    program = Program(typed="early\\x1b[D")
    program.child.send("!")
    assert program.leave() == "earl!y"


def test_questions_are_answered_and_counted() -> None:
    program = Program()
    for number in (1, 2):
        program.child.send("\x1b[15~")
        program.child.expect(r"\x1b\[5n")
        program.child.send(f"k{number}\x1b[0n")
        program.child.expect(str(number))
    assert program.leave() == "k1k2"


def test_leaving_waits_for_an_answer_that_is_behind_a_picture() -> None:
    """Who has answered before will answer: until then the terminal is not given back, or the shell would get it."""
    program = Program()
    program.child.send("\x1b[15~")
    program.child.expect(r"\x1b\[5n")
    program.child.send("\x1b[0n")
    program.child.expect("1")
    program.child.send("\x1b[19~")
    program.child.expect(r"\x1b\[5n")
    assert program.child.expect(["it was", pexpect.TIMEOUT], timeout=4) == 1, "it left without its answer"
    program.child.send("\x1b[0n")
    program.child.expect("it was ''")
    program.child.expect(pexpect.EOF)
    program.child.close()
    assert program.child.exitstatus == 0


def test_bytes_in_another_encoding_end_nothing() -> None:
    program = Program()
    os.write(program.child.child_fd, b"a\xe9b")
    assert program.leave().replace("\\ufffd", "\ufffd") == "a\ufffdb"
