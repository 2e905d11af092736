"""What can be found out about the terminal and what lies between it and the program."""

from __future__ import annotations

import curses
import locale
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from naitui.terminal import Choice, Terminal, explain
from naitui.terminal.tmux import Tmux, read_tmux

VARIABLES = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "TMUX", "STY", "ZELLIJ", "SSH_CONNECTION", "SSH_TTY", "DISPLAY",
    "WAYLAND_DISPLAY", "LANG", "LC_ALL", "LC_CTYPE", "ESCDELAY",
)  # fmt: skip
"""Variables of the environment that have a say."""
_PATIENCE = 2.0  # seconds for a program to say its version


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was found out.

    `round_trip_ms`: from a question to its answer with nothing else on the line; None if nobody answered. `rate`: bytes
    a second that the line was seen to take, None where it was not measured. `terminfo`: TERM is known on this machine.
    `ssh_version`, `multiplexer_version`: what their programs on this machine say; empty if they are not in use.
    """

    terminal: Terminal
    choice: Choice
    environ: Mapping[str, str]
    tmux: Tmux | None = None
    images: str = "auto"
    round_trip_ms: float | None = None
    rate: float | None = None
    utf8: bool = True
    terminfo: bool = True
    ssh_version: str = ""
    multiplexer: str = ""
    multiplexer_version: str = ""


def gather(
    terminal: Terminal,
    environ: Mapping[str, str] = os.environ,
    *,
    images: str = "auto",
    round_trip_ms: float | None = None,
    rate: float | None = None,
) -> Facts:
    """Put together what `terminal` has said with what the machine knows. Starts up to three small programs.

    Args:
        images: what the user has set.
    """
    multiplexer = "tmux" if terminal.tmux else "GNU screen" if terminal.screen else ""
    if not multiplexer and environ.get("ZELLIJ"):
        multiplexer = "zellij"
    asked = {"tmux": ["tmux", "-V"], "GNU screen": ["screen", "-v"], "zellij": ["zellij", "--version"]}
    return Facts(
        terminal=terminal,
        choice=explain(terminal),
        environ={name: _shown(name, environ[name]) for name in _said(terminal, environ)},
        tmux=read_tmux(environ),
        images=images,
        round_trip_ms=round_trip_ms if terminal.answers else None,
        rate=rate,
        utf8=locale.getpreferredencoding(False).lower().replace("-", "") == "utf8",
        terminfo=_is_known(environ.get("TERM", "")),
        ssh_version=_version(["ssh", "-V"]) if terminal.ssh else "",
        multiplexer=multiplexer,
        multiplexer_version=_version(asked[multiplexer]) if multiplexer else "",
    )


def _said(terminal: Terminal, environ: Mapping[str, str]) -> list[str]:
    """The variables that are set; not COLORTERM where that is our own word, by what the terminal has answered."""
    ours = terminal.truecolor_by not in ("", "COLORTERM")
    return [name for name in VARIABLES if name in environ and not (ours and name == "COLORTERM")]


def _shown(name: str, value: str) -> str:
    """A variable as it may be shown: addresses of the line are nobody's business, foreign bytes are none of ours."""
    if name in ("SSH_CONNECTION", "SSH_TTY", "TMUX", "STY"):
        return "set"
    return "".join(character if character.isprintable() else "?" for character in value[:100])


def _is_known(term: str) -> bool:
    """Whether terminfo has a description. curses looks once in a process: the first TERM that it knows counts."""
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - for curses, which wants a number
            curses.setupterm(term or "unknown", nowhere.fileno())
    except (curses.error, OSError):
        return False
    return True


def _version(command: list[str]) -> str:
    """The first number with dots in what a program says of its version."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    found = re.search(r"(\w*_?\d+\.[\w.]+)", said)
    return found[1] if found else ""
