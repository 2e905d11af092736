"""What the machine knows of the terminal; and that nothing private and nothing foreign is shown."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from naitui.doctor import as_json, gather, sections
from naitui.terminal import Terminal

TERMINAL = Terminal(tty=True, answers=True, name="kitty(0.41.1)", attributes="62", window=(120, 40, 1200, 800))
PLAIN = {"TERM": "xterm-256color"}


def program(folder: Path, name: str, says: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys\nprint({says!r}, file=sys.stderr)\n")
    path.chmod(0o755)


def lines(found: object) -> dict[str, tuple[str, str]]:
    return {line.name: (line.value, line.how) for section in sections(found) for line in section.lines}


def test_addresses_and_sockets_are_not_shown_and_foreign_bytes_neither() -> None:
    environ = {
        "TERM": "xterm\x1b]0;x\x07", "SSH_CONNECTION": "10.1.2.3 5 10.9.8.7 22", "SSH_TTY": "/dev/pts/7",
        "STY": "1.secret", "LANG": "x" * 500, "NOVELAI_TOKEN": "pst-secret",
    }  # fmt: skip
    facts = gather(replace(TERMINAL, screen=True), environ)
    assert facts.environ["SSH_CONNECTION"] == facts.environ["SSH_TTY"] == facts.environ["STY"] == "set"
    assert facts.environ["TERM"] == "xterm?]0;x?"
    assert len(facts.environ["LANG"]) == 100
    said = json.dumps(as_json(facts)) + repr(lines(facts))
    for private in ("10.1.2.3", "pts/7", "secret", "pst-"):
        assert private not in said


def test_versions_of_what_lies_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "ssh", "OpenSSH_9.2p1 Debian-2")
    program(tmp_path, "zellij", "zellij 0.40.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    over = gather(replace(TERMINAL, ssh=True), PLAIN | {"ZELLIJ": "0", "SSH_TTY": "/dev/pts/1"})
    assert over.ssh_version == "OpenSSH_9.2p1"
    assert (over.multiplexer, over.multiplexer_version) == ("zellij", "0.40.1")
    assert lines(over)["over ssh"] == ("yes, OpenSSH here: OpenSSH_9.2p1", "SSH_TTY")
    alone = gather(TERMINAL, PLAIN)
    assert (alone.ssh_version, alone.multiplexer) == ("", "")
    assert lines(alone)["over ssh"][0] == "no"


def test_programs_that_are_not_there_are_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = gather(replace(TERMINAL, ssh=True, screen=True), PLAIN | {"STY": "x"})
    assert facts.multiplexer_version == ""
    assert lines(facts)["over ssh"][0] == "yes, OpenSSH here: unknown"
    assert lines(facts)["version"][0] == "unknown"


def test_a_colorterm_of_our_own_is_no_finding() -> None:
    environ = PLAIN | {"COLORTERM": "truecolor"}
    assert "COLORTERM" not in gather(replace(TERMINAL, truecolor=True, truecolor_by="DECRQSS"), environ).environ
    assert "COLORTERM" in gather(replace(TERMINAL, truecolor=True, truecolor_by="COLORTERM"), environ).environ


def test_a_time_is_measured_only_where_somebody_answers() -> None:
    assert gather(TERMINAL, PLAIN, round_trip_ms=12.0).round_trip_ms == 12.0
    silent = gather(replace(TERMINAL, answers=False), PLAIN, round_trip_ms=12.0)
    assert silent.round_trip_ms is None
    assert lines(silent)["round trip"][0] == "nobody answered"
    assert "nothing was answered" in lines(silent)["name"][1]


def test_the_findings_say_who_said_so() -> None:
    terminal = replace(
        TERMINAL, placeholders=True, graphics=True, truecolor=True, truecolor_by="DECRQSS", colours=1 << 24,
        cell_known=True, cell_by="CSI 16 t",
    )  # fmt: skip
    found = lines(gather(terminal, PLAIN, round_trip_ms=7.4, rate=250_000.0))
    assert found["drawn as"] == ("kitty", "kitty(0.41.1) draws Kitty graphics by placeholders")
    assert found["name"] == ("kitty(0.41.1)", "XTVERSION")
    assert found["claims"] == ("62", "DA1")
    assert found["Kitty graphics"][0] == "yes, with placeholders"
    assert found["colours"] == ("16.7 million", "DECRQSS")
    assert found["cell"] == ("10×20 pixels", "CSI 16 t")
    assert found["window"] == ("120×40 cells, 1200×800 pixels", "TIOCGWINSZ")
    assert found["round trip"][0] == "7 ms"
    assert found["speed"][0] == "250 kB/s at least"


@pytest.mark.parametrize(
    ("graphics", "tmux", "said"),
    [
        (True, False, "it says so, but is not known to draw placeholders"),
        (False, True, "not asked: tmux hands nothing on"),
        (False, False, "no"),
    ],
)
def test_why_there_are_no_kitty_graphics(graphics: bool, tmux: bool, said: str) -> None:
    assert lines(gather(replace(TERMINAL, graphics=graphics, tmux=tmux), PLAIN))["Kitty graphics"][0] == said


def test_a_wish_of_the_user_s_stands_before_what_was_found_out() -> None:
    found = lines(gather(TERMINAL, PLAIN, images="sixel"))
    assert found["drawn as"][0] == "sixel"
    assert found["found out"][0] == "text", "TERM promises nothing"


def test_json_holds_everything_and_no_keys() -> None:
    document = as_json(gather(replace(TERMINAL, typed="secret words"), PLAIN, round_trip_ms=3.0))
    assert json.loads(json.dumps(document)) == json.loads(json.dumps(document, ensure_ascii=False))
    assert set(document) == {"pictures", "terminal", "line", "multiplexer", "tmux", "environment", "advice"}
    assert "secret" not in json.dumps(document)
    assert document["line"] == {"ssh": False, "ssh_version": "", "round_trip_ms": 3.0, "bytes_per_second": None}
