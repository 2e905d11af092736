"""The studio's line of references: what is on, how strongly, and what it costs."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from naitui.library.seen import SeenFiles
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.widgets.reference_words import Kind, references_of, rows_of, total_words, why_off

_KINDS: tuple[Kind, ...] = ("vibes", "precise")
_SHOWN = ("vibes", "precise_references", "normalize_vibes", "model", "mask", "batch")
"""The parts of a recipe that the line depends on."""


class ReferencesLine(Widget):
    """One line, there only while the recipe has references. Clicking it opens their screen."""

    COMPONENT_CLASSES = {"references--on", "references--off", "references--price", "references--bad"}

    class Pressed(Message):
        """It was clicked."""

    def __init__(self, recipe: Recipe, catalog: Catalog, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalog = catalog
        self._segments: list[tuple[str, str]] = []
        self._seen = SeenFiles()
        self._recipe = recipe

    def on_mount(self) -> None:
        """Show the recipe's."""
        self._show()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show those of another recipe; typing a prompt draws nothing here."""
        before, self._recipe = self._recipe, recipe
        if any(getattr(before, name) != getattr(recipe, name) for name in _SHOWN):
            self._show()

    def show_seen(self, seen: SeenFiles) -> None:
        """Their files have been looked at."""
        self._seen = seen
        self._show()

    def _show(self) -> None:
        segments = line_of(self._recipe, self._catalog, self._seen)
        if segments != self._segments:
            self._segments = segments
            self.refresh()
        self.display = bool(segments)

    def render_line(self, y: int) -> Strip:
        """The line; what does not fit is cut, the price never."""
        *parts, price = self._segments or [("", "references--off")]
        width = self.content_size.width
        room = width - cell_len(price[0])
        strip = Strip([Segment(text, self.get_component_rich_style(style)) for text, style in parts])
        strip = strip.crop(0, max(0, room)).extend_cell_length(max(0, room), self.rich_style)
        return Strip([*strip, Segment(price[0], self.get_component_rich_style(price[1]))]).crop(0, width)

    def on_click(self) -> None:
        """To their screen."""
        self.post_message(self.Pressed())


def line_of(recipe: Recipe, catalog: Catalog, seen: SeenFiles) -> list[tuple[str, str]]:
    """The line as texts and the names of their styles, the price last; empty without references."""
    parts: list[tuple[str, str]] = []
    for kind in _KINDS:
        if not references_of(recipe, kind):
            continue
        on = [row for row in rows_of(recipe, kind, catalog, seen) if row.enabled]
        if not on:
            continue
        why = why_off(recipe, kind, catalog).partition(";")[0]
        title = "Vibes" if kind == "vibes" else "Precise"
        parts.append((f"{title} not sent, {why}: " if why else f"{title} ", "references--off"))
        for row in on:
            style = "references--bad" if row.receipt.state == "unusable" else "references--on"
            words = f"{row.name} {row.as_sent or row.numbers[0].text}  "
            parts.append((words, style if row.sent else "references--off"))
    if not recipe.vibes and not recipe.precise_references:
        return []
    if not parts:
        parts.append(("References: none is on", "references--off"))
    total = total_words(recipe, catalog, seen).partition(":")[0]
    return [*parts, (f" {total}  ^u" if total else "  ^u", "references--price")]
