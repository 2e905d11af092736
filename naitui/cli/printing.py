"""What was asked for, on stdout: foreign text in it cannot reach the terminal's controls."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.controls import LINE_MARKS, UNPRINTABLE, character_class

if TYPE_CHECKING:  # naitui doctor prints too, and needs nothing of the house
    from naitui.recipe import Pick

CONTROLS = re.compile(f"[{character_class(code for code in UNPRINTABLE if code not in LINE_MARKS)}]")
"""What terminals obey instead of showing it; line ends and tabs are not among them."""


def printable(text: str) -> str:
    """Text from a file for the terminal: line ends stay, other control characters do not."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def in_words(pick: Pick) -> str:
    """A pick on one line: what stood where, and what it became."""
    where = ", pinned" if pick.pinned else f", line {pick.line}" if pick.line else ""
    return f"  {pick.written} → {pick.became or '(nothing)'}  ({pick.field}{where})"


def print_json(document: object) -> None:
    """A document in plain ASCII: the same in every locale."""
    print_line(json.dumps(document, ensure_ascii=True, indent=2))


def print_line(text: str) -> None:
    """A line, or several."""
    print(text)  # noqa: T201 - what was asked for goes to stdout


def print_progress(text: str, *, last: bool = False) -> None:
    """A line on stderr that the next one is written over, where somebody looks at it."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r{text}", end="\n" if last else "\r", file=sys.stderr, flush=True)  # noqa: T201 - see above


def print_question(text: str) -> None:
    """On stderr, with the answer to be typed behind it."""
    print(f"{text} ", end="", file=sys.stderr, flush=True)  # noqa: T201 - what commands say goes to stderr


def print_path(path: Path, *, as_json: bool) -> None:
    """A file that was written: its path as the file system spells it, or an event."""
    line = json.dumps({"event": "saved", "path": str(path)}).encode() if as_json else os.fsencode(path)
    if sys.stdout is not None:  # it may have been closed before we were started
        sys.stdout.flush()
        sys.stdout.buffer.write(line + b"\n")
