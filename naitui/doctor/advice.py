"""What to change, and where: in tmux's settings, in ssh's, in the terminal's. Pure: facts in, advice out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from naitui.doctor.facts import Facts
from naitui.terminal.answers import NEEDS_KITTY, version_of
from naitui.terminal.asking import TIMEOUT
from naitui.terminal.choosing import CLEAN_KONSOLE

SLOW_LINE = 500_000.0  # bytes a second below which compression is worth its while
SLOW_ESCAPE = 50  # milliseconds that Escape may wait in tmux without being felt
FAR = 30.0  # milliseconds of a round trip from which a line is not local any more
PASSES_SINCE = (3, 3)  # the tmux that can hand pictures on
SMALLEST = (80, 24)
PLACEHOLDERS = ("xterm-kitty", "xterm-ghostty")
"""TERM of terminals that draw Kitty's placeholders, if they are new enough."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that could be better. `change`: lines for a file or a shell; `where`: which; empty for none."""

    text: str
    where: str = ""
    change: tuple[str, ...] = ()


def advice_for(facts: Facts) -> list[Advice]:
    """Everything that could be better, the most important first."""
    return [*_of_terminal(facts), *_of_tmux(facts), *_of_other(facts), *_of_line(facts), *_of_colours(facts)]


def _of_terminal(facts: Facts) -> Iterator[Advice]:
    terminal = facts.terminal
    if not terminal.tty:
        yield Advice("There is no terminal here: run naitui doctor in the one that you mean.")
        return
    if not terminal.answers:
        yield Advice(
            "The terminal answered nothing in time, so pictures are blocks. If you know what it draws, say so:",
            "config.toml",
            ('images = "sixel"',),
        )
    elif (facts.round_trip_ms or 0) > TIMEOUT * 1000 and facts.images == "auto":
        yield Advice(
            f"The terminal answers after {facts.round_trip_ms:.0f} ms; the studio waits {TIMEOUT * 1000:.0f} ms for it "
            "when it starts. So say what it draws:",
            "config.toml",
            (f'images = "{facts.choice.protocol}"',),
        )
    kitty, konsole = version_of(terminal.name, "kitty("), version_of(terminal.name, "Konsole ")
    if kitty is not None and kitty < NEEDS_KITTY:
        yield Advice("This kitty is older than 0.28 and cannot draw pictures in text; a newer one can.")
    if konsole is not None and konsole < CLEAN_KONSOLE:
        yield Advice("This Konsole leaves parts of pictures behind; from 26 on it draws sixels cleanly.")
    if terminal.name.startswith("XTerm") and not terminal.sixel and not facts.multiplexer:
        yield Advice(
            "xterm can draw sixels, but was not told to:",
            "~/.Xresources",
            ("XTerm*decTerminalID: vt340", "XTerm*numColorRegisters: 256"),
        )
    if terminal.sixel and not terminal.cell_known:
        yield Advice("The terminal draws sixels but does not say how many pixels a cell has, so they cannot be used.")
    columns, rows = terminal.window[:2]
    if columns and (columns < SMALLEST[0] or rows < SMALLEST[1]):
        yield Advice(f"The window has {columns}×{rows} cells; naitui is complete from 80×24 on.")


def _of_tmux(facts: Facts) -> Iterator[Advice]:
    tmux = facts.tmux
    if tmux is None:
        return
    conf = "~/.tmux.conf"
    if tmux.number != (0, 0) and tmux.number < PASSES_SINCE:
        yield Advice(f"tmux {tmux.version} cannot hand pictures on; 3.3 and newer can.")
    elif not tmux.passes:
        around = "The terminal around it seems to draw" if _may_draw(facts) else "If the terminal around it draws"
        yield Advice(
            f"tmux hands no pictures on. {around} them (kitty, Ghostty), they come through with:",
            conf,
            ("set -g allow-passthrough on",),
        )
        yield Advice("Or naitui does that for its own pane while it runs:", "config.toml", ("tmux_passthrough = true",))
    if tmux.client_termname and not tmux.rgb:
        yield Advice(
            "tmux rounds colours to 256. If the terminal around it has all of them:",
            conf,
            (f'set -ga terminal-features "{tmux.client_termname}:RGB"',),
        )
    if tmux.escape_time.isdecimal() and int(tmux.escape_time) > SLOW_ESCAPE:
        yield Advice(f"tmux waits {tmux.escape_time} ms after Escape:", conf, ("set -sg escape-time 10",))
    if tmux.focus_events in ("0", "off"):
        yield Advice("tmux does not tell naitui when it gets the focus:", conf, ("set -g focus-events on",))
    if tmux.set_clipboard in ("0", "off"):
        yield Advice("tmux keeps copied paths to itself:", conf, ("set -s set-clipboard on",))
    if tmux.default_terminal and not tmux.default_terminal.startswith(("tmux", "screen-256")):
        yield Advice("Programs in tmux should know where they are:", conf, ('set -g default-terminal "tmux-256color"',))


def _of_other(facts: Facts) -> Iterator[Advice]:
    if facts.terminal.screen:
        yield Advice("GNU screen hands no pictures and no 24-bit colours on; tmux does both.")
    if facts.multiplexer == "zellij":
        yield Advice("zellij hands no Kitty graphics on, and sixels only.")


def _of_line(facts: Facts) -> Iterator[Advice]:
    terminal = facts.terminal
    if not facts.terminfo:
        term = facts.environ.get("TERM", "")
        yield Advice(
            f"This machine does not know {term!r}: other programs will draw badly. On the machine with the window:",
            "shell",
            (f"infocmp -x {term} | ssh HOST tic -x -", "kitten ssh HOST                 # kitty does it by itself"),
        )
    slow = facts.rate is not None and facts.rate < SLOW_LINE
    if terminal.ssh and (slow or (facts.round_trip_ms or 0) > FAR):
        yield Advice(
            "On a slow line compression takes a quarter off pictures, four fifths off blocks and text:",
            "~/.ssh/config",
            ("Host HOST", "    Compression yes"),
        )


def _of_colours(facts: Facts) -> Iterator[Advice]:
    terminal = facts.terminal
    if "NO_COLOR" in facts.environ:
        yield Advice("NO_COLOR is set: naitui is without colours, and blocks are shades.")
    if not facts.utf8:
        yield Advice("The locale is not UTF-8:", "shell", ("export LC_ALL=C.UTF-8",))
    if terminal.tty and terminal.answers and not terminal.truecolor and not facts.tmux and not terminal.screen:
        few = "256" if terminal.colours == 256 else "16"
        yield Advice(
            f"The terminal does not say that it has 24-bit colours, so {few} are used. If it has:",
            "shell",
            ("export COLORTERM=truecolor",),
        )


def _may_draw(facts: Facts) -> bool:
    return facts.tmux is not None and facts.tmux.client_termname.startswith(PLACEHOLDERS)
