"""tmux: the envelope it hands on, and what it says of itself.

Facts of its manual: options can be read as format variables; `allow-passthrough` came with 3.3, a pane can have its
own. Asking takes a process of some 8 ms, which only a start inside tmux pays.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

_PATIENCE = 1.0  # seconds; a server that hangs must not hold up the start


@dataclass(frozen=True, slots=True)
class Tmux:
    """What tmux says of itself and of the terminal around it; empty where it is too old to know the word."""

    version: str = ""
    allow_passthrough: str = ""
    client_termname: str = ""
    """TERM of the terminal around it, e.g. `xterm-kitty`."""
    client_termfeatures: str = ""
    """What tmux believes that one can do, e.g. `256,RGB,title`."""
    default_terminal: str = ""
    escape_time: str = ""
    """Milliseconds that it waits after Escape."""
    focus_events: str = ""
    set_clipboard: str = ""

    @property
    def passes(self) -> bool:
        """Does it hand our sequences to the terminal around it? Older ones print a switch as 1 or 0."""
        return self.allow_passthrough in ("1", "on", "all")

    @property
    def rgb(self) -> bool:
        """Does it hand 24-bit colours on as they are? Else it rounds them to 256."""
        return "RGB" in self.client_termfeatures.split(",")

    @property
    def number(self) -> tuple[int, int]:
        """Major and minor version; (0, 0) if it is none that counts, like a build from its newest source."""
        major, _, minor = self.version.removeprefix("next-").partition(".")
        digits = "".join(character for character in minor if character.isdecimal())
        return (int(major), int(digits or 0)) if major.isdecimal() else (0, 0)


def read_tmux(environ: Mapping[str, str] = os.environ) -> Tmux | None:
    """What tmux says; None outside of it, or when it does not answer."""
    if not environ.get("TMUX"):
        return None
    names = [field.name for field in fields(Tmux)]
    # options are written with a hyphen, what tmux knows by itself with an underscore
    own = ("version", "client_termname", "client_termfeatures")
    words = "\n".join(f"#{{{name if name in own else name.replace('_', '-')}}}" for name in names)
    answer = _run("display-message", "-p", *_pane(environ), words)
    if answer is None:
        return None
    lines = answer.split("\n")
    told = dict(zip(names, (*lines, *[""] * len(names)), strict=False))
    return Tmux(**{name: _plain(value) for name, value in told.items()})


def open_passthrough(environ: Mapping[str, str] = os.environ) -> bool:
    """Let this pane's sequences through, and no other pane's; False if tmux will not."""
    return _run("set-option", "-p", *_pane(environ), "allow-passthrough", "on") is not None


def close_passthrough(environ: Mapping[str, str] = os.environ) -> None:
    """The pane goes back to what is set for all."""
    _run("set-option", "-pu", *_pane(environ), "allow-passthrough")


def through_tmux(sequence: str) -> str:
    """Wrap an escape sequence so that tmux hands it to the outer terminal."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _pane(environ: Mapping[str, str]) -> list[str]:
    pane = environ.get("TMUX_PANE", "")
    return ["-t", pane] if pane else []


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _run(*arguments: str) -> str | None:
    import subprocess  # outside of tmux it is read when the first frame is there

    try:
        done = subprocess.run(["tmux", *arguments], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
