"""The position board: the picture's outline with everybody in it, moved by keys, over what the last picture showed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from naitui.actions.in_effect import key_for, keyed
from naitui.pictures.errors import BadPicture
from naitui.recipe.places import Point, cell_centre, snapped, write_place
from naitui.widgets.bindings import bindings_of
from naitui.widgets.board import FAR, Board
from naitui.widgets.board_drawing import board_line
from naitui.widgets.board_shape import Shape
from naitui.widgets.discs import CLASSES
from naitui.widgets.keyed import Keyed
from naitui.widgets.picture.aside import Aside
from naitui.widgets.picture.depth import depth_for
from naitui.widgets.picture.dimmed import dimmed
from naitui.widgets.picture.strips import Row
from naitui.widgets.stage import Stage

STEPS = (0.01, 0.05)
"""How far an arrow moves a free place; a key changes between them."""
PARTS = ("frame", "ground", "grid", "current", "words", "warning")
WORDS = 2
"""Lines under the picture."""


class PositionBoard(Keyed):
    """Shows everybody's place and moves the current one."""

    COMPONENT_CLASSES = {f"board--{name}" for name in PARTS} | CLASSES
    BINDINGS = bindings_of("board")

    step: reactive[float] = reactive(STEPS[0])

    class MatrixWanted(Message):
        """What they do is wanted."""

    @dataclass
    class TypingWanted(Message):
        """The current one's place is to be typed."""

        written: str

    class Left(Message):
        """The user is done here."""

    def __init__(self, stage: Stage, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self._board = Board(stage.recipe, stage.model, stage.index)
        self._letter = ""
        self._before: tuple[int, Point | None] = (0, None)
        self._picture = b""
        self._backdrop: list[Row] = []
        self._aside = Aside()
        self._number = 0
        """Of the newest background that was asked for."""

    def on_mount(self) -> None:
        """Show the stage as long as this is there."""
        self._stage.attach(self._changed)

    def _changed(self) -> None:
        before, stage = self._board, self._stage
        self._board = Board(stage.recipe, stage.model, stage.index)
        if stage.index != before.index:
            self._letter = ""
            self._remember()
        self.refresh()
        if self._board.ratio != before.ratio or self._board.empty != before.empty:
            self._prepare()

    def show_picture(self, data: bytes) -> None:
        """Show a picture behind the board, when it is of the same shape."""
        if data != self._picture:
            self._picture = data
            self._prepare()

    def _shape(self) -> Shape:
        width, height = self.content_size
        sampling = self._board.recipe.sampling
        return Shape.fitted((max(1, width), max(3, height - WORDS)), (sampling.width, sampling.height))

    # ------------------------------------------------------------------ the picture behind

    def on_resize(self) -> None:
        """Another size needs another background."""
        self._prepare()

    def _prepare(self) -> None:
        self._backdrop = []
        self._number += 1
        self.refresh()
        if self._picture and self.is_mounted and self.content_size and not self._board.empty:
            self.run_worker(self._make(self._number), group="backdrop")

    async def _make(self, number: int) -> None:
        shape, ratio, depth = self._shape(), self._board.ratio, depth_for(self)
        if depth == "none":  # shades would hide the board
            return
        ground, cells = self.background_colors[1], (shape.columns, shape.rows)
        try:
            made = await self._aside.do(dimmed, self._picture, cells, ratio, ground, truecolor=depth == "true")
        except (BadPicture, OSError, MemoryError):  # the studio says what is wrong with it; the board does without
            return
        if number == self._number:
            self._backdrop = made
            self.refresh()

    def on_unmount(self) -> None:
        """Begin with nothing more."""
        self._stage.detach(self._changed)
        self._number += 1
        self._aside.close()

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """One line: the board, or words under it."""
        width, height = self.content_size
        if y >= height - WORDS:
            segment = self._words(y - (height - WORDS))
            return Strip([segment]).adjust_cell_length(width, self.rich_style)
        if self._board.empty:
            return self._empty(y, width)
        shape = self._shape()
        row = y - shape.top
        if not -1 <= row <= shape.rows:
            return Strip.blank(width, self.rich_style)
        line = board_line(self._board, shape, row, self._backdrop, self.get_component_rich_style, lit=self.has_focus)
        margin = Segment(" " * (shape.left - 1), self.rich_style)
        return Strip([margin, *line]).adjust_cell_length(width, self.rich_style)

    def _empty(self, y: int, width: int) -> Strip:
        title = self._board.model.title
        words = keyed("Nobody yet: {studio.add_character} adds a character.")
        if self._board.model.positions == "none":
            words = f"{title} places nobody; the places are kept."
        line = Segment(words if y == 0 else "", self.get_component_rich_style("board--words"))
        return Strip([line]).adjust_cell_length(width, self.rich_style)

    def _words(self, line: int) -> Segment:
        words: Style = self.get_component_rich_style("board--words")
        if self._board.empty:
            return Segment("", words)
        if line == 0:
            return Segment(self._board.where(), words)
        warnings = self._board.warnings
        if warnings and not self._letter:
            more = f" (+{len(warnings) - 1})" if len(warnings) > 1 else ""
            return Segment(f"! {warnings[0]}{more}", self.get_component_rich_style("board--warning"))
        if self._letter:
            return Segment(f"{self._letter}… and a digit", words)
        steps = f"arrows {self.step:g} ({key_for('board.step')}), Shift {FAR:g}, or B3"
        return Segment(steps if self._board.free else "arrows, or a cell like B3", words)

    # ------------------------------------------------------------------ keys

    def other_key(self, event: events.Key) -> None:
        """Move by arrows or hjkl, say a cell's name, or somebody's number. They are no actions: they say which way."""
        key, character = event.key, event.character or ""
        name = key.removeprefix("shift+").lower()
        name = {"h": "left", "j": "down", "k": "up", "l": "right"}.get(name, name)
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        if name in moves:
            event.stop()
            self._letter = ""
            far = key.startswith("shift+") or key in ("H", "J", "K", "L")
            self._put(self._board.moved(*moves[name], self.step, far=far))
        elif len(character) == 1 and character.lower() in "abcde":
            event.stop()
            self._letter = character.upper()
        elif character.isascii() and character.isdecimal():
            event.stop()
            centre, self._letter = cell_centre(self._letter + character), ""
            if centre is not None:
                self._put(centre)
            elif 0 < int(character) <= len(self._board.recipe.characters):
                self._stage.choose(int(character) - 1)
        self.refresh()

    def _put(self, place: Point | None) -> None:
        """Give the current one a place."""
        index = self._board.index
        if place is not None and not self._board.empty:
            self._stage.edit(lambda cast: cast.placed(index, place), run=("place", index))

    def _remember(self) -> None:
        """What undo goes back to."""
        current = self._board.current
        self._before = self._board.index, None if current is None else current.position

    def on_focus(self) -> None:
        """Undo goes back to here."""
        self._remember()
        self.refresh()

    def on_blur(self) -> None:
        """No letter waits for its digit any more."""
        self._letter = ""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A disc becomes the current one; elsewhere the current one goes there."""
        shape, point = self._shape(), event.get_content_offset(self)
        if point is None or self._board.empty:
            return
        x, y = point.x - shape.left, point.y - shape.top
        spots = [(disc.index, shape.spot(disc.place)) for disc in self._board.discs]
        hit = next((index for index, spot in spots if abs(spot[0] - x) <= 1 and spot[1] == y), None)
        if hit is not None and hit != self._board.index:
            self._stage.choose(hit)
        elif 0 <= x < shape.columns and 0 <= y < shape.rows:
            place = shape.place(point.x, point.y)
            self._put(place if self._board.free else snapped(place))

    def action_next_person(self) -> None:
        """The next character."""
        self._choose(1)

    def action_previous_person(self) -> None:
        """The character before."""
        self._choose(-1)

    def _choose(self, by: int) -> None:
        people = len(self._board.recipe.characters)
        if people:
            self._stage.choose((self._board.index + by) % people)

    def action_ai_choice(self) -> None:
        """Who places the characters."""
        self._stage.switch_ai_choice()

    def action_step(self) -> None:
        """Smaller or larger steps."""
        self.step = STEPS[(STEPS.index(self.step) + 1) % len(STEPS)]

    def action_type_place(self) -> None:
        """Type a place."""
        place, current = self._board.place, self._board.current
        if place is not None and current is not None and not self._board.empty:
            written = write_place(current.position or place, grid=not self._board.free)
            self.lead(self.TypingWanted(written))

    def action_unplace(self) -> None:
        """No place of its own."""
        self._stage.change_current(position=None)

    def action_place_back(self) -> None:
        """Back to where it was."""
        index, place = self._before
        if index == self._board.index and self._board.current is not None:
            self._stage.change_current(position=place)

    def action_matrix(self) -> None:
        """What they do."""
        self.lead(self.MatrixWanted())

    def action_done(self) -> None:
        """Done here."""
        self.lead(self.Left())
