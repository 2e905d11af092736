"""The interaction matrix: people × actions, a letter in each cell; the cursor's column is the current character."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from naitui.actions.in_effect import keyed, movement
from naitui.recipe import Cast
from naitui.recipe.captions import ROLES, Role
from naitui.recipe.lifting import gathered, with_cell
from naitui.widgets.bindings import bindings_of
from naitui.widgets.discs import CLASSES, disc_class
from naitui.widgets.keyed import Keyed
from naitui.widgets.matrix_rows import Row, rows_of_cast
from naitui.widgets.stage import Stage
from naitui.widgets.text import one_line

PARTS = ("action", "cell", "typed", "cursor", "empty", "warning")
COLUMN = 4
MOST = 8
"""Lines before it scrolls."""


class InteractionMatrix(Keyed):
    """Letters set cells: source, target, mutual."""

    COMPONENT_CLASSES = {f"matrix--{name}" for name in PARTS} | CLASSES
    BINDINGS = bindings_of("matrix")

    row: reactive[int] = reactive(0)

    @dataclass
    class NameWanted(Message):
        """A name is wanted for an interaction, or with None for a new one."""

        row: int | None

    class BoardWanted(Message):
        """The place of the current one is wanted."""

    @dataclass
    class Told(Message):
        """Something should be said to the user."""

        text: str

    def __init__(self, stage: Stage, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self._rows = rows_of_cast(stage.cast)
        self._told: tuple[object, ...] = ()

    def on_mount(self) -> None:
        """Show the stage as long as this is there."""
        self._stage.attach(self._changed)

    def on_unmount(self) -> None:
        """Show it no more."""
        self._stage.detach(self._changed)

    def _changed(self) -> None:
        before, self._told = self._told, self._stage.unplaced
        if self._told == before:
            return
        lines = len(self._rows)
        self._rows = rows_of_cast(self._stage.cast)
        self.row = max(0, min(self.row, len(self._rows) - 1))
        self.refresh(layout=lines != len(self._rows))

    @property
    def filled(self) -> bool:
        """Whether there is an action in it, of the recipe or typed."""
        return bool(self._rows)

    @property
    def _here(self) -> Row | None:
        return self._rows[self.row] if self.row < len(self._rows) else None

    # ------------------------------------------------------------------ looks

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The numbers and a line for each action, eight at most."""
        return min(MOST, len(self._rows)) + 1

    def render_line(self, y: int) -> Strip:
        """The numbers of the people, or one action."""
        width, height = self.content_size
        if not self._rows:
            words = keyed("No interactions: {matrix.new_action} names one.") if y == 0 else ""
            return self._line([Segment(words, self._style("matrix--empty"))], width)
        label, columns = self._columns(width)
        if y == 0:
            return self._line([Segment(" " * label, self.rich_style), *map(self._number, columns)], width)
        at = self._top(height) + y - 1
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[at]
        name = self._style("matrix--action" if row.row is not None else "matrix--typed")
        words = set_cell_size(f"{'›' if at == self.row else ' '}{one_line(row.action)}", max(1, label - 2))
        alone = Segment("! " if row.lonely else "  ", self._style("matrix--warning"))
        return self._line([Segment(words, name), alone, *(self._cell(row, at, index) for index in columns)], width)

    def _columns(self, width: int) -> tuple[int, range]:
        """Cells that the names of the actions take, and the people beside them."""
        people = len(self._stage.recipe.characters)
        longest = max(cell_len(row.action) for row in self._rows)
        label = min(longest + 4, max(width // 3, width - COLUMN * people))
        shown = max(1, (width - label) // COLUMN)
        first = max(0, min(self._stage.index - shown + 1, people - shown))
        return label, range(first, min(people, first + shown))

    def _top(self, height: int) -> int:
        """The first action that is seen."""
        return max(0, min(self.row - (height - 1) + 1, len(self._rows) - (height - 1)))

    def _number(self, index: int) -> Segment:
        style = self._style(disc_class(self._stage.recipe.characters[index], index))
        return Segment(f"{index + 1:>2}".center(COLUMN), style)

    def _cell(self, row: Row, at: int, index: int) -> Segment:
        letter = row.letter(index)
        here = at == self.row and index == self._stage.index
        name = "matrix--typed" if letter.islower() else "matrix--cell" if letter.isupper() else "matrix--empty"
        if here and self.has_focus:
            return Segment(f"[{letter}]".center(COLUMN), self._style("matrix--cursor"))
        return Segment((f"[{letter}]" if here else letter).center(COLUMN), self._style(name))

    def _line(self, segments: list[Segment], width: int) -> Strip:
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def watch_row(self) -> None:
        """Another action."""
        self.refresh()

    # ------------------------------------------------------------------ keys

    def other_key(self, event: events.Key) -> None:
        """Move the cursor."""
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        way = movement(event.key)
        if way not in moves:
            return
        event.stop()
        across, down = moves[way]
        target = self._stage.index + across
        if across and 0 <= target < len(self._stage.recipe.characters):
            self._stage.choose(target)
        self.row = max(0, min(self.row + down, len(self._rows) - 1))

    def on_click(self, event: events.Click) -> None:
        """Go to a cell; another click there gives it the next letter."""
        offset = event.get_content_offset(self)
        if offset is None or not self._rows:
            return
        width, height = self.content_size
        label, columns = self._columns(width)
        at, column = self._top(height) + offset.y - 1, (offset.x - label) // COLUMN
        before = self.row, self._stage.index
        if offset.y and at < len(self._rows):
            self.row = at
        if offset.x >= label and column < len(columns):
            self._stage.choose(columns[column])
            if event.chain > 1 and offset.y and before == (self.row, self._stage.index):
                self.action_cycle()

    def action_source(self) -> None:
        """The current one does it."""
        self._set("source")

    def action_target(self) -> None:
        """It is done to the current one."""
        self._set("target")

    def action_mutual(self) -> None:
        """The current one does it with the others."""
        self._set("mutual")

    def action_blank(self) -> None:
        """The current one has no part in it."""
        self._set(None)

    def action_cycle(self) -> None:
        """The next letter."""
        row = self._here
        if row is None:
            self.action_new_action()
            return
        order: tuple[Role | None, ...] = (None, *ROLES)
        role = row.roles.get(self._stage.index, row.typed.get(self._stage.index))
        self._set(order[(order.index(role) + 1) % len(order)], alone=True)

    def _set(self, role: Role | None, *, alone: bool = False) -> None:
        """Set the cell of the cursor. Where only two are there and the other one has no part yet, that one answers."""
        row, index = self._here, self._stage.index
        people = len(self._stage.recipe.characters)
        if row is None or not people:
            self.post_message(self.Told("Name an action first: a"))
            return
        answer: dict[Role, Role] = {"source": "target", "target": "source", "mutual": "mutual"}
        other = 1 - index if people == 2 and row.empty and not alone else None

        def change(cast: Cast) -> Cast:
            number = row.row
            cast = with_cell(cast, row.action, index, role, number)
            if other is not None and role is not None:
                cast = cast.with_role(len(cast.interactions) - 1 if number is None else number, other, answer[role])
            return cast

        self._stage.edit(change)

    def action_new_action(self) -> None:
        """One more action."""
        if self._stage.recipe.characters:
            self.lead(self.NameWanted(None))
        else:
            self.post_message(self.Told(keyed("There is nobody yet: {studio.add_character} adds a character.")))

    def action_rename_action(self) -> None:
        """Another name for the action."""
        if self._here is not None and self._here.row is not None:
            self.lead(self.NameWanted(self._here.row))
        elif self._here is not None:
            self.post_message(self.Told(keyed("It is typed in the prompts; {matrix.gather} makes cells of it.")))

    def action_remove_action(self) -> None:
        """The action goes; undo brings it back."""
        row = self._here.row if self._here is not None else None
        if row is not None:
            self._stage.edit(lambda cast: cast.without_action(row))
        elif self._here is not None:
            self.post_message(self.Told(keyed("It is typed in the prompts; {matrix.gather} makes cells of it.")))

    async def action_undo(self) -> None:
        """The recipe's undo."""
        await self.run_action("screen.undo")

    def action_gather(self) -> None:
        """What is typed becomes cells."""
        before = self._stage.cast
        self._stage.edit(gathered)
        if self._stage.cast == before:
            self.post_message(self.Told("Nothing is typed in the prompts that somebody answers."))

    def action_row_up(self) -> None:
        """The action one line up."""
        self._move(-1)

    def action_row_down(self) -> None:
        """The action one line down."""
        self._move(1)

    def _move(self, by: int) -> None:
        row = self._here
        if row is None or row.row is None:
            return
        at, to = row.row, row.row + by
        if 0 <= to < len(self._stage.recipe.interactions):
            self._stage.edit(lambda cast: cast.moved_action(at, to))
            self.row = to

    def action_board(self) -> None:
        """Where they stand."""
        self.lead(self.BoardWanted())
