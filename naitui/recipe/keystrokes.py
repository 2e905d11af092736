"""Which changes of a text belong together, so that one undo takes back a tag and not a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Location = tuple[int, int]
"""Line and column."""
_ENDS = (",", "\n")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it was after one change."""

    text: str
    run: int
    """Changes that follow one another with the same number are one step, as long as nobody pauses between them."""


class Runs:
    """Numbers the changes of one text.

    A run is typing on where the last letter was typed, or deleting on letter by letter. It ends at the comma or the new
    line behind a tag, which belongs to the next one; by going elsewhere; and by everything that changes more than a
    letter: pasting, completing, keys on tags.
    """

    def __init__(self) -> None:
        self._run = 0
        self._goes_on: tuple[Literal["typing", "deleting"], Location] | None = None
        self._has_tag = False
        """Whether there is more in the run than what stands between tags."""

    def cut(self) -> None:
        """The next change begins a run of its own."""
        self._goes_on = None

    def number(self, start: Location, end: Location, removed: str, added: str, stop: Location) -> int:
        """The run of one change.

        Args:
            start: where it begins.
            end: where what is removed ended, in the text before.
            removed: what stood there.
            added: what stands there now.
            stop: where that ends, in the text after.
        """
        typed = len(added) == 1
        deleted = len(removed) == 1 and not added
        if typed:
            goes_on = not removed and self._goes_on == ("typing", start)
            goes_on = goes_on and not (added in _ENDS and self._has_tag)
        else:
            goes_on = deleted and self._goes_on in (("deleting", start), ("deleting", end))
        if not goes_on:
            self._run += 1
            self._has_tag = False
        self._goes_on = None
        if typed:
            self._goes_on = ("typing", stop)
            self._has_tag = self._has_tag or not (added in _ENDS or added.isspace())
        elif deleted:
            self._goes_on = ("deleting", start)
        return self._run


class Typing:
    """What has happened to one text since somebody asked, while its editor may already be further on.

    An editor may also write line ends in its own way: a text that nobody has changed is still the one that was given.
    """

    def __init__(self) -> None:
        self._shown = self._given = ""
        self._runs = Runs()
        self._steps: list[Typed] = []

    def begin(self, given: str, shown: str) -> None:
        """Another text was put in, which the editor shows as ``shown``."""
        self._given, self._shown = given, shown
        self._steps.clear()
        self._runs.cut()

    def words(self, shown: str) -> str:
        """The text that stands behind what is shown."""
        return self._given if shown == self._shown else shown

    def note(self, start: Location, end: Location, removed: str, added: str, stop: Location, shown: str) -> None:
        """One change, as for `Runs.number`, after which ``shown`` is shown."""
        if removed != added:
            self._steps.append(Typed(self.words(shown), self._runs.number(start, end, removed, added, stop)))

    def cut(self) -> None:
        """The next change begins a run of its own."""
        self._runs.cut()

    def take(self) -> list[Typed]:
        """The changes since this was last asked."""
        steps, self._steps = self._steps, []
        return steps
