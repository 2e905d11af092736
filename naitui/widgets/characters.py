"""The character slots of the studio: a list, and editors for the one under the cursor."""

from __future__ import annotations

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
CAST_WORDS = ("prompt", "undesired")
"""What a character's two editors hold, as the recipe calls it."""
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
        self._removed: list[tuple[int, Character]] = []

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
        """Take the current one out; it can be brought back."""
        if self.current is not None:
            self._removed.append((self.cursor, self.current))
            characters = list(self.cast.characters)
            del characters[self.cursor]
            self._send(characters, self.cursor)

    def action_undo(self) -> None:
        """Bring the last removed one back to its place."""
        if self._removed:
            index, character = self._removed.pop()
            characters = list(self.cast.characters)
            characters.insert(min(index, len(characters)), character)
            self._send(characters, index)

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

    @dataclass
    class Changed(Message):
        """The cast was changed, by keys or by typing."""

        cast: Cast

    def __init__(self, cast: Cast, model: Model, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cast = cast
        self._model = model

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

    def editor_of(self, number: int, field: str) -> PromptEditor:
        """The editor of a character's words, ``field`` one of `CAST_WORDS`, with that character in it."""
        if number != self.slots.cursor:
            self.slots.cursor = number
            self._load()
        return self.prompt if field == "prompt" else self.query_one("#character-undesired", PromptEditor)

    def show(self, cast: Cast, model: Model) -> None:
        """Show another cast."""
        self._model = model
        self.slots.show(cast, model)
        self._load()

    def key_escape(self) -> None:
        """Out of an editor, back to the list."""
        self.slots.focus()

    def _load(self) -> None:
        current = self.slots.current
        self.set_class(current is not None, "-some")
        placed = "AI's choice" if self.slots.cast.ai_choice else "placed by you"
        self.border_title = f"Characters · {placed} (i)" if current is not None else "Characters"
        if current is not None:
            number = f"{self.slots.cursor + 1}"
            self.prompt.show_title(f"Character {number}")
            self.prompt.load(current.prompt)
            self.query_one("#character-undesired", PromptEditor).load(current.undesired)

    def on_character_list_changed(self, message: CharacterList.Changed) -> None:
        """A key in the list."""
        message.stop()
        self._load()
        self.post_message(self.Changed(message.cast))

    def on_character_list_edit_wanted(self, message: CharacterList.EditWanted) -> None:
        """Into the editor, once it is there."""
        message.stop()
        self.call_after_refresh(self.prompt.focus)

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """Something was typed. What the editors show is compared with the character, so loading changes nothing."""
        message.stop()
        current = self.slots.current
        if current is None:
            return
        words = {"prompt": self.prompt.text, "undesired": self.query_one("#character-undesired", PromptEditor).text}
        changed = current.model_copy(update=words)
        if changed != current:
            # straight into the list: its own message would load an older text over what is typed meanwhile
            characters = list(self.slots.cast.characters)
            characters[self.slots.cursor] = changed
            cast = Cast(tuple(characters), self.slots.cast.ai_choice)
            self.slots.show(cast, self._model)
            self.post_message(self.Changed(cast))
