"""Finds the line of a TOML text on which a key stands, so that an error can point at it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from naitui.recipe.problems import Place

_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
_CLOSER = re.compile(r'"""|\'\'\'|[\]}]')


def line_of(text: str, place: Place) -> int | None:
    """The line (from 1) of the longest leading part of ``place`` that is written in ``text``; None when none is.

    ``text`` must be valid TOML. Inside an inline table or an array the line of the whole statement is given.
    """
    best_length, best_line = 0, None
    for line, key in _statements(text):
        length = len(key) if place[: len(key)] == key else 0
        if length > best_length:
            best_length, best_line = length, line
    return best_line


def _statements(text: str) -> Iterator[tuple[int, Place]]:
    """Line and full key of every table header and every key of the text."""
    lines = text.split("\n")
    table: Place = ()
    counted: dict[Place, int] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        header = _HEADER.match(line)
        if header:
            table = _key(header[2])
            if header[1] == "[[":
                position = counted.get(table, -1) + 1
                counted[table] = position
                table = (*table, position)
            yield at + 1, table
            at += 1
        elif "=" in line and not line.lstrip().startswith("#"):
            end = _end_of_statement(lines, at)
            yield at + 1, (*table, *_key(line.split("=", 1)[0]))
            at = end + 1
        else:
            at += 1


def _key(written: str) -> Place:
    """A dotted key as its steps; a quoted step keeps its dots."""
    try:
        node: object = tomllib.loads(f"{written.strip()} = 0")
    except tomllib.TOMLDecodeError:
        return (written.strip(),)
    steps: list[str] = []
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        steps.append(name)
    return tuple(steps)


def _end_of_statement(lines: list[str], start: int) -> int:
    """The last line of the statement that begins on ``start``: the first one with which it parses alone."""
    for end in range(start, len(lines)):
        if end > start and not _CLOSER.search(lines[end]):
            continue  # a statement of several lines can only end on a line with a closing mark
        try:
            tomllib.loads("\n".join(lines[start : end + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return start
