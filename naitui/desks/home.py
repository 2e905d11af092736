"""The desk of what makes the program one's own: the first start, settings, colours, the tour, the plain log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from naitui.actions.in_effect import keyed, keyed_lines
from naitui.bench import Bench
from naitui.choices import Choices
from naitui.desks.studio import StudioDesk
from naitui.desks.tour import TourDesk
from naitui.jobs import Event, Stepped
from naitui.plain_log import PlainLog
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.messages import HomeWanted
from naitui.screens.studio import StudioScreen
from naitui.settings import Animation, Reading, read_settings
from naitui.settings.origin import Given
from naitui.settings.reading import SAFE
from naitui.terminal import Terminal, choose
from naitui.widgets.log_panel import Tone
from naitui.widgets.picture.wire import wire_of

if TYPE_CHECKING:  # read when it is opened
    from naitui.screens.config import ConfigScreen

MOST_TOLD = 5
"""Faults of the settings that are told at the start."""
_NAMES = {"config": "settings"}
"""Screens that the plain log calls otherwise than the code does."""
SLOW_LINE = 100_000
"""Bytes a second below which nothing glides: a list that scrolls in ten steps is written ten times."""
WELCOME = (
    "naitui makes pictures with NovelAI, from the keyboard.",
    "Nothing is sent to anybody before you press {studio.generate}, and what is not free asks first.",
)


class HomeDesk:
    """Opens its screens, and does what they wish.

    Args:
        app: shows them.
        bench: of this run.
        studio: the studio's screen.
        desk: asks for the token.
        become: lets the program go on with another bench.
    """

    def __init__(
        self,
        app: App[None],
        bench: Bench,
        studio: StudioScreen,
        desk: StudioDesk,
        become: Callable[[Bench], Awaitable[None]],
    ) -> None:
        self._app, self._bench, self._studio, self._desk, self._become = app, bench, studio, desk, become
        settings = bench.settings
        self._reading = bench.home.reading or Reading(settings.folders.config_file, settings)
        self._screen: ConfigScreen | None = None
        self.tour = TourDesk(app, bench, studio)
        self.log = PlainLog(bench.home.log_file) if bench.home.log_file is not None else None
        self._told = False
        self._animate(settings.animation)
        wire_of(app).learnt = self.follow_line

    async def begin(self, *, first: bool) -> None:
        """After the first frame; ``first`` when nothing is there of an earlier run."""
        if self.log is not None:
            self._app.screen_change_signal.subscribe(self._studio, self._log_screen, immediate=True)
        for fault in self._reading.faults[:MOST_TOLD]:
            self._studio.result.say(f"settings: {self._reading.told(fault)}", "warning", toast=True)
        if self._reading.faults:
            told = keyed("{studio.configure} shows the settings; what cannot be used has its default")
            self._studio.result.say(told, "warning")
        if self._reading.settings.budget == SAFE:
            told = "the caps cannot be read: until they can, only what is free is made"
            self._studio.result.say(f"settings: {told}", "warning", toast=True)
        terminal = self._bench.look.terminal
        if terminal is not None and terminal.ssh and self._reading.settings.animation == "auto":
            self._app.run_worker(wire_of(self._app).sound(), group="home")  # the first frame has been written
        await self.tour.begin()
        if first and self._bench.home.greets and self._desk.runner is None:
            await self._welcome()

    async def _welcome(self) -> None:
        """Three ways on."""
        answers = [("t", "Paste a token: I have an account")]
        if self._bench.home.open_demo is not None:
            answers.append(("d", "Try the demo: the same studio, no account, nothing spent"))
        answers.append(("l", keyed("Look around; {studio.generate} asks for a token when it needs one")))
        answer = await self._app.push_screen_wait(
            ConfirmScreen("Welcome", keyed_lines(WELCOME), answers, unasked=True, way_out="Look around")
        )
        if answer == "t":
            await self._desk.take_token()
        elif answer == "d" and self._bench.home.open_demo is not None:
            await self._become(await asyncio.to_thread(self._bench.home.open_demo))

    def want(self, message: HomeWanted) -> None:
        """One of the screens, or the tour."""
        ways: dict[str, Callable[[], Coroutine[None, None, None]]] = {
            "settings": partial(self._open_settings, message.setting),
            "theme": self._choose_theme,
            "tour": self.tour.ask,
            "token": self._desk.take_token,
        }
        self._app.run_worker(ways[message.what](), group="home")

    def hear(self, event: Event) -> None:
        """Something happened to a job."""
        self.tour.hear(event)
        if self.log is not None and isinstance(event, Stepped):
            self.log.tell_step(event.step + 1, event.job.steps)

    def say(self, text: str, tone: Tone) -> None:
        """Something was said: into the plain log, when there is one."""
        if self.log is None:
            return
        self.log.say(text, tone)
        if self.log.problem and not self._told:
            self._told = True
            self._studio.result.say(self.log.problem, "warning", toast=True)

    def close(self) -> None:
        """What was said is on disk; it may take a moment."""
        if self.log is not None:
            self.log.close()

    def _log_screen(self, screen: Screen[object]) -> None:
        """Where one is now, and what is asked there."""
        self._app.call_after_refresh(self._log_words, screen)

    def _log_words(self, screen: Screen[object]) -> None:
        if self.log is None or not screen.is_attached:
            return
        dialog = screen.query(".dialog").first(Widget) if screen.query(".dialog") else None
        title = str(dialog.border_title or "") if dialog is not None else ""
        words = [str(one.render()) for one in dialog.query(Static)] if dialog is not None else []
        name = _NAMES.get(kind := type(screen).__name__.removesuffix("Screen").lower(), kind)
        self.log.say(" · ".join([f"screen: {title or name}", *(" · ".join(one.splitlines()) for one in words)]))

    # ------------------------------------------------------------------ settings

    def _choices(self) -> Choices:
        return Choices.read(self._bench.settings.folders.choices)

    async def _open_settings(self, setting: str) -> None:
        from naitui.screens.config import ConfigScreen

        if isinstance(self._app.screen, ConfigScreen):
            self._app.screen.go_to(setting)
            return
        if isinstance(self._app.screen, ModalScreen):
            return
        reading = self._reading
        given = await self._given(reading)
        self._screen = ConfigScreen(reading, given, self.read_again, setting)
        await self._app.push_screen_wait(self._screen)
        self._screen = None

    def read_again(self) -> None:
        """The settings file may be another one: what can change at once does."""
        self._app.run_worker(self._read_again(), group="settings", exclusive=True)

    async def _read_again(self) -> None:
        from naitui.screens.config import changed_words

        before = self._reading
        reading = self._reading = await asyncio.to_thread(read_settings, before.path)
        changed = changed_words(before, reading)
        given = await self._given(reading)
        theme = given.theme or reading.settings.theme
        if theme in self._app.available_themes:
            self._app.theme = theme
        self._animate(reading.settings.animation)
        terminal = self._bench.look.terminal or Terminal()
        if any(word.key == "images" for word in changed) and "images" not in given.options:
            images = reading.settings.images
            self._studio.result.picture_pane.protocol = choose(terminal) if images == "auto" else images
        if any(word.key == "line_rate" for word in changed):
            wire_of(self._app).know(terminal, reading.settings.line_rate * 1000)
        if self._screen is not None and self._screen.is_attached:
            self._screen.show(reading, given)
        now, later = ([word.key for word in changed if word.at_once is at_once] for at_once in (True, False))
        told = [f"{', '.join(now)}: at once" if now else "", f"{', '.join(later)}: at the next start" if later else ""]
        said = "; ".join(filter(None, told)) or "nothing has changed"
        wrong = f"; {len(reading.faults)} cannot be used" if reading.faults else ""
        severity: SeverityLevel = "warning" if wrong else "information"
        self._app.notify(f"Read again: {said}{wrong}.", markup=False, severity=severity)

    async def _given(self, reading: Reading) -> Given:
        chosen = (await asyncio.to_thread(self._choices)).theme_over(reading.settings.theme)
        return replace(self._bench.home.given, theme=chosen)

    def _animate(self, animation: Animation) -> None:
        """Textual's own variable comes before ours, where it says that nothing is to move."""
        if animation == "none" or (animation == "auto" and 0 < self._reading.settings.line_rate * 1000 < SLOW_LINE):
            self._app.animation_level = "none"
        elif animation == "full":
            self._app.animation_level = "full"

    def follow_line(self) -> None:
        """More is known of the line: on a slow one nothing glides."""
        rate = wire_of(self._app).pace.rate
        if self._reading.settings.animation == "auto" and rate is not None and rate < SLOW_LINE:
            self._app.animation_level = "none"

    # ------------------------------------------------------------------ colours

    async def _choose_theme(self) -> None:
        from naitui.screens.theme import ThemeScreen, theme_choices

        if isinstance(self._app.screen, ModalScreen):
            return
        choices = theme_choices(self._app.available_themes.values())
        chosen = await self._app.push_screen_wait(ThemeScreen(choices, self._app.theme))
        if chosen is None:
            return
        try:
            await asyncio.to_thread(self._keep_theme, chosen)
        except OSError as error:
            self._app.notify(f"{chosen}, until naitui ends: {error}", severity="warning", markup=False)
        else:
            self._app.notify(f'{chosen} is kept. In config.toml: theme = "{chosen}"', markup=False)

    def _keep_theme(self, theme: str) -> None:
        self._choices().with_theme(theme, self._reading.settings.theme).keep(self._bench.settings.folders.choices)
