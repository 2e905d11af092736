"""The filmstrip: the session's pictures, small, in a row; the one that is looked at in the middle of what is seen."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from naitui.pictures.graphics import blocks
from naitui.pictures.graphics.framing import fit
from naitui.terminal import DEFAULT_CELL
from naitui.widgets.picture import strips
from naitui.widgets.picture.depth import depth_for
from naitui.widgets.picture.film import Film, Shot
from naitui.widgets.picture.opener import Opener
from naitui.widgets.picture.strips import Row

HEIGHT = 3
"""Rows of a picture; its number stands below."""
WIDEST = 9
"""Columns of a picture."""

Thumbnail = list[Row]


class Filmstrip(Widget, can_focus=False):
    """Draws the pictures of a `Film`, in half blocks whatever else the terminal can do: they are small."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"film--number", "film--current", "film--marked"}
    ALLOW_SELECT = False

    class Chosen(Message):
        """A picture was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, film: Film, opener: Opener, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._film = film
        self._opener = opener
        self._thumbnails: dict[str, Thumbnail] = {}
        self._making = False

    def show(self) -> None:
        """The film is another one, or another of its pictures is looked at."""
        if not self.is_mounted:
            return
        self.refresh()
        if self.size and not self._making:
            self._making = True
            self.run_worker(self._make())

    def on_resize(self) -> None:
        """There may be room now."""
        self.show()

    async def _make(self) -> None:
        """Make the pictures that can be seen, one after the other."""
        try:
            while (shot := self._missing()) is not None:
                self._thumbnails[shot.key] = await self._thumbnail(shot)
                self.refresh()
        finally:
            self._making = False

    def _missing(self) -> Shot | None:
        seen = (self._film.shots[place] for place, _ in self._places())
        return next((shot for shot in seen if shot.key not in self._thumbnails), None)

    async def _thumbnail(self, shot: Shot) -> Thumbnail:
        try:
            image = await self._opener.open(shot.read, shot.key)
        except (ValueError, OSError, MemoryError):
            return [[Segment("?".center(3))] for _ in range(HEIGHT)]  # the pane says what is wrong with it
        depth, dark = depth_for(self), self.app.current_theme.dark

        def make() -> Thumbnail:
            from naitui.pictures.decode import excerpt

            columns, rows = fit(image.size, (WIDEST, HEIGHT), DEFAULT_CELL)
            small = excerpt(image, (0, 0, *image.size), (columns * 2, rows * 4))
            if depth == "none":
                return [[Segment(row)] for row in blocks.shades(small, columns, rows, dark=dark)]
            return strips.of_runs(blocks.half_blocks(small, columns, rows, truecolor=depth == "true"))

        return await self._opener.do(make)

    def _places(self) -> list[tuple[int, int]]:
        """Places of the film that are to be seen, with the column of each: around the one that is looked at."""
        step = WIDEST + 1
        count = max(1, self.size.width // step)
        last = max(0, len(self._film.shots) - count)
        first = min(max(self._film.place - count // 2, 0), last)
        shown = self._film.shots[first : first + count]
        left = (self.size.width - len(shown) * step + 1) // 2
        return [(first + index, left + index * step) for index in range(len(shown))]

    def render_line(self, y: int) -> Strip:
        """Pictures, and their numbers below."""
        ground = Style(bgcolor=self.background_colors[1].rich_color)
        segments: list[Segment] = []
        column = 0
        for place, left in self._places():
            cells = self._number(place) if y == HEIGHT else self._row(place, y)
            width = sum(cell_len(segment.text) for segment in cells)
            start = max(column, left + (WIDEST - width) // 2)
            segments += [Segment(" " * (start - column), ground), *cells]
            column = start + width
        return Strip(segments, column).adjust_cell_length(self.size.width, ground)

    def _row(self, place: int, y: int) -> Row:
        thumbnail = self._thumbnails.get(self._film.shots[place].key, [])
        return thumbnail[y] if y < len(thumbnail) else []

    def _number(self, place: int) -> Row:
        current, marked = place == self._film.place, self._film.shots[place] == self._film.marked
        name = "film--current" if current else "film--marked" if marked else "film--number"
        text = f"{place + 1}{'◆' if marked else ''}"
        return [Segment(f"[{text}]" if current else text, self.get_component_rich_style(name))]

    def on_click(self, event: events.Click) -> None:
        """To the picture that was clicked."""
        for place, left in self._places():
            if left <= event.x < left + WIDEST:
                self.post_message(self.Chosen(place))
