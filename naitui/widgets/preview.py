"""The pane that shows a picture: a finished one, or the newest step of the running job.

`show` and `show_step` come back at once. One worker thread decodes, scales and encodes; what has become stale on the
way is dropped, and the event loop only hands over what is ready. How a picture gets on the screen is the `protocol`:

- `half` (everywhere): half blocks.  `unicode`: shades without colour.  `none`: a line of text.
- `kitty`: sent through Textual's writer, shown by placeholders. Under a modal screen, whose tint would change the
  colours that carry the picture's number, coarse blocks are shown.
- `sixel`: half blocks with the sixels on top, as long as nothing lies over the pane and it is not in the last line of
  the screen (writing sixels there scrolls the screen).

Without a real terminal (tests, screenshots) kitty and sixel are shown as half blocks. The pane itself takes no padding,
border, tint or opacity in its stylesheet: give them to a container around it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.filter import Monochrome, NoColor
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from naitui.terminal import Protocol, Terminal, current_cell
from naitui.widgets.picture import prepared, sixel
from naitui.widgets.picture.aside import Aside
from naitui.widgets.picture.prepared import Pane, Prepared
from naitui.widgets.picture.shelf import Shelf
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.picture.words import centred

_KEPT = 8  # prepared pictures; one takes some megabytes in a large pane
_TIDY_AFTER = 0.2  # seconds
_UNCOVER_AFTER = 0.25  # seconds; a screen that comes back is written twice within less


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """Something to draw: encoded bytes, what to remember them by, and where to."""

    data: bytes
    key: Hashable
    step: bool
    pane: Pane | None = None


class Preview(Widget, can_focus=False):
    """A pane for one picture, centred, its ratio kept, fitted anew when the pane changes.

    Args:
        empty: lines of plain text for when there is no picture, the first one as a title.
        protocol: how pictures are shown; `naitui.terminal.choose` picks one.
        terminal: what is known of the terminal (size of a cell, tmux passthrough).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--title", "preview--text", "preview--problem"}
    ALLOW_SELECT = False

    protocol: reactive[Protocol] = reactive[Protocol]("half", init=False)

    def __init__(
        self,
        empty: Sequence[str] = (),
        *,
        protocol: Protocol = "half",
        terminal: Terminal | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Preview.protocol, protocol)
        self._empty = tuple(empty)
        self._terminal = terminal or Terminal()
        self._message = ""  # instead of a picture: a problem, or what "none" has to say
        self._message_style = "preview--text"
        self._source: _Job | None = None  # what is to be seen, to fit it anew
        self._wanted: _Job | None = None  # the newest request that nobody has begun with
        self._job: _Job | None = None  # the one being worked on
        self._working = False
        self._cache: OrderedDict[tuple[Hashable, Pane], Prepared] = OrderedDict()
        self._aside = Aside()
        self._shelf: Shelf | None = None
        self._picture: Prepared | None = None
        self._placeholders: list[Strip] = []  # of `_picture`, when Kitty has it
        self._covered = False  # something lies, or lay a moment ago, over the sixels
        self._uncovering: Timer | None = None

    # What the owner says

    def show(self, data: bytes, *, key: str | None = None) -> None:
        """Show a finished picture.

        Args:
            data: an encoded PNG, JPEG or WebP. Anything else becomes a line of text in the pane.
            key: names these bytes for ever, so that coming back to them needs no work; without it nothing is kept.
        """
        self._ask_for(_Job(data, key, step=False))

    def show_step(self, data: bytes) -> None:
        """Show a step of the running job (a small JPEG). While one is being made ready only the newest one waits."""
        self._ask_for(_Job(data, None, step=True))

    def clear(self) -> None:
        """Show the text for an empty pane."""
        self._source = self._wanted = self._job = None
        self._say("", "preview--text")

    # From bytes to something to see

    def _ask_for(self, source: _Job) -> None:
        """Make `source` what is to be seen, now or when the pane has got a size."""
        self._source = source
        pane = self._pane()
        if pane is None:
            return
        self._wanted = _Job(source.data, source.key, source.step, pane)
        if not self._working:
            self._working = True
            self.run_worker(self._work())

    def _fit_again(self) -> None:
        """Draw the same thing for a pane that is not what it was."""
        pending = self._wanted or self._job or self._picture
        if self._source is not None and (pending is None or pending.pane != self._pane()):
            self._ask_for(self._source)

    def _pane(self) -> Pane | None:
        """The pane as it is now; None before it has a size."""
        if not self.is_mounted or not self.content_size:
            return None
        headless = self.app.is_headless
        _, _, background, color = self.colors
        return Pane(
            box=(self.content_size.width, self.content_size.height),
            cell=(None if headless else current_cell()) or self._terminal.cell,
            protocol="half" if headless and self.protocol in ("kitty", "sixel") else self.protocol,
            truecolor=headless or self.app.console.color_system == "truecolor",
            dark=self.app.current_theme.dark,
            text=Style(color=color.rich_color, bgcolor=background.rich_color),
        )

    async def _work(self) -> None:
        """Draw what is wanted until nothing is."""
        try:
            while (job := self._wanted) is not None and job.pane is not None:
                self._wanted, self._job = None, job
                try:
                    await self._draw(job, job.pane)
                # Bad bytes are BadPicture, a ValueError; the others are Pillow's on pictures that decode and are odd.
                except (ValueError, OSError, MemoryError) as error:
                    if self._fresh(job):
                        self._say(f"this picture cannot be shown: {error}", "preview--problem")
                if self._job is job:
                    self._job = None
        finally:
            self._working = False

    def _fresh(self, job: _Job) -> bool:
        """Is `job` still worth going on with? A step is while newer ones wait: quick ones would never be seen else."""
        waiting = self._wanted
        return self._job is job and (waiting is None or (job.step and waiting.step and job.pane == waiting.pane))

    async def _draw(self, job: _Job, pane: Pane) -> None:
        picture = self._cache.get((job.key, pane)) if job.key is not None else None
        if picture is None:
            picture = await self._aside.do(prepared.open_small, job.data, pane, job.step)
            if job.key is not None:
                self._cache[job.key, pane] = picture
                while len(self._cache) > _KEPT:
                    self._cache.popitem(last=False)
        if not self._fresh(job):
            return
        match pane.protocol:
            case "none":
                self._say("picture: {} × {} pixels".format(*picture.pixels), "preview--text")
            case "kitty":
                await self._draw_kitty(job, picture)
            case "sixel":
                await self._draw_sixel(job, picture)
            case "half" | "unicode":
                await self._draw_characters(job, picture)

    async def _draw_characters(self, job: _Job, picture: Prepared) -> None:
        if not picture.lines:
            await self._aside.do(prepared.make_lines, picture, self.app.console)
        if self._fresh(job):
            self._see(picture)

    async def _draw_kitty(self, job: _Job, picture: Prepared) -> None:
        if self._shelf is None:
            wire = wire_of(self.app)
            wire.passthrough = self._terminal.passthrough
            self._shelf = Shelf(wire, self._see)
        if not picture.png:
            await self._aside.do(prepared.make_png, picture)
        if self._fresh(job):
            await self._shelf.put(picture, lambda: self._fresh(job))
        if self._fresh(job):
            self.set_timer(_TIDY_AFTER, self._shelf.tidy)
        if self._fresh(job) and not picture.lines:  # for when a modal screen lies over the pane
            await self._aside.do(prepared.make_lines, picture, self.app.console)

    async def _draw_sixel(self, job: _Job, picture: Prepared) -> None:
        if self._picture is None:  # something to see at once; later ones replace a picture by a picture
            await self._draw_characters(job, picture)
        if not picture.sixels:
            await self._aside.do(prepared.make_sixels, picture, lambda: self._fresh(job))
        await self._draw_characters(job, picture)

    def _see(self, picture: Prepared, placeholders: Sequence[Strip] = ()) -> None:
        self._picture, self._placeholders, self._message = picture, list(placeholders), ""
        self.refresh()

    def _say(self, message: str, style: str) -> None:
        self._picture, self._message, self._message_style = None, message, style
        self.refresh()

    # What Textual asks

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.call_after_refresh(self._fit_again))

    def on_resize(self) -> None:
        self._fit_again()

    def on_unmount(self) -> None:
        self._source = self._wanted = self._job = None
        if self._shelf is not None:
            self._shelf.clear()
        self._aside.close()

    def watch_protocol(self) -> None:
        self._fit_again()

    def render_line(self, y: int) -> Strip:
        """A line of the text that stands for no picture."""
        titled = [("preview--text" if number else "preview--title", line) for number, line in enumerate(self._empty)]
        words = [(self._message_style, self._message)] if self._message else titled
        return centred(
            [(line, self.get_component_rich_style(style)) for style, line in words],
            (self.content_size.width, self.content_size.height),
            Style(bgcolor=self.background_colors[1].rich_color),
        )[y]

    def render_lines(self, crop: Region) -> list[Strip]:
        """All lines of the pane.

        Pictures do not go through Textual's line cache and filters: they are rendered strips of full width already, and
        a filter would change the colour that is a picture's number. With NO_COLOR half blocks go without colours.
        """
        picture = self._picture
        if picture is None:
            return super().render_lines(crop)
        characters = not self._placeholders or not self.screen.is_active
        lines = picture.lines if characters else self._placeholders
        width = self.size.width
        ground = picture.pane.ground
        blank = Strip.blank(width, ground)
        strips = [lines[y].adjust_cell_length(width, ground) if y < len(lines) else blank for y in crop.line_range]
        if characters:
            for line_filter in self.get_line_filters():
                if isinstance(line_filter, (Monochrome, NoColor)):
                    strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if picture.sixels and crop == self.size.region:
            self._lay_sixels(picture, strips)
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def _lay_sixels(self, picture: Prepared, strips: list[Strip]) -> None:
        """Put the sixels behind the picture's last line, where they can be seen whole.

        What lay over the pane has written over some of them. When it goes, Textual writes only the lines it was on, or
        the whole screen several times; so the pane is drawn once more a moment later, and only then with sixels.
        """
        region = self.region
        left, top = picture.corner
        last = top + picture.rows - 1
        in_last_line = region.y + last >= self.screen.size.height - 1
        if picture.pane.box != self.size or in_last_line or sixel.is_covered(self):
            self._covered = True
        elif self._covered:
            if self._uncovering is None:
                self._uncovering = self.set_timer(_UNCOVER_AFTER, self._uncover)
        else:
            line = Strip.blank(region.width, picture.pane.ground)  # the sixels may end a few pixels above its end
            corner, end = (region.x + left, region.y + top), (region.right, region.y + last)
            strips[last] = sixel.overlay(line, picture.sixels, corner, end)

    def _uncover(self) -> None:
        self._uncovering = None
        self._covered = False
        self.refresh()
