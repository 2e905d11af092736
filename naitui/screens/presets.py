"""Presets: whole recipes with names; what taking one up would change, and packs of them in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Static

from naitui.actions import Place
from naitui.actions.in_effect import acting
from naitui.library.pack_look import Places
from naitui.library.presets import Preset, PresetFolder, applied, missing
from naitui.novelai import Catalog
from naitui.recipe import Fault, Recipe
from naitui.screens import preset_deeds as deeds
from naitui.screens.expansion_words import MOST_TOLD
from naitui.screens.messages import FileWanted
from naitui.screens.preset_rows import empty_words, name_width, preset_row, with_words
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.rows import Passage, Row, RowList
from naitui.widgets.search_line import SearchLine
from naitui.widgets.text import plain

LEADING = ("keep", "rename", "export", "open_pack", "search")
"""What asks something: keys typed behind its key are the answer."""


class PresetsScreen(Screen[Recipe | None]):
    """Ends with the recipe that taking a preset up leads to, or None.

    Args:
        recipe: the studio's.
        catalog: the models.
        places: where presets and what they call lie.
    """

    PLACE: Place = "presets"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#presets"

    def __init__(self, recipe: Recipe, catalog: Catalog, places: Places) -> None:
        super().__init__()
        self.recipe, self.catalog, self.places = recipe, catalog, places
        self._every: list[Preset] = []
        self._shown: list[Preset] = []
        self._faults: tuple[Fault, ...] = ()
        self._marked: set[str] = set()
        self._undo: list[tuple[str, Callable[[], str]]] = []
        """What was done, and what takes it back and gives the name where the cursor belongs; the last one last."""

    def compose(self) -> ComposeResult:
        """The list; beside or below it what taking the one under the cursor changes."""
        with Horizontal(classes="bar"):
            yield Static("Presets", classes="bar-title")
            yield Static("", id="presets-told")
        with Container(classes="halves"):
            rows = RowList(id="presets")
            yield rows
            with VerticalScroll(id="preset", classes="half", can_focus=False):
                yield Passage(id="preset-faults")
                yield Passage(id="preset-missing")
                yield PromptDiff(same="the studio has all of that already", id="preset-diff")
        yield SearchLine(rows, placeholder="words of a name or a prompt", id="preset-search")
        yield Footer()

    def on_mount(self) -> None:
        """Name the parts and read the files."""
        self._list.border_title = "Kept recipes"
        self._list.leading = [key for key, action in acting("presets").items() if action in LEADING]
        self.query_one("#preset").border_title = "Taking it up changes"
        self.reload()

    @property
    def folder(self) -> PresetFolder:
        """Where they lie."""
        return self.places.presets

    @property
    def _list(self) -> RowList:
        return self.query_one("#presets", RowList)

    @property
    def current(self) -> Preset | None:
        """The one under the cursor."""
        index = self._list.index
        return None if index is None or index >= len(self._shown) else self._shown[index]

    @property
    def marked(self) -> list[str]:
        """Those that are marked, or the current one."""
        names = [one.name for one in self._every if one.name in self._marked]
        return names or ([self.current.name] if self.current is not None else [])

    # ------------------------------------------------------------------ what is seen

    def reload(self, at: str | None = None) -> None:
        """Read the files anew; the cursor goes to the one of this name."""
        self._read(at)

    @work(group="read", exclusive=True)
    async def _read(self, at: str | None) -> None:
        self._every, self._faults = await asyncio.to_thread(self.folder.listed)
        self._marked &= {one.name for one in self._every}
        wrong: Row = [(f"! {fault}\n", "warning") for fault in self._faults[:MOST_TOLD]]
        self.query_one("#preset-faults", Passage).show(wrong)
        self._show(at)

    def _show(self, at: str | None = None) -> None:
        words = self.query_one(Input).value
        self._shown = with_words(self._every, words)
        names = [one.name for one in self._shown]
        width = name_width(names)
        self._list.show(
            len(self._shown),
            lambda index: preset_row(self._shown[index], self.catalog, self._marked, width),
            cursor=names.index(at) if at in names else self._list.cursor,
            empty=empty_words(words, self.folder.folder),
        )
        marked = f" · {len(self._marked)} marked" if self._marked else ""
        self.query_one("#presets-told", Static).update(plain(f"{len(self._every):,} kept{marked} · the seed stays"))

    @on(RowList.Moved)
    def show_current(self) -> None:
        """Another preset is under the cursor."""
        self._tell(self.current)

    @work(group="tell", exclusive=True)
    async def _tell(self, preset: Preset | None) -> None:
        """What taking it up changes, and what it names that is not there."""
        diff, lost = self.query_one(PromptDiff), self.query_one("#preset-missing", Passage)
        diff.display = preset is not None
        if preset is None:
            lost.show([])
            return
        after = applied(self.recipe, preset)
        found, gone = await asyncio.gather(
            asyncio.to_thread(diff_between, self.recipe, after, self.catalog),
            asyncio.to_thread(missing, after, self.places.collection),
        )
        if diff.is_attached:
            diff.show_blocks(found)
            lost.show([(f"! {one}\n", "warning") for one in gone])

    # ------------------------------------------------------------------ keys

    @on(RowList.Chosen)
    def action_take(self) -> None:
        """Into the studio."""
        if self.current is not None:
            self.dismiss(applied(self.recipe, self.current))

    def action_keep(self) -> None:
        """Keep the studio's recipe."""
        self._do(deeds.keep)

    def action_rename(self) -> None:
        """Another name."""
        self._do(deeds.rename)

    def action_remove(self) -> None:
        """Out of the list."""
        self._do(deeds.remove)

    def action_export(self) -> None:
        """Into a pack."""
        self._do(deeds.export)

    def action_open_pack(self) -> None:
        """Out of a pack."""
        self._do(deeds.open_pack)

    def _do(self, deed: deeds.Deed) -> None:
        self.run_worker(deed(self), group="deed", exclusive=True)

    def renamed(self, before: str, name: str) -> None:
        """A preset is called otherwise now: it stays marked."""
        if before in self._marked:
            self._marked = self._marked - {before} | {name}

    def done(self, told: str, back: Callable[[], str]) -> None:
        """Something was done that can be taken back."""
        self._undo.append((told, back))
        self.notify(f"{told}; u takes it back.", markup=False)

    def action_undo(self) -> None:
        """Take the last thing back."""
        if self._undo:
            self.run_worker(self._take_back(*self._undo.pop()), group="deed")
        else:
            self.notify("Nothing to take back here.", markup=False)

    async def _take_back(self, told: str, back: Callable[[], str]) -> None:
        try:
            name = await asyncio.to_thread(back)
        except (OSError, LookupError, ValueError) as error:
            self.notify(f"It cannot be taken back: {error}", severity="error", markup=False)
            return
        self.notify(f"Taken back: {told}", markup=False)
        self.reload(name)

    def action_mark(self) -> None:
        """Mark it, and on to the next."""
        if self.current is not None:
            self._marked ^= {self.current.name}
            at = min(self._list.cursor + 1, len(self._shown) - 1)
            self._show(self._shown[at].name)

    def action_edit_file(self) -> None:
        """Its file in the user's own editor."""
        if self.current is not None:
            self.post_message(FileWanted(self.current.path, None, self.reload))

    # ------------------------------------------------------------------ the search

    def action_search(self) -> None:
        """Words to look for."""
        self.query_one(SearchLine).ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._show(self.current.name if self.current is not None else None)

    def action_back(self) -> None:
        """Out of the search, or back to the studio."""
        if not self.query_one(SearchLine).give_up():
            self.dismiss(None)
