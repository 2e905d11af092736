"""The pane that shows a picture: a finished one, or the newest step of the running job.

`show` and `show_step` come back at once. One worker thread decodes, scales and encodes; what has become stale on the
way is dropped, and the event loop only hands over what is ready. How a picture gets on the screen is the `protocol`,
see `naitui.widgets.picture.painter`; what of it is to be seen is the `view`.

Without a real terminal (tests, screenshots) kitty and sixel are shown as blocks. The pane itself takes no padding,
border, tint or opacity in its stylesheet: give them to a container around it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from rich.style import Style
from textual.filter import Monochrome, NoColor
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from naitui.pictures.graphics.framing import Frame, View, zoomed
from naitui.terminal import Protocol, Terminal, current_cell
from naitui.widgets.few_colours import NoColours
from naitui.widgets.picture import prepared
from naitui.widgets.picture.depth import depth_for
from naitui.widgets.picture.opener import Opener
from naitui.widgets.picture.painter import Painter, Wish
from naitui.widgets.picture.prepared import Pane, Prepared
from naitui.widgets.picture.store import Store
from naitui.widgets.picture.words import centred

PREPARED = 32_000_000
"""Bytes of prepared pictures that are kept."""
SWITCHED_OFF = "Pictures are switched off."


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """Something to draw: how to get its bytes, what to remember them by, and where to."""

    read: Callable[[], bytes]
    key: Hashable
    step: bool
    facts: tuple[str, ...]
    view: View
    pane: Pane | None = None


class Preview(Widget, can_focus=False):
    """A pane for one picture, centred, its ratio kept, fitted anew when the pane changes.

    Args:
        empty: lines of plain text for when there is no picture, the first one as a title.
        protocol: how pictures are shown; `naitui.terminal.choose` picks one.
        terminal: what is known of the terminal (size of a cell, tmux passthrough).
        opener: shared with widgets that show the same pictures; one of its own where it is left out.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--title", "preview--text", "preview--problem"}
    ALLOW_SELECT = False

    protocol: reactive[Protocol] = reactive[Protocol]("blocks", init=False)
    view: reactive[View] = reactive(View(), init=False)

    @dataclass
    class Shown(Message):
        """A picture, or something else in its place, is to be seen. `frame` is None where it is no picture."""

        frame: Frame | None

    def __init__(
        self,
        empty: Sequence[str] = (),
        *,
        protocol: Protocol = "blocks",
        terminal: Terminal | None = None,
        opener: Opener | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Preview.protocol, protocol)
        self._empty = tuple(empty)
        self._terminal = terminal or Terminal()
        self._own_opener = opener is None
        self._opener = opener or Opener()
        self._painter = Painter(self, self, self._opener, self._terminal)
        self._message = ""  # instead of a picture: a problem
        self._message_style = "preview--text"
        self._source: _Job | None = None  # what is to be seen, to fit it anew
        self._wanted: _Job | None = None  # the newest request that nobody has begun with
        self._job: _Job | None = None  # the one being worked on
        self._working = False
        self._kept: Store[Hashable, Prepared] = Store(PREPARED, lambda picture: picture.weight)
        self._picture: Prepared | None = None
        self._lines: list[Strip] = []

    # What the owner says

    def show(
        self, data: bytes | Callable[[], bytes], *, key: Hashable | None = None, facts: Sequence[str] = ()
    ) -> None:
        """Show a finished picture.

        Args:
            data: an encoded PNG, JPEG or WebP, or what gives one when it is called in the worker thread. Anything else
                becomes a line of text in the pane.
            key: names these bytes for ever, so that coming back to them needs no work; without it nothing is kept.
            facts: lines of text beside size and colours, where the picture is told in words.
        """
        read = data if callable(data) else lambda: data
        self._ask_for(_Job(read, key, False, tuple(facts), self.view))

    def show_step(self, data: bytes) -> None:
        """Show a step of the running job (a small JPEG). While one is being made ready only the newest one waits."""
        self._ask_for(_Job(lambda: data, None, True, (), View()))

    def clear(self) -> None:
        """Show the text for an empty pane."""
        self._source = self._wanted = self._job = None
        self._say("", "preview--text")

    def pan(self, across: int, down: int) -> bool:
        """Show what lies this way, a part of the pane further (-1, 0, 1); False if there is nothing more."""
        picture = self._picture
        if picture is None:
            return False
        step = max(1, self.size.width // 4), max(1, self.size.height // 4)
        before, self.view = self.view, picture.frame.panned(self.view, across * step[0], down * step[1])
        return self.view != before

    def zoom(self, way: Literal[1, -1]) -> bool:
        """Show the picture larger or smaller; False if it cannot be."""
        picture = self._picture
        if picture is None:
            return False
        before, self.view = self.view, zoomed(picture.pixels, picture.pane.place, self.view, way)
        return self.view != before

    @property
    def frame(self) -> Frame | None:
        """The cells of the picture that is to be seen."""
        return self._picture.frame if self._picture else None

    # From bytes to something to see

    def _ask_for(self, source: _Job) -> None:
        """Make `source` what is to be seen, now or when the pane has got a size."""
        self._source = source
        pane = self._pane()
        if pane is None:
            return
        self._wanted = replace(source, pane=pane)
        if not self._working:
            self._working = True
            self.run_worker(self._work())

    def _fit_again(self) -> None:
        """Draw the same thing for a pane, or seen in a way, that is not what it was."""
        pending = self._wanted or self._job
        done = (self._picture.pane, self._source.view) if self._picture and self._source else None
        known = (pending.pane, pending.view) if pending else done
        source = self._source
        if source is not None and known != (self._pane(), wanted := View() if source.step else self.view):
            self._ask_for(replace(source, view=wanted))

    def _pane(self) -> Pane | None:
        """The pane as it is now; None before it has a size."""
        if not self.is_mounted or not self.content_size:
            return None
        headless = self.app.is_headless
        _, _, background, color = self.colors
        return Pane(
            box=(self.content_size.width, self.content_size.height),
            cell=(None if headless else current_cell()) or self._terminal.cell,
            protocol="blocks" if headless and self.protocol in ("kitty", "sixel") else self.protocol,
            depth=depth_for(self),
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
                # Bad bytes are BadPicture, a ValueError; the others are Pillow's on pictures that decode and are odd,
                # and what reading a file that has gone says.
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
        if pane.protocol == "none":
            self._say(SWITCHED_OFF, "preview--text")
            return
        if job.step and not self._painter.may_step():
            return
        image = await self._opener.open(job.read, job.key)
        frame, span = prepared.span_of(image.size, pane, job.view)
        name = (job.key, pane, frame.grid, span, job.facts if pane.protocol == "text" else ())
        picture = self._kept.get(name) if job.key is not None else None
        if picture is None:
            picture = await self._opener.do(prepared.prepare, image, pane, job.view, job.step)
        picture.look_at(frame)
        if self._fresh(job):
            await self._painter.paint(picture, Wish(lambda: self._fresh(job), job.facts))
        if job.key is not None:
            self._kept.put(name, picture)  # also when it was there: it may weigh more by now

    def see(self, picture: Prepared, lines: Sequence[Strip], part: range | None = None) -> None:
        """Show these lines of `picture`. `part`: those that have to be written now; None for all of them."""
        self._picture, self._lines, self._message = picture, list(lines), ""
        if part is None:
            self.refresh()
        elif part:
            self.refresh(Region(0, part.start, self.size.width, len(part)))
        self.post_message(self.Shown(picture.frame))

    def _say(self, message: str, style: str) -> None:
        self._painter.forget()
        self._picture, self._message, self._message_style = None, message, style
        self.refresh()
        self.post_message(self.Shown(None))

    # What Textual asks

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.call_after_refresh(self._fit_again))

    def on_resize(self) -> None:
        self._fit_again()

    def on_unmount(self) -> None:
        self._source = self._wanted = self._job = None
        self._painter.close()
        if self._own_opener:
            self._opener.close()

    def watch_protocol(self) -> None:
        self._fit_again()

    def watch_view(self) -> None:
        self._fit_again()

    def render_line(self, y: int) -> Strip:
        """A line of the text that stands for no picture."""
        titled = [("preview--text" if number else "preview--title", line) for number, line in enumerate(self._empty)]
        words = [(self._message_style, self._message)] if self._message else titled
        return centred(
            [[(line, self.get_component_rich_style(style))] for style, line in words],
            (self.content_size.width, self.content_size.height),
            Style(bgcolor=self.background_colors[1].rich_color),
        )[y]

    def render_lines(self, crop: Region) -> list[Strip]:
        """All lines of the pane.

        Pictures do not go through Textual's line cache and filters: they are rendered strips of full width already, and
        a filter would change the colour that is a picture's number.
        """
        picture = self._picture
        if picture is None:
            return super().render_lines(crop)
        self._painter.might_be_written(crop.line_range)
        tinted = self._is_tinted
        placeholders = picture.pane.protocol == "kitty" and not tinted
        lines = self._lines
        if tinted and picture.pane.protocol == "kitty":
            lines = picture.rough_lines
        elif tinted and picture.pane.protocol == "sixel":  # else the text below stays what it is: the sixels stay too
            lines = picture.lines or lines
        width = self.size.width
        ground = picture.pane.ground
        blank = Strip.blank(width, ground)
        strips = [lines[y].adjust_cell_length(width, ground) if y < len(lines) else blank for y in crop.line_range]
        if not placeholders:
            for each in self.get_line_filters():
                greys = picture.pane.depth == "none" and isinstance(each, Monochrome | NoColor)
                if greys or isinstance(each, NoColours):
                    strips = [strip.apply_filter(each, self.background_colors[1]) for strip in strips]
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    @property
    def _is_tinted(self) -> bool:
        """Does a screen lie over this one that changes the colours below it? They carry a Kitty picture's number."""
        stack = self.app.screen_stack
        above = stack[stack.index(self.screen) + 1 :] if self.screen in stack else []
        return any(screen.styles.background.a > 0 for screen in above)
