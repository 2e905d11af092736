"""The screen of a source: what a picture starts from, the mask painted on it, the result beside it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from naitui.actions.in_effect import keyed_lines
from naitui.jobs import forecast
from naitui.novelai import Catalog, Lint, Subscription
from naitui.pictures.painting import Cells
from naitui.recipe import Recipe
from naitui.screens import wording
from naitui.screens.help import show_help
from naitui.screens.look import Look
from naitui.screens.messages import RecipeEdited, StudioWanted, TravelWanted
from naitui.screens.opening import HEIGHTS, WIDTHS, size_classes, small
from naitui.widgets import fields
from naitui.widgets.action_bar import ActionBar, Progress
from naitui.widgets.bindings import bindings_of
from naitui.widgets.edit_words import KEYS, Shown, change_lines, detours, source_lines
from naitui.widgets.fields import Field
from naitui.widgets.footer import Footer
from naitui.widgets.mask_painter import MaskPainter
from naitui.widgets.preview import Preview
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.text import plain

if TYPE_CHECKING:
    from PIL import Image

Wish = Literal[
    "generate", "cancel", "pair", "keep", "field", "open", "take", "outpaint", "load", "save", "see_through", "outside",
    "drop", "leave",
]  # fmt: skip
PAUSE = 0.6
"""Seconds after the last stroke before the mask is kept."""
NO_RESULT = ("No result yet", "{edit.generate} makes one; {edit.flip} leads back to the source.")


class EditScreen(Screen[None]):
    """Edits source and mask of one recipe. What needs files or the service goes up as wishes."""

    PLACE = "edit"
    BINDINGS = bindings_of("edit")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = "#mask"

    @dataclass
    class Wanted(Message):
        """Something that needs files or the service."""

        wish: Wish
        field: Field | None = None
        """Whose values are to be seen, for the wish of that name."""

    def __init__(self, recipe: Recipe, catalog: Catalog, look: Look, *, demo: bool) -> None:
        super().__init__()
        self.recipe = recipe
        self.focuses = recipe.mask is not None and recipe.mask.region is not None
        """Whether the part around the mask is sent alone, once there is a mask."""
        self._catalog, self._demo = catalog, demo
        self._account: Subscription | None = None
        self._shown: Shown | None = None
        self._told = self._noted = ""
        self._ready = False
        self._keeping: Timer | None = None
        self.painter = MaskPainter(id="mask")
        self.result = Preview(keyed_lines(NO_RESULT), protocol=look.protocol, terminal=look.terminal)
        self.bar = ActionBar(id="action")

    def compose(self) -> ComposeResult:
        """The picture on the left; numbers and facts on the right; the price and the keys at the bottom."""
        yield StatusBar(id="status")
        with Horizontal(id="edit-body"):
            with Vertical(id="edit-look"):
                yield self.painter
                with Vertical(id="edit-result"):
                    yield self.result
            with Vertical(id="edit-side"):
                yield SettingsGrid(self.recipe, self._catalog, fields.fields_of_source, id="edit-fields")
                yield Static(plain(""), id="edit-facts")
                yield Static(plain("\n".join(KEYS)), id="edit-keys")
        yield self.bar
        yield Footer()

    def on_resize(self) -> None:
        """Very small terminals are laid out otherwise."""
        small(self, self.app.size)

    def on_mount(self) -> None:
        """Show the recipe."""
        self._ready = True
        self.add_class(*size_classes(self.app.size))
        self.query_one("#edit-result").border_title = plain("Result")
        self._refresh()

    # ------------------------------------------------------------------ what comes down

    def show(self, recipe: Recipe) -> None:
        """The recipe is another one."""
        if recipe != self.recipe:
            self.recipe = recipe
            self._refresh()

    def wait(self) -> None:
        """A source is being read: keys that come before it has been are for it."""
        self.painter.wait()

    def show_source(self, picture: Image.Image, cells: Cells, shown: Shown) -> None:
        """The source as it is sent, with the mask to begin with."""
        self._shown, self._told = shown, ""
        self.painter.show(picture, cells)
        self._flip(result=False)
        self._refresh()

    def show_problem(self, words: str) -> None:
        """The source cannot be used."""
        self._shown, self._told = None, words
        self.painter.clear_picture()
        self._refresh()

    def show_account(self, account: Subscription | None) -> None:
        """The account has been read."""
        self._account = account
        self._refresh()

    def show_progress(self, progress: Progress | None) -> None:
        """How far the running job is; None when nothing runs."""
        self.bar.show_progress(progress)
        self.refresh_bindings()

    def show_step(self, data: bytes) -> None:
        """A step of the running job, for those who look at the result."""
        if self.has_class("-result"):
            self.result.show_step(data)

    def show_result(self, data: bytes, key: str, title: str) -> None:
        """A picture has come of it: it is shown; F2 leads back."""
        if not self._ready:
            return
        self.query_one("#edit-result").border_title = plain(title)
        self.result.show(data, key=key)
        self._flip(result=True)

    # ------------------------------------------------------------------ showing

    def _refresh(self) -> None:
        if not (self._ready and self.app.is_running):  # not there yet, or no more
            return
        recipe, catalog = self.recipe, self._catalog
        grid = self.query_one(SettingsGrid)
        grid.show(recipe)
        grid.border_title = plain("Numbers" if grid.has_focus else "Numbers · Tab leads here")
        if not grid.has_focus:
            grid.cursor = 0  # Tab leads to what matters most, whatever the fields are by now
        self._show_facts()
        quote, found = forecast(recipe, catalog, self._account.standing if self._account else None)
        told = detours(recipe, catalog) if self._shown is not None else []
        rest = tuple(note for note in found.notes if f"! {note.message}" not in told)
        offer = wording.offer(quote, Lint(found.refusals, rest), recipe)
        self.bar.offer(offer.title, offer.cost, offer.note, refused=offer.refused)
        left, right = wording.status(catalog.model(recipe.model), self._account, catalog, time.time(), demo=self._demo)
        self.query_one(StatusBar).show((f"Edit · {left}", right))

    def _show_facts(self) -> None:
        cells, recipe = self.painter.cells, self.recipe
        lines = [line for line in (self._told, self._noted) if line]
        if self._shown is not None and recipe.source is not None:
            share = cells.count / len(cells.data) if cells is not None else None
            lines += [*source_lines(recipe, self._shown), ""]
            lines += [*change_lines(recipe, self._catalog, share), *detours(recipe, self._catalog)]
        self.query_one("#edit-facts", Static).update(plain("\n".join(lines)))

    def _flip(self, *, result: bool) -> None:
        self.set_class(result, "-result")
        if not self._ready:
            return
        self.query_one(Footer).call("flip", "Source" if result else "Result")
        if not result:
            self.set_focus(self.painter)  # which cannot have the focus while it is not seen

    # ------------------------------------------------------------------ the mask

    @property
    def cells(self) -> Cells | None:
        """The mask as it is painted now; None without a source."""
        return self.painter.cells

    def on_mask_painter_changed(self, message: MaskPainter.Changed) -> None:
        """Keep the mask in the next pause."""
        message.stop()
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(PAUSE, lambda: self._want("keep"))

    def on_mask_painter_said(self, message: MaskPainter.Said) -> None:
        """Why a key did nothing."""
        message.stop()
        self.query_one(StatusBar).tell(message.words)

    def note(self, words: str) -> None:
        """Something that holds on; empty when it does no more."""
        self._noted = words
        self._refresh()

    def tell(self, words: str) -> None:
        """Something that happened, for a moment."""
        if self._ready:
            self.query_one(StatusBar).tell(words)

    # ------------------------------------------------------------------ numbers

    def on_settings_grid_changed(self, message: SettingsGrid.Changed) -> None:
        """A number was changed."""
        message.stop()
        self.recipe = message.recipe
        self._refresh()
        self.post_message(RecipeEdited(message.recipe))

    def on_settings_grid_rejected(self, message: SettingsGrid.Rejected) -> None:
        """A value cannot be."""
        message.stop()
        self.notify(message.reason, severity="warning", markup=False)

    def on_settings_grid_choice_wanted(self, message: SettingsGrid.ChoiceWanted) -> None:
        """All values of a field."""
        message.stop()
        self.post_message(self.Wanted("field", message.field))

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a source, a result or a running job."""
        if action == "cancel":
            return self.bar.busy
        if action in ("outpaint", "focus_infill", "save_mask", "see_through", "load_mask", "edit_outside"):
            return True if self._shown is not None else None
        return True

    def _want(self, wish: Wish) -> None:
        if wish != "keep":
            self.painter.settle()
        self.post_message(self.Wanted(wish))

    def on_action_bar_pressed(self) -> None:
        """The bar was clicked."""
        self.action_generate()

    def action_generate(self) -> None:
        """Make pictures of this source, as it is painted now."""
        self._want("generate")

    def action_cancel(self) -> None:
        """Take back what waits, stop what runs."""
        self._want("cancel")

    def action_pair(self) -> None:
        """Source and result on a screen of their own."""
        self._want("pair")

    def action_open_source(self) -> None:
        """Another source."""
        self._want("open")

    def action_take_result(self) -> None:
        """The result becomes the source."""
        self._want("take")

    def action_outpaint(self) -> None:
        """More canvas around the picture."""
        self._want("outpaint")

    def action_load_mask(self) -> None:
        """The mask out of a file."""
        self._want("load")

    def action_save_mask(self) -> None:
        """The mask into a file."""
        self._want("save")

    def action_see_through(self) -> None:
        """The mask out of what can be seen through."""
        self._want("see_through")

    def action_edit_outside(self) -> None:
        """In the user's own program; once more: no longer."""
        self._want("outside")

    def action_drop_source(self) -> None:
        """Without source and mask again."""
        self._want("drop")

    def action_back(self) -> None:
        """To the studio."""
        self._want("leave")

    def action_flip(self) -> None:
        """The source, or the result."""
        self._flip(result=not self.has_class("-result"))

    def action_focus_infill(self) -> None:
        """The part around the mask alone, or all of it."""
        self.focuses = not self.focuses
        cells = self.cells
        if cells is None or cells.is_empty:
            words = (
                "the part around the mask will be sent alone, enlarged" if self.focuses else "all of it will be sent"
            )
            self.tell(f"Once a mask is painted, {words}.")
        self._want("keep")

    def action_undo(self) -> None:
        """The last stroke goes; the last change of the recipe where nothing has been painted, or at the numbers."""
        self._travel(back=True)

    def _travel(self, *, back: bool) -> None:
        painter = self.painter
        if not (painter.has_focus and painter.has_strokes):
            self.post_message(TravelWanted(back=back))
        elif back:
            painter.action_undo_stroke()
        else:
            painter.action_redo_stroke()

    def action_redo(self) -> None:
        """Do it again."""
        self._travel(back=False)

    def action_choose_model(self) -> None:
        """All models."""
        self.post_message(StudioWanted("choose_model"))

    def action_help(self) -> None:
        """All keys."""
        show_help(self)
