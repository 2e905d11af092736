"""What completes the piece of a prompt that is being typed: tags, wildcards, styles. It reads files: use a thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from naitui.library.styles import read_styles
from naitui.library.tags import TagIndex
from naitui.library.words import WordFolders, wildcard_names
from naitui.recipe.fragments import Fragment, Kind

MOST = 8
"""Lines that a completion shows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of a completion."""

    text: str
    """What is put in."""
    kind: Kind
    category: str
    """"general", "artist", "series", "character", "meta"; "wildcard" and "style" for those."""
    note: str
    """What stands beside it: how often, or why."""


def offers_for(fragment: Fragment, index: TagIndex, folders: WordFolders, model: str) -> list[Offer]:
    """The best completions of a fragment, best first.

    Raises:
        OSError: the index cannot be used.
    """
    if fragment.kind == "wildcard":
        return [
            Offer(name, "wildcard", "wildcard", "wildcard") for name in _matching(wildcard_names(folders), fragment)
        ]
    if fragment.kind == "style":
        book = read_styles(folders.styles).styles
        return [Offer(name, "style", "style", book[name].help) for name in _matching(book, fragment)]
    found = []
    for candidate in index.complete(fragment.text, limit=MOST, model=model):
        count = _counted(candidate.count) if candidate.count else ""
        note = f"← {candidate.alias}" if candidate.alias else f"yours · {count}" if candidate.uses else count
        found.append(Offer(candidate.name, "tag", candidate.category, note.rstrip(" ·")))
    return found


def _matching(names: Iterable[str], fragment: Fragment) -> list[str]:
    """Names that begin with what is typed, then those that hold it."""
    names = list(names)
    typed = fragment.text.casefold()
    begin = [name for name in names if name.casefold().startswith(typed)]
    hold = [name for name in names if typed in name.casefold() and name not in begin]
    return [*begin, *hold][:MOST]


def _counted(count: int) -> str:
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f}M"
    return f"{count // 1000}k" if count >= 1000 else str(count)
