"""Choosing a theme: the whole screen shows the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable

from textual.theme import Theme
from textual.widgets import OptionList

from naitui.screens.choose import ChooseScreen

OWN = "naitui-"
"""How the names of our own themes begin."""


def theme_choices(themes: Iterable[Theme]) -> list[tuple[str, str]]:
    """Names and titles, our own first. Themes of the terminal's sixteen colours alone are told as such."""
    ordered = sorted(themes, key=lambda theme: (not theme.name.startswith(OWN), theme.name))
    wide = max(len(theme.name) for theme in ordered)
    return [(theme.name, f"{theme.name:<{wide}}  {'dark' if theme.dark else 'light'}") for theme in ordered]


class ThemeScreen(ChooseScreen):
    """Ends with the name of a theme, or None; then the one that was there before is back."""

    def __init__(self, choices: Iterable[tuple[str, str]], current: str) -> None:
        super().__init__("Theme", list(choices), current)
        self._before = current

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show it."""
        if event.option.id is not None:
            self.app.theme = event.option.id

    def dismiss(self, result: str | None = None) -> object:  # type: ignore[override]  # what it gives can be awaited
        """Leave; without a choice everything is as it was."""
        self.app.theme = result if result is not None else self._before
        return super().dismiss(result)
