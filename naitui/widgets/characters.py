"""The characters of a recipe: the list of slots, and editors for the one under the cursor."""

from __future__ import annotations

from collections.abc import Hashable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from naitui.actions.in_effect import key_for
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
        self._collecting = False

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

    def reveal(self, index: int, field: str | None, at: int) -> None:
        """Put the cursor to a character: into its ``prompt`` or ``undesired``, at a place of it, or into the list."""
        self._stage.choose(index)
        editor = {"prompt": self.prompt, "undesired": self.undesired}.get(field or "")
        if editor is None or self._stage.current is None:
            self.slots.focus()
            return
        editor.stand_at(at)
        if not editor.has_focus:
            self.slots.focus()
            self.call_after_refresh(editor.focus)  # in a short terminal it is only there while the panel has the focus

    def _changed(self) -> None:
        """Show what the stage holds; words that are the same stay untouched in the editors."""
        stage, current = self._stage, self._stage.current
        self.set_class(current is not None, "-some")
        self._show_title()
        for editor in (self.prompt, self.undesired):
            editor.show_dialect(stage.model.dialect)
        if current is None:
            self._known = None
            return
        self.prompt.show_title(f"Character {call_name(current, stage.index)}")
        before, self._known = self._known, (stage.index, current.prompt, current.undesired)
        if self._known != before:
            same = before is not None and before[0] == stage.index
            for editor, words in ((self.prompt, current.prompt), (self.undesired, current.undesired)):
                show = editor.restore if same else editor.load  # the cursor stays near what is otherwise
                show(words)

    def _show_title(self) -> None:
        title = "Characters"
        if self._stage.current is not None:
            slim = self.screen.has_class("-slim")
            placed = "AI's choice" if self._stage.recipe.ai_choice else "by you" if slim else "placed by you"
            title += f" · {placed} ({key_for('characters.ai_choice')})"
            # no room for the board beside it, nor for this key in the footer, and no Tab leads there
            title += f" · {key_for('characters.place')} Place" if slim else ""
        self.border_title = title

    def on_resize(self) -> None:
        """There may be room for more by now, or for less."""
        self.call_after_refresh(self._show_title)

    def _collect(self) -> None:
        """What was typed and not told yet goes to the one it was typed for, change by change."""
        people = self._stage.recipe.characters
        if self._collecting or self._known is None or self._known[0] >= len(people):
            return
        index, *words = self._known
        if [people[index].prompt, people[index].undesired] != words:
            return  # the stage is ahead of the editors
        self._collecting = True
        for field, editor in (("prompt", self.prompt), ("undesired", self.undesired)):
            for step in editor.take_steps():
                self._write(index, field, step.text, (index, field, step.run))
            self._write(index, field, editor.words, None)
        self._collecting = False

    def _write(self, index: int, field: str, text: str, run: Hashable) -> None:
        before = self._stage.recipe.characters[index]
        after = before.model_copy(update={field: text})
        if after != before:
            self._known = index, after.prompt, after.undesired
            self._stage.edit(lambda cast: cast.replaced(index, after), run=run)

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """Something was typed, or loaded: then nothing is different."""
        message.stop()
        self._collect()

    def on_character_list_edit_wanted(self, message: CharacterList.EditWanted) -> None:
        """Into the editor."""
        message.stop()
        self.write()
