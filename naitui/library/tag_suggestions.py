"""What the service has suggested, kept so that the same text is not asked twice."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from naitui.library.tag_files import MOST_COUNT
from naitui.library.tag_words import LONGEST, is_clean, key_of, shown

TABLES = """
CREATE TABLE suggested (model TEXT NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL,
    found TEXT NOT NULL, PRIMARY KEY (model, lang, text)) WITHOUT ROWID;
CREATE INDEX suggested_by_age ON suggested (at);
"""
MOST_KEPT = 20_000
MOST_FOUND = 100
"""Suggestions for one text; the service gives ten."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One tag that the service suggested."""

    name: str
    """As it is shown and inserted."""
    count: int = 0
    confidence: float | None = None
    """How well the model knows it, 0 to 1."""
    japanese: str | None = None
    """The Japanese word for it, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """An answer of the service."""

    at: float
    """When it was given: Unix time, seconds."""
    found: tuple[Suggestion, ...]


def write(
    database: sqlite3.Connection,
    model: str,
    text: str,
    answer: Sequence[Mapping[str, object]],
    lang: str,
    at: float,
) -> Suggestions:
    """Keep an answer; what of it can be used. Call it inside a transaction."""
    found = tuple(one for entry in answer[:MOST_FOUND] if (one := _suggestion(entry)) is not None)
    if is_clean(model + text + lang):  # anything else was never typed, and half characters cannot be stored
        written = json.dumps([astuple(one) for one in found], ensure_ascii=False)
        row = (model, lang, key_of(text), at, written)
        database.execute("INSERT OR REPLACE INTO suggested VALUES (?, ?, ?, ?, ?)", row)
        surplus = database.execute("SELECT count(*) FROM suggested").fetchone()[0] - MOST_KEPT
        if surplus > 0:
            oldest = "DELETE FROM suggested WHERE (model, lang, text) IN (SELECT model, lang, text FROM suggested "
            database.execute(oldest + "ORDER BY at LIMIT ?)", (surplus,))
    return Suggestions(at, found)


def read(database: sqlite3.Connection, model: str, text: str, lang: str = "en") -> Suggestions | None:
    """The answer for this text; None when there is none."""
    if not is_clean(model + text + lang):
        return None
    query = "SELECT at, found FROM suggested WHERE model = ? AND lang = ? AND text = ?"
    row = database.execute(query, (model, lang, key_of(text))).fetchone()
    return Suggestions(row[0], tuple(Suggestion(*facts) for facts in json.loads(row[1]))) if row else None


def _suggestion(entry: Mapping[str, object]) -> Suggestion | None:
    """What an entry of the answer says; None when it is none. The answer is foreign text."""
    name = entry.get("tag", entry.get("en_tag"))
    japanese = entry.get("jp_tag")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST or not is_clean(name) or not shown(name):
        return None
    if not (isinstance(japanese, str) and len(japanese) <= LONGEST and is_clean(japanese)):
        japanese = None
    count, confidence = entry.get("count"), entry.get("confidence")
    return Suggestion(
        shown(name),
        min(max(0, count), MOST_COUNT) if isinstance(count, int) else 0,
        float(confidence) if isinstance(confidence, int | float) and math.isfinite(confidence) else None,
        japanese,
    )
