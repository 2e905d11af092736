"""A program named tmux that answers like one whose client is kitty, and writes down what it was told."""

from __future__ import annotations

import os
from pathlib import Path

SCRIPT = """#!/bin/sh
echo "$@" >> '{log}'
case "$1" in
    -V) echo 'tmux 3.5a' ;;
    display-message) printf '3.5a\\n{passthrough}\\nxterm-kitty\\n{features}\\ntmux-256color\\n500\\n0\\nexternal\\n' ;;
esac
"""


def fake_tmux(home: Path, passthrough: str, features: str = "256,RGB,title") -> dict[str, str]:
    """Make it in `home`; the variables of somebody inside it."""
    folder = home / "bin"
    folder.mkdir()
    program = folder / "tmux"
    program.write_text(SCRIPT.format(log=home / "tmux.log", passthrough=passthrough, features=features))
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {"TMUX": "/tmp/tmux-0/default,1,0", "TMUX_PANE": "%3", "TERM": "tmux-256color", "PATH": path}


def switched(home: Path) -> list[str]:
    """What was switched in it."""
    return [line for line in (home / "tmux.log").read_text().splitlines() if line.startswith("set-option")]


OPENED, CLOSED = "set-option -p -t %3 allow-passthrough on", "set-option -pu -t %3 allow-passthrough"
