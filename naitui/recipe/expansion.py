"""Settles one text after the other: comments dropped, choices made, wildcards and snippets filled in.

One scanner, left to right. What a mark comes to is settled by itself before it is put in its place; so a bar inside a
wildcard's line never splits the choice around it. What has been put together is only looked at once more: a mark that
the pieces happen to make at their seams is refused, for nothing may be left to chance and nothing settled by surprise.

Dice: a choice takes one number, as it always has. A wildcard takes one number too, and what stands in the picked line
has dice of its own, made from that number: whatever is written into a wildcard's file, or pinned in its place, the
picks behind it stay the same.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from naitui.recipe.comments import without_comments
from naitui.recipe.marks import Mark, first_mark, scan
from naitui.recipe.problems import Place, Problem, spell
from naitui.recipe.syntax import parse
from naitui.recipe.words import Words

MAX_DEPTH = 10
"""How deep pieces may stand in pieces."""
MAX_FETCHED = 1_000_000
"""Characters that the pieces of one text may come to: more is a wildcard that multiplies by mistake."""
_MARKS = ("::", "{", "}", "[", "]")


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that chance decided."""

    field: str
    """Where in the recipe, e.g. ``characters[1].prompt``; for a style's text ``styles[1].suffix``."""
    kind: Literal["choice", "wildcard"]
    written: str
    """What stood there."""
    became: str
    """What was sent in its place."""
    name: str = ""
    """The wildcard's."""
    line: int | None = None
    """The line of the wildcard's file; None for a choice, and for a pinned wildcard."""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where what a pick became stands."""

    text: str
    """The text, named as fields of picks are."""
    start: int
    end: int
    own: bool
    """Whether the mark is written in the recipe's, or the style's, own text; not in a piece that is called by name."""


@dataclass(slots=True)
class Settling:
    """The settling of one recipe's texts with these words; gathers what was picked and what is wrong."""

    words: Words
    pins: Mapping[str, str]
    picks: list[Pick] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    """Of each pick, in its settled text."""
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    """What is sent all the same, and may not be meant so."""

    def settle(self, text: str, place: Place, dice: random.Random) -> str:
        """The text with nothing left to chance. What cannot be settled stays as it stands, with a problem."""
        before = len(self.problems)
        settled = _OneText(self, place).settle(text, dice, ())
        if len(self.problems) == before:
            self.check(settled, place)
            self._look(text, settled, place)
        return settled

    def _look(self, written: str, settled: str, place: Place) -> None:
        """Note a mark without its other half that what was filled in has brought, as a weight within a weight does."""
        if all(settled.count(mark) <= written.count(mark) for mark in _MARKS):
            return
        before = {(prompt.of(piece), piece.fault) for prompt in (parse(written),) for piece in prompt.faults}
        prompt = parse(settled)
        for piece in prompt.faults:
            if (prompt.of(piece), piece.fault) not in before:
                around = " ".join(settled[max(0, piece.end - 30) : piece.end].split())
                nested = "; weights do not nest" if piece.kind == "end" else ""
                what = f"filled in, {prompt.of(piece)} {piece.fault}, at the end of “{around}”{nested}"
                self.notes.append(Problem(place, what))
                return

    def check(self, text: str, place: Place) -> None:
        """Note when what was put together still holds a mark."""
        left = first_mark(text)
        if left is not None:
            what = f"what is put together makes a new mark at a seam, {_short(left)}; write it in one piece"
            self.problems.append(Problem(place, what))


@dataclass(frozen=True, slots=True)
class _Step:
    """A piece within which we are."""

    written: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line} of {self.file}" if self.line else self.file
        return f"{self.written} ({where})" if where else self.written


_Trail = tuple[_Step, ...]


