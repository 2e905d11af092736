"""The studio: words and settings on the left, the picture and what happens on the right, the price at the bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from naitui.actions.in_effect import keyed
from naitui.jobs import Event, Saved
from naitui.novelai import Catalog, Model
from naitui.recipe import Recipe
from naitui.recipe.diff_words import lines
from naitui.screens.asking import ask_for_value
from naitui.screens.look import Look
from naitui.screens.messages import EditWanted
from naitui.screens.offering import Offering
from naitui.screens.typing import after_typing
from naitui.screens.writing import WritingScreen
from naitui.terminal import draws
from naitui.widgets import fields
from naitui.widgets.action_bar import ActionBar
from naitui.widgets.bindings import bindings_of
from naitui.widgets.changes import ChangesPanel
from naitui.widgets.character_list import CharacterList
from naitui.widgets.deed import DeedWanted
from naitui.widgets.footer import Footer
from naitui.widgets.prompt_diff import diff_between
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.result import ResultPane
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.write_pane import WritePane

if TYPE_CHECKING:  # screens beside this one are read when they are opened
    from naitui.screens.characters import CharactersScreen, Part

SETTLE = 0.25
"""Seconds after the last change before the lint looks at it."""
STALE_LOOK = 30.0
"""Seconds between looks whether the account was read too long ago."""
AUTOSAVE = 1.0
"""Seconds after the last change before the draft is written."""


class StudioScreen(WritingScreen):
    """Edits one recipe. What it wants goes up as messages; what happened comes down through `hear`."""

    BINDINGS = bindings_of("studio", priority=True)
    AUTO_FOCUS = "#prompt"
    ALLOW_IN_MAXIMIZED_VIEW = "#action, #tag-keys, Footer"

    @dataclass
    class GenerateWanted(Message):
        """Generate was pressed."""

        recipe: Recipe
        state: int
        """The recipe's state in the past: the pictures belong to it."""

    class CancelWanted(Message):
        """Cancel was pressed."""

    class QuitWanted(Message):
        """Quit was pressed."""

    @dataclass
    class Edited(Message):
        """The recipe has been changed and should be kept."""

        recipe: Recipe

    def __init__(self, recipe: Recipe, catalog: Catalog, look: Look, *, demo: bool) -> None:
        super().__init__(WritePane(recipe, catalog, id="write"), catalog, look)
        self._demo = demo
        self.offering = Offering(self, self.words, catalog, demo=demo)
        self._job_runs = False
        self._looked = False
        """Whether the page of the picture has been seen."""
        self._settling: Timer | None = None
        self._saving: Timer | None = None
        self._characters: CharactersScreen | None = None
        """The screen of the characters, while it is open."""

    def compose(self) -> ComposeResult:
        """Status on top, two columns, the action bar and the keys at the bottom."""
        yield from self.completions()
        yield StatusBar(id="status")
        with Horizontal(id="body"):
            yield self.words
            yield ResultPane(self._look.protocol, self._look.terminal, id="look")
        yield ActionBar(id="action")
        yield from self.last_line()
        yield ChangesPanel(id="changes")

    def on_mount(self) -> None:
        """Show the recipe."""
        self.offering.show()
        self.set_interval(STALE_LOOK, self.offering.show_status)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The page is the one with the focus, so that a terminal that becomes narrow does not hide it."""
        looking = self.result in event.widget.ancestors
        self._looked |= looking
        self.set_class(looking, "-looking")
        self.query_one(Footer).call("page", "Words" if looking else "Picture")

    def on_resize(self) -> None:
        """Another size has other keys."""
        self.refresh_bindings()

    @property
    def result(self) -> ResultPane:
        """The picture, its caption, the log."""
        return self.query_one(ResultPane)

    @property
    def look(self) -> Look:
        """How pictures are shown now: another way may have been chosen at the picture."""
        return replace(self._look, protocol=self.result.picture_pane.protocol)

    @property
    def _backdrop(self) -> bytes:
        """The picture behind the characters' places; empty where pictures are not drawn."""
        return self.result.last_data if draws(self.look.protocol) else b""

    @property
    def recipe(self) -> Recipe:
        """What is being edited."""
        return self.words.recipe

    @property
    def _model(self) -> Model:
        return self.words.model

    # ------------------------------------------------------------------ the recipe

    def on_write_pane_changed(self, message: WritePane.Changed) -> None:
        """The recipe is another one: look at it in the next pause, keep it soon."""
        self.query_one(ChangesPanel).follow(message.recipe)
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self.offering.show)
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(AUTOSAVE, self._keep)

    def _keep(self) -> None:
        self.post_message(self.Edited(self.recipe))

    def change(self, recipe: Recipe) -> None:
        """Show another recipe, and what is otherwise in it."""
        found = diff_between(self.recipe, recipe, self._catalog)
        self.words.take(recipe)
        for line in lines(found):
            self.result.say(line)
        self.query_one(ChangesPanel).tell(found, recipe)

    def key_escape(self) -> None:
        """What was told of a change has been seen."""
        self.query_one(ChangesPanel).hide()

    def on_references_line_pressed(self) -> None:
        """The line of references was clicked."""
        self.action_references()

    def on_settings_grid_rejected(self, message: SettingsGrid.Rejected) -> None:
        """A value cannot be."""
        self.notify(message.reason, severity="warning", markup=False)

    def on_settings_grid_choice_wanted(self, message: SettingsGrid.ChoiceWanted) -> None:
        """All values of a field."""
        ask_for_value(self.app, self.words, message.field, self._catalog)

    def on_character_list_place_wanted(self, message: CharacterList.PlaceWanted) -> None:
        """A place for the current character."""
        self._open_characters("board")

    def on_character_list_matrix_wanted(self, message: CharacterList.MatrixWanted) -> None:
        """What the current character does."""
        self._open_characters("matrix")

    def _open_characters(self, part: Part) -> None:
        from naitui.screens.characters import CharactersScreen

        def closed(_: None) -> None:
            self._characters = self.offering.beside = None

        if self._characters is None:
            self._characters = self.offering.beside = CharactersScreen(self.words, self._catalog, self.look, part)
            self._characters.show_picture(self._backdrop)
            self.offering.show()
            self.app.push_screen(self._characters, closed)

    def hear(self, event: Event) -> None:
        """Something happened to a job."""
        self.result.hear(event, self._catalog)
        if isinstance(event, Saved):
            self._tell_where()
        progress = self.result.progress
        if (progress is not None) != self._job_runs:
            self._job_runs = progress is not None
            self.refresh_bindings()
        for bar in self.offering.bars:
            bar.show_progress(progress)
        if self._characters is not None:
            self._characters.show_picture(self._backdrop)
            self._characters.refresh_bindings()

    def _tell_where(self) -> None:
        """Whoever has not seen the page of the picture yet would wait for it here. The tour says it itself."""
        if not self._looked and self.has_class("-narrow") and self.app.screen is self and not self.query("TourPanel"):
            self._looked = True
            self.notify(keyed("The picture is saved; {studio.page} shows it."), markup=False)

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys make sense now: two pages only in a narrow terminal, cancelling only while something runs."""
        if action == "page":
            return self.has_class("-narrow")
        if action == "cancel":
            return self._job_runs
        return True

    def on_action_bar_pressed(self) -> None:
        """The bar was clicked."""
        self.action_generate()

    def action_generate(self) -> None:
        """Make the pictures, of everything that was typed before the key."""
        after_typing(self, self._generate)

    def _generate(self) -> None:
        if isinstance(self.focused, PromptEditor):
            self.focused.close_offers()  # the list would lie over the picture
        self.words.settle()
        alone = self.recipe.model_copy(update={"sweep": None})  # its own screen makes the whole of it
        self.post_message(self.GenerateWanted(alone, self.words.past.seal()))

    def action_cancel(self) -> None:
        """Stop."""
        self.post_message(self.CancelWanted())

    def action_quit(self) -> None:
        """Leave, with everything that was typed before the key."""
        after_typing(self, self._leave)

    def _leave(self) -> None:
        self._keep()
        self.post_message(self.QuitWanted())

    def action_page(self) -> None:
        """In a narrow terminal: the other half of the studio."""
        self.minimize()
        self.toggle_class("-looking")
        self.query_one("#picture-pane" if self.has_class("-looking") else "#prompt").focus()

    def action_zoom(self) -> None:
        """The pane with the focus alone, and back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            pane = self.result.picture_pane if self.result in self.focused.ancestors else self.focused
            self.maximize(pane, container=False)

    def action_keep_seed(self) -> None:
        """The last picture's seed, or random again."""
        seed = None if self.recipe.sampling.seed is not None else self.result.last_seed
        if seed is None and self.recipe.sampling.seed is None:
            self.notify("No picture yet whose seed could be kept.", markup=False)
            return
        self.words.take(fields.changed(self.recipe, ("sampling", "seed"), seed))
        self.notify("Seed is random again." if seed is None else f"Seed {seed} is kept.", markup=False)

    def action_add_character(self) -> None:
        """A new character, ready to be written."""
        self.minimize()
        self.remove_class("-looking")
        self.words.characters.slots.action_add()
        self.words.characters.write()  # at once, so that the next key does not go into the prompt

    def action_characters(self) -> None:
        """Characters, where they stand, what they do."""
        self._open_characters("list")

    def action_choose_model(self) -> None:
        """All models."""
        ask_for_value(self.app, self.words, fields.FIELDS[0], self._catalog)

    def action_next_hint(self) -> None:
        """To the next hint about the words; once more on the same one does what it proposes."""
        self.minimize()
        self.remove_class("-looking")
        self.offering.guide.ask()
        after_typing(self, self.offering.measure)

    def action_edit_picture(self) -> None:
        """To the source that pictures start from, or to make one of the picture that is shown."""
        after_typing(self, self._edit_picture)

    def _edit_picture(self) -> None:
        self.words.settle()
        self.post_message(EditWanted())

    def action_expansions(self) -> None:
        """What the next pictures will say."""
        self.want_words("expansions")

    def action_styles(self) -> None:
        """Styles and snippets."""
        self.want_words("styles")

    def action_presets(self) -> None:
        """Whole recipes with names."""
        self.want_words("presets")

    def action_tools(self) -> None:
        """The director tools, on the picture that is shown."""
        after_typing(self, lambda: self.post_message(DeedWanted("tools", self.result.last_path)))

    def action_copy_path(self) -> None:
        """The shown picture's path to the clipboard, through the terminal."""
        path = self.result.last_path
        if path is None:
            self.notify("No picture yet.", markup=False)
            return
        self.app.copy_to_clipboard(str(path))
        self.notify(f"Copied {path}", markup=False)

    def tell(self, told: str) -> None:
        """Where one has come in the past is said in the status line; what has changed must be seen."""
        self.remove_class("-looking")  # in a narrow terminal the words may be on the other page
        self.query_one(StatusBar).tell(told)
        self.call_after_refresh(self._unzoom)  # by then the focus is where the change was

    def _unzoom(self) -> None:
        """A pane that fills the screen stays so only while the focus is in it."""
        zoomed, focused = self.maximized, self.focused
        if zoomed is not None and focused is not None and zoomed not in focused.ancestors_with_self:
            self.minimize()

    def action_help(self) -> None:
        """All keys."""
        from naitui.screens.help import show_help

        show_help(self.app.screen)
