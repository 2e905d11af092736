"""What the doctor advises: for every ill its cure, and for the healthy nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naitui.doctor import Advice, Facts, advice_for
from naitui.terminal import Terminal, explain
from naitui.terminal.tmux import Tmux

WELL = Terminal(
    tty=True, answers=True, name="kitty(0.41.1)", attributes="62;52", graphics=True, placeholders=True, truecolor=True,
    truecolor_by="DECRQSS", cell_known=True, cell_by="TIOCGWINSZ", window=(120, 40, 1200, 800), colours=1 << 24,
)  # fmt: skip
TMUX = Tmux("3.5a", "on", "xterm-kitty", "256,RGB", "tmux-256color", "10", "1", "external")


def facts(terminal: Terminal = WELL, tmux: Tmux | None = None, **known: object) -> Facts:
    multiplexer = "tmux" if tmux else ""
    environ = {"TERM": "xterm-256color"}
    given = {"environ": environ, "tmux": tmux, "multiplexer": multiplexer, "round_trip_ms": 2.0} | known
    return Facts(terminal=terminal, choice=explain(terminal), **given)


def of(terminal: Terminal = WELL, **changes: object) -> Terminal:
    return replace(terminal, **changes)


def found(word: str, of: Facts) -> Advice:
    """The one advice with a word in it."""
    (advice,) = [advice for advice in advice_for(of) if word in advice.text]
    return advice


def test_a_terminal_in_which_all_is_well_needs_nothing() -> None:
    assert advice_for(facts()) == []
    assert advice_for(facts(of(tmux=True, passthrough=True), TMUX)) == []


def test_without_a_terminal_there_is_but_one_thing_to_say() -> None:
    advice = advice_for(facts(Terminal()))
    assert [one.text for one in advice] == ["There is no terminal here: run naitui doctor in the one that you mean."]


SILENT = of(answers=False, name="", graphics=False, placeholders=False, truecolor=False, colours=256)
XTERM = of(name="XTerm(379)", graphics=False, placeholders=False)


@pytest.mark.parametrize(
    ("terminal", "word", "where", "change"),
    [
        (SILENT, "answered nothing", "config.toml", 'images = "sixel"'),
        (of(name="kitty(0.26.5)", placeholders=False), "older than 0.28", "", ""),
        (of(XTERM, name="Konsole 22.12.3", sixel=True), "leaves parts of pictures behind", "", ""),
        (XTERM, "xterm can draw sixels", "~/.Xresources", "XTerm*decTerminalID: vt340"),
        (of(XTERM, sixel=True, cell_known=False), "how many pixels a cell has", "", ""),
        (of(window=(60, 20, 0, 0)), "60×20 cells", "", ""),
        (of(truecolor=False, colours=256), "so 256 are used", "shell", "export COLORTERM=truecolor"),
        (of(truecolor=False, colours=16), "so 16 are used", "shell", "export COLORTERM=truecolor"),
        (of(screen=True), "GNU screen hands no pictures", "", ""),
    ],
)
def test_ills_of_terminals(terminal: Terminal, word: str, where: str, change: str) -> None:
    advice = found(word, facts(terminal))
    assert advice.where == where
    assert (change in advice.change) == bool(change)
    assert bool(advice.change) == bool(change)


def test_xterm_within_tmux_is_not_told_of_its_sixels() -> None:
    assert not any("xterm can" in one.text for one in advice_for(facts(of(XTERM, tmux=True), TMUX)))


@pytest.mark.parametrize(
    ("tmux", "word", "change"),
    [
        (replace(TMUX, version="3.2a", allow_passthrough=""), "3.3 and newer", ""),
        (replace(TMUX, allow_passthrough="off"), "seems to draw", "set -g allow-passthrough on"),
        (
            replace(TMUX, allow_passthrough="0", client_termname="xterm"),
            "If the terminal",
            "set -g allow-passthrough on",
        ),
        (replace(TMUX, allow_passthrough="off"), "for its own pane", "tmux_passthrough = true"),
        (replace(TMUX, client_termfeatures="256"), "rounds colours", 'set -ga terminal-features "xterm-kitty:RGB"'),
        (replace(TMUX, escape_time="500"), "waits 500 ms", "set -sg escape-time 10"),
        (replace(TMUX, focus_events="0"), "gets the focus", "set -g focus-events on"),
        (replace(TMUX, set_clipboard="off"), "copied paths", "set -s set-clipboard on"),
        (replace(TMUX, default_terminal="xterm"), "where they are", 'set -g default-terminal "tmux-256color"'),
    ],
)
def test_ills_of_tmux(tmux: Tmux, word: str, change: str) -> None:
    advice = found(word, facts(of(tmux=True), tmux))
    assert advice.change == ((change,) if change else ())
    assert advice.where == (("config.toml" if "tmux_passthrough" in change else "~/.tmux.conf") if change else "")


def test_an_old_tmux_is_not_told_to_do_what_it_cannot() -> None:
    old = facts(of(tmux=True), replace(TMUX, version="3.2a", allow_passthrough=""))
    assert not any("allow-passthrough" in line for advice in advice_for(old) for line in advice.change)
    newest = facts(of(tmux=True), replace(TMUX, version="next-3.6", allow_passthrough="off"))
    assert any("allow-passthrough" in line for advice in advice_for(newest) for line in advice.change)


@pytest.mark.parametrize(
    ("ssh", "trip", "rate", "told"),
    [
        (True, 80.0, None, True),
        (True, 5.0, 100_000.0, True),
        (True, 5.0, 5_000_000.0, False),
        (True, None, None, False),
        (False, 300.0, 1000.0, False),
    ],
)
def test_a_slow_line_is_better_compressed(ssh: bool, trip: float | None, rate: float | None, told: bool) -> None:
    advice = advice_for(facts(of(ssh=ssh), round_trip_ms=trip, rate=rate))
    assert any("Compression yes" in line for one in advice for line in one.change) is told


def test_a_terminal_that_answers_later_than_the_studio_waits() -> None:
    advice = found("answers after 2100 ms", facts(round_trip_ms=2100.0))
    assert "waits 1500 ms" in advice.text
    assert advice.change == ('images = "kitty"',)
    assert not any("answers after" in one.text for one in advice_for(facts(round_trip_ms=2100.0, images="kitty")))


def test_what_is_missing_around_it() -> None:
    unknown = found("does not know 'xterm-kitty'", facts(terminfo=False, environ={"TERM": "xterm-kitty"}))
    assert unknown.change[0] == "infocmp -x xterm-kitty | ssh HOST tic -x -"
    assert found("not UTF-8", facts(utf8=False)).change == ("export LC_ALL=C.UTF-8",)
    assert found("NO_COLOR", facts(environ={"NO_COLOR": "1"}))
    assert found("zellij", facts(multiplexer="zellij"))
