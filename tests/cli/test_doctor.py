"""`naitui doctor` in terminals that say what they are, say nothing, or lie behind tmux and ssh."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_tmux import CLOSED, OPENED, fake_tmux, switched
from picture_terminal import KITTY, PLAIN, SILENT, SIXEL, TMUX, Speech, Terminal, environment

SIZE = (110, 150)
Doctor = Callable[..., Terminal]


@pytest.fixture
def doctor(tmp_path: Path) -> Iterator[Doctor]:
    """Runs `naitui doctor` to its end in a terminal."""
    begun: list[Terminal] = []

    def run(
        *arguments: str, speech: Speech, around: Speech | None = None, late: float = 0, **variables: str
    ) -> Terminal:
        environ = environment()
        del environ["COLORTERM"]
        folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        environ |= {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", **folders, **variables}
        command = [sys.executable, "-m", "naitui", "doctor", *arguments]
        begun.append(Terminal(command, environ, SIZE, speech=speech, around=around, late=late))
        assert begun[-1].wait() == 0
        return begun[-1]

    yield run
    for terminal in begun:
        terminal.close()


def said(terminal: Terminal, name: str) -> str:
    """What stands behind a name in the findings."""
    return next(
        line.strip().removeprefix(name).strip() for line in terminal.glass.display if line.startswith(f"  {name} ")
    )


def document(terminal: Terminal) -> Any:
    text = "\n".join(line.rstrip() for line in terminal.glass.display)
    return json.loads("".join(terminal.glass.display)[text.index("{") :])


def test_in_kitty(doctor: Doctor) -> None:
    terminal = doctor(speech=KITTY)
    assert said(terminal, "drawn as").startswith("kitty   (kitty(0.41.1) draws Kitty graphics by placeholders)")
    assert said(terminal, "Kitty graphics").startswith("yes, with placeholders")
    assert said(terminal, "colours") == "16.7 million   (DECRQSS)"
    assert said(terminal, "cell").startswith("10×20 pixels")
    assert said(terminal, "round trip").endswith("ms   (a question and its answer)")
    assert "Nothing to change." in terminal.text
    (card,) = terminal.kitty.sent
    cells = terminal.numbers()
    assert len(cells) == int(card.keys["c"]) * int(card.keys["r"])
    assert set(cells.values()) == {int(card.keys["i"])}
    titles = [
        line.strip() for line in terminal.glass.display if line.strip() in ("kitty:", "sixel:", "blocks:", "text:")
    ]
    assert titles == ["kitty:", "blocks:", "text:"]
    assert "does not claim sixel; --images sixel draws the card so all the same" in terminal.text
    assert terminal.left_for_the_shell() == b""


def test_in_a_terminal_of_sixels(doctor: Doctor) -> None:
    terminal = doctor(speech=SIXEL)
    assert said(terminal, "drawn as").startswith("sixel   (XTerm(379) says in DA1")
    assert said(terminal, "claims").startswith("64;1;2;4;6;9;15;22;28")
    assert len(terminal.sixels) == 1
    below = max(row for _, row in terminal.glass.sixels)
    following = [line.strip() for line in terminal.glass.display[below + 1 :] if line.strip()]
    assert following[0] == "blocks:", "it stands below the picture"
    assert not terminal.kitty.sent
    assert terminal.left_for_the_shell() == b""


def test_in_a_terminal_of_neither(doctor: Doctor) -> None:
    terminal = doctor(speech=PLAIN)
    assert said(terminal, "drawn as") == "blocks   (the terminal claims neither Kitty graphics nor sixels)"
    assert said(terminal, "Kitty graphics").startswith("no ")
    assert "▀▀▀" in terminal.text
    assert not terminal.sixels
    assert not terminal.kitty.sent


def test_in_a_terminal_that_says_nothing(doctor: Doctor) -> None:
    terminal = doctor(speech=SILENT)
    assert said(terminal, "drawn as") == "blocks   (the terminal has not answered in time)"
    assert said(terminal, "name").startswith("it does not say")
    assert said(terminal, "round trip").startswith("nobody answered")
    assert said(terminal, "cell").endswith("(TIOCGWINSZ)"), "the kernel knows"
    assert 'images = "sixel"' in terminal.text
    assert terminal.left_for_the_shell() == b""


def test_in_a_terminal_that_answers_later_than_the_studio_waits(doctor: Doctor) -> None:
    terminal = doctor(speech=KITTY, late=1.7)
    assert said(terminal, "drawn as").startswith("kitty")
    assert "the studio waits 1500 ms" in terminal.text
    assert 'images = "kitty"' in terminal.text
    assert terminal.left_for_the_shell() == b""


def test_in_tmux_that_hands_nothing_on(doctor: Doctor, tmp_path: Path) -> None:
    terminal = doctor(speech=TMUX, around=KITTY, **fake_tmux(tmp_path, "off", "256,title"))
    assert said(terminal, "drawn as") == "blocks   (tmux hands nothing on: its allow-passthrough is off)"
    assert said(terminal, "allow-passthrough") == "off"
    assert said(terminal, "terminal around it") == "xterm-kitty"
    assert said(terminal, "version") == "3.5a"
    for line in (
        "set -g allow-passthrough on", "tmux_passthrough = true", 'set -ga terminal-features "xterm-kitty:RGB"',
        "set -sg escape-time 10", "set -g focus-events on",
    ):  # fmt: skip
        assert line in terminal.text
    assert b"\x1bPtmux;" not in terminal.raw
    assert not terminal.sixels, "tmux claims sixels, and is not believed"


def test_in_tmux_that_hands_pictures_on(doctor: Doctor, tmp_path: Path) -> None:
    terminal = doctor(speech=TMUX, around=KITTY, **fake_tmux(tmp_path, "on"))
    assert said(terminal, "drawn as").endswith("draws Kitty graphics by placeholders through tmux)")
    assert said(terminal, "name") == "kitty(0.41.1)   (XTVERSION)"
    assert len(terminal.kitty.sent) == 1
    assert b"\x1b_G" not in terminal.raw.replace(b"\x1b\x1b_G", b""), "every command is in tmux's envelope"
    assert switched(tmp_path) == []


def test_what_was_opened_in_tmux_is_closed_again(doctor: Doctor, tmp_path: Path) -> None:
    config = tmp_path / "config/naitui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("tmux_passthrough = true")
    terminal = doctor(speech=TMUX, around=KITTY, **fake_tmux(tmp_path, "off"))
    assert said(terminal, "drawn as").startswith("kitty")
    assert switched(tmp_path) == [OPENED, CLOSED]


@pytest.mark.parametrize("variable", ["SSH_TTY", "SSH_CONNECTION"])
def test_over_ssh(doctor: Doctor, variable: str) -> None:
    terminal = doctor(speech=KITTY, late=0.1, **{variable: "10.1.2.3 5 10.9.8.7 22"})
    assert said(terminal, "over ssh").startswith("yes, OpenSSH here:")
    assert said(terminal, "over ssh").endswith(f"({variable})")
    milliseconds = int(said(terminal, "round trip").partition(" ")[0])
    assert milliseconds >= 100
    assert "Compression yes" in terminal.text, "a line of such round trips"
    assert "10.1.2.3" not in terminal.text


def test_as_json(doctor: Doctor) -> None:
    terminal = doctor("--json", speech=SIXEL, TERM="no-such-terminal-256color")
    found = document(terminal)
    assert found["pictures"]["protocol"] == "sixel"
    assert found["pictures"]["setting"] == "auto"
    assert found["terminal"]["name"] == "XTerm(379)"
    assert found["terminal"]["terminfo"] is False
    assert found["terminal"]["cell"] == [10, 20]
    assert found["line"]["round_trip_ms"] >= 0
    assert found["tmux"] is None
    assert any("infocmp" in line for advice in found["advice"] for line in advice["change"])
    assert not terminal.sixels, "no card"


def test_the_card_can_be_left_out_or_drawn_in_one_way_alone(doctor: Doctor, tmp_path: Path) -> None:
    terminal = doctor("--no-card", speech=KITTY)
    assert "Test card" not in terminal.text
    assert not terminal.kitty.sent
    terminal = doctor("--images", "blocks", speech=KITTY)
    assert not terminal.kitty.sent
    assert "▀▀▀" in terminal.text
    assert said(terminal, "drawn as") == "blocks   (the setting images, --images, or i at the picture)"
    assert said(terminal, "found out").startswith("kitty")
    config = tmp_path / "config/naitui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('images = "text"')
    terminal = doctor(speech=KITTY)
    assert said(terminal, "drawn as").startswith("text ")
    assert terminal.kitty.sent, "the card is in every way all the same"


def test_without_a_terminal_and_into_a_pipe(program: Any) -> None:
    ended = program("doctor")
    assert ended.code == 0
    assert "There is no terminal here" in ended.out
    assert "\x1b" not in ended.out
    assert "Test card" not in ended.out
    found = json.loads(program("doctor", "--json").out)
    assert found["pictures"] == {"protocol": "none", "reason": "there is no terminal", "setting": "auto"}


def test_in_a_dumb_terminal_nothing_is_asked(doctor: Doctor) -> None:
    terminal = doctor(speech=KITTY, TERM="dumb")
    assert b"\x1b" not in terminal.raw
    assert said(terminal, "drawn as").startswith("none")
