"""The sweep: axes that one types, the sheet of their pictures, which fills in as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input, Static

from naitui.actions import Place
from naitui.actions.in_effect import keyed, keyed_lines, movement
from naitui.jobs.grid import At, Slot
from naitui.recipe import Problem, Recipe, RecipeError, Sweep
from naitui.screens.grid_wishes import Cancel, Do, GridWanted, Keep, LookAt, Take
from naitui.screens.look import Look
from naitui.screens.opening import HEIGHTS, WIDTHS
from naitui.screens.sweep_words import EMPTY, UNREADABLE, Sight, at_lines, offer_of, sheet_of, told
from naitui.screens.typing import after_typing
from naitui.widgets.action_bar import ActionBar, Progress
from naitui.widgets.axis_fields import AxisFields, Line
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.preview import Preview
from naitui.widgets.sheet_grid import Sheet, SheetGrid
from naitui.widgets.text import plain
from naitui.widgets.typed_ahead import typed_ahead

NO_PICTURE = ("No picture yet", "{sweep.look} shows the sheet again; {sweep.generate} makes what is missing.")


class SweepScreen(Screen[None]):
    """Edits the axes of one recipe and shows its grid. What it wants goes up; what is known comes down.

    Args:
        recipe: the studio's.
        look: how pictures are shown.
        read: gives a small picture file of a picture, in a thread.
    """

    PLACE: Place = "sweep"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = "#axis-x"

    def __init__(self, recipe: Recipe, look: Look, read: Callable[[Path], bytes]) -> None:
        super().__init__()
        self._recipe, self._look, self._read = recipe, look, read
        self._sight: Sight | None = None
        self._z = 0

    def compose(self) -> ComposeResult:
        """Four lines, the sheet, the picture of a cell, what a press would make."""
        yield AxisFields(id="axes")
        with Container(id="sweep-body"):
            yield SheetGrid(id="sheet")
            yield Preview(
                keyed_lines(NO_PICTURE), protocol=self._look.protocol, terminal=self._look.terminal, id="sweep-picture"
            )
        yield Static("", id="sweep-told")
        yield ActionBar(id="action")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the axes that the recipe has."""
        self._fill()
        self._show()
        if self._recipe.sweep is not None:
            self.query_one(SheetGrid).focus()
            self._look_at_it()

    # ------------------------------------------------------------------ what the owner says

    def take_recipe(self, recipe: Recipe) -> None:
        """The studio's recipe is another one."""
        self._recipe = recipe
        self._fill()
        self._look_at_it()

    def look_again(self) -> None:
        """More may have been made, or taken out."""
        if self._sight is not None:  # else there is nothing to be seen, or a line is being written
            self._look_at_it()

    def show(self, sight: Sight) -> None:
        """Show a grid, or what has become of it."""
        self._sight = sight
        self._z = min(self._z, len(sight.heads[2]) - 1)
        self._axes.show_faults({})
        self._show()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show why there is none."""
        self._sight = None
        faults = at_lines(problems)
        self._axes.show_faults(faults)
        self._show(UNREADABLE)
        told = faults.get(None) or next(iter(faults.values()), "")
        self.query_one(ActionBar).offer(keyed("{sweep.generate} Make"), f"✗ {told}", ("", ""), refused=True)

    def put(self, line: Line, text: str) -> None:
        """Put what was chosen into a line."""
        self._axes.put(line, text)

    # ------------------------------------------------------------------ the axes

    @property
    def _axes(self) -> AxisFields:
        return self.query_one(AxisFields)

    def _fill(self) -> None:
        self._axes.fill(self._recipe.sweep or Sweep())

    def _sweep(self) -> Sweep | None:
        return self._axes.read(self._recipe.sweep or Sweep())

    def _keep(self, typed: Line | None = None) -> bool:
        """Give the axes to the recipe, of which ``typed`` is still being written; False when they cannot be read."""
        try:
            sweep = self._sweep()
        except RecipeError as error:
            self.show_problems(error.problems)
            return False
        if sweep != self._recipe.sweep:
            self._recipe = self._recipe.model_copy(update={"sweep": sweep})
            self.post_message(GridWanted(Keep(sweep, typed)))
        return True

    def _look_at_it(self) -> bool:
        """Have the grid worked out as it is written now; False when it cannot be read yet."""
        self._axes.stop()
        if self._axes.offer_names():
            return False
        try:
            sweep = self._sweep()
        except RecipeError as error:
            self.show_problems(error.problems)
            return False
        if sweep is None or not (sweep.x or sweep.y or sweep.z):
            self._sight = None
            self._axes.show_faults({})
            self._show()
            return True
        self.post_message(GridWanted(LookAt(self._recipe.model_copy(update={"sweep": sweep}))))
        return True

    def on_axis_fields_settled(self) -> None:
        """The lines say something else: the draft has them too, should this be the last one sees of it."""
        if self._look_at_it():
            self._keep(self._axes.line)

    def on_axis_fields_left(self) -> None:
        """A line was left: the recipe has it now."""
        self._keep()

    def on_input_submitted(self) -> None:
        """A line is written: to its cells."""
        self.query_one(SheetGrid).focus()

    def on_descendant_focus(self) -> None:
        """Where there are few lines, those of the axes give way to the sheet."""
        self._give_way()

    def _give_way(self) -> None:
        self.set_class(self._sight is not None and self.focused is self.query_one(SheetGrid), "-sheet")

    # ------------------------------------------------------------------ what is shown

    def _show(self, empty: Sequence[str] = EMPTY) -> None:
        self._give_way()
        self.refresh_bindings()
        sight, sheet = self._sight, self.query_one(SheetGrid)
        if sight is None:
            sheet.show(Sheet(empty=keyed_lines(empty)))
            self.query_one(ActionBar).offer(keyed("{sweep.generate} Make"), "no axes yet", ("", ""))
            self.query_one("#sweep-told", Static).update(plain(""))
            return
        sheet.show(sheet_of(sight, self._z, self._read))
        offer = offer_of(sight)
        self.query_one(ActionBar).offer(offer.title, offer.cost, offer.note, refused=offer.refused)
        self._show_current()

    def show_progress(self, progress: Progress | None) -> None:
        """How far the running job is."""
        self.query_one(ActionBar).show_progress(progress)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sheets are only turned where there are several."""
        return action not in ("before", "behind") or (self._sight is not None and len(self._sight.heads[2]) > 1)

    @property
    def _at(self) -> At:
        return (*self.query_one(SheetGrid).cursor, self._z)

    @property
    def _slot(self) -> Slot | None:
        return None if self._sight is None else self._sight.grid.slots.get(self._at)

    def on_sheet_grid_moved(self) -> None:
        """Another cell."""
        self._show_current()

    def _show_current(self) -> None:
        sight, slot = self._sight, self._slot
        if sight is None:
            return
        self.query_one("#sweep-told", Static).update(plain(told(sight, self._at)), layout=False)
        preview = self.query_one(Preview)
        path = None if slot is None else sight.known.picture(slot)
        if path is None:
            preview.clear()
        elif self.has_class("-looking"):
            preview.show(path.read_bytes, key=str(path), facts=(str(path),))

    # ------------------------------------------------------------------ keys

    def _want(self, what: Literal["make", "write", "keep_seed", "undo", "redo"]) -> None:
        def want() -> None:
            if self._keep():
                self.post_message(GridWanted(Do(what, self._recipe, self._axes.line)))

        after_typing(self, want)

    def on_action_bar_pressed(self) -> None:
        """The bar was clicked."""
        self.action_generate()

    def action_generate(self) -> None:
        """Every cell that is not there yet."""
        typed_ahead(self.app).lead(self)  # what is typed behind it is for the question, if there is one
        self._want("make")

    def action_cancel(self) -> None:
        """Stop."""
        self.post_message(GridWanted(Cancel()))

    def action_choose(self) -> None:
        """What can be swept."""
        self.post_message(GridWanted(Do("choose", self._recipe, self._axes.line)))

    def action_take(self) -> None:
        """The cell's recipe."""
        slot = self._slot
        if slot is None:
            self.notify("There is no cell here to take.", markup=False)
        else:
            self.post_message(GridWanted(Take(slot)))

    def on_sheet_grid_chosen(self) -> None:
        """Enter on a cell."""
        self.action_take()

    def action_look(self) -> None:
        """The picture alone, and back."""
        self.toggle_class("-looking")
        self._show_current()
        if not self.has_class("-looking"):
            self.call_after_refresh(self.query_one(SheetGrid).focus)

    def on_key(self, event: events.Key) -> None:
        """While one picture is looked at, arrows go to the others."""
        ways = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        way = movement(event.key)
        if self.has_class("-looking") and way in ways and not isinstance(self.focused, Input):
            event.stop()
            event.prevent_default()
            self.query_one(SheetGrid).step(*ways[way])

    def action_before(self) -> None:
        """The sheet before."""
        self._turn(-1)

    def action_behind(self) -> None:
        """The next sheet."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        count = 0 if self._sight is None else len(self._sight.heads[2])
        if 0 <= self._z + by < count:
            self._z += by
            self._show()

    def action_write(self) -> None:
        """As a PNG."""
        if self._sight is None:
            self.notify("There is no sheet yet.", markup=False)
        else:
            self._want("write")

    def action_keep_seed(self) -> None:
        """Another seed for all."""
        self._want("keep_seed")

    def action_undo(self) -> None:
        """The last change goes."""
        self._want("undo")

    def action_redo(self) -> None:
        """It comes back."""
        self._want("redo")

    def action_back(self) -> None:
        """To the sheet, or to the studio; a line that cannot be read is not kept."""
        if self.has_class("-looking"):
            self.action_look()
            return
        self._keep()
        self.dismiss()
