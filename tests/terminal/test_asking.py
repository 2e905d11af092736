"""What a terminal says of itself: read from hand-made answers, and asked for real over a pty."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from naitui.terminal import Terminal, apply_colour, choose, explain, parse_answers, through_tmux

KITTY_OK = b"\x1b_Gi=31;OK\x1b\\"
TRUECOLOUR = b"\x1bP1$r0;48:2:1:2:3m\x1b\\"
WINDOW = (120, 40, 1200, 800)
PLAIN = {"TERM": "xterm-256color"}


def version(name: str) -> bytes:
    return b"\x1bP>|" + name.encode() + b"\x1b\\"


@pytest.mark.parametrize(
    ("name", "placeholders", "protocol"),
    [
        ("kitty(0.26.5)", False, "blocks"),
        ("kitty(0.28.0)", True, "kitty"),
        ("kitty(0.41.1)", True, "kitty"),
        ("kitty(1.2.0)", True, "kitty"),
        ("ghostty 1.1.3", True, "kitty"),
    ],
)
def test_graphics_that_say_ok(name: str, placeholders: bool, protocol: str) -> None:
    answers = version(name) + b"\x1b[6;20;10t" + TRUECOLOUR + KITTY_OK + b"\x1b[?62;c"
    terminal = parse_answers(answers, environ=PLAIN)
    assert terminal.answers
    assert terminal.name == name
    assert terminal.placeholders is placeholders
    assert terminal.truecolor
    assert terminal.cell == (10, 20)
    assert terminal.cell_known
    assert choose(terminal) == protocol


@pytest.mark.parametrize(
    ("name", "protocol"),
    [
        ("XTerm(379)", "sixel"),
        ("WezTerm 20240203-110809-5046fc22", "sixel"),
        ("Konsole 22.12.3", "blocks"),
        ("Konsole 26.08.0", "sixel"),
    ],
)
def test_sixel_terminals(name: str, protocol: str) -> None:
    # WezTerm and Konsole say OK to Kitty's graphics as well, and draw boxes for placeholders
    answers = version(name) + KITTY_OK + b"\x1b[?64;1;2;4;6;9;15;22;28c"
    terminal = parse_answers(answers, environ=PLAIN, window=WINDOW)
    assert terminal.sixel
    assert not terminal.placeholders
    assert choose(terminal) == protocol


def test_sixel_needs_the_size_of_a_cell_and_a_real_4() -> None:
    unknown = parse_answers(b"\x1b[?62;4c", environ=PLAIN)
    assert unknown.sixel
    assert not unknown.cell_known
    assert choose(unknown) == "blocks"
    assert not parse_answers(b"\x1b[?64;14;24;44c", environ=PLAIN, window=WINDOW).sixel


def test_window_pixels_go_before_the_terminal_s_own_answer() -> None:
    answers = b"\x1b[6;40;20t\x1b[?62c"
    assert parse_answers(answers, environ=PLAIN, window=WINDOW).cell == (10, 20)
    assert parse_answers(answers, environ=PLAIN, window=(120, 40, 0, 0)).cell == (20, 40)
    assert parse_answers(b"\x1b[6;0;0t\x1b[?62c", environ=PLAIN).cell == (10, 20)


def test_tmux_with_passthrough_names_the_terminal_around_it() -> None:
    environ = PLAIN | {"TMUX": "/tmp/tmux-0/default,1,0"}
    inner = version("tmux 3.3a") + b"\x1b[?1;2;4c"
    outer = version("kitty(0.41.1)") + KITTY_OK + b"\x1b[?62;c"
    terminal = parse_answers(inner + outer, environ=environ, passthrough=True, window=WINDOW)
    assert terminal.name == "kitty(0.41.1)"
    assert terminal.tmux
    assert terminal.truecolor
    assert choose(terminal) == "kitty"
    alone = parse_answers(inner, environ=environ, window=WINDOW)
    assert alone.name == "tmux 3.3a"
    assert not alone.sixel
    assert choose(alone) == "blocks"


def test_gnu_screen_gets_no_24_bit_colour() -> None:
    environ = {"TERM": "screen-256color", "STY": "1.pts", "COLORTERM": "truecolor"}
    terminal = parse_answers(b"\x1b[?1;2;4c", environ=environ, window=WINDOW)
    assert not terminal.truecolor
    assert not terminal.sixel
    assert choose(terminal) == "blocks"
    apply_colour(terminal, environ)
    assert "COLORTERM" not in environ


def test_colour_is_told_only_when_the_terminal_said_so() -> None:
    environ = dict(PLAIN)
    apply_colour(parse_answers(b"\x1bP1$r0m\x1b\\\x1b[?62c", environ=environ), environ)
    assert "COLORTERM" not in environ
    apply_colour(parse_answers(TRUECOLOUR + b"\x1b[?62c", environ=environ), environ)
    assert environ["COLORTERM"] == "truecolor"


@pytest.mark.parametrize(
    ("term", "protocol"),
    [("dumb", "text"), ("", "text"), ("linux", "blocks"), ("vt100", "blocks"), ("xterm", "blocks")],
)
def test_poor_terminals(term: str, protocol: str) -> None:
    assert choose(parse_answers(b"\x1b[?6c", environ={"TERM": term})) == protocol


def test_silence_and_no_terminal() -> None:
    silent = parse_answers(b"hello", environ=PLAIN, window=WINDOW)
    assert silent.tty
    assert not silent.answers
    assert choose(silent) == "blocks"
    assert choose(Terminal()) == "none"


@pytest.mark.parametrize(("term", "protocol"), [("xterm-256color", "kitty"), ("vt100", "blocks")])
def test_a_picture_s_number_needs_256_colours(term: str, protocol: str) -> None:
    answers = version("ghostty 1.1.3") + KITTY_OK + b"\x1b[?62c"
    terminal = parse_answers(answers, environ={"TERM": term})
    assert terminal.placeholders
    assert not terminal.truecolor
    assert choose(terminal) == protocol


def test_tmux_that_rounds_colours_is_not_truecolour_whatever_others_say() -> None:
    environ = PLAIN | {"TMUX": "/tmp/tmux-0/default,1,0", "COLORTERM": "truecolor"}
    answers = version("tmux 3.5a") + b"\x1b[?1;2c" + version("kitty(0.41.1)") + KITTY_OK + b"\x1b[?62;c"
    rounding = parse_answers(answers, environ=environ, passthrough=True, rgb=False)
    assert not rounding.truecolor
    assert choose(rounding) == "kitty"  # its number is one of 256 then
    assert parse_answers(answers, environ=environ, passthrough=True).truecolor


def test_every_choice_says_why() -> None:
    answers = {
        "tmux hands nothing on": (b"\x1b[?1;2;4c", {"TMUX": "x"}),
        "GNU screen": (b"\x1b[?1;2;4c", {"STY": "x"}),
        "older than 0.28": (version("kitty(0.26.5)") + KITTY_OK + b"\x1b[?62c", {}),
        "not answered": (b"", {}),
        "nobody knows how many pixels": (b"\x1b[?62;4c", {}),
        "says OK": (version("Warp") + KITTY_OK + b"\x1b[?62c", {}),
        "neither": (version("XTerm(379)") + b"\x1b[?62c", {}),
    }
    for word, (answer, environ) in answers.items():
        choice = explain(parse_answers(answer, environ=PLAIN | environ))
        assert choice.protocol == "blocks"
        assert word in choice.reason


def test_what_was_typed_meanwhile_is_kept() -> None:
    answers = (
        b"he" + version("kitty(0.41.1)") + b"ll" + KITTY_OK + b"o\n" + TRUECOLOUR + b"\x1b[6;20;10t\x1b[?62;c\x1b[A"
    )
    assert parse_answers(answers, environ=PLAIN).typed == "hello\r\x1b[A"


def test_answers_that_have_not_come_are_owed() -> None:
    environ = PLAIN | {"TMUX": "x"}
    assert parse_answers(b"", environ=PLAIN).owed == 1
    assert parse_answers(b"\x1b[?1;2c", environ=environ, passthrough=True).owed == 1
    assert parse_answers(b"\x1b[?1;2c\x1b[?62c", environ=environ, passthrough=True).owed == 0


def test_a_name_is_plain_text() -> None:
    terminal = parse_answers(b"\x1bP>|ev\x07il\xff\x1b]0;x\x1b\\\x1b[?62c", environ=PLAIN)
    assert terminal.name == "evil]0;x"


def test_passthrough_envelope() -> None:
    assert through_tmux("\x1b[c") == "\x1bPtmux;\x1b\x1b[c\x1b\\"


# Over a pty: the child asks, this process is the terminal.

CHILD = """
import dataclasses, json, os, select, sys, termios, time
from naitui.terminal import ask
before = termios.tcgetattr(0)
question = ask()
quiet = not termios.tcgetattr(0)[3] & termios.ECHO
terminal = question.read(timeout=float(sys.argv[1]))
same = termios.tcgetattr(0) == before
modes = termios.tcgetattr(0)
modes[3] &= ~(termios.ICANON | termios.ECHO)
termios.tcsetattr(0, termios.TCSANOW, modes)
late = b""
while select.select([0], [], [], 0.3)[0]:
    late += os.read(0, 4096)
