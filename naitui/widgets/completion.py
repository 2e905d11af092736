"""The list of completions under the cursor. It takes no focus: the editor has the keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from naitui.library.offers import Offer
from naitui.widgets.text import one_line

WIDTH = 44
_CATEGORIES = ("artist", "series", "character", "meta", "wildcard", "style")


class CompletionList(Widget):
    """A few lines, the chosen one marked."""

    COMPONENT_CLASSES = {"offer--chosen", "offer--note", *(f"offer--{name}" for name in _CATEGORIES)}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.offers: Sequence[Offer] = ()
        self.chosen = 0

    def show(self, offers: Sequence[Offer], chosen: int, place: Offset, room: Size) -> None:
        """Show offers below a place, or above it where there is no room; none hides the list."""
        self.offers, self.chosen = offers, chosen
        self.display = bool(offers)
        if not offers:
            return
        height = len(offers)
        x = max(0, min(place.x, room.width - WIDTH))
        below = place.y + 1
        y = below if below + height <= room.height else max(0, place.y - height)
        self.styles.width, self.styles.height = min(WIDTH, room.width), height
        self.styles.offset = (x, y)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One offer."""
        width = self.size.width
        if y >= len(self.offers):
            return Strip.blank(width, self.rich_style)
        offer = self.offers[y]
        style = self.rich_style
        if y == self.chosen:
            style = self.get_component_rich_style("offer--chosen")
        elif offer.category in _CATEGORIES:
            style = self.get_component_rich_style(f"offer--{offer.category}")
        note = one_line(offer.note, 20)
        room = width - cell_len(note) - 3
        name = set_cell_size(f" {one_line(offer.text)}", max(1, room))
        beside = style if y == self.chosen else self.get_component_rich_style("offer--note")
        return Strip([Segment(name, style), Segment(f"  {note} ", beside)]).extend_cell_length(width, style)
