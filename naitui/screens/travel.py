"""Going through the past of the recipe that the studio edits, and showing where that was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from naitui.novelai import Catalog
from naitui.recipe.past import Made, PastError, Step
from naitui.screens import wording
from naitui.screens.grid_wishes import Bisect, GridWanted
from naitui.terminal import Protocol, Terminal
from naitui.widgets import fields
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.write_pane import WritePane

if TYPE_CHECKING:  # the screen itself is read when it is opened
    from naitui.screens.past import Between, Chosen


class Traveller:
    """Moves one screen's recipe.

    Args:
        screen: over which the past is shown.
        words: the recipe.
        show: shows a picture of the past.
        tell: says where one has come.
    """

    def __init__(
        self, screen: Screen[None], words: WritePane, show: Callable[[Made], object], tell: Callable[[str], object]
    ) -> None:
        self._screen = screen
        self._words = words
        self._show = show
        self._tell = tell

    def undo(self) -> None:
        """Take the last change back, in whatever field it was."""
        self._travel(self._words.undo, "Undone: {}", "Nothing to undo.")

    def redo(self) -> None:
        """Do it again."""
        self._travel(self._words.redo, "Done again: {}", "Nothing to redo.")

    def look_around(self, catalog: Catalog, protocol: Protocol, terminal: Terminal | None) -> None:
        """Show all steps; go to the one that is chosen."""
        from naitui.screens.past import PastScreen

        self._words.settle()
        past = PastScreen(self._words.past, catalog, protocol, terminal)
        self._screen.app.push_screen(past, self._go)

    def _go(self, chosen: Chosen | Between | None) -> None:
        from naitui.screens.past import Between

        if chosen is None:
            return
        if isinstance(chosen, Between):
            self._screen.post_message(GridWanted(Bisect(chosen.good, chosen.bad, chosen.seed)))
            return
        self._travel(lambda: self._words.go(chosen.state), "Gone to: {}", "")
        if chosen.picture is not None:
            self._show(chosen.picture)
            if chosen.keep_seed:
                self._words.take(fields.changed(self._words.recipe, ("sampling", "seed"), chosen.picture.seed))

    def _travel(self, way: Callable[[], Step | None], told: str, nothing: str) -> None:
        if self._words.query_one(SettingsGrid).give_up():
            return  # a value that was being typed is what is taken back
        try:
            step = way()
        except PastError as error:
            self._screen.notify(f"It stays as it is: {error}.", severity="error", markup=False)
            return
        self._tell(nothing if step is None else wording.travelled(told, step))
