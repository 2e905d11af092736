"""Tag files: ``name,type,count,"alias,alias"`` a line, the format that other prompt tools exchange.

They come from anywhere, so nothing in them is believed: rows that are no tags are skipped and counted, and whatever a
line holds, the next one is read as if it had not been there.
"""

from __future__ import annotations

import csv
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from naitui.library.tag_words import LONGEST, is_clean, shown

Category = Literal["general", "artist", "series", "character", "meta"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
MOST_ROWS = 1_000_000
MOST_ALIASES = 100
MOST_COUNT = 10**12
MAX_LINE = 64 * 1024
"""Bytes; the longest in public files is a tenth of that."""
MAX_FILE = 512 * 1024 * 1024
_NUMBERED: dict[int, Category] = {
    0: "general", 1: "artist", 3: "series", 4: "character", 5: "meta", 6: "meta", 7: "meta", 8: "meta",
}  # fmt: skip
"""Danbooru's numbers, and e621's from 6 on; every other number is general."""
_E621_META = 7
_SPECIES = 5


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag of a file."""

    name: str
    """As it is shown and inserted."""
    category: Category
    count: int
    """How many pictures have it."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagList:
    """What a file holds."""

    rows: tuple[TagRow, ...]
    skipped: int = 0
    """Lines that are no tags."""
    first_skipped: str = ""
    """The first of them: ``line 7: …``."""


class _BadRow(ValueError):
    """What is wrong with a line."""


def read_tag_file(path: Path) -> TagList:
    """Every tag in the file, a million at most.

    Raises:
        OSError: there is no such file, it is no regular file, it cannot be read or is too large.
    """
    check_tag_file(path)
    with path.open("rb") as file:
        return read_tags(file)


def check_tag_file(path: Path) -> os.stat_result:
    """Whether it could be read, and what the system says about it.

    Raises:
        OSError: as of `read_tag_file`.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # asked before it is opened: a pipe would keep us waiting
        raise OSError(errno.EINVAL, "this is no regular file", str(path))
    if status.st_size > MAX_FILE:
        raise OSError(errno.EFBIG, f"larger than {MAX_FILE // 2**20} MiB", str(path))
    path.open("rb").close()
    return status


def read_tags(file: BinaryIO) -> TagList:
    """Every tag in an open file; see `read_tag_file`."""
    rows: list[TagRow] = []
    species: list[int] = []
    skipped, first, e621 = 0, "", False
    for number, line in _lines(file):
        if len(rows) >= MOST_ROWS:
            skipped, first = skipped + 1, first or f"line {number}: more than {MOST_ROWS:,} tags"
            break
        try:
            row, kind = _row(line)
        except _BadRow as error:
            if number > 1 or not _is_heading(line):
                skipped, first = skipped + 1, first or f"line {number}: {error}"
            continue
        e621 = e621 or kind == _E621_META
        if kind == _SPECIES:
            species.append(len(rows))
        rows.append(row)
    if e621:  # where 7 is meta, 5 is not
        for place in species:
            rows[place] = replace(rows[place], category="general")
    return TagList(tuple(rows), skipped, first)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, and their numbers; one that is too long is given cut, without its line end."""
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and rest:
            rest = file.readline(MAX_LINE)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _row(line: bytes) -> tuple[TagRow, int]:
    if len(line) >= MAX_LINE:
        raise _BadRow("the line is too long")
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise _BadRow("this is not UTF-8") from None
    if not is_clean(text):
        raise _BadRow("there are control characters in it")
    name, kind, count, *others = _fields(text)
    name = shown(name)
    aliases = [alias for field in others for raw in field.split(",") if (alias := shown(raw))]
    if not name or max(map(len, (name, *aliases))) > LONGEST:
        raise _BadRow(f"a tag should have 1 to {LONGEST} characters")
    number = _whole(kind, "type")
    many = min(max(0, _whole(count, "count")), MOST_COUNT)
    return TagRow(name, _NUMBERED.get(number, "general"), many, tuple(aliases[:MOST_ALIASES])), number


def _fields(text: str) -> list[str]:
    if '"' in text:
        try:
            [fields] = csv.reader([text], strict=True)
        except (csv.Error, ValueError):
            raise _BadRow("the quotes do not match") from None
    else:
        fields = text.split(",")
    if len(fields) < 3:
        raise _BadRow("there should be a name, a type and a count")
    return fields


def _whole(text: str, what: str) -> int:
    text = text.strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
        raise _BadRow(f"the {what} should be a whole number")
    return int(text)


def _is_heading(line: bytes) -> bool:
    """Whether a first line names the columns."""
    cells = [cell.strip().strip(b'"').lower() for cell in line.split(b",")]
    return cells[0] in (b"name", b"tag", b"tag_name") and not any(cell.isdigit() for cell in cells)
