"""The character slots: one line a character, with keys for everything that is done to slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from naitui.actions.in_effect import keyed_lines, movement
from naitui.novelai import Model
from naitui.recipe import Character
from naitui.recipe.places import write_place
from naitui.widgets.bindings import bindings_of
from naitui.widgets.discs import CLASSES, disc_class, next_colour
from naitui.widgets.keyed import Keyed
from naitui.widgets.stage import Stage
from naitui.widgets.text import one_line

PLACE_WIDTH = 9
Casting = Literal["name", "from library", "to library"]
COMPACT = 4
"""Lines of the form that stands beside other things."""
EMPTY = (
    "No characters yet: {studio.add_character} adds one.",
    "",
    "{characters.from_library}    takes one of the library",
    "     a pasted  base | girl | boy",
    "     is taken apart",
    "Esc  leads back",
)


def place_name(character: Character, model: Model, *, ai_choice: bool) -> str:
    """A character's place in a few letters: ``AI``, ``B3``, ``0.25 0.5`` or ``auto``."""
    if ai_choice:
        return "AI"
    if character.position is None:
        return "auto"
    return write_place(character.position, grid=model.positions == "grid")


class CharacterList(Keyed):
    """Keys change the cast; what needs a dialog or another widget goes up as a message.

    Args:
        stage: the cast.
        shown: lines at most.
    """

    COMPONENT_CLASSES = {"cast--on", "cast--off", "cast--place", "cast--cursor", "cast--empty", *CLASSES}
    BINDINGS = bindings_of("characters")

    class EditWanted(Message):
        """The prompt of the character under the cursor is wanted in the editor."""

    class PlaceWanted(Message):
        """A place for the character under the cursor is wanted."""

    class MatrixWanted(Message):
        """What the character under the cursor does is wanted."""

    @dataclass
    class CastingWanted(Message):
        """The character under the cursor is to be named, or kept in the library; or somebody is to come out of it."""

        what: Casting

    @dataclass
    class Pasted(Message):
        """A text was pasted into the list."""

        text: str

    def __init__(self, stage: Stage, *, shown: int = COMPACT, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self._shown = shown
        self._lines = 0

    def on_mount(self) -> None:
        """Show the stage as long as this is there."""
        self._stage.attach(self._changed)

    def on_unmount(self) -> None:
        """Show it no more."""
        self._stage.detach(self._changed)

    def _changed(self) -> None:
        lines, self._lines = self._lines, len(self._people)
        self.refresh(layout=lines != self._lines)

    @property
    def cursor(self) -> int:
        """The current character's place in the order."""
        return self._stage.index

    @property
    def _people(self) -> tuple[Character, ...]:
        return self._stage.recipe.characters

    # ------------------------------------------------------------------ looks

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each, so many at most; for the empty state what there is room for."""
        return min(self._shown, len(self._people)) if self._people else 1 if self._shown <= COMPACT else len(EMPTY)

    @property
    def _first(self) -> int:
        """The topmost character that is in sight."""
        shown = max(1, self.content_size.height or self._shown)
        return max(0, min(self._stage.index - shown + 1, len(self._people) - shown))

    def render_line(self, y: int) -> Strip:
        """One character, or what to press for one."""
        width = self.size.width
        if not self._people:
            words = (
                keyed_lines(EMPTY)
                if self._stage.model.characters
                else (f"{self._stage.model.title} has no character prompts.",)
            )
            line = words[y] if y < len(words) else ""
            return Strip([Segment(set_cell_size(line, width), self._style("cast--empty"))])
        index = self._first + y
        if index >= len(self._people):
            return Strip.blank(width, self.rich_style)
        return self._render_character(index, width)

    def _render_character(self, index: int, width: int) -> Strip:
        character, stage = self._people[index], self._stage
        here = index == stage.index
        marked = here and self.has_focus
        style = self._style("cast--cursor" if marked else "cast--on" if character.enabled else "cast--off")
        place = place_name(character, stage.model, ai_choice=stage.recipe.ai_choice)
        head = f"{'›' if here else ' '}{index + 1:>2} "
        dot = style if marked else self._dot(character, index)
        name = one_line(character.name, 24)
        words = one_line(character.prompt) or "(empty: not sent)"
        said = f"{name}: {words}" if name else words
        placed = f" {place:<{PLACE_WIDTH}} "
        room = width - cell_len(head) - 1 - cell_len(placed)
        return Strip(
            [
                Segment(head, style),
                Segment("●" if character.enabled else "○", dot),
                Segment(placed, style if marked else self._style("cast--place")),
                Segment(set_cell_size(said, max(0, room)), style),
            ]
        )

    def _dot(self, character: Character, index: int) -> Style:
        """The character's colour as that of a letter."""
        disc = self._style(disc_class(character, index))
        off = not character.live  # which is told by what its disc is written in: the disc itself is hardly seen
        return Style(color=disc.color if off else disc.bgcolor, bgcolor=self.rich_style.bgcolor)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    # ------------------------------------------------------------------ keys

    def other_key(self, event: events.Key) -> None:
        """Move the cursor."""
        last = len(self._people) - 1
        moves = {"up": -1, "down": 1, "page_up": -last, "page_down": last, "first": -last, "last": last}
        way = movement(event.key)
        if way in moves and self._people:
            event.stop()
            self._stage.choose(max(0, min(self._stage.index + moves[way], last)))

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse; a second click begins to write."""
        offset = event.get_content_offset(self)
        if offset is not None and self._first + offset.y < len(self._people):
            self._stage.choose(self._first + offset.y)
            if event.chain > 1:
                self.action_edit()

    def on_paste(self, event: events.Paste) -> None:
        """A scene from elsewhere."""
        event.stop()
        self.post_message(self.Pasted(event.text))

    def action_add(self) -> None:
        """A new slot at the end, its editor ready."""
        fresh = Character(undesired=self._stage.model.new_character_undesired)
        self._stage.edit(lambda cast: cast.added(fresh), len(self._people))
        self.lead(self.EditWanted())

    def action_edit(self) -> None:
        """Into the editor."""
        if self._stage.current is None:
            self.action_add()
        else:
            self.lead(self.EditWanted())

    def action_switch(self) -> None:
        """Switch the current one on or off."""
        if self._stage.current is not None:
            self._stage.change_current(enabled=not self._stage.current.enabled)

    def action_colour(self) -> None:
        """Another colour on the screen."""
        if self._stage.current is not None:
            self._stage.change_current(colour=next_colour(self._stage.current))

    def action_duplicate(self) -> None:
        """A twin behind the current one."""
        index = self._stage.index
        if self._stage.current is not None:
            self._stage.edit(lambda cast: cast.duplicated(index), index + 1)

    def action_ai_choice(self) -> None:
        """Who places the characters."""
        self._stage.switch_ai_choice()

    def action_remove(self) -> None:
        """Take the current one out; undo brings it back."""
        index = self._stage.index
        if self._stage.current is not None:
            self._stage.edit(lambda cast: cast.removed(index))

    async def action_undo(self) -> None:
        """The recipe's undo."""
        await self.run_action("screen.undo")

    def action_move_up(self) -> None:
        """One place up."""
        self._move(self._stage.index - 1)

    def action_move_down(self) -> None:
        """One place down."""
        self._move(self._stage.index + 1)

    def _move(self, target: int) -> None:
        index = self._stage.index
        if 0 <= target < len(self._people):
            self._stage.edit(lambda cast: cast.moved(index, target), target)

    # what needs another widget or a dialog

    def action_place(self) -> None:
        """Ask for a place."""
        if self._stage.current is not None:
            self.lead(self.PlaceWanted())

    def action_matrix(self) -> None:
        """Ask for what they do."""
        if self._stage.current is not None:
            self.lead(self.MatrixWanted())

    def action_rename(self) -> None:
        """Ask for a name."""
        if self._stage.current is not None:
            self.lead(self.CastingWanted("name"))

    def action_from_library(self) -> None:
        """Ask for somebody of the library."""
        self.lead(self.CastingWanted("from library"))

    def action_to_library(self) -> None:
        """Keep the current one."""
        if self._stage.current is not None:
            self.lead(self.CastingWanted("to library"))
