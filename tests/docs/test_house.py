"""The house is as CONTRIBUTING.md draws it: every room and every file beside them is on the map; none is too long."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
"""Lines of a file."""


def test_everything_is_on_the_map() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    drawn = set(re.findall(r"`([\w/.]+)`", " ".join(rows)))
    rooms = {f"{path.parent.name}/" for path in ROOT.glob("naitui/*/__init__.py")}
    files = {path.name for path in ROOT.glob("naitui/*.py")} - {"__init__.py"}
    assert drawn == rooms | files


def test_no_file_is_too_long() -> None:
    files = {path: path.read_text("utf-8").count("\n") for path in ROOT.glob("naitui/**/*.py")}
    assert {str(path): lines for path, lines in files.items() if lines > LONGEST} == {}
