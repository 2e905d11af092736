"""Going through the past of the recipe that the studio edits, and showing where that was."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from naitui.novelai import Catalog
from naitui.recipe.past import Made, PastError, Step
from naitui.screens import wording
from naitui.screens.past import Chosen, PastScreen
from naitui.terminal import Protocol, Terminal
from naitui.widgets import fields
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.write_pane import WritePane


class Traveller:
    """Moves one screen's recipe.

    Args:
        screen: with a status bar, where it is told what happened.
        words: the recipe.
        show: shows a picture of the past.
    """

    def __init__(self, screen: Screen[None], words: WritePane, show: Callable[[Made], object]) -> None:
        self._screen = screen
        self._words = words
        self._show = show

    def undo(self) -> None:
        """Take the last change back, in whatever field it was."""
        self._travel(self._words.undo, "Undone: {}", "Nothing to undo.")

    def redo(self) -> None:
        """Do it again."""
        self._travel(self._words.redo, "Done again: {}", "Nothing to redo.")

    def look_around(self, catalog: Catalog, protocol: Protocol, terminal: Terminal | None) -> None:
        """Show all steps; go to the one that is chosen."""
        self._words.settle()
        past = PastScreen(self._words.past, catalog, protocol, terminal)
        self._screen.app.push_screen(past, self._go)

    def _go(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        self._travel(lambda: self._words.go(chosen.state), "Gone to: {}", "")
        if chosen.picture is not None:
            self._show(chosen.picture)
            if chosen.keep_seed:
                self._words.take(fields.changed(self._words.recipe, ("sampling", "seed"), chosen.picture.seed))

    def _travel(self, way: Callable[[], Step | None], told: str, nothing: str) -> None:
        screen = self._screen
        if screen.query_one(SettingsGrid).give_up():
            return  # a value that was being typed is what is taken back
        screen.remove_class("-looking")  # in a narrow terminal the words may be on the other page
        try:
            step = way()
        except PastError as error:
            screen.notify(f"It stays as it is: {error}.", severity="error", markup=False)
            return
        screen.query_one(StatusBar).tell(nothing if step is None else wording.travelled(told, step))
        screen.call_after_refresh(self._unzoom)  # by then the focus is where the change was

    def _unzoom(self) -> None:
        """A pane that fills the screen stays so only while the focus is in it."""
        zoomed, focused = self._screen.maximized, self._screen.focused
        if zoomed is not None and focused is not None and zoomed not in focused.ancestors_with_self:
            self._screen.minimize()
