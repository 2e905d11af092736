"""Files of words: finds them by name without ever leaving their folder, and reads wildcards and snippets.

A bad line is named and skipped, and the rest works; so does everything else when a whole file is bad.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from naitui.controls import CONTROLS, HALVES, LINE_MARKS, character_class
from naitui.recipe import Entry, Fault, Wildcard
from naitui.recipe.marking import NUMBER
from naitui.recipe.marks import is_name
from naitui.recipe.syntax import parse

ENDING = ".txt"
MAX_BYTES = 10_000_000
MAX_LINES = 100_000
MAX_FAULTS = 20
"""Of one file; what else is wrong with it is only counted."""
MAX_WEIGHT = 1_000_000.0
_NO_WEIGHT = "begins with no weight to pick by, a number from 0 on, and with no emphasis that ends,"
_NESTED = re.compile(rf"{NUMBER}::")
_LIKE_A_WEIGHT = re.compile(r"[-+]?[\d.]+::")
_BOM = b"\xef\xbb\xbf"
_WEIGHT = re.compile(r"(\d+\.?\d*|\.\d+)::(.*)", re.DOTALL)
_CONTROL = re.compile(f"[{character_class(code for code in (*CONTROLS, *HALVES) if code not in LINE_MARKS)}]")


def find(folders: Sequence[Path], name: str, ending: str = ENDING) -> tuple[Path | None, list[Fault]]:
    """The file of this name in the first folder that has it, and what was refused on the way.

    Names that could lead out of a folder (``..``, links that point elsewhere) find nothing.
    """
    faults: list[Fault] = []
    if not is_name(name):
        return None, faults
    for folder in folders:
        path = folder / f"{name}{ending}"
        try:
            if not path.is_file():
                continue
            if path.resolve().is_relative_to(folder.resolve()):
                return path, faults
            faults.append(Fault(str(path), None, "leads out of its folder and is not read"))
        except (OSError, RuntimeError) as error:  # a name too long for the file system, a loop of links
            faults.append(Fault(str(path), None, _why(error)))
    return None, faults


def names_in_folders(folders: Sequence[Path], ending: str = ENDING) -> tuple[list[str], list[Fault]]:
    """Every name that can be called, sorted; and the files that cannot be, because of their names."""
    names: set[str] = set()
    faults: list[Fault] = []
    for folder in folders:
        for path in _files(folder, ending, faults):
            name = path.relative_to(folder).as_posix().removesuffix(ending)
            if is_name(name):
                names.add(name)
            else:
                wanted = "letters and digits with single _ . - / between them"
                faults.append(Fault(str(path), None, f"cannot be called: names are {wanted}"))
    return sorted(names, key=lambda name: (name.casefold(), name)), faults


def read_wildcard(path: Path, name: str) -> tuple[Wildcard, list[Fault]]:
    """A wildcard's lines; those that cannot be used are named with their number."""
    data, faults = _bytes(path)
    entries = []
    for number, raw in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):
        if number > MAX_LINES:
            faults.append(Fault(str(path), number, f"only the first {MAX_LINES:,} lines are used"))
            break
        try:
            entry = _entry(raw.decode("utf-8").strip(), number)
            half = _half_of_a_weight(entry.text) if entry is not None else ""
            if half:
                faults.append(Fault(str(path), number, f"{half}; it is sent as it stands"))
        except UnicodeDecodeError:
            faults.append(Fault(str(path), number, "is not UTF-8 and is skipped"))
        except ValueError as error:
            faults.append(Fault(str(path), number, f"{error} and is skipped"))
        else:
            entries += [entry] if entry is not None else []
    return Wildcard(name, tuple(entries), str(path)), _shortened(faults)


def read_snippet(path: Path) -> tuple[str | None, list[Fault]]:
    """A snippet's text without the line ends around it; None when it cannot be used."""
    data, faults = _bytes(path)
    if faults:
        return None, faults
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return None, [Fault(str(path), data.count(b"\n", 0, error.start) + 1, "is not UTF-8; the snippet is not used")]
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return None, [Fault(str(path), line, "holds a control character; the snippet is not used")]
    return text.strip("\n"), []


def _entry(line: str, number: int) -> Entry | None:
    """A line as an entry; None for a blank one or a comment.

    ``3::text`` is a weight only when no other ``::`` follows: ``1.2::tag::`` is NovelAI's own emphasis. In
    ``3::1.2::tag::`` the first number is the weight. ``3::`` alone is a weight too, for nothing at all.

    Raises:
        ValueError: why it cannot be used.
    """
    if not line or line.startswith("#"):
        return None
    if _CONTROL.search(line):
        raise ValueError("holds a control character")
    weighted = _WEIGHT.fullmatch(line)
    if weighted is None or ("::" in weighted[2] and not _NESTED.match(weighted[2].lstrip())):
        if _LIKE_A_WEIGHT.match(line) and _half_of_a_weight(line):
            raise ValueError(_NO_WEIGHT)
        return Entry(line, 1.0, number)
    weight = float(weighted[1])
    if weight > MAX_WEIGHT:
        raise ValueError(f"has a weight over {MAX_WEIGHT:,.0f}")
    return Entry(weighted[2].strip(), weight, number)


def _half_of_a_weight(text: str) -> str:
    """What is wrong with the numbers and their ends in a text; empty when nothing is."""
    if "::" not in text:
        return ""
    prompt = parse(text)
    wrong = (f"{prompt.of(piece)} {piece.fault}" for piece in prompt.faults if piece.kind in ("weight", "end"))
    return next(wrong, "")


def _bytes(path: Path) -> tuple[bytes, list[Fault]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return b"", [Fault(str(path), None, _why(error))]
    if len(data) > MAX_BYTES:
        return b"", [Fault(str(path), None, f"is larger than {MAX_BYTES // 1_000_000} MB and is not used")]
    return data.removeprefix(_BOM), []


def _shortened(faults: list[Fault]) -> list[Fault]:
    more = len(faults) - MAX_FAULTS
    if more <= 0:
        return faults
    return [*faults[:MAX_FAULTS], Fault(faults[0].path, None, f"{more:,} more lines are wrong")]


def _files(folder: Path, ending: str, faults: list[Fault]) -> Iterator[Path]:
    """The files with an ending in a folder and in the folders in it; links to folders are not followed."""

    def unread(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # a folder that nobody has made yet is no fault
            faults.append(Fault(str(error.filename), None, _why(error)))

    for place, _, files in os.walk(folder, onerror=unread):
        for file in sorted(files):
            path = Path(place, file)
            if file.endswith(ending) and path.is_file():
                yield path


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "cannot be read"
