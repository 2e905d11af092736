"""From the conditions of a search to SQL over the index's tables. Texts become parameters, never SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from naitui.library.query import SIDE, Condition, Name, Number, Word

_COLUMNS = {
    "seed": "seed", "steps": "steps", "guidance": "guidance", "width": "width", "height": "height", "rated": "rating",
    "area": "width * height", "sides": f"width * {SIDE} + height", "created": "created",
}  # fmt: skip
_WORD_COLUMNS = {"prompt": "prompt", "undesired": "undesired", "character": "characters", "file": "name"}
_STATES = {
    "new": "rating = 0 AND labels = ''",
    "rated": "rating > 0",
    "unrated": "rating = 0",
    "unreadable": "problem != ''",
    "portrait": "height > width",
    "landscape": "width > height",
    "square": "width = height AND width > 0",
}
_SAID = re.compile(r"[^\W_]+")
"""What the index's tokenizer takes for a word."""


@dataclass(frozen=True, slots=True)
class Where:
    """The text after ``WHERE`` and its parameters; ``matching`` is a full-text query, "" when there is none."""

    sql: str
    parameters: tuple[object, ...]
    matching: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the index holds, as far as a search has to know it beforehand."""

    models: Callable[[str], Sequence[str]]
    """The ids of the models that a text names."""
    words: Callable[[str], Sequence[str] | None]
    """All words with a beginning; None when they are too many to be named."""


def where(conditions: Sequence[Condition], known: Known) -> Where:
    """All conditions together, over the columns of ``pictures``; ``matching`` goes to ``words``."""
    clauses: list[str] = []
    parameters: list[object] = []
    wanted: list[str] = []
    for condition in conditions:
        match condition:
            case Word():
                matching = _matching(condition, known)
                if condition.field in ("label", "collection"):
                    sql, values = _listed(condition)
                elif not matching:
                    continue  # nothing but signs: the index holds none
                elif condition.wanted:
                    wanted.append(matching)
                    continue
                else:
                    sql, values = "id IN (SELECT rowid FROM words WHERE words MATCH ?)", (matching,)
            case Number():
                sql, values = _number(condition)
            case Name():
                sql, values = _name(condition, known)
        clauses.append(sql if condition.wanted else f"NOT coalesce({sql}, 0)")
        parameters.extend(values)
    return Where(" AND ".join(f"({clause})" for clause in clauses) or "1", tuple(parameters), " AND ".join(wanted))


def _matching(word: Word, known: Known) -> str:
    """A query of SQLite's full-text search: one phrase, its last word by its beginning unless it was quoted."""
    said = _SAID.findall(word.text)
    if not said:
        return ""
    phrase = f'"{" ".join(said)}"'
    if not word.whole:
        # words by their names are read from the newest on; by their beginning, all of them are gathered first
        ends = known.words(said[-1]) if len(said) == 1 else None
        phrase = f"{phrase} *" if ends is None else " OR ".join(f'"{end}"' for end in ends) or phrase
    column = _WORD_COLUMNS.get(word.field)
    return f"{{{column}}} : ({phrase})" if column else f"({phrase})"


def _listed(word: Word) -> tuple[str, tuple[object, ...]]:
    """Labels and collections stand in their columns between line ends."""
    column = "labels" if word.field == "label" else "collections"
    text = word.text.casefold()
    return f"instr({column}, ?) > 0", (f"\n{text}\n" if word.whole else f"\n{text}",)


def _number(number: Number) -> tuple[str, tuple[object, ...]]:
    column = _COLUMNS[number.field]
    if number.comparison == "..":
        low, high = sorted((number.value, number.until))
        return f"{column} BETWEEN ? AND ?", (low, high)
    return f"{column} {number.comparison} ?", (number.value,)


def _name(name: Name, known: Known) -> tuple[str, tuple[object, ...]]:
    match name.field:
        case "is":
            return _STATES[name.text], ()
        case "by":
            return "made_by = ?", (name.text,)
        case "group":
            return "grouped = ?", (name.text,)
        case "model":
            ids = known.models(name.text)
            return f"model IN ({', '.join('?' * len(ids))})", tuple(ids)
        case _:
            return "instr(lower(sampler), ?) > 0", (name.text,)