result = dataclasses.asdict(terminal) | {"late": late.decode("latin-1"), "same": same, "quiet": quiet}
with open(sys.argv[2], "w") as file:
    json.dump(result, file)
"""


def run_child(tmp_path: Path, answers: bytes, *, delay: float, timeout: float, term: str = "xterm-256color") -> dict:
    """Run the child on a pty of 120 x 40; when its DA1 question has come, wait `delay` seconds and send `answers`."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 1200, 800))
    result = tmp_path / "result.json"
    environ = {k: v for k, v in os.environ.items() if k not in ("TMUX", "STY", "COLORTERM")} | {"TERM": term}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(timeout), str(result)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    asked = b""
    answered = False
    while child.poll() is None:
        if select.select([master], [], [], 0.05)[0]:
            try:
                asked += os.read(master, 4096)
            except OSError:  # Linux's way to say that the other side is closed
                break
        if not answered and asked.endswith(b"\x1b[c"):
            answered = True
            time.sleep(delay)
            # in two pieces, cut in the middle of an answer, as a network does
            os.write(master, answers[: len(answers) // 2])
            time.sleep(0.01)
            os.write(master, answers[len(answers) // 2 :])
    child.wait(timeout=20)
    os.close(master)
    assert result.exists(), asked.decode("latin-1")
    return json.loads(result.read_text()) | {"asked": asked.decode("latin-1")}


@pytest.mark.parametrize("delay", [0.0, 0.15])
def test_a_real_round_trip(tmp_path: Path, delay: float) -> None:
    answers = version("kitty(0.41.1)") + b"\x1b[6;20;10t" + TRUECOLOUR + KITTY_OK + b"\x1b[?62;c"
    result = run_child(tmp_path, answers, delay=delay, timeout=10)
    assert result["answers"]
    assert result["placeholders"]
    assert result["truecolor"]
    assert result["name"] == "kitty(0.41.1)"
    assert result["cell"] == [10, 20]
    assert result["round_trip_ms"] >= delay * 1000
    assert result["late"] == ""
    assert result["same"]
    assert result["quiet"]
    assert "kitty(" not in result["asked"]  # nothing was echoed
    assert result["asked"].count("\x1b[c") == 1


def test_a_silent_terminal_is_left_alone(tmp_path: Path) -> None:
    result = run_child(tmp_path, b"", delay=0, timeout=0.2)
    assert result["tty"]
    assert not result["answers"]
    assert result["cell"] == [10, 20]
    assert result["cell_known"]  # the kernel knows
    assert result["same"]
    assert result["late"] == ""


def test_the_linux_console_is_asked_da1_alone(tmp_path: Path) -> None:
    result = run_child(tmp_path, b"\x1b[?6c", delay=0, timeout=10, term="linux")
    assert result["answers"]
    assert result["asked"] == "\x1b[c"


def test_a_dumb_terminal_is_asked_nothing(tmp_path: Path) -> None:
    result = run_child(tmp_path, b"", delay=0, timeout=10, term="dumb")
    assert result["asked"] == ""
    assert not result["tty"]


def test_without_a_terminal(tmp_path: Path) -> None:
    code = "from naitui.terminal import ask; print(ask().read(timeout=5).tty)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
        check=True,
    )
    assert done.stdout.strip() == b"False"


def test_a_program_that_fails_in_between_gives_the_modes_back(tmp_path: Path) -> None:
    child = CHILD.replace("terminal = question.read(timeout=float(sys.argv[1]))", "raise SystemExit(3)")
    code = f"""
import subprocess, sys, termios
before = termios.tcgetattr(0)
done = subprocess.run([sys.executable, "-c", {child!r}, "1", "x"], process_group=None)
print("same" if termios.tcgetattr(0) == before else "changed", done.returncode)
"""
    import pexpect

    root = str(Path(__file__).parents[2])
    environ = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": root}
    program = pexpect.spawn(sys.executable, ["-c", code], env=environ, encoding="latin-1", timeout=20, use_poll=True)
    program.expect("(same|changed) 3")
    assert program.match.group(1) == "same"
    program.close()
