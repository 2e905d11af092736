"""The Textual app: themes, the way from the studio's wishes to the runner and from its events back. Small."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from rich.console import RenderableType
from rich.segment import Segments
from rich.traceback import Traceback
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from naitui.actions import ACTIONS
from naitui.jobs import AccountRead, Event, NeedsApproval, Plan, Runner
from naitui.library import SaveFailed, Shelf
from naitui.library.draft import Draft
from naitui.library.files import write_whole
from naitui.library.materials import load_materials
from naitui.novelai import Catalog, NovelAI, NovelAIError, Refused
from naitui.novelai.errors import TokenRefused
from naitui.recipe import Recipe
from naitui.resources import ThemeData, stylesheets, themes
from naitui.screens import wording
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import Look, StudioScreen
from naitui.screens.token import TokenAnswer, TokenScreen
from naitui.settings import Settings
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.text import ControlFilter

MAX_QUEUE = 200
SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything the studio works with, put together at the door."""

    settings: Settings
    catalog: Catalog
    shelf: Shelf
    draft: Draft
    look: Look
    demo: bool
    open_service: Callable[[SecretStr | None], NovelAI | None]
    """The client, with a typed token when one is given; None when there is no token yet."""


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
        self._control_filter = ControlFilter()
        self._service: NovelAI | None = None
        self._runner: Runner | None = None
        self._agreed = 0
        """Anlas a press that the user has agreed to for the rest of this run."""
        self._leaving = False
        recipe, self._draft_problem = bench.draft.load()
        fresh = Recipe(model=bench.catalog.default)
        self._studio = StudioScreen(recipe or fresh, bench.catalog, bench.look, demo=bench.demo)
        for theme in themes():
            self.register_theme(_theme(theme))

    def on_terminal_supports_synchronized_output(self) -> None:
        """The terminal has answered the preview's question: what was sent before it has arrived."""
        wire_of(self).answered()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours: no control character leaves through any widget."""
        return [*super().get_line_filters(), self._control_filter]

    def on_mount(self) -> None:
        """Open the studio; everything slow comes after its first frame."""
        if self._bench.settings.theme in self.available_themes:
            self.theme = self._bench.settings.theme
        self.push_screen(self._studio)
        self._use(self._bench.open_service(None))  # a key pressed at once finds the runner ready
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        resume = signal.getsignal(signal.SIGCONT)
        if callable(resume):
            # a hang-up sends SIGCONT too: Textual would open a terminal that is gone once more
            signal.signal(signal.SIGCONT, lambda *arguments: resume(*arguments) if os.isatty(0) else None)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        log = self._studio.result.log_panel
        if self._draft_problem:
            log.say(self._draft_problem, "warning")
        if self._bench.demo:
            log.say("the demo service: no account, no network, nothing spent")
        if self._runner is None:
            log.say("no token yet: F5 asks for it when it is needed")
        else:
            self.run_worker(self._read_account(self._runner), group="account", exit_on_error=False)
        self.run_worker(self._look_for_left_over(), group="recover", exit_on_error=False)

    def _use(self, service: NovelAI | None) -> None:
        if service is not None:
            self._service = service
            self._runner = Runner(service, self._bench.catalog, self._bench.shelf, self._hear)

    def _hear(self, event: Event) -> None:
        self.post_message(self.Happened(event))

    async def _read_account(self, runner: Runner) -> None:
        try:
            await runner.read_account()
        except NovelAIError as error:
            self._studio.result.log_panel.say(f"the account cannot be read: {error}. {error.advice}", "warning")

    async def _look_for_left_over(self) -> None:
        """What an earlier run did not finish is put in its place, or told of."""
        shelf, log = self._bench.shelf, self._studio.result.log_panel
        for left in await asyncio.to_thread(shelf.left_over):
            if left.unknown:
                seed = left.recipe.sampling.seed if left.recipe else "?"
                log.say(f"a job (seed {seed}) was in flight when naitui last ended; it may be charged", "warning")
                await asyncio.to_thread(shelf.dismiss, left)
                continue
            try:
                for saved in await asyncio.to_thread(shelf.recover, left):
                    log.say(f"recovered from the last run: {saved.path}", "good")
            except SaveFailed as error:
                log.say(f"a picture of the last run still waits: {error}", "error")

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
        self.run_worker(self._save_draft(message.recipe), group="draft", exit_on_error=False)

    async def _save_draft(self, recipe: Recipe) -> None:
        try:
            await asyncio.to_thread(self._bench.draft.save, recipe)
        except OSError as error:
            self._studio.result.log_panel.say(f"the draft cannot be saved: {error}", "error")

    def on_studio_screen_generate_wanted(self, message: StudioScreen.GenerateWanted) -> None:
        """Generate, after the questions that must be asked."""
        self.run_worker(self._generate(message.recipe), group="generate", exit_on_error=False)

    async def _generate(self, recipe: Recipe) -> None:
        log = self._studio.result.log_panel
        if self._runner is None and not await self._ask_for_token():
            return
        runner = self._runner
        assert runner is not None  # noqa: S101 - a token was just given
        if len(runner.waiting) >= MAX_QUEUE:
            self.notify(f"{MAX_QUEUE} jobs wait already.", severity="warning", markup=False)
            return
        try:
            account = runner.subscription or await runner.read_account()
            framing = self._bench.settings.stream
            catalog = self._bench.catalog
            materials = await asyncio.to_thread(load_materials, recipe, catalog, Path())
            plan = Plan.of(recipe, catalog, account.standing, framing=framing, materials=materials)
            if plan.quote.total > self._agreed and not await self._agrees(plan):
                return
            runner.submit(plan, max(plan.quote.total, self._agreed))
        except NeedsApproval as error:
            log.say(str(error), "error")
        except Refused as error:
            for problem in error.problems:
                log.say(f"not sent: {problem}", "error")
            self.notify(str(error), title="Not sent", severity="error", markup=False)
        except NovelAIError as error:
            if isinstance(error, TokenRefused):
                self._service = self._runner = None  # the next press asks for another one
            log.say(f"{error}. {error.advice}", "error")
            self.notify(f"{error}. {error.advice}", title=error.title, severity="error", markup=False)

    async def _ask_for_token(self) -> bool:
        path = self._bench.settings.folders.token
        answer: TokenAnswer | None = await self.push_screen_wait(TokenScreen(path))
        if answer is None:
            return False
        if answer.keep:
            try:
                write_whole(path, answer.secret.get_secret_value().encode() + b"\n", mode=0o600)
            except OSError as error:
                self.notify(f"The token could not be kept: {error.strerror}", severity="warning", markup=False)
        self._use(self._bench.open_service(answer.secret))
        return self._runner is not None

    async def _agrees(self, plan: Plan) -> bool:
        account = self._runner.subscription if self._runner else None
        always = f"Generate, and do not ask again up to {plan.quote.total} Anlas a press"
        answers = [("enter", "Generate"), ("a", always)]
        answer = await self.push_screen_wait(
            ConfirmScreen("This is not free", wording.approval(plan.quote, account), answers)
        )
        if answer == "a":
            self._agreed = max(self._agreed, plan.quote.total)
        return answer is not None

    def on_studio_screen_cancel_wanted(self) -> None:
        """Take back what waits, stop what runs."""
        if self._runner is None or (not self._runner.cancel_waiting() and not self._runner.cancel_running()):
            self.notify("Nothing is running.", markup=False)

    # ------------------------------------------------------------------ leaving

    def on_studio_screen_quit_wanted(self) -> None:
        """Leave, after a question when a picture is in flight."""
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._leave(), group="leave", exit_on_error=False)

    async def action_quit(self) -> None:
        """Textual's own Ctrl+Q, which works over dialogs too: the same way out as from the studio."""
        self.on_studio_screen_quit_wanted()

    async def _leave(self) -> None:
        runner = self._runner
        if runner is not None and runner.running is not None:
            lines = ["A picture is being made. Leaving now may lose it, and it may be charged all the same."]
            answers = [("w", "Wait for it, save it, then leave"), ("q", "Leave now")]
            answer = await self.push_screen_wait(ConfirmScreen("Leave?", lines, answers))
            if answer is None:
                self._leaving = False
                return
            if answer == "w":
                await self._finish_running(runner)
        await self._close(0)

    def _end_by_signal(self, number: int) -> None:
        """A termination or a hang-up: the picture in flight is finished and saved; a second signal ends at once."""
        if not (self.is_headless or os.isatty(0)):
            _leave_the_line()
        for each in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(each, lambda: self.exit(return_code=128 + number))
        self.run_worker(self._end_gently(128 + number), group="leave", exit_on_error=False)

    async def _end_gently(self, code: int) -> None:
        if self._runner is not None:
            await self._finish_running(self._runner)
        await self._close(code)

    async def _finish_running(self, runner: Runner) -> None:
        runner.cancel_waiting()
        await runner.idle()

    async def _close(self, code: int) -> None:
        await self._save_draft(self._studio.recipe)
        if self._service is not None:
            await self._service.close()
        self.exit(return_code=code)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: our actions first, then what Textual offers everybody."""
        if isinstance(screen, StudioScreen):
            for action in ACTIONS:
                if action.palette and action.place == "studio":
                    method = getattr(screen, f"action_{action.id}")
                    # round brackets: the palette reads its help as markup
                    yield SystemCommand(action.title, f"{action.help}  ({action.keys[0]})", method)
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
