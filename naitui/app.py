"""The Textual app: the way from the studio's wishes to the runner and from its events back. Small."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass

from textual import work
from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widget import AwaitMount

from naitui.actions import ACTIONS, Action
from naitui.desk import Bench, Desk
from naitui.jobs import AccountRead, Event, Saved
from naitui.opening import SIGNALS, Become, Enter, Opening
from naitui.recipe import Recipe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.messages import FileWanted, RecipeEdited, TextWanted
from naitui.screens.opening import size_classes
from naitui.screens.past import PastScreen
from naitui.screens.studio import StudioScreen
from naitui.terminal import Terminal
from naitui.viewing import Viewing
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.prompt_editor import PromptEditor
from naitui.word_desk import WordDesk

__all__ = ["Bench", "Naitui", "ready"]


class Naitui(Opening):
    """The studio's program. It is made of a bench, or becomes one when an `Opening` has loaded it (`ready`)."""

    @dataclass
    class Happened(Message):
        """Something happened to a job."""

        event: Event

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.settings.theme)
        self.furnish(bench, *bench.draft.load())

    def furnish(self, bench: Bench, recipe: Recipe | None, problem: str) -> None:
        """Put everything in its place; ``recipe`` is the draft, ``problem`` what was wrong with it."""
        self._bench = bench
        self._draft_problem = problem
        fresh = Recipe(model=bench.catalog.default)
        self._studio = StudioScreen(recipe or fresh, bench.catalog, bench.look, demo=bench.demo)
        self._desk = Desk(self, bench, self._studio, self._hear)
        self._word_desk = WordDesk(self, bench, self._studio)
        terminal = bench.look.terminal or Terminal()
        self._viewing = Viewing(self, self._studio, bench.settings, terminal)
        wire_of(self).know(terminal, bench.look.line_rate)

    def on_mount(self) -> None:
        """Open the studio; everything slow comes after its first frame."""
        self._show_studio()

    async def enter(self, prompt: str | None, cursor: tuple[int, int]) -> None:
        """Open the studio in the place of the opening, with what was typed there."""
        await self._show_studio()
        if prompt is not None:
            self._studio.words.prompt.take_typed(prompt, cursor)

    def _show_studio(self) -> AwaitMount:
        self._studio.add_class(*size_classes(self.size))
        shown = self.push_screen(self._studio)
        self._desk.open()
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        resume = signal.getsignal(signal.SIGCONT)
        if callable(resume):
            # a hang-up sends SIGCONT too: Textual would open a terminal that is gone once more
            signal.signal(signal.SIGCONT, lambda *arguments: resume(*arguments) if os.isatty(0) else None)
        self.call_after_refresh(self._begin)
        return shown

    def _begin(self) -> None:
        self.run_worker(self._desk.begin(self._draft_problem), group="begin")
        self.run_worker(self._desk.load_tokenizers(), group="begin")

    def _hear(self, event: Event) -> None:
        self._desk.hear(event)
        self.post_message(self.Happened(event))

    def on_naitui_happened(self, message: Happened) -> None:
        """Hand an event to the studio."""
        if not self.is_running:
            return  # the widgets are being taken down
        if isinstance(message.event, AccountRead):
            self._studio.show_account(message.event.subscription)
        self._studio.hear(message.event)
        if isinstance(message.event, Saved) and isinstance(self.screen, PastScreen):
            self.screen.show_newest()

    # ------------------------------------------------------------------ what the studio wants

    def on_studio_screen_edited(self, message: StudioScreen.Edited) -> None:
        """Keep the draft."""
        self.run_worker(self._desk.keep(message.recipe), group="draft")

    @work(group="meter", exclusive=True)
    async def on_studio_screen_meter_wanted(self, message: StudioScreen.MeterWanted) -> None:
        """Count the words; only the newest ones count."""
        await self._desk.measure(message.recipe)

    def on_prompt_editor_completion_wanted(self, message: PromptEditor.CompletionWanted) -> None:
        """Something is being typed: only the newest question counts."""
        answer = self._desk.complete(message.fragment, message.editor.offer)
        self.run_worker(answer, group="complete", exclusive=True)

    def on_prompt_editor_editor_wanted(self) -> None:
        """All words in the user's own editor."""
        self._word_desk.edit_outside()

    def on_prompt_editor_history_wanted(self) -> None:
        """Words of earlier generations, from tag mode."""
        self._studio.action_find_words()

    def on_studio_screen_words_wanted(self, message: StudioScreen.WordsWanted) -> None:
        """One of the screens about words."""
        self.run_worker(self._word_desk.open(message.what), group="words")

    def on_recipe_edited(self, message: RecipeEdited) -> None:
        """A screen over the studio has changed the recipe."""
        self._studio.words.take(message.recipe)

    def on_text_wanted(self, message: TextWanted) -> None:
        """A screen over the studio has something for the prompt."""
        self._studio.words.insert(message.text)

    def on_file_wanted(self, message: FileWanted) -> None:
        """A file in the user's own editor."""
        self._word_desk.edit_file(message.path, message.line)
        message.then()

    def on_studio_screen_generate_wanted(self, message: StudioScreen.GenerateWanted) -> None:
        """Generate, after the questions that must be asked."""
        self.run_worker(self._desk.generate(message.recipe, message.state), group="generate")

    def on_studio_screen_picture_wanted(self, message: StudioScreen.PictureWanted) -> None:
        """A picture of the past, in the place of the last one."""
        self.run_worker(self._desk.show_picture(message.picture), group="picture", exclusive=True)

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
        for action in ACTIONS:
            method = getattr(_owner(action, screen), f"action_{action.id}", None)
            if action.palette and method is not None:
                # round brackets: the palette reads its help as markup
                key = f"  ({action.keys[0]})" if action.keys else ""
                yield SystemCommand(action.title, f"{action.help}{key}", method)
        yield SystemCommand("Repaint", "Write the whole screen once more, whatever is on it", self.action_repaint)
        for command in super().get_system_commands(screen):
            if command.title not in ("Quit", "Keys", "Screenshot"):
                yield command


def _owner(action: Action, screen: Screen[object]) -> DOMNode | None:
    """Who does an action now: a screen that has keys of its own, the studio, or the prompt with the focus."""
    if not isinstance(screen, StudioScreen):
        return screen if getattr(screen, "PLACE", None) == action.place else None
    if action.place == "studio":
        return screen
    if action.place == "picture":
        return screen.result.picture_pane  # there is but one
    return screen.focused if action.place == "words" and isinstance(screen.focused, PromptEditor) else None


def ready(bench: Bench) -> Become:
    """What an opening becomes a `Naitui` with; reads the draft, which may take a moment."""
    recipe, problem = bench.draft.load()

    def become(app: Opening) -> Enter:
        app.__class__ = Naitui  # an app cannot be exchanged while it runs
        assert isinstance(app, Naitui)  # noqa: S101 - as was just said
        app.furnish(bench, recipe, problem)
        return app.enter

    return become


def _leave_the_line() -> None:
    """Let go of a terminal that is gone: its end of file would keep the input thread spinning, writing would fail."""
    silent, _ = os.pipe()
    os.set_blocking(silent, False)
    os.dup2(silent, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
