"""The Textual app: themes, the way from the studio's wishes to the runner and from its events back. Small."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.segment import Segments
from rich.traceback import Traceback
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget

from naitui.actions import ACTIONS, Place
from naitui.desk import Bench, Desk
from naitui.driver import AnsweringDriver
from naitui.jobs import AccountRead, Event
from naitui.outside import edited
from naitui.recipe import Recipe, RecipeError
from naitui.recipe.words_file import told_changes
from naitui.resources import ThemeData, stylesheets, themes
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen
from naitui.terminal import Terminal
from naitui.viewing import Viewing
from naitui.widgets.picture.text import spans_of
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.text import ControlFilter

__all__ = ["Bench", "Naitui"]

SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Naitui(App[None]):
    """The studio's program."""

    TITLE = "naitui"
    CSS_PATH = [str(path) for path in stylesheets()]
    ENABLE_COMMAND_PALETTE = True

    @dataclass
    class Happened(Message):
        """Something happened to a job."""

        event: Event

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        terminal = bench.look.terminal or Terminal()
        self.owed_answers, self.typed_ahead = terminal.owed, terminal.typed
        wire_of(self).know(terminal, bench.look.line_rate)
        self._control_filter = ControlFilter()
        recipe, self._draft_problem = bench.draft.load()
        fresh = Recipe(model=bench.catalog.default)
        self._studio = StudioScreen(recipe or fresh, bench.catalog, bench.look, demo=bench.demo)
        self._desk = Desk(self, bench, self._studio, self._hear)
        self._viewing = Viewing(self, self._studio, bench.settings, bench.look.terminal)
        for theme in themes():
            self.register_theme(_theme(theme))

    def get_driver_class(self) -> type[Driver]:
        """In a terminal the driver that tells answers from keys, unless the environment names another one."""
        chosen = super().get_driver_class()
        return AnsweringDriver if chosen is LinuxDriver else chosen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours: no control character leaves through any widget."""
        return [*super().get_line_filters(), self._control_filter]

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write a frame, and tell the pictures where. Textual has no public way to come between."""
        super()._display(screen, renderable)
        wire_of(self).wrote(spans_of(renderable))

    def on_mount(self) -> None:
        """Open the studio; everything slow comes after its first frame."""
        if self._bench.settings.theme in self.available_themes:
            self.theme = self._bench.settings.theme
        self.push_screen(self._studio)
        self._desk.open()
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        resume = signal.getsignal(signal.SIGCONT)
        if callable(resume):
            # a hang-up sends SIGCONT too: Textual would open a terminal that is gone once more
            signal.signal(signal.SIGCONT, lambda *arguments: resume(*arguments) if os.isatty(0) else None)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.run_worker(self._desk.begin(self._draft_problem), group="begin")

    def _hear(self, event: Event) -> None:
        self.post_message(self.Happened(event))

    def on_naitui_happened(self, message: Happened) -> None:
        """Hand an event to the studio."""
        if not self.is_running:
            return  # the widgets are being taken down
        if isinstance(message.event, AccountRead):
            self._studio.show_account(message.event.subscription)
        self._studio.hear(message.event)

    # ------------------------------------------------------------------ what the studio wants

    def on_studio_screen_edited(self, message: StudioScreen.Edited) -> None:
        """Keep the draft."""
        self.run_worker(self._desk.keep(message.recipe), group="draft")

    def on_prompt_editor_completion_wanted(self, message: PromptEditor.CompletionWanted) -> None:
        """Something is being typed: only the newest question counts."""
        answer = self._desk.complete(message.fragment, message.editor.offer)
        self.run_worker(answer, group="complete", exclusive=True)

    def on_prompt_editor_editor_wanted(self) -> None:
        """All words in the user's own editor, which has the terminal meanwhile."""
        before = self._studio.recipe
        try:
            with self.suspend():
                after = edited(before, self._bench.settings.folders.state)
        except (OSError, RecipeError, SuspendNotSupported) as error:
            self._studio.result.say(f"the words are as they were: {error}", "error", toast=True)
            return
        numeric = self._bench.catalog.model(before.model).blocks
        changes = told_changes(before, after, numeric=numeric)
        self._studio.words.take(after)
        for change in changes:
            self._studio.result.say(change)
        self.notify("\n".join(changes) or "Nothing was changed.", markup=False)

    def on_prompt_editor_history_wanted(self) -> None:
        """Words of earlier generations."""
        self.run_worker(self._desk.find_words(), group="history", exclusive=True)

    def on_studio_screen_generate_wanted(self, message: StudioScreen.GenerateWanted) -> None:
        """Generate, after the questions that must be asked."""
        self.run_worker(self._desk.generate(message.recipe), group="generate")

    def on_studio_screen_cancel_wanted(self) -> None:
        """Take back what waits, stop what runs."""
        if not self._desk.cancel():
            self.notify("Nothing is running.", markup=False)

    def on_picture_pane_open_wanted(self, message: PicturePane.OpenWanted) -> None:
        """The picture in another program."""
        self.run_worker(self._viewing.open(message.path), group="viewer")

    def on_picture_pane_images_wanted(self) -> None:
        """Another way to draw pictures."""
        self.run_worker(self._viewing.choose(), group="images", exclusive=True)

    def on_picture_pane_doctor_wanted(self) -> None:
        """What this terminal can do."""
        self._viewing.open_doctor()

    # ------------------------------------------------------------------ leaving

    def on_studio_screen_quit_wanted(self) -> None:
        """Leave, after a question when a picture is in flight."""
        if not self._desk.leaving:
            self._desk.leaving = True
            self.run_worker(self._leave(), group="leave")

    async def action_quit(self) -> None:
        """Textual's own Ctrl+Q, which works over dialogs too: the same way out as from the studio."""
        self._studio.action_quit()

    async def _leave(self) -> None:
        runner = self._desk.runner
        if runner is not None and runner.closing and not runner.waiting:
            await self._desk.finish_closing()
        if runner is not None and runner.running is not None:
            lines = ["A picture is being made. Leaving now may lose it, and it may be charged all the same."]
            answers = [("w", "Wait for it, save it, then leave"), ("q", "Leave now")]
            answer = await self.push_screen_wait(ConfirmScreen("Leave?", lines, answers))
            if answer is None:
                self._desk.leaving = False
                return
            if answer == "w":
                self._studio.result.say("leaving as soon as the picture is saved", toast=True)
                await self._desk.finish_running()
        await self._close(0)

    def _end_by_signal(self, number: int) -> None:
        """A termination or a hang-up: the picture in flight is finished and saved; a second signal ends at once."""
        if not (self.is_headless or os.isatty(0)):
            _leave_the_line()
        for each in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(each, lambda: self.exit(return_code=128 + number))
        self._desk.leaving = True
        self.run_worker(self._end_gently(128 + number), group="leave")

    async def _end_gently(self, code: int) -> None:
        await self._desk.finish_running()
        await self._close(code)

    async def _close(self, code: int) -> None:
        await self._desk.close(self._studio.recipe)
        self.exit(return_code=code)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: our actions first, then what Textual offers everybody."""
        if isinstance(screen, StudioScreen):
            for action in ACTIONS:
                method = getattr(_owner(screen, action.place), f"action_{action.id}", None)
                if action.palette and method is not None:
                    # round brackets: the palette reads its help as markup
                    key = f"  ({action.keys[0]})" if action.keys else ""
                    yield SystemCommand(action.title, f"{action.help}{key}", method)
        for command in super().get_system_commands(screen):
            if command.title not in ("Quit", "Keys", "Screenshot"):
                yield command

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's input thread stumbles over a line that breaks; SIGHUP ends that, with the picture saved."""
        if self.is_headless or os.isatty(0):
            super().panic(*renderables)

    def _fatal_error(self) -> None:
        """A crash shows its traceback without local variables: prompts and tokens are nobody's business."""
        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()


def _leave_the_line() -> None:
    """Let go of a terminal that is gone: its end of file would keep the input thread spinning, writing would fail."""
    silent, _ = os.pipe()
    os.set_blocking(silent, False)
    os.dup2(silent, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _owner(screen: StudioScreen, place: Place) -> Widget | None:
    """Who does the actions of a place for the palette: of prompts the one with the focus; there is but one picture."""
    if place == "studio":
        return screen
    if place == "picture":
        return screen.result.picture_pane
    return screen.focused if isinstance(screen.focused, PromptEditor) else None


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
