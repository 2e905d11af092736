"""The character slots of the studio: a list, and editors for the one under the cursor."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from naitui.novelai import Model
from naitui.recipe import Character
from naitui.widgets.bindings import bindings_of
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.text import one_line

MAX_SHOWN = 4
GRID_LETTERS = "ABCDE"


@dataclass(frozen=True, slots=True)
class Cast:
    """All characters and who places them: the part of a recipe that this panel shows and changes."""

    characters: tuple[Character, ...] = ()
    ai_choice: bool = True


def place_name(character: Character, model: Model, ai_choice: bool) -> str:
    """A character's place in a few letters: ``AI``, ``B3``, ``.25 .50`` or ``auto``."""
    if ai_choice:
        return "AI"
    if character.position is None:
        return "auto"
    x, y = character.position
    if model.positions == "grid":
        return f"{GRID_LETTERS[min(4, int(5 * x))]}{min(4, int(5 * y)) + 1}"
    return f"{x:.2f} {y:.2f}"


class CharacterList(Widget, can_focus=True):
    """One line a character. Keys change the cast; what concerns other widgets goes up as messages."""

    COMPONENT_CLASSES = {"cast--on", "cast--off", "cast--place", "cast--cursor", "cast--empty"}
    BINDINGS = bindings_of("characters")

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """The user changed the cast by a key."""

        cast: Cast

    class EditWanted(Message):
        """The prompt of the character under the cursor is wanted in the editor."""

    class PlaceWanted(Message):
        """A place for the character under the cursor is wanted."""

    def __init__(self, cast: Cast, model: Model, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cast = cast
        self._model = model

    def show(self, cast: Cast, model: Model) -> None:
        """Show another cast."""
        resized = len(cast.characters) != len(self.cast.characters)
        self.cast, self._model = cast, model
        self.cursor = max(0, min(self.cursor, len(cast.characters) - 1))
        self.refresh(layout=resized)

    @property
    def current(self) -> Character | None:
        """The character under the cursor."""
        return self.cast.characters[self.cursor] if self.cast.characters else None

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """A line for each, four at most; one for the empty state."""
        return max(1, min(MAX_SHOWN, len(self.cast.characters)))

    def render_line(self, y: int) -> Strip:
        """One character, or what to press for one."""
        width = self.size.width
        if not self.cast.characters:
            words = "No characters: everything is in the prompt. ^n adds one."
            if not self._model.characters:
                words = f"{self._model.title} has no character prompts."
            return Strip([Segment(set_cell_size(words, width), self.get_component_rich_style("cast--empty"))])
        first = max(0, min(self.cursor - MAX_SHOWN + 1, len(self.cast.characters) - MAX_SHOWN))
        index = first + y
        if index >= len(self.cast.characters):
            return Strip.blank(width, self.rich_style)
        return self._render_character(index, width)

    def _render_character(self, index: int, width: int) -> Strip:
        character = self.cast.characters[index]
        here = index == self.cursor
        name = "cast--cursor" if here and self.has_focus else "cast--on" if character.enabled else "cast--off"
        style = self.get_component_rich_style(name)
        place = place_name(character, self._model, self.cast.ai_choice)
        head = f"{'›' if here else ' '}{index + 1:>2} {'●' if character.enabled else '○'} "
        words = one_line(character.prompt) or "(empty: not sent)"
        room = width - cell_len(head) - 10
        return Strip(
            [
                Segment(head, style),
                Segment(f"{place:<9} ", style if here and self.has_focus else self._place_style()),
                Segment(set_cell_size(words, max(0, room)), style),
            ]
        )

    def _place_style(self) -> Style:
        return self.get_component_rich_style("cast--place")

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Move the cursor."""
        moves = {"up": -1, "k": -1, "down": 1, "j": 1}
        if event.key in moves and self.cast.characters:
            target = self.cursor + moves[event.key]
            if 0 <= target < len(self.cast.characters):
                self.cursor = target
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse."""
        first = max(0, min(self.cursor - MAX_SHOWN + 1, len(self.cast.characters) - MAX_SHOWN))
        if first + event.y < len(self.cast.characters):
            self.cursor = first + event.y

    def watch_cursor(self) -> None:
        """Another character is the current one."""
        self.refresh()
        if self.is_mounted:
            self.post_message(self.Changed(self.cast))

    def _send(self, characters: list[Character], cursor: int) -> None:
        self.show(Cast(tuple(characters), self.cast.ai_choice), self._model)
        self.cursor = max(0, min(cursor, len(characters) - 1))
        self.post_message(self.Changed(self.cast))

    def action_add(self) -> None:
        """A new slot at the end, its editor ready."""
        fresh = Character(undesired=self._model.new_character_undesired)
        self._send([*self.cast.characters, fresh], len(self.cast.characters))
        self.post_message(self.EditWanted())

    def action_edit(self) -> None:
        """Into the editor."""
        if self.current is None:
            self.action_add()
        else:
            self.post_message(self.EditWanted())

    def action_switch(self) -> None:
        """Switch the current one on or off."""
        if self.current is not None:
            self.replace_current(self.current.model_copy(update={"enabled": not self.current.enabled}))

    def replace_current(self, character: Character) -> None:
        """Put a changed character in the place of the current one."""
        characters = list(self.cast.characters)
        characters[self.cursor] = character
        self._send(characters, self.cursor)

    def place_current(self, place: tuple[float, float]) -> None:
        """Give the current one a place; that is placing by hand, so AI's choice ends."""
        if self.current is not None:
            self.cast = Cast(self.cast.characters, ai_choice=False)
            self.replace_current(self.current.model_copy(update={"position": place}))

    def action_place(self) -> None:
        """Ask for a place."""
        if self.current is not None:
            self.post_message(self.PlaceWanted())

    def action_ai_choice(self) -> None:
        """Who places the characters."""
        self.show(Cast(self.cast.characters, not self.cast.ai_choice), self._model)
        self.post_message(self.Changed(self.cast))

    def action_remove(self) -> None:
        """Take the current one out; undo brings it back."""
        if self.current is not None:
            characters = list(self.cast.characters)
            del characters[self.cursor]
            self._send(characters, self.cursor)

    async def action_undo(self) -> None:
        """The recipe's undo."""
        await self.run_action("screen.undo")

    def action_move_up(self) -> None:
        """One place up."""
        self._swap(self.cursor - 1)

    def action_move_down(self) -> None:
        """One place down."""
        self._swap(self.cursor + 1)

    def _swap(self, target: int) -> None:
        characters = list(self.cast.characters)
        if 0 <= target < len(characters):
            characters[self.cursor], characters[target] = characters[target], characters[self.cursor]
            self._send(characters, target)


class CharactersPanel(Vertical):
    """The list with the editors of the current character under it."""

    class Changed(Message):
        """The cast was changed, by keys or by typing; `take_steps` tells how."""

    def __init__(self, cast: Cast, model: Model, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cast = cast
        self._model = model
        self._shown = 0
        """Whose words the editors show, and what those are."""
        self._words = ("", "")
        self._steps: list[tuple[Cast, Hashable]] = []

    def compose(self) -> ComposeResult:
        """The list and two editors."""
        yield CharacterList(self._cast, self._model, id="cast")
        with Horizontal(id="character-words"):
            yield PromptEditor("Character", placeholder="girl, silver hair, smile", id="character-prompt")
            yield PromptEditor("Undesired", placeholder="hat, glasses", id="character-undesired")

    def on_mount(self) -> None:
        """Name the pane and load the first character."""
        self.border_title = "Characters"
        self._load()

    @property
    def slots(self) -> CharacterList:
        """The list of slots."""
        return self.query_one(CharacterList)

    @property
    def prompt(self) -> PromptEditor:
        """The editor of the current character's prompt."""
        return self.query_one("#character-prompt", PromptEditor)

    @property
    def undesired(self) -> PromptEditor:
        """The editor of the current character's undesired content."""
        return self.query_one("#character-undesired", PromptEditor)

    def show(self, cast: Cast, model: Model) -> None:
        """Show another cast."""
        self._model = model
        self._steps.clear()
        self.slots.show(cast, model)
        self._load(gently=True)

    def reveal(self, index: int, field: str | None, at: int) -> None:
        """Put the cursor to a character: into its ``prompt`` or ``undesired``, at a place of it, or into the list."""
        self.slots.cursor = max(0, min(index, len(self.slots.cast.characters) - 1))
        self._load()
        editor = {"prompt": self.prompt, "undesired": self.undesired}.get(field or "")
        if editor is None or not self.slots.cast.characters:
            self.slots.focus()
            return
        editor.select_span(at, at)
        if not editor.has_focus:
            self.slots.focus()
            self.call_after_refresh(editor.focus)  # in a short terminal it is only there while the panel has the focus

    def key_escape(self) -> None:
        """Out of an editor, back to the list."""
        self._drain()
        self.slots.focus()

    def _load(self, *, gently: bool = False) -> None:
        """Show the current character; ``gently`` leaves the cursor near what is otherwise in the same one's words."""
        current = self.slots.current
        same, self._shown = gently and self._shown == self.slots.cursor, self.slots.cursor
        self.set_class(current is not None, "-some")
        placed = "AI's choice" if self.slots.cast.ai_choice else "placed by you"
        self.border_title = f"Characters · {placed} (i)" if current is not None else "Characters"
        if current is not None:
            number = f"{self.slots.cursor + 1}"
            self.prompt.show_title(f"Character {number}")
            self._words = current.prompt, current.undesired
            for editor, words in zip((self.prompt, self.undesired), self._words, strict=True):
                show = editor.restore if same else editor.load
                show(words)

    def on_character_list_changed(self, message: CharacterList.Changed) -> None:
        """A key in the list."""
        message.stop()
        self._load()
        self.post_message(self.Changed())

    def on_character_list_edit_wanted(self, message: CharacterList.EditWanted) -> None:
        """Into the editor, once it is there."""
        message.stop()
        self.call_after_refresh(self.prompt.focus)

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """Something was typed. What the editors show is compared with the character, so loading changes nothing."""
        message.stop()
        self._drain()
        if self._steps:
            self.post_message(self.Changed())

    def take_steps(self) -> list[tuple[Cast, Hashable]]:
        """The casts since this was last asked, the newest last; with each the run of keys that it is of."""
        self._drain()
        steps, self._steps = self._steps, []
        return [*steps, (self.slots.cast, None)]

    def _drain(self) -> None:
        """Take what was typed into the list: at once, for a message of its own would come behind the next keys."""
        if self._shown >= len(self.slots.cast.characters):
            return
        character = self.slots.cast.characters[self._shown]
        if (character.prompt, character.undesired) != self._words:
            self._load()  # a key in the list was quicker: the editors still show somebody else
            return
        for field, editor in (("prompt", self.prompt), ("undesired", self.undesired)):
            for step in editor.take_steps():
                self._write(field, step.text, (self._shown, field, step.run))
            self._write(field, editor.words, None)

    def _write(self, field: str, text: str, run: Hashable) -> None:
        cast = self.slots.cast
        before = cast.characters[self._shown]
        after = before.model_copy(update={field: text})
        if after != before:
            people = (*cast.characters[: self._shown], after, *cast.characters[self._shown + 1 :])
            changed = Cast(people, cast.ai_choice)
            self.slots.show(changed, self._model)
            self._words = after.prompt, after.undesired
            self._steps.append((changed, run))
