"""Finds the line of a TOML text on which a key stands, so that an error can point at it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache

from naitui.recipe.problems import Place

_KEY_PART = r"""(?:[^][="'#\n]|"(?:\\.|[^"\\\n])*"|'[^'\n]*')++"""
_HEADER = re.compile(rf"[ \t]*(\[\[?)({_KEY_PART})\]")
_KEY = re.compile(rf"[ \t]*({_KEY_PART})=")
_TOKEN = re.compile(
    r"""
      \"{3} (?: [^"\\]++ | \\. | "{1,2}(?!") )*+ "{3,5}      # strings of several lines; two quotes may stand before
    | '{3}  (?: [^']++ | '{1,2}(?!') )*+ '{3,5}              # the closing three
    | " (?: \\. | [^"\\\n] )*+ " | '[^'\n]*+'
    | \#[^\n]*+ | [][{}\n]
    """,
    re.DOTALL | re.VERBOSE,
)


def line_of(text: str, place: Place) -> int | None:
    """The line (from 1) of the longest leading part of ``place`` that is written in ``text``; None when none is.

    ``text`` must be valid TOML. Inside an inline table or an array the line of the whole statement is given.
    """
    lines = _lines(text)
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[Place, int]:
    """Where every table and key is written first, those included that only a longer key implies."""
    lines: dict[Place, int] = {}
    for line, place in _statements(text):
        for end in range(1, len(place) + 1):
            lines.setdefault(place[:end], line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, Place]]:
    """Line and full key of every table header and every key of the text."""
    table: Place = ()
    counted: dict[Place, int] = {}
    at, line = 0, 1
    while at < len(text):
        header, key = _HEADER.match(text, at), _KEY.match(text, at)
        if header:
            table = _entered(_steps(header[2]), counted, new=header[1] == "[[")
            yield line, table
        elif key:
            yield line, (*table, *_steps(key[1]))
        begun = header or key
        end = _end_of_statement(text, begun.end() if begun else at)
        line += text.count("\n", at, end)
        at = end


def _entered(key: tuple[str, ...], counted: dict[Place, int], *, new: bool) -> Place:
    """The place of a table header: a list of tables means its last entry, or with ``new`` a new one."""
    place: Place = ()
    for number, step in enumerate(key, 1):
        place = (*place, step)
        if new and number == len(key):
            counted[place] = counted.get(place, -1) + 1
        if place in counted:
            place = (*place, counted[place])
    return place


def _steps(written: str) -> tuple[str, ...]:
    """A dotted key as its steps; a quoted step keeps its dots."""
    node: object = tomllib.loads(f"{written.strip()} = 0")
    steps: list[str] = []
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        steps.append(name)
    return tuple(steps)


def _end_of_statement(text: str, start: int) -> int:
    """Behind the line end that closes the statement: one that is in no string, comment, array or inline table."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth <= 0:
                return token.end()
    return len(text)
