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
_LONGEST_PREFIX = 4
"""Letters of the beginnings that the index's table of words keeps as if they were words."""
_SAID = re.compile(r"[^\W_]+")
"""What the index's tokenizer takes for a word."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a search asks of the tables ``pictures`` and ``words``."""

    sql: str
    """Conditions on the columns of ``pictures``."""
    parameters: tuple[object, ...]
    matching: str = ""
    """A full-text query for what is wanted; "" when there is none."""
    unwanted: str = ""
    """The same for what is not."""

    def select(
        self, what: str, *, since: int | None = None, before: int | None = None
    ) -> tuple[str, str, tuple[object, ...]]:
        """A query up to what orders it, what the id is called in it, and its parameters.

        Args:
            what: the columns; ``{id}`` stands for the id.
            since: only pictures with this id or a greater one.
            before: only pictures with a smaller id.
        """
        # by way of the words, whose order is that of the ids: the newest come first without sorting
        id = "words.rowid" if self.matching else "pictures.id"
        source = "words JOIN pictures ON pictures.id = words.rowid" if self.matching else "pictures"
        limits = [(f"{{}} {sign} ?", end) for sign, end in ((">=", since), ("<", before)) if end is not None]
        span, ends = "".join(f" AND {text}" for text, _ in limits), tuple(end for _, end in limits)
        clauses, parameters = [self.sql + span.format(*[id] * len(ends))], (*self.parameters, *ends)
        if self.matching:
            clauses.insert(0, "words MATCH ?")
            wanted = f"({self.matching}) NOT ({self.unwanted})" if self.unwanted else self.matching
            parameters = (wanted, *parameters)
        elif self.unwanted:  # the index of words does not say what is nowhere in it
            inner = "SELECT rowid FROM words WHERE words MATCH ?" + span.format(*["rowid"] * len(ends))  # noqa: S608 - as below
            clauses.append(f"pictures.id NOT IN ({inner})")
            parameters = (*parameters, self.unwanted, *ends)
        return f"SELECT {what.format(id=id)} FROM {source} WHERE {' AND '.join(clauses)}", id, parameters  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True)
class Known:
    """What the index holds, as far as a search has to know it beforehand."""

    models: Callable[[str], Sequence[str]]
    """The ids of the models that a text names."""
    samplers: Callable[[str], Sequence[str]]
    """The ids of the samplers with a text in them."""
    words: Callable[[str], Sequence[str] | None]
    """All words with a beginning; None when they are too many to be named."""


def where(conditions: Sequence[Condition], known: Known) -> Where:
    """All conditions together."""
    clauses: list[str] = []
    parameters: list[object] = []
    wanted: list[str] = []
    unwanted: list[str] = []
    for condition in conditions:
        match condition:
            case Word():
                matching = _matching(condition, known)
                if condition.field in ("label", "collection"):
                    sql, values = _listed(condition)
                elif not matching:
                    continue  # nothing but signs: the index holds none
                else:
                    (wanted if condition.wanted else unwanted).append(matching)
                    continue
            case Number():
                sql, values = _number(condition)
            case Name():
                sql, values = _name(condition, known)
        clauses.append(sql if condition.wanted else f"NOT coalesce({sql}, 0)")
        parameters.extend(values)
    sql = " AND ".join(f"({clause})" for clause in clauses) or "1"
    return Where(sql, tuple(parameters), " AND ".join(wanted), " OR ".join(unwanted))


def _matching(word: Word, known: Known) -> str:
    """A query of SQLite's full-text search: one phrase, its last word by its beginning unless it was quoted."""
    said = _SAID.findall(word.text)
    if not said:
        return ""
    phrase = f'"{" ".join(said)}"'
    if not word.whole:
        # words by their names are read from the newest on; by a long beginning, all of them are gathered first
        ends = known.words(said[-1]) if len(said) == 1 and len(said[-1]) > _LONGEST_PREFIX else None
        phrase = f"{phrase} *" if ends is None else " OR ".join(f'"{end}"' for end in ends) or phrase
    column = _WORD_COLUMNS.get(word.field)
    return f"{{{column}}} : ({phrase})" if column else f"({phrase})"


def _listed(word: Word) -> tuple[str, tuple[object, ...]]:
    """Labels and collections stand in their columns between line ends."""
    column = "labels" if word.field == "label" else "collections"
    text = word.text.casefold()
    return f"{column} != '' AND instr({column}, ?) > 0", (f"\n{text}\n" if word.whole else f"\n{text}",)


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
        case _:
            ids = (known.models if name.field == "model" else known.samplers)(name.text)
            return f"{name.field} IN ({', '.join('?' * len(ids))})", tuple(ids)
