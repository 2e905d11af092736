"""A look into a pack before anything is written: what is in it, what is here already, what cannot be taken."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.library.pack import Pack
from naitui.library.pack_adding import ON_CONFLICT, Choice, OnConflict
from naitui.library.pack_look import Planned
from naitui.novelai import Catalog
from naitui.recipe import Recipe, Style
from naitui.screens.expansion_words import MOST_TOLD
from naitui.screens.preset_rows import item_row, name_width, pack_told, skipped_told
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.rows import Passage, Row, RowList
from naitui.widgets.text import plain

_MOST_SHOWN = 4000
"""Letters of a text that are shown."""


class PackScreen(Screen[list[Choice] | None]):
    """Ends with what is to be added, or None.

    Args:
        pack: what is in the file.
        planned: how each thing of it stands to what is here.
        recipe: the studio's, with which presets are compared.
        catalog: the models.
    """

    PLACE: Place = "pack"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#pack-items"

    def __init__(self, pack: Pack, planned: list[Planned], recipe: Recipe, catalog: Catalog) -> None:
        super().__init__()
        self._pack, self._planned, self._recipe, self._catalog = pack, planned, recipe, catalog
        self._on = {index for index, one in enumerate(planned) if one.state != "same"}
        self._conflicts: dict[int, OnConflict] = {}
        self._width = name_width(one.item.name for one in planned)

    def compose(self) -> ComposeResult:
        """The things; beside or below them what is in the one under the cursor."""
        with Horizontal(classes="bar"):
            yield Static("Pack", classes="bar-title")
            yield Static(plain(pack_told(self._pack)), id="pack-told")
        with Container(classes="halves"):
            yield RowList(id="pack-items")
            with VerticalScroll(id="pack-item", classes="half", can_focus=False):
                yield Passage(id="pack-notes")
                yield Passage(id="pack-text")
                yield PromptDiff(same="the studio has all of that already", id="pack-diff")
                yield Passage(id="pack-skipped")
        yield Footer()

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one("#pack-item").border_title = "What is in it"
        self.query_one("#pack-skipped", Passage).show(skipped_told(self._pack, MOST_TOLD))
        self._list.show(len(self._planned), self._row, empty=["Nothing in it can be added."])
        self._show_count()

    @property
    def _list(self) -> RowList:
        return self.query_one("#pack-items", RowList)

    def _row(self, index: int) -> Row:
        return item_row(self._planned[index], self._width, on=index in self._on, on_conflict=self._conflict(index))

    def _conflict(self, index: int) -> OnConflict:
        return self._conflicts.get(index, "skip")

    def _show_count(self) -> None:
        self._list.border_title = f"{len(self._choices())} of {len(self._planned)} will be added"
        self._list.refresh()

    def _choices(self) -> list[Choice]:
        found = [Choice(self._planned[index], self._conflict(index)) for index in sorted(self._on)]
        return [one for one in found if one.planned.state != "taken" or one.on_conflict != "skip"]

    # ------------------------------------------------------------------ what is in one

    @on(RowList.Moved)
    def show_current(self) -> None:
        """Another thing is under the cursor."""
        index = self._list.index
        self._tell(self._planned[index] if index is not None else None)

    @work(group="tell", exclusive=True)
    async def _tell(self, one: Planned | None) -> None:
        notes, text, diff = (
            self.query_one("#pack-notes", Passage),
            self.query_one("#pack-text", Passage),
            self.query_one(PromptDiff),
        )
        content = None if one is None else one.item.content
        notes.show([(f"! {note}\n", "warning") for note in (one.item.notes if one is not None else ())])
        diff.display = isinstance(content, Recipe)
        text.show(_text_of(one))
        if isinstance(content, Recipe):
            sampling = content.sampling.model_copy(update={"seed": self._recipe.sampling.seed})
            after = content.model_copy(update={"sampling": sampling})
            if "model" not in content.model_fields_set:
                after = after.model_copy(update={"model": self._recipe.model})
            found = await asyncio.to_thread(diff_between, self._recipe, after, self._catalog)
            if diff.is_attached:
                diff.show_blocks(found)

    # ------------------------------------------------------------------ keys

    @on(RowList.Chosen)
    def action_add(self) -> None:
        """Add what is on."""
        choices = self._choices()
        if choices:
            self.dismiss(choices)
        else:
            self.notify("Nothing is on that could be added; Space switches, c decides about taken names.", markup=False)

    def action_switch(self) -> None:
        """Add it, or leave it."""
        index = self._list.index
        if index is not None:
            self._on ^= {index}
            self._show_count()

    def action_conflict(self) -> None:
        """What to do with a name that is taken."""
        index = self._list.index
        if index is None:
            return
        if self._planned[index].state != "taken":
            self.notify("Its name is not taken.", markup=False)
            return
        self._conflicts[index] = _next(self._conflict(index))
        self._on.add(index)
        self._show_count()

    def action_conflict_all(self) -> None:
        """The same for all of them."""
        taken = [index for index, one in enumerate(self._planned) if one.state == "taken"]
        if not taken:
            self.notify("No name is taken.", markup=False)
            return
        chosen = _next(self._conflict(taken[0]))
        self._conflicts = dict.fromkeys(taken, chosen)
        self._on |= set(taken)
        self._show_count()

    def action_all(self) -> None:
        """Everything on."""
        self._on = {index for index, one in enumerate(self._planned) if one.state != "same"}
        self._show_count()

    def action_none(self) -> None:
        """Everything off."""
        self._on = set()
        self._show_count()

    def action_back(self) -> None:
        """Nothing is added."""
        self.dismiss(None)


def _next(now: OnConflict) -> OnConflict:
    return ON_CONFLICT[(ON_CONFLICT.index(now) + 1) % len(ON_CONFLICT)]


def _text_of(one: Planned | None) -> Row:
    """What is in a thing that is text."""
    if one is None:
        return []
    content = one.item.content
    match content:
        case Recipe():
            return [("Taking it up would change", "title")]
        case Style():
            said = (("Before", content.prefix), ("Behind", content.suffix), ("Undesired", content.undesired))
            return [piece for title, text in said if text for piece in _titled(title, text)]
        case _:
            if one.item.kind == "reference":
                return [("A picture or a vibe; it goes into the collection of references.", "muted")]
            return [(content[:_MOST_SHOWN].decode("utf-8", "replace"), "")]


def _titled(title: str, text: str) -> Row:
    return [(f"{title}  ", "title"), (f"{text}\n", "")]
