"""The search line of the gallery: words and fields, such as ``rain "night city" model:v5 steps:>23 -sketch``.

A word is found by its beginning, in any text of the picture; text in quotes as it stands. ``-`` in front of anything
turns it round. A field takes a value, a comparison (``>``, ``>=``, ``<``, ``<=``) or a range ``a..b``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Comparison = Literal["=", ">", ">=", "<", "<=", ".."]
NUMBERS = ("seed", "steps", "guidance", "width", "height", "rated")
TEXTS = ("prompt", "undesired", "character", "file", "label", "collection")
DATES = ("date", "before", "after")
OTHERS = ("model", "sampler", "size", "by", "group", "is")
FIELDS = (*NUMBERS, *TEXTS, *DATES, *OTHERS)
_ALSO = {"cfg": "guidance", "scale": "guidance", "rating": "rated", "name": "file", "tag": "label", "uc": "undesired"}
STATES = ("new", "rated", "unrated", "unreadable", "portrait", "landscape", "square")
_TERM = re.compile(r'(?P<minus>-?)(?:(?P<field>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+|(?<=:)))')
_COMPARISON = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_SIZE = re.compile(r"(\d+)[x×](\d+)")
_AREA = re.compile(r"(\d+(?:\.\d+)?)\s*mp", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class QueryError(ValueError):
    """A search that cannot be understood; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase in any text of a picture, or in one of `TEXTS`."""

    text: str
    field: str = ""
    whole: bool = False
    """Whether it was quoted: then it is not only the beginning of a word."""
    wanted: bool = True


SIDE = 1_000_000
"""What the width of a picture is multiplied with where both its sides are one number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A comparison with a number; ``..`` has two, both ends included."""

    field: str
    """One of `NUMBERS`, or ``area`` (pixels), or ``created`` (Unix time)."""
    comparison: Comparison
    value: float
    until: float = 0.0
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A field that is a name: ``model``, ``sampler``, ``by``, ``group``, or ``is`` with one of `STATES`."""

    field: str
    text: str
    wanted: bool = True


Condition = Word | Number | Name


def read_query(text: str) -> tuple[Condition, ...]:
    """The conditions of a search, all of which must hold; none for an empty one.

    Raises:
        QueryError: a field or a value that there is not.
    """
    return tuple(condition for match in _TERM.finditer(text) for condition in _conditions(match))


def _conditions(match: re.Match[str]) -> Iterator[Condition]:
    wanted = not match["minus"]
    quoted = match["quoted"]
    value = match["plain"] if quoted is None else quoted
    if match["field"] is None:
        if value.strip("-"):
            yield Word(value, whole=quoted is not None, wanted=wanted)
        return
    field = match["field"].casefold()
    field = _ALSO.get(field, field)
    if field not in FIELDS:
        close = difflib.get_close_matches(field, FIELDS, 1)
        meant = f'did you mean "{close[0]}:"?' if close else f"there are {', '.join(FIELDS)}"
        raise QueryError(f'there is no field "{field}:"; {meant}')
    if not value:
        raise QueryError(f"{field}: needs a value")
    if field in TEXTS:
        yield Word(value, field, quoted is not None, wanted)
    elif field in NUMBERS:
        yield _number(field, field, value, wanted)
    elif field in DATES:
        yield _date(field, value, wanted)
    elif field == "size":
        yield from _size(value, wanted)
    else:
        if field == "is" and value.casefold() not in STATES:
            raise QueryError(f"is: takes {', '.join(STATES)}")
        yield Name(field, value.casefold(), wanted)


def _number(field: str, told: str, value: str, wanted: bool) -> Number:
    first, dots, last = value.partition("..")
    if dots:
        return Number(field, "..", _float(told, first), _float(told, last), wanted)
    sign, rest = _parted(value)
    return Number(field, sign, _float(told, rest), wanted=wanted)


def _parted(value: str) -> tuple[Comparison, str]:
    match = _COMPARISON.fullmatch(value)
    assert match is not None  # noqa: S101 - it matches everything
    sign: Comparison = match[1] or "="  # type: ignore[assignment]  # the group holds nothing else
    return sign, match[2]


def _float(told: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise QueryError(f'{told}: takes numbers, >, <, or a range like 20..28; not "{text}"') from None


def _size(value: str, wanted: bool) -> Iterator[Condition]:
    """``832x1216``, or an area in megapixels."""
    sign, rest = _parted(value)
    area, sides = _AREA.fullmatch(rest), _SIZE.fullmatch(rest)
    if area is not None:
        yield Number("area", sign, float(area[1]) * 1_000_000, wanted=wanted)
    elif sides is not None and sign == "=" and wanted:
        yield Number("width", "=", float(sides[1]))
        yield Number("height", "=", float(sides[2]))
    elif sides is not None and sign == "=":  # neither of these sides alone is unwanted, nor the same area
        yield Number("sides", "=", float(sides[1]) * SIDE + float(sides[2]), wanted=wanted)
    elif sides is not None:
        yield Number("area", sign, float(sides[1]) * float(sides[2]), wanted=wanted)
    else:
        raise QueryError(f'size: takes 832x1216 or megapixels like >1mp; not "{rest}"')


def _date(field: str, value: str, wanted: bool) -> Number:
    first, last = _days(value)
    if field == "before":
        return Number("created", "<", first, wanted=wanted)
    if field == "after":
        return Number("created", ">=", last, wanted=wanted)
    return Number("created", "..", first, last - 1e-6, wanted)


def _days(value: str) -> tuple[float, float]:
    """From the first to behind the last moment of a day, a month or a year, by this machine's clock."""
    match = _DATE.fullmatch(value)
    relative = {"today": 0, "yesterday": 1}.get(value.casefold())
    try:
        if relative is not None:
            day = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=relative)
            return day.timestamp(), (day + timedelta(days=1)).timestamp()
        if match is None:
            raise ValueError
        year, month, day_number = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the first group is not optional
        begin = datetime(year, month or 1, day_number or 1)
        if day_number:
            end = begin + timedelta(days=1)
        elif month:
            end = datetime(year + month // 12, month % 12 + 1, 1)
        else:
            end = datetime(year + 1, 1, 1)
        return begin.timestamp(), end.timestamp()
    except (ValueError, OverflowError):
        raise QueryError(f'dates are like 2026-10-01, 2026-10, 2026 or today; not "{value}"') from None
