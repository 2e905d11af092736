"""From hint to hint: where the cursor goes, and when a proposal is taken."""

from __future__ import annotations

from collections.abc import Sequence

from naitui.actions.in_effect import keyed
from naitui.recipe.hints import Hint
from naitui.widgets.text import one_line
from naitui.widgets.write_pane import WritePane


class HintGuide:
    """Leads through the hints, the most important first; it remembers where it was."""

    def __init__(self, pane: WritePane) -> None:
        self._pane = pane
        self._last: Hint | None = None
        self._pressed = 0
        """How often the key was pressed since hints came last: they take a moment."""

    def ask(self) -> None:
        """The key was pressed: the hints that come next are the ones to go to."""
        self._pressed += 1

    def hear(self, found: Sequence[Hint]) -> str:
        """The hints of this moment. If the key was pressed, go to the next one; what to say about it.

        On the one that is selected already it does what that one proposes. Whoever moves the cursor away does not want
        it: then the next hint comes.
        """
        told = ""
        for _ in range(self._pressed):
            told = self._lead(found)
            if not told:
                break  # the words are others now
        self._pressed = 0
        return told

    def _lead(self, found: Sequence[Hint]) -> str:
        if not found:
            return "No hints about these words."
        last = self._last if self._last in found else None
        if last is not None and last.instead is not None and self._pane.selected == (last.place, last.start, last.end):
            self._last = None
            self._pane.replace(last.place, last.start, last.end, last.instead)
            return ""
        number = (found.index(last) + 1) % len(found) if last is not None else 0
        self._last = hint = found[number]
        self._pane.show_words(hint.place, hint.start, hint.end)
        counted = f" ({number + 1} of {len(found)})" if len(found) > 1 else ""
        return f"{hint.message}{counted}.{_proposal(hint)}"


def _proposal(hint: Hint) -> str:
    if hint.place[0] == "styles":
        return keyed(" {studio.styles} shows the styles.")
    if hint.instead is None:
        return ""
    again = keyed(" {studio.next_hint} again")
    return f"{again} writes: {one_line(hint.instead, 60)}" if hint.instead else f"{again} takes it out."
