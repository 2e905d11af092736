"""What has just been changed, for a moment: like a toast, with the diff in it, and in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from naitui.recipe import Recipe
from naitui.recipe.diff_words import Block
from naitui.widgets.prompt_diff import PromptDiff

MOMENT = 15.0
"""Seconds until it goes by itself."""


class ChangesPanel(Vertical):
    """Shows a diff until something else is changed, Escape is pressed, or the moment is over. It takes no key."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._recipe: Recipe | None = None
        self._end: Timer | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """The diff in a frame."""
        with Vertical(id="changes-frame"):
            yield PromptDiff(id="changes-diff")

    def tell(self, found: Sequence[Block], recipe: Recipe) -> None:
        """Show what led to this recipe."""
        self._recipe = recipe
        self.query_one("#changes-frame").border_title = "Changed · also in the log · Esc hides"
        self.query_one(PromptDiff).show_blocks(found)
        self.display = True
        if self._end is not None:
            self._end.stop()
        self._end = self.set_timer(MOMENT, self.hide)

    def follow(self, recipe: Recipe) -> None:
        """The recipe is this one now: when that is another one, what is told is over."""
        if self.display and recipe != self._recipe:
            self.hide()

    def hide(self) -> None:
        """Nothing is told any longer."""
        self.display = False
        self._recipe = None
