"""The references: vibes and precise references in two lists, the one under the cursor seen as it will be sent."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions.in_effect import acting, keyed, movement
from naitui.library.seen import SeenFiles
from naitui.novelai import Catalog, Subscription
from naitui.novelai.action import drawing_model
from naitui.recipe import PreciseReference, Recipe
from naitui.screens import wording
from naitui.screens.help import show_help
from naitui.screens.look import Look
from naitui.screens.messages import LeftToGenerate, RecipeEdited, StudioWanted, TravelWanted
from naitui.screens.opening import HEIGHTS, WIDTHS, size_classes
from naitui.widgets import reference_edit as edit
from naitui.widgets import reference_fields as numbers
from naitui.widgets.bindings import bindings_of
from naitui.widgets.fields import BadValue
from naitui.widgets.footer import Footer
from naitui.widgets.picture.swatch import Swatch
from naitui.widgets.reference_fields import Reference
from naitui.widgets.reference_list import ReferenceList
from naitui.widgets.reference_look import ReferenceLook
from naitui.widgets.reference_words import (
    Kind,
    empty_words,
    facts_of,
    references_of,
    rows_of,
    title_of,
    total_words,
    why_off,
)
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.text import plain

Wish = Literal["add", "encode", "save", "export", "look"]
_OF_VIBES = ("information", "normalise", "encode", "export")
_OF_PRECISE = ("fidelity", "type")
TYPED = frozenset("0123456789.,-")
"""What begins a number."""
ENDS = frozenset(("f5", "ctrl+g", "f9", "f1", "ctrl+u"))
"""Keys that mean something even while a number is typed: it counts first."""
MOVES = {"up": -1, "down": 1, "page_up": -10, "page_down": 10, "first": -1000, "last": 1000}


class ReferencesScreen(Screen[None]):
    """Edits the references of one recipe. What needs files or the service goes up as wishes."""

    PLACE = "references"
    BINDINGS = bindings_of("references")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = "#vibes"

    @dataclass
    class Wanted(Message):
        """Something that needs files or the service, for one reference (``place``, −1 without any) of a kind."""

        wish: Wish
        kind: Kind
        place: int

    def __init__(self, recipe: Recipe, catalog: Catalog, look: Look, *, demo: bool) -> None:
        super().__init__()
        self.recipe = recipe
        self._catalog, self._demo = catalog, demo
        self.look = ReferenceLook(look.protocol, look.terminal, id="reference-look")
        self._account: Subscription | None = None
        self._seen = SeenFiles()
        self._ready = False
        self._held: list[events.Key] | None = None
        """Keys that came while something else has to be done first; None when nothing has."""

    def compose(self) -> ComposeResult:
        """Two lists on the left, the picture with its facts on the right, the price and the keys at the bottom."""
        yield StatusBar(id="status")
        with Horizontal(id="references-body"):
            with Vertical(id="references-lists"):
                yield ReferenceList("vibes", id="vibes")
                yield ReferenceList("precise", id="precise")
            yield self.look
        yield Static(plain(""), id="references-total")
        yield Footer()

    def on_mount(self) -> None:
        """Show the recipe; the list that has something comes first."""
        self._ready = True
        self.add_class(*size_classes(self.app.size))
        self._refresh()
        if not self.recipe.vibes and self.recipe.precise_references:
            self.set_focus(self.query_one("#precise"))

    # ------------------------------------------------------------------ what comes down

    def show(self, recipe: Recipe) -> None:
        """Take another recipe, but for the references: those are edited here, and keys may be ahead of what comes."""
        own = {name: getattr(self.recipe, name) for name in ("vibes", "precise_references", "normalize_vibes")}
        changed = recipe.model_copy(update=own)
        if changed != self.recipe:
            self.recipe = changed
            self._refresh()

    def show_seen(self, seen: SeenFiles, swatches: Mapping[str, Swatch]) -> None:
        """The files have been looked at."""
        self._seen = seen
        for pane in self.query(ReferenceList):
            pane.show_swatches(swatches)
        self._refresh()

    def show_account(self, account: Subscription | None) -> None:
        """The account has been read."""
        self._account = account
        self._show_status()

    def add(self, kind: Kind, added: Sequence[Reference]) -> None:
        """Put references behind the others, the cursor on the last of them; then the keys that came meanwhile count."""
        every = references_of(self.recipe, kind)
        if added:
            self._take(edit.inserted(self.recipe, kind, len(every), *added))
            self._go_to(kind, len(every) + len(added) - 1)
            self._list(kind).choose_number(0)
        self._go_on(all_keys=bool(added))  # else they were meant for what is not there

    def adopt(self, recipe: Recipe) -> None:
        """Take another recipe with its references: somebody has gone to another state of it."""
        self.recipe = recipe
        self._refresh()
        self._go_on(all_keys=True)

    def _go_on(self, *, all_keys: bool) -> None:
        """The keys that came meanwhile count now, or are dropped."""
        held, self._held = self._held or [], None
        for event in held if all_keys else ():
            self._press(event)

    def replace(self, kind: Kind, old: Reference, new: Reference) -> None:
        """Put a reference in the place of another one, wherever that is by now."""
        every = references_of(self.recipe, kind)
        self._take(edit.with_references(self.recipe, kind, [new if one == old else one for one in every]))

    # ------------------------------------------------------------------ showing

    def _refresh(self) -> None:
        if not (self._ready and self.app.is_running):  # not there yet, or no more
            return
        for pane in self.query(ReferenceList):
            kind, recipe, catalog = pane.kind, self.recipe, self._catalog
            rows = rows_of(recipe, kind, catalog, self._seen)
            pane.show(rows, title_of(recipe, kind), why_off(recipe, kind, catalog), empty_words(recipe, kind, catalog))
        total = total_words(self.recipe, self._catalog, self._seen)
        self.query_one("#references-total", Static).update(plain(total or "References cost nothing on the next press."))
        self._show_facts()
        self._show_status()

    def _show_facts(self) -> None:
        pane = self._current
        row = pane.row
        self.look.show_facts(facts_of(self.recipe, pane.kind, pane.cursor, self._catalog, self._seen) if row else [])

    def _show_status(self) -> None:
        if self._ready:
            model = self._catalog.model(self.recipe.model)
            left, right = wording.status(model, self._account, self._catalog, time.time(), demo=self._demo)
            self.query_one(StatusBar).show((f"References · {left}", right))

    def on_reference_list_moved(self, message: ReferenceList.Moved) -> None:
        """Another reference is looked at."""
        message.stop()
        self._show_facts()
        self.refresh_bindings()
        self._want("look")

    # ------------------------------------------------------------------ the reference under the cursor

    @property
    def _current(self) -> ReferenceList:
        """The list with the focus."""
        return self.focused if isinstance(self.focused, ReferenceList) else self._list("vibes")

    def _list(self, kind: Kind) -> ReferenceList:
        return self.query_one(f"#{kind}", ReferenceList)

    @property
    def _one(self) -> Reference | None:
        every, place = references_of(self.recipe, self._current.kind), self._current.cursor
        return every[place] if place < len(every) else None

    @property
    def _field(self) -> numbers.NumberField | None:
        one = self._one
        return numbers.fields_of(one)[self._current.number] if one is not None else None

    def _put(self, reference: Reference) -> None:
        """A changed reference in the place of the current one."""
        self._take(edit.replaced(self.recipe, self._current.kind, self._current.cursor, reference))

    def _go_to(self, kind: Kind, place: int) -> None:
        self.set_focus(self._list(kind))
        self._list(kind).cursor = place

    def _take(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._refresh()
        self.post_message(RecipeEdited(recipe))

    def _want(self, wish: Wish) -> None:
        place = self._current.cursor if self._one is not None else -1
        self.post_message(self.Wanted(wish, self._current.kind, place))

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """All keys of the screen, one after the other: none overtakes another one."""
        if self._held is not None:
            event.stop()
            event.prevent_default()
            self._held.append(event)
        else:
            self._press(event)

    def _press(self, event: events.Key) -> None:
        pane = self._current
        if pane.is_typing:
            if event.key not in ENDS and not pane.type_key(event):
                return
            self._take_typed()
            if event.key == "enter":
                return
        if event.character is not None and event.character in TYPED and self._one is not None:
            event.stop()
            pane.begin_typing(event.character)
            return
        action = acting("references").get(event.key)
        if action is not None and self.check_action(action, ()):
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{action}")()
            return
        way = movement(event.key)
        if way in MOVES:
            event.stop()
            pane.move(MOVES[way])
        elif event.key in ("tab", "shift+tab"):  # as everywhere, but in its turn
            event.stop()
            event.prevent_default()
            self.set_focus(self._list("precise" if pane.kind == "vibes" else "vibes"))

    def _take_typed(self) -> None:
        """What was typed counts."""
        pane, one = self._current, self._one
        text = pane.end_typing()
        if text is not None and one is not None:
            try:
                self._put(numbers.typed(one, numbers.fields_of(one)[pane.number], text))
            except BadValue as error:
                self.notify(str(error), severity="warning", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each list has keys of its own."""
        if action in _OF_VIBES:
            return self._current.kind == "vibes"
        return self._current.kind == "precise" if action in _OF_PRECISE else True

    def action_add(self) -> None:
        """Ask for a file; keys that come before it has been looked at wait."""
        self._held = []
        self._want("add")

    def action_change(self) -> None:
        """Type a number; or the first reference, when there is none."""
        if self._one is None:
            self.action_add()
        else:
            self._current.begin_typing()

    def action_less(self) -> None:
        """A step down."""
        self._step(-1)

    def action_more(self) -> None:
        """A step up."""
        self._step(1)

    def _step(self, by: int) -> None:
        one, field = self._one, self._field
        if one is not None and field is not None:
            self._put(numbers.stepped(one, field, by, drawing_model(self.recipe, self._catalog)))

    def action_reset(self) -> None:
        """The number as a new reference has it."""
        one, field = self._one, self._field
        if one is not None and field is not None:
            self._put(numbers.reset(one, field))

    def action_strength(self) -> None:
        """Keys change the strength."""
        self._current.choose_number(0)

    def action_information(self) -> None:
        """Keys change the information extracted."""
        self._current.choose_number(1)

    def action_fidelity(self) -> None:
        """Keys change the fidelity."""
        self._current.choose_number(1)

    def action_type(self) -> None:
        """The next type."""
        if isinstance(self._one, PreciseReference):
            self._put(numbers.next_type(self._one))

    def action_switch(self) -> None:
        """On or off."""
        if self._one is not None:
            self._put(self._one.model_copy(update={"enabled": not self._one.enabled}))

    def action_normalise(self) -> None:
        """Whether vibes share a strength of 1."""
        self._take(self.recipe.model_copy(update={"normalize_vibes": not self.recipe.normalize_vibes}))

    def action_move_up(self) -> None:
        """One place up."""
        self._swap(-1)

    def action_move_down(self) -> None:
        """One place down."""
        self._swap(1)

    def _swap(self, by: int) -> None:
        pane = self._current
        moved = edit.swapped(self.recipe, pane.kind, pane.cursor, by)
        if moved is not self.recipe:
            self._take(moved)
            pane.cursor += by

    def action_remove(self) -> None:
        """Take the current one out; it can be brought back."""
        pane = self._current
        if self._one is not None:
            self._take(edit.removed(self.recipe, pane.kind, pane.cursor))
            self.notify(keyed("Removed; {references.undo} brings it back."), markup=False)
            self._want("look")

    def action_undo(self) -> None:
        """Take the last change back; keys that come before that is done wait."""
        self._held = []
        self.post_message(TravelWanted(back=True))

    def action_redo(self) -> None:
        """Do it again."""
        self._held = []
        self.post_message(TravelWanted(back=False))

    def action_encode(self) -> None:
        """Have the current vibe encoded."""
        if self._one is not None:
            self._want("encode")

    def action_save(self) -> None:
        """Into the collection."""
        if self._one is not None:
            self._want("save")

    def action_export(self) -> None:
        """Into a vibe file."""
        if self._one is not None:
            self._want("export")

    def action_generate(self) -> None:
        """Back, and generate."""
        self._take_typed()
        self.post_message(LeftToGenerate())

    def action_choose_model(self) -> None:
        """All models."""
        self.post_message(StudioWanted("choose_model"))

    def action_help(self) -> None:
        """All keys."""
        show_help(self)

    def action_back(self) -> None:
        """To the studio."""
        self._take_typed()
        self.dismiss()
