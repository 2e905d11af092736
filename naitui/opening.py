"""The program from its first frame on, while the studio is still being put together.

`Naitui` needs every room of the house, and reading them takes longer than all the rest of the start. So the program
begins as an `Opening`, which needs the screen alone; a thread loads the studio, and then the program becomes a
`Naitui`. No key is lost meanwhile: what belongs into the prompt is typed there, everything else waits for the studio.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from rich.console import RenderableType
from rich.segment import Segments
from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from naitui.first_frame import Start
from naitui.resources import ThemeData, first_stylesheets, themes
from naitui.screens.opening import EDITING, FirstWords, OpeningScreen
from naitui.terminal import Terminal
from naitui.widgets.few_colours import NoColours, SixteenColours
from naitui.widgets.frame import cut_between_characters, differing, forget, framed, seen
from naitui.widgets.text import ControlFilter

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""Those that end the program. A terminal in raw mode sends none of them by a key: they come from other programs."""
Enter = Callable[[str | None, tuple[int, int]], Awaitable[None]]
"""Shows the studio, with the prompt and the cursor that were typed meanwhile; None when nothing was."""
Become = Callable[["Opening"], Enter]
"""Makes the studio's program of this one."""


class Opening(App[None]):
    """What the program is at first, and what stays: its looks, and its way to the terminal.

    Args:
        theme: its name; another one when there is none of this name.
        words: what the prompt shows at once.
        load: called in a thread when the first frame is there; it may take its time.
        terminal: what it has answered so far.
        start: what was shown on it already.
    """

    TITLE = "naitui"
    CSS_PATH = [str(path) for path in first_stylesheets()]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        theme: str,
        words: FirstWords | None = None,
        load: Callable[[], Become] | None = None,
        terminal: Terminal | None = None,
        start: Start | None = None,
    ) -> None:
        super().__init__()
        cut_between_characters()
        terminal = terminal or Terminal()
        self.start = start
        self.owed_answers, self.typed_ahead = terminal.owed, terminal.typed  # for the driver
        self._control_filter = ControlFilter()
        self._without_colours, self._sixteen = NoColours(self._ground), SixteenColours(self._ground)
        for each in themes():
            self.register_theme(_theme(each))
        if theme in self.available_themes:
            # before anything has read the stylesheets: afterwards they would all be read once more
            self.set_reactive(App.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())
        self._words = words or FirstWords()
        self._load = load
        self._held: list[Message] | None = [] if load is not None else None
        """Keys that wait for the studio; None when it is there."""
        self._typing = True
        """Whether the prompt still takes keys."""
        self._early: list[Message] = []
        """Keys that came before the prompt did."""
        self.farewell: list[str] = []
        """What is said when the terminal is the shell's again."""
        self.failure: Exception | None = None
        """Why there will be no studio."""

    def get_default_screen(self) -> Screen[Any]:
        """The first thing to be seen, below everything else."""
        return super().get_default_screen() if self._load is None else OpeningScreen(self._words, self.size)

    # ------------------------------------------------------------------ what is written to the terminal

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours: no control character leaves through any widget."""
        textuals = super().get_line_filters()
        if self.no_color:
            textuals = [each for each in textuals if not isinstance(each, Monochrome | NoColor)]
            return [*textuals, self._without_colours, self._control_filter]
        if self.console.color_system == "standard":
            return [*textuals, self._sixteen, self._control_filter]
        return [*textuals, self._control_filter]

    def _ground(self) -> Color:
        """The background of the screen in this theme."""
        return Color.parse(self.theme_variables["background"])

    def get_driver_class(self) -> type[Driver]:
        """In a terminal the driver that knows what is on the screen."""
        return framed(super().get_driver_class())

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write the cells that differ. Textual has no public way to come between its frames and the terminal."""
        super()._display(screen, differing(self._driver, renderable))

    def on_resize(self) -> None:
        """A terminal that changes its size keeps what it likes of its screen."""
        forget(self._driver)

    def action_repaint(self) -> None:
        """Write the whole screen once more, whatever is on it."""
        forget(self._driver)
        self.screen.refresh()

    # ------------------------------------------------------------------ until the studio is there

    def on_load(self) -> None:
        """Heed signals, before the terminal is taken: from then on it has to be given back."""
        if self._load is not None:
            loop = asyncio.get_running_loop()
            for number in SIGNALS:
                loop.add_signal_handler(number, self._end_at_once, number)

    def on_mount(self) -> None:
        """Load the studio as soon as something is to be seen."""
        if self._load is not None:
            self.call_after_refresh(self._begin_loading, self._load)

    def _end_at_once(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def _begin_loading(self, load: Callable[[], Become]) -> None:
        while self._early:
            await super().on_event(self._early.pop(0))  # type: ignore[arg-type]  # all of them are events
        self.run_worker(self._become(load), group="opening")

    async def _become(self, load: Callable[[], Become]) -> None:
        keep = self._kept_frame()
        try:
            become = await asyncio.to_thread(load)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told when the terminal is free again
            self.failure = error
            self.exit()
            return
        self._typing = False
        prompt, cursor = "", (0, 0)
        if isinstance(self.screen, OpeningScreen):
            prompt, cursor = await self.screen.typed()
        await become(self)(prompt if prompt != self._words.prompt else None, cursor)
        while self._held:
            await super().on_event(self._held.pop(0))  # type: ignore[arg-type]  # all of them are events
        self._held = None
        if keep is not None:
            await asyncio.to_thread(keep)
        # what was loaded stays for good: it need never be looked through for garbage, not even at the end
        gc.freeze()
        gc.enable()

    def _kept_frame(self) -> Callable[[], None] | None:
        """Keeps this frame for the next start, unless it was there at this one."""
        start, screen = self.start, self.screen
        if (
            start is None
            or start.shown
            or start.frame.size != tuple(self.size)
            or not isinstance(screen, OpeningScreen)
        ):
            return None
        rows = seen(self._driver, screen.words)
        return None if rows is None else partial(start.frame.keep, rows)

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back for the studio, all from the first one on that is not for the prompt."""
        if self._held is not None and isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typing = self._typing and _is_typed(event)
            if not self._typing:
                self._held.append(event)
                return
            if self._early or self.focused is None:
                self._early.append(event)
                return
        await super().on_event(event)

    # ------------------------------------------------------------------ when a screen is left

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen. Its work ends first: Textual takes the widgets away before the work that needs them."""
        left = self.screen
        for worker in list(self.workers):
            if left in worker.node.ancestors_with_self:
                worker.cancel()
        return super().pop_screen()

    # ------------------------------------------------------------------ when something breaks

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's input thread stumbles over a line that breaks; SIGHUP ends that, with the picture saved."""
        if self.is_headless or os.isatty(0):
            super().panic(*renderables)

    def _fatal_error(self) -> None:
        """A crash shows its traceback without local variables: prompts and tokens are nobody's business."""
        from naitui.widgets.crash import current_traceback  # reads half a library of syntaxes: not at every start

        self.bell()
        self._exit_renderables.append(Segments(self.console.render(current_traceback(), self.console.options)))
        self._close_messages_no_wait()


def _is_typed(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Paste) or event.is_printable or event.key in EDITING


def _theme(data: ThemeData) -> Theme:
    colours = data.colours
    return Theme(
        data.name,
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        dark=data.dark,
        variables=data.variables,
    )
