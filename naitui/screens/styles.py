"""Styles: which are on, in which order, what they say and what comes of them; and the snippets there are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.library.previews import Preview, preview
from naitui.library.styles import StyleBook, read_styles
from naitui.library.words import SnippetFile, WordFolders, list_snippets, names_of
from naitui.novelai import Catalog
from naitui.recipe import Fault, Recipe
from naitui.recipe.resolve import new_seed
from naitui.screens import style_words as told
from naitui.screens.expansion_words import MOST_TOLD
from naitui.screens.messages import FileWanted, RecipeEdited, TextWanted
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.rows import Passage, Row, RowList
from naitui.widgets.text import plain

NO_SNIPPETS = ("No snippets yet.", "", "A text file NAME.txt in", "{folder}", "is called as @{{NAME}} in any prompt.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is on disk."""

    book: StyleBook
    snippets: list[SnippetFile]
    faults: tuple[Fault, ...]


class StylesScreen(Screen[None]):
    """Switches styles and puts snippets into the prompt. Every change of the recipe goes up at once."""

    PLACE: Place = "styles"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#styles"

    def __init__(self, recipe: Recipe, catalog: Catalog, folders: WordFolders) -> None:
        super().__init__()
        self._recipe, self._catalog, self._folders = recipe, catalog, folders
        self._names = names_of(catalog.model(recipe.model)) | {recipe.model}
        self._seed = recipe.sampling.seed if recipe.sampling.seed is not None else new_seed()
        self._shelf: Shelf | None = None
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Styles above snippets; beside them what is in the one under the cursor, and what comes of it."""
        with Horizontal(classes="bar"):
            yield Static("Styles", classes="bar-title")
            yield Static("", id="styles-told")
        with Container(classes="halves"):
            with Vertical(classes="lists"):
                yield RowList(id="styles")
                yield RowList(id="snippets")
            with VerticalScroll(id="style", classes="half"):
                yield Passage(id="style-faults")
                yield Passage(id="style-texts")
                yield Passage(id="style-result")
        yield Footer()

    def on_mount(self) -> None:
        """Name the parts and read the files."""
        self._styles.border_title = "Around the prompt, in this order"
        self._snippets.border_title = "Snippets"
        self.reload()

    @property
    def _styles(self) -> RowList:
        return self.query_one("#styles", RowList)

    @property
    def _snippets(self) -> RowList:
        return self.query_one("#snippets", RowList)

    @property
    def _style(self) -> str | None:
        index = self._styles.index
        return None if index is None or index >= len(self._shown) else self._shown[index]

    @property
    def _snippet(self) -> SnippetFile | None:
        index = self._snippets.index
        snippets = self._shelf.snippets if self._shelf is not None else []
        return snippets[index] if index is not None and self._snippets.has_focus and index < len(snippets) else None

    # ------------------------------------------------------------------ what is seen

    def reload(self) -> None:
        """Read the files anew."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        def read() -> Shelf:
            book = read_styles(self._folders.styles)
            snippets, unnamed = list_snippets(self._folders)
            faults = (*book.faults, *unnamed, *(fault for one in snippets for fault in one.faults))
            return Shelf(book, snippets, faults)

        self._shelf = await asyncio.to_thread(read)
        wrong: Row = [(f"! {fault}\n", "warning") for fault in self._shelf.faults[:MOST_TOLD]]
        self.query_one("#style-faults", Passage).show(wrong)
        empty = [line.format(folder=self._folders.snippets) for line in NO_SNIPPETS]
        snippets = self._shelf.snippets
        self._snippets.show(
            len(snippets), lambda index: told.snippet_row(snippets[index]), cursor=self._snippets.cursor, empty=empty
        )
        last = self._recipe.styles[-1:]
        self._show_styles(self._style or (last[0] if last else None))

    def _show_styles(self, at: str | None) -> None:
        """All styles, the cursor on one of them."""
        if self._shelf is None:
            return
        book = self._shelf.book
        self._shown = told.ordered(book, self._recipe)
        cursor = self._shown.index(at) if at in self._shown else 0
        self._styles.show(
            len(self._shown),
            lambda index: told.style_row(self._shown[index], book, self._recipe, self._names),
            cursor=cursor,
        )
        count = len(dict.fromkeys(self._recipe.styles))
        said = f"{count} on · the model is {self._catalog.model(self._recipe.model).title}"
        self.query_one("#styles-told", Static).update(plain(said))

    @on(RowList.Moved)
    def show_current(self) -> None:
        """Another style or snippet is under the cursor."""
        if self._shelf is not None:
            self._tell(self._shelf)

    @work(group="tell", exclusive=True)
    async def _tell(self, shelf: Shelf) -> None:
        """What is in it, and the words that the recipe comes to with it."""
        snippet, name, recipe = self._snippet, self._style, self._recipe
        pane, texts = self.query_one("#style", VerticalScroll), self.query_one("#style-texts", Passage)
        if snippet is not None:
            pane.border_title = plain(f"@{{{snippet.name}}} · Enter puts it into the prompt")
            texts.show([(snippet.text if snippet.text is not None else "It cannot be used.", "")])
            self.query_one("#style-result", Passage).show([])
            return
        if name is None:
            return
        pane.border_title = plain(name)
        texts.show(told.style_told(name, shelf.book.styles.get(name), recipe, self._names))
        on = name in recipe.styles
        tried = recipe if on else told.toggled(recipe, name)
        bare = recipe.model_copy(update={"styles": ()})
        with_it, without = await asyncio.to_thread(lambda: (self._settled(tried), self._settled(bare)))
        heading = "The words now\n" if on else "The words if it were on\n"
        wrong: Row = [(f"✗ {problem}\n", "error") for problem in with_it.problems[:MOST_TOLD]]
        result = told.result_told(without.requests[0], with_it.requests[0])
        self.query_one("#style-result", Passage).show([(heading, "title"), *wrong, *result])

    def _settled(self, recipe: Recipe) -> Preview:
        return preview(recipe, self._catalog, self._folders, self._seed, 1)

    # ------------------------------------------------------------------ keys

    def _edit(self, recipe: Recipe, at: str) -> None:
        if recipe != self._recipe:
            self._recipe = recipe
            self.post_message(RecipeEdited(recipe))
            self._show_styles(at)

    @on(RowList.Chosen)
    def action_switch_style(self) -> None:
        """Switch the style on, behind the others, or off; a snippet goes into the prompt."""
        snippet, style = self._snippet, self._style
        if snippet is not None:
            self.post_message(TextWanted(f"@{{{snippet.name}}}"))
            self.dismiss(None)
        elif style is not None and not self._snippets.has_focus:
            self._edit(told.toggled(self._recipe, style), style)

    def action_move_up(self) -> None:
        """The style comes sooner."""
        self._move(-1)

    def action_move_down(self) -> None:
        """The style comes later."""
        self._move(1)

    def _move(self, by: int) -> None:
        style = self._style
        if style is not None and self._styles.has_focus:
            self._edit(told.moved(self._recipe, style, by), style)

    def action_edit_file(self) -> None:
        """The file of styles, or the snippet's, in the user's own editor."""
        snippet, style = self._snippet, self._style
        if snippet is not None:
            self.post_message(FileWanted(Path(snippet.path), None, self.reload))
        elif self._shelf is not None:
            if style is not None and style in self._shelf.book.styles and style not in self._shelf.book.own:
                self.notify(f"{style} comes with naitui; a table of its name in your file replaces it.", markup=False)
            self.post_message(FileWanted(self._folders.styles, self._shelf.book.lines.get(style or ""), self.reload))

    def action_back(self) -> None:
        """Back to the studio."""
        self.dismiss(None)
