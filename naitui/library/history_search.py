"""Looking through earlier words: every word of a query in any order, or else its letters in their order; pure.

Entries lie in memory as lines of plain words: a line for each tag, a blank before each word. 100,000 of them are looked
through in some 50 ms, misspelled words in some 200. An index of every three letters (FTS5) would take a tenth of that,
but two and a half times the disk, and it finds neither one or two letters nor what is misspelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

MOST_WORDS = 12
"""Of a query; what comes behind them is not looked for."""
MOST_LETTERS = 30
MOST_MEANT = 20
"""Tags that a misspelled word may mean."""
_LONGEST_TAG = 48
"""Longer ones are sentences: their words are known one by one."""
_CHUNK = 4000
"""Entries between two looks whether anybody still waits for the answer."""
_BETWEEN = re.compile(r"[,\n|]+")
_APART = re.compile(r"[\s_,|{}\[\]():]+")

Stop = Callable[[], bool]
Span = tuple[int, int]


def never() -> bool:
    """For searches that nobody stops."""
    return False


def words_of(text: str) -> list[str]:
    """Words as they are looked for: no case, nothing of the prompt syntax."""
    printable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return [word for word in _APART.sub(" ", printable.casefold()).split(" ") if word]


def searchable(texts: Iterable[str]) -> str:
    """Everything that is looked through of an entry; the texts with the most words should come first."""
    tags = (words_of(tag) for text in texts for tag in _BETWEEN.split(text))
    return "\n".join("".join(f" {word}" for word in words) for words in tags if words)


@dataclass(slots=True)
class Pages:
    """The words of every entry, the newest first."""

    state: tuple[int, int, float] = (0, 0, 0.0)
    """Tells whether the file has changed since."""
    entries: list[tuple[int, str]] = field(default_factory=list)
    """Id and words."""
    _tags: str | None = None
    """Every tag of them once, a line each; gathered when a word is misspelled for the first time."""

    def renewed(self, state: tuple[int, int, float], ids: Sequence[int], read: Callable[[], Iterable[Entry]]) -> Pages:
        """The pages with these ids in this order; ``read`` gives the entries that are not known yet."""
        known = dict(self.entries)
        known.update(read())
        return Pages(state, [(id, known[id]) for id in ids if id in known])

    def find(self, query: Sequence[str], limit: int, stop: Stop = never) -> list[int]:
        """Ids of the entries that hold every word, those with more of them at the beginning of a word first, then the
        newest. When there are none, of those that hold what each word most likely means.
        """
        found = self._holding(query, stop) or self._meaning(query, limit, stop)
        return found[:limit]

    def _holding(self, query: Sequence[str], stop: Stop) -> list[int]:
        longest_first = sorted(query, key=len, reverse=True)
        starts = [f" {word}" for word in query]
        ranked: list[list[int]] = [[] for _ in range(len(query) + 1)]
        for found in _chunks(self.entries, stop):
            for word in longest_first:
                found = [entry for entry in found if word in entry[1]]
            for id, words in found:
                ranked[sum(start in words for start in starts)].append(id)
        return [id for ids in reversed(ranked) for id in ids]

    def _meaning(self, query: Sequence[str], limit: int, stop: Stop) -> list[int]:
        tags = self._vocabulary(stop)
        meant = [_meant(word, tags) for word in query]
        if not all(meant):
            return []
        meant.sort(key=len)
        ids: list[int] = []
        for found in _chunks(self.entries, stop):
            for ones in meant:
                found = [entry for entry in found if any(map(entry[1].__contains__, ones))]
            ids += (id for id, _ in found)
            if len(ids) >= limit:
                break
        return ids

    def _vocabulary(self, stop: Stop) -> str:
        if self._tags is not None:
            return self._tags
        found: set[str] = set()
        for chunk in _chunks(self.entries, stop):
            for _, words in chunk:
                found.update(words.split("\n"))
        long = [tag for tag in found if len(tag) > _LONGEST_TAG]
        found.difference_update(long)
        found.update(f" {word}" for tag in long for word in tag[1:].split(" "))
        tags = "\n".join(found)
        if not stop():
            self._tags = tags
        return tags


Entry = tuple[int, str]


def matches(text: str, query: str) -> list[Span]:
    """Where a text holds what was looked for: whole words of the query, or else their letters. In order, apart."""
    folded, places = _folded(text)
    found: list[Span] = []
    for word in words_of(query)[:MOST_WORDS]:
        at = folded.find(word)
        if at < 0:
            letters = _spread(word, ",\n|", grouped=True).search(f" {folded}")
            found += [(letters.start(n) - 1, letters.end(n) - 1) for n in range(1, len(word) + 1)] if letters else []
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return _joined(sorted((places[start], places[end]) for start, end in found))


def _chunks(entries: Sequence[Entry], stop: Stop) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), _CHUNK):
        if stop():
            return
        yield entries[start : start + _CHUNK]


def _meant(word: str, tags: str) -> list[str]:
    """What of the tags a word may mean: those that hold it, or else its letters in order, the shortest first."""
    if word in tags:
        return [word]
    return sorted(set(_spread(word, "\n").findall(tags)), key=lambda tag: (len(tag), tag))[:MOST_MEANT]


def _spread(word: str, ends: str, *, grouped: bool = False) -> re.Pattern[str]:
    """The letters in their order, the first one at the beginning of a word, none of ``ends`` between them.

    What lies between two letters never holds the second one, so there is only one way to read a text: no word, however
    odd, takes long.
    """
    first, *others = map(re.escape, word[:MOST_LETTERS])
    form = "({})" if grouped else "{}"
    apart = re.escape(ends)
    return re.compile(f"[ _]{form.format(first)}" + "".join(f"[^{apart}{one}]*{form.format(one)}" for one in others))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without case and with blanks for underscores, and for each of its places the one in ``text``."""
    folded = text.replace("_", " ").casefold()
    if len(folded) == len(text):
        return folded, range(len(text) + 1)
    places = [at for at, letter in enumerate(text) for _ in letter.casefold()]
    return folded, [*places, len(text)]


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
