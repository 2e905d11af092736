"""What every screen with prompt fields does: completions, tag mode, pasted texts, earlier words, the past."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from naitui.novelai import Catalog
from naitui.screens.destinations import ask_where
from naitui.screens.grid_wishes import Bisect, GridWanted, OpenSweep
from naitui.screens.look import Look
from naitui.screens.messages import (
    GalleryWanted,
    HomeWanted,
    PictureWanted,
    QueueWanted,
    ReferencesWanted,
    WordScreen,
    WordsWanted,
)
from naitui.screens.opening import HEIGHTS, WIDTHS, small
from naitui.screens.taking import ask_what_to_take
from naitui.screens.travel import Traveller
from naitui.screens.typing import after_typing
from naitui.widgets.completion import CompletionList
from naitui.widgets.footer import Footer
from naitui.widgets.frame import NearCompositor
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.tag_mode import TagKeys
from naitui.widgets.write_pane import WritePane


class WritingScreen(Screen[None]):
    """Edits the words of the one recipe.

    Args:
        words: holds the recipe, whether or not it is on this screen.
        catalog: the models.
        look: how pictures of the past are shown.
    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, words: WritePane, catalog: Catalog, look: Look) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self.words = words
        self._catalog, self._look = catalog, look
        self._traveller = Traveller(self, words, lambda made: self.post_message(PictureWanted(made)), self.tell)

    def on_resize(self) -> None:
        """Very small terminals are laid out otherwise."""
        small(self, self.app.size)

    @property
    def look(self) -> Look:
        """How pictures are shown now."""
        return self._look

    def completions(self) -> ComposeResult:
        """The list that comes over the rest while somebody types.

        To be composed first, though its layer is above the others: it comes and goes at every other key, and behind
        them it would each time change their place in the order, for which Textual paints all of them anew.
        """
        yield CompletionList(id="completion")

    def last_line(self) -> ComposeResult:
        """The keys that work now, those of tag mode while that is on."""
        yield Footer()
        yield TagKeys(id="tag-keys")

    def tell(self, told: str) -> None:
        """Say where one has come in the past."""
        self.notify(told, markup=False, timeout=2)

    # ------------------------------------------------------------------ the fields

    def on_prompt_editor_offered(self, message: PromptEditor.Offered) -> None:
        """Completions come, change, or go."""
        place = message.editor.completed_from
        self.query_one(CompletionList).show(message.offers, message.chosen, place, self.size)

    def on_prompt_editor_tag_mode_changed(self, message: PromptEditor.TagModeChanged) -> None:
        """The last line shows the keys that work now."""
        self.set_class(message.on, "-tags")

    def on_prompt_editor_pasted(self, message: PromptEditor.Pasted) -> None:
        """A whole text of another program's says more than a prompt: ask what of it is to be taken."""
        ask_what_to_take(self.app, self.words, message, self._catalog)

    def on_prompt_editor_history_wanted(self, message: PromptEditor.HistoryWanted) -> None:
        """Words of earlier generations, from tag mode."""
        message.stop()
        self.action_find_words()

    # ------------------------------------------------------------------ keys

    def action_find_words(self) -> None:
        """Words that were sent before."""
        self.want_words("history")

    def want_words(self, what: WordScreen) -> None:
        """A screen about the words as they are with everything that was typed before the key."""

        def want() -> None:
            self.words.settle()
            self.post_message(WordsWanted(what))

        after_typing(self, want)

    def action_queue(self) -> None:
        """To the queue."""
        self.post_message(QueueWanted())

    def action_sweep(self) -> None:
        """To the sweep, with everything that was typed before the key."""

        def want() -> None:
            self.words.settle()
            self.post_message(GridWanted(OpenSweep()))

        after_typing(self, want)

    def action_bisect(self) -> None:
        """To the search for the change that did it."""
        after_typing(self, lambda: self.post_message(GridWanted(Bisect())))

    def action_screens(self) -> None:
        """To any other screen."""
        ask_where(self)

    def action_references(self) -> None:
        """To the screen of references, with everything that was typed before the key."""
        after_typing(self, lambda: self.post_message(ReferencesWanted()))

    def action_gallery(self) -> None:
        """To all pictures, with everything that was typed before the key."""
        after_typing(self, lambda: self.post_message(GalleryWanted()))

    def action_configure(self, setting: str = "") -> None:
        """To the settings of the program, or to one of them."""
        self.post_message(HomeWanted("settings", setting))

    def action_choose_theme(self) -> None:
        """Other colours."""
        self.post_message(HomeWanted("theme"))

    def action_tour(self) -> None:
        """Begin the tour, or skip a step of it, or leave it."""
        self.post_message(HomeWanted("tour"))

    def action_token(self) -> None:
        """A token, or another one."""
        self.post_message(HomeWanted("token"))

    def action_undo(self) -> None:
        """The last change goes, in whatever field it was."""
        self._traveller.undo()

    def action_redo(self) -> None:
        """What was undone comes back."""
        self._traveller.redo()

    def action_past(self) -> None:
        """All steps and their pictures."""
        catalog, look = self._catalog, self.look
        after_typing(self, lambda: self._traveller.look_around(catalog, look.protocol, look.terminal))
