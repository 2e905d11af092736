"""Opens a picture in another program: the user's own viewer, or the one of the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_SOON = 1.0  # seconds in which a viewer that cannot start has usually said so


class NoViewer(Exception):
    """Nothing can be opened; the message says why, and what can be done."""


def open_outside(
    path: Path, command: Sequence[str] = (), environ: Mapping[str, str] = os.environ, *, setting: str = "viewer"
) -> None:
    """Start a viewer with `path` and let it run. Waits for a moment, so call it aside.

    Args:
        command: the user's own program and its arguments; the path comes last. Empty: the desktop's.
        setting: which one names it.

    Raises:
        NoViewer: the file has gone, there is no display to open it on, or no program, or the program fails at once.
    """
    if not path.is_file():
        raise NoViewer(f"{path} is not there any more.")
    program = [*(command or _of_desktop(environ)), str(path)]
    if shutil.which(program[0]) is None:
        raise NoViewer(f'There is no program "{program[0]}"; the setting {setting} names another one.')
    try:
        running = subprocess.Popen(
            program, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,  # it outlives the studio, and takes no signal of its terminal
        )  # fmt: skip
    except OSError as error:
        raise NoViewer(f"{program[0]}: {error.strerror or error}") from None
    try:
        code = running.wait(_SOON)
    except subprocess.TimeoutExpired:
        return  # it runs; what becomes of it is not ours to know
    if code != 0:
        raise NoViewer(f"{program[0]} ended with {code}.")


def _of_desktop(environ: Mapping[str, str]) -> list[str]:
    over_ssh = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if sys.platform == "darwin" and not over_ssh:
        return ["open"]
    if not any(environ.get(name) for name in _DISPLAYS):
        where = "over SSH there is no display here" if over_ssh else "there is no display here"
        raise NoViewer(
            f"Not opened: {where}. Y copies the path; the setting viewer can name a program that needs none."
        )
    return ["xdg-open"]
