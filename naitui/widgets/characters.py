"""The characters of a recipe: the list of slots, and editors for the one under the cursor."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from naitui.widgets.character_list import COMPACT, CharacterList
from naitui.widgets.discs import call_name
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.stage import Stage


class CharactersPanel(Vertical):
    """The list with the editors of the current character under it.

    Args:
        stage: the cast.
        shown: lines of the list at most.
    """

    def __init__(self, stage: Stage, *, shown: int = COMPACT, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self.slots = CharacterList(stage, shown=shown, id="cast")
        self.prompt = PromptEditor("Character", placeholder="girl, silver hair, smile", id="character-prompt")
        self.undesired = PromptEditor("Undesired", placeholder="hat, glasses", id="character-undesired")
        self._words = Horizontal(id="character-words")
        self._known: tuple[int, str, str] | None = None
        """Whose words are in the editors, and how they were when the stage and the editors last agreed."""

    def compose(self) -> ComposeResult:
        """The list and two editors."""
        yield self.slots
        with self._words:
            yield self.prompt
            yield self.undesired

    def on_mount(self) -> None:
        """Show the stage as long as this is there."""
        self._stage.attach(self._changed, typing=self._collect)
        self._changed()

    def on_unmount(self) -> None:
        """Show it no more."""
        self._stage.detach(self._changed, typing=self._collect)

    def key_escape(self, event: events.Key) -> None:
        """Out of an editor, back to the list."""
        if not self.slots.has_focus:
            event.stop()
            self.screen.set_focus(self.slots)

    def write(self) -> None:
        """Into the editor of the current character, at once: the next key is meant for it."""
        self.add_class("-some")
        self.screen.set_focus(self.prompt)

    def _changed(self) -> None:
        """Show what the stage holds; words that are the same stay untouched in the editors."""
        stage, current = self._stage, self._stage.current
        self.set_class(current is not None, "-some")
        placed = "AI's choice" if stage.recipe.ai_choice else "placed by you"
        self.border_title = f"Characters · {placed} (i)" if current is not None else "Characters"
        for editor in (self.prompt, self.undesired):
            editor.show_numeric(stage.model.blocks)
        if current is None:
            self._known = None
            return
        self.prompt.show_title(f"Character {call_name(current, stage.index)}")
        known = stage.index, current.prompt, current.undesired
        if known != self._known:
            self._known = known
            self.prompt.load(current.prompt)
            self.undesired.load(current.undesired)

    def _collect(self) -> None:
        """What was typed and not told yet goes to the one it was typed for."""
        if self._known is None:
            return
        index, *words = self._known
        typed = [self.prompt.text, self.undesired.text]
        if typed == words or index >= len(self._stage.recipe.characters):
            return
        self._known = index, typed[0], typed[1]
        changed = self._stage.recipe.characters[index].model_copy(update={"prompt": typed[0], "undesired": typed[1]})
        self._stage.edit(lambda cast: cast.replaced(index, changed))

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """Something was typed, or loaded: then nothing is different."""
        message.stop()
        self._collect()

    def on_character_list_edit_wanted(self, message: CharacterList.EditWanted) -> None:
        """Into the editor."""
        message.stop()
        self.write()