class _OneText:
    """One text of a recipe, with its budget."""

    def __init__(self, settling: Settling, place: Place) -> None:
        self._all, self._place = settling, place
        self._left = MAX_FETCHED

    def settle(self, text: str, dice: random.Random, trail: _Trail) -> str:
        """One text or piece, the marks in it settled."""
        done, at = [], 0
        for piece in scan(without_comments(text)):
            first = len(self._all.spots)
            words = self._mark(piece, dice, trail) if isinstance(piece, Mark) else piece
            for index in range(first, len(self._all.spots)):
                spot = self._all.spots[index]
                self._all.spots[index] = replace(spot, start=spot.start + at, end=spot.end + at)
            done.append(words)
            at += len(words)
        return "".join(done)

    def _mark(self, mark: Mark, dice: random.Random, trail: _Trail) -> str:
        match mark.kind:
            case "choice":
                return self._choice(mark, dice, trail)
            case "wildcard":
                return self._wildcard(mark, dice, trail)
            case _:
                text = self._all.words.snippets.get(mark.content)
                if text is None:
                    return self._stuck(mark, self._all.words.missing("snippet", mark.content), trail)
                return self._piece(mark, text, dice, trail, _Step(mark.written))

    def _choice(self, mark: Mark, dice: random.Random, trail: _Trail) -> str:
        choices = mark.choices
        chosen = choices[int(dice.random() * len(choices))]  # random() is the one method that Python promises to keep
        at = len(self._all.picks)
        became = self.settle(chosen, dice, trail)
        self._note(at, Pick(spell(self._place), "choice", mark.written, became), trail)
        return became

    def _wildcard(self, mark: Mark, dice: random.Random, trail: _Trail) -> str:
        number = dice.random()  # for a pinned one too, so that pinning leaves the others alone
        name, own = mark.content, random.Random(f"naitui wildcard {number!r}")
        pinned, wildcard = self._all.pins.get(name), self._all.words.wildcards.get(name)
        line, file = None, ""
        if pinned is not None:
            text = pinned
        elif wildcard is None:
            return self._stuck(mark, self._all.words.missing("wildcard", name), trail)
        else:
            entry = wildcard.pick(number)
            if entry is None:
                return self._stuck(mark, f'the wildcard "{name}" has no line that can be picked', trail)
            text, line, file = entry.text, entry.line or None, wildcard.path
        at = len(self._all.picks)
        became = self._piece(mark, text, own, trail, _Step(mark.written, file, line))
        pick = Pick(spell(self._place), "wildcard", mark.written, became, name, line, pinned is not None)
        self._note(at, pick, trail)
        return became

    def _note(self, at: int, pick: Pick, trail: _Trail) -> None:
        """A pick, in front of those that were made inside it."""
        self._all.picks.insert(at, pick)
        self._all.spots.insert(at, Spot(pick.field, 0, len(pick.became), not trail))

    def _piece(self, mark: Mark, text: str, dice: random.Random, trail: _Trail, step: _Step) -> str:
        """What a name stands for, settled."""
        if any(one.written == mark.written for one in trail):
            around = " → ".join((*(one.written for one in trail), mark.written))
            return self._stuck(mark, f"it leads back to itself: {around}", ())
        if len(trail) >= MAX_DEPTH:
            return self._stuck(mark, f"it is nested more than {MAX_DEPTH} deep", trail)
        self._left -= len(text)
        if self._left < 0:
            return self._stuck(mark, f"the text comes to more than {MAX_FETCHED:,} characters", ())
        return self.settle(text, dice, (*trail, step))

    def _stuck(self, mark: Mark, what: str, trail: _Trail) -> str:
        """The mark as it stands, which is never sent: a problem says why."""
        inside = f", in {trail[-1]}" if trail else ""
        problem = Problem(self._place, f"{_short(mark.written)}: {what}{inside}")
        if problem not in self._all.problems[-50:]:
            self._all.problems.append(problem)
        return mark.written


def _short(written: str) -> str:
    return written if len(written) <= 60 else f"{written[:57]}…"
