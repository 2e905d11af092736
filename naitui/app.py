"""The Textual app: the way from the studio's wishes to the runner and from its events back. Small."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, work
from textual.actions import ActionParseResult
from textual.dom import DOMNode
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.widget import AwaitMount

from naitui.bench import Bench
from naitui.desks.edit import EditDesk
from naitui.desks.gallery import GalleryDesk
from naitui.desks.grids import GridDesks
from naitui.desks.home import HomeDesk
from naitui.desks.queue import QueueDesk
from naitui.desks.references import ReferenceDesk
from naitui.desks.studio import StudioDesk
from naitui.desks.tools import ToolDesk
from naitui.desks.viewing import Viewing
from naitui.desks.words import WordDesk
from naitui.jobs import AccountRead, Event, Saved
from naitui.keyboard import Keyboard, told_of
from naitui.leaving import Leaving
from naitui.owners import LEADING, screen_actions
from naitui.palette import Stock
from naitui.recipe import Recipe
from naitui.recipe.past import Made
from naitui.resources import stylesheets
from naitui.screens.casting import Casting
from naitui.screens.grid_wishes import GridWanted
from naitui.screens.messages import (
    FileWanted,
    HomeWanted,
    PictureWanted,
    RecipeEdited,
    ShowsNewest,
    StudioWanted,
    TextWanted,
    TravelWanted,
    WordsWanted,
)
from naitui.screens.offering import MeterWanted
from naitui.screens.opening import size_classes
from naitui.screens.studio import StudioScreen
from naitui.screens.writing import WritingScreen
from naitui.terminal import Terminal
from naitui.widgets.character_list import CharacterList
from naitui.widgets.deed import DeedWanted, PairWanted
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.result import ResultPane
from naitui.widgets.typed_ahead import typed_ahead
from naitui.widgets.write_pane import WritePane

if TYPE_CHECKING:  # the screens themselves are read when they are opened
    from naitui.screens.edit import EditScreen
    from naitui.screens.gallery import GalleryScreen
    from naitui.screens.queue import QueueScreen
    from naitui.screens.references import ReferencesScreen
    from naitui.screens.tools import ToolsScreen

__all__ = ["Bench", "Naitui"]


class Naitui(Keyboard):
    """The studio's program. It is made of a bench, or becomes one when an `Opening` has loaded it (`ready`)."""

    CSS_PATH = [str(path) for path in stylesheets()]

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
        self.take_keys(bench.keys)
        self._draft_problem = problem
        self._first = recipe is None and not problem
        for path in map(str, stylesheets()):
            if not self.stylesheet.has_source(path):  # an opening has read a few of them
                self.stylesheet.read(path)
        self._studio = StudioScreen(
            recipe or Recipe(model=bench.catalog.default), bench.catalog, bench.look, demo=bench.demo
        )
        self._desk = StudioDesk(self, bench, self._studio, self._hear)
        self.stock = Stock(bench, self._studio, lambda path: self._show(Made(str(path), None, 0.0)))
        self._word_desk = WordDesk(self, bench, self._studio)
        self._grids = GridDesks(self, bench, self._studio, self._desk)
        self._queue = QueueDesk(self, bench, self._studio, self._desk, self._grids.look_again)
        self._references = ReferenceDesk(self, bench, self._studio, self._desk.send)
        self._edit = EditDesk(self, bench, self._studio, self.on_studio_screen_cancel_wanted)
        self._leaving = Leaving(self, self._studio, self._desk, self._edit.settle)
        self._tools = ToolDesk(self, bench, self._studio, self._desk)
        self._casting = Casting(self, self._studio.words, bench.settings.folders.characters)
        terminal = bench.look.terminal or Terminal()
        self._viewing = Viewing(self, self._studio, bench.settings, terminal)
        self._gallery = GalleryDesk(self, bench, self._studio, self._desk, self._open_outside)
        self._home = HomeDesk(self, bench, self._studio, self._desk, self.begin_again)
        wire_of(self).know(terminal, bench.look.line_rate)

    async def on_event(self, event: events.Event) -> None:
        """Keys that come behind one that leads elsewhere wait until it has; the screen's own keep their turn."""
        ahead = typed_ahead(self)
        if ahead.keeps(event):
            return
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.screen, WritingScreen):
            actions = screen_actions(self.screen, event.key)
            if actions and ahead.queues(event):
                return
            if not LEADING.isdisjoint(actions):
                ahead.lead(self.screen)
        await super().on_event(event)

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
        self._leaving.heed_signals()
        self.call_after_refresh(self._begin)
        return shown

    def _begin(self) -> None:
        if self._desk.leaving:
            return  # as soon as it came
        problems = (self._draft_problem, told_of(self._bench.keys))
        self.run_worker(self._desk.begin(*problems), group="begin")
        self.run_worker(self._home.begin(first=self._first), group="home")
        self.run_worker(self._desk.typing.load_tokenizers(), group="begin")
        self._queue.watch()
        self._references.recipe_changed(self._studio.recipe)

    async def begin_again(self, bench: Bench) -> None:
        """Go on with another bench: the words stay, all else is the other one's."""
        self.workers.cancel_group(self, "begin")
        recipe = self._studio.recipe
        await self._desk.close()
        await asyncio.to_thread(self._home.close)
        await self.pop_screen()
        self.furnish(bench, recipe, "")
        await self._show_studio()

    def _hear(self, event: Event) -> None:
        self._desk.hear(event)
        self.post_message(self.Happened(event))

    def on_naitui_happened(self, message: Happened) -> None:
        """Hand an event to the studio."""
        if not self.is_running:
            return  # the widgets are being taken down
        if isinstance(message.event, AccountRead):
            self._studio.offering.show_account(message.event.subscription)
            self._references.account_read(message.event.subscription)
            self._edit.account_read(message.event.subscription)
        for hearer in (self._studio, self._home, self._tools, self._references, self._edit, self._grids):
            hearer.hear(message.event)
        if isinstance(message.event, Saved) and isinstance(self.screen, ShowsNewest):
            self.screen.show_newest()

    # ------------------------------------------------------------------ what the studio wants

    def on_studio_screen_edited(self, message: StudioScreen.Edited) -> None:
        """Keep the draft."""
        self.run_worker(self._desk.draft.keep(message.recipe), group="draft")

    @work(group="meter", exclusive=True)
    async def on_meter_wanted(self, message: MeterWanted) -> None:
        """Count the words; only the newest ones count."""
        await self._desk.typing.measure(message.recipe)

    def on_prompt_editor_completion_wanted(self, message: PromptEditor.CompletionWanted) -> None:
        """Something is being typed: only the newest question counts."""
        answer = self._desk.typing.complete(message.fragment, message.editor.offer)
        self.run_worker(answer, group="complete", exclusive=True)

    def on_prompt_editor_editor_wanted(self) -> None:
        """All words in the user's own editor."""
        self._word_desk.edit_outside()

    def on_words_wanted(self, message: WordsWanted) -> None:
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

    async def on_studio_wanted(self, message: StudioWanted) -> None:
        """What a key of the studio does, from a screen over it."""
        await self._studio.run_action(message.action)

    def on_picture_wanted(self, message: PictureWanted) -> None:
        """A picture of the past, in the place of the last one."""
        self._show(message.picture)

    def _show(self, made: Made) -> None:
        self.run_worker(self._desk.show_picture(made), group="picture", exclusive=True)

    def on_studio_screen_cancel_wanted(self) -> None:
        """Take back what waits, stop what runs."""
        if not self._desk.cancel():
            self.notify("Nothing is running.", markup=False)

    def on_home_wanted(self, message: HomeWanted) -> None:
        """Settings, colours, the tour."""
        self._home.want(message)

    def on_result_pane_said(self, message: ResultPane.Said) -> None:
        """A line of the log, for the plain one too."""
        self._home.say(message.text, message.tone)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a toast, and write it into the plain log."""
        self._home.say(message, "info" if severity == "information" else severity)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def on_pictures_rated(self) -> None:
        """A step of the tour."""
        self._home.tour.rated()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key says, and let the tour know."""
        done = await super().run_action(action, default_namespace, namespaces)
        if done and isinstance(action, str):
            self._home.tour.acted(action.rpartition(".")[2])
        return done

    # ------------------------------------------------------------------ references, gallery

    def on_write_pane_changed(self, message: WritePane.Changed) -> None:
        """The recipe is another one."""
        self._home.tour.edited(message.recipe)
        self._references.recipe_changed(message.recipe)
        self._edit.recipe_changed(message.recipe)

    def on_references_wanted(self) -> None:
        """To the screen of references."""
        runner = self._desk.runner
        self._references.open(runner.subscription if runner is not None else None)

    def on_references_screen_wanted(self, message: ReferencesScreen.Wanted) -> None:
        """Something about one of them."""
        self._references.want(message)

    def on_travel_wanted(self, message: TravelWanted) -> None:
        """Take a change back, or do it again."""
        self._references.travel(back=message.back)

    def on_left_to_generate(self) -> None:
        """Back to the studio, and generate."""
        self._references.close()
        self._studio.action_generate()

    def on_gallery_wanted(self) -> None:
        """To all pictures."""
        self._gallery.open()

    def on_gallery_screen_wanted(self, message: GalleryScreen.Wanted) -> None:
        """Something with pictures."""
        self._gallery.want(message)

    # ------------------------------------------------------------------ the queue

    def on_queue_wanted(self) -> None:
        """To the screen of the queue."""
        self._queue.open()

    def on_queue_screen_wanted(self, message: QueueScreen.Wanted) -> None:
        """Something about jobs."""
        self._queue.want(message)

    def on_queue_screen_look_wanted(self) -> None:
        """How it is now."""
        self._queue.look()

    def on_grid_wanted(self, message: GridWanted) -> None:
        """Something about a sweep, or about which change did it."""
        self._grids.want(message.wish)

    # ------------------------------------------------------------------ sources and masks

    def on_edit_wanted(self) -> None:
        """To the screen of a source."""
        runner = self._desk.runner
        self._edit.open(runner.subscription if runner is not None else None)

    def on_edit_screen_wanted(self, message: EditScreen.Wanted) -> None:
        """Something about it."""
        self._edit.want(message)

    # ------------------------------------------------------------------ what is done to pictures

    def on_deed_wanted(self, message: DeedWanted) -> None:
        """Something is to be done to a finished picture."""
        self._tools.want(message.deed, message.path)

    def on_pair_wanted(self, message: PairWanted) -> None:
        """Two pictures are to be compared."""
        self._tools.compare(message)

    def on_tools_screen_wanted(self, message: ToolsScreen.Wanted) -> None:
        """The screen of director tools wishes for something."""
        self._tools.do(message)

    # ------------------------------------------------------------------ characters

    def on_character_list_casting_wanted(self, message: CharacterList.CastingWanted) -> None:
        """A name for a character, or somebody out of the library or into it."""
        self.run_worker(self._casting.do(message.what), group="casting", exclusive=True)

    def on_character_list_pasted(self, message: CharacterList.Pasted) -> None:
        """A scene was pasted."""
        self.run_worker(self._casting.paste(message.text), group="casting", exclusive=True)

    def on_position_board_typing_wanted(self, message: PositionBoard.TypingWanted) -> None:
        """A place is typed."""
        self.run_worker(self._casting.type_place(message.written), group="casting", exclusive=True)

    def on_picture_pane_open_wanted(self, message: PicturePane.OpenWanted) -> None:
        """The picture in another program."""
        self._open_outside(message.path)

    def _open_outside(self, path: Path) -> None:
        self.run_worker(self._viewing.open(path), group="viewer")

    def on_picture_pane_images_wanted(self) -> None:
        """Another way to draw pictures."""
        self.run_worker(self._viewing.choose(), group="images", exclusive=True)

    def on_picture_pane_doctor_wanted(self) -> None:
        """What this terminal can do."""
        self._viewing.open_doctor()

    def action_help(self) -> None:
        """All keys, from any screen."""
        self._studio.action_help()

    # ------------------------------------------------------------------ leaving

    def on_studio_screen_quit_wanted(self) -> None:
        """Leave, after a question when a picture is in flight."""
        self._leaving.begin()

    async def action_quit(self) -> None:
        """Textual's own Ctrl+Q, which works over dialogs too: the same way out as from the studio."""
        await self._edit.settle()
        self._studio.action_quit()
