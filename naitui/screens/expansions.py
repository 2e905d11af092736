"""Expansions: what the next pictures will say, before anything is sent; picks can be pinned, chosen and traced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.actions.in_effect import key_for
from naitui.library.previews import Preview, preview
from naitui.library.words import WordFolders, wildcard_named
from naitui.novelai import Catalog
from naitui.recipe import Recipe, Resolved, Wildcard
from naitui.recipe.pinning import choice_replaced, only, pinned, unpinned
from naitui.recipe.resolve import new_seed
from naitui.screens import expansion_words as told
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.messages import FileWanted, RecipeEdited
from naitui.screens.wildcard_lines import WildcardLinesScreen
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.rows import Passage, Row, RowList
from naitui.widgets.text import one_line, plain

SHOWN = 12
MOST_SHOWN = 100
NO_CHANCE = ("Nothing here is left to chance.", "", "__name__ calls a wildcard, ||a|b|| chooses.")
NO_WORDS: Row = (("There are no words yet: Esc leads back to write some.", "muted"),)


class ExpansionsScreen(Screen[None]):
    """Shows what a recipe comes to. Every change of the recipe goes up at once as `RecipeEdited`."""

    PLACE: Place = "expansions"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#requests"

    def __init__(self, recipe: Recipe, catalog: Catalog, folders: WordFolders) -> None:
        super().__init__()
        self._recipe, self._catalog, self._folders = recipe, catalog, folders
        self._sample = new_seed()
        self._count = SHOWN
        self._preview: Preview | None = None
        self._items: list[told.Item] = []

    def compose(self) -> ComposeResult:
        """The pictures to come; the words of one; its picks."""
        with Horizontal(classes="bar"):
            yield Static("Expansions", classes="bar-title")
            yield Static("", id="seeds")
        with Container(classes="halves"):
            with Vertical(classes="lists"):
                yield RowList(id="requests")
                yield RowList(id="picks")
                yield Static("", id="behind")
            with VerticalScroll(id="sent", classes="half"):
                yield Passage(id="problems")
                yield Passage(id="sent-words")
        yield Footer()

    def on_mount(self) -> None:
        """Name the parts and settle."""
        self._requests.border_title = "The next pictures"
        self._picks.border_title = "Picks"
        self.reload()

    @property
    def _requests(self) -> RowList:
        return self.query_one("#requests", RowList)

    @property
    def _picks(self) -> RowList:
        return self.query_one("#picks", RowList)

    @property
    def _request(self) -> Resolved | None:
        index = self._requests.index
        return None if self._preview is None or index is None else self._preview.requests[index]

    @property
    def _item(self) -> told.Item | None:
        index = self._picks.index
        return None if index is None or index >= len(self._items) else self._items[index]

    # ------------------------------------------------------------------ settling

    def reload(self) -> None:
        """Settle anew: the recipe, the seeds or a file are others now."""
        self._settle()

    @work(group="settle", exclusive=True)
    async def _settle(self) -> None:
        recipe = self._recipe
        first = self._sample if recipe.sampling.seed is None else recipe.sampling.seed
        self._preview = await asyncio.to_thread(preview, recipe, self._catalog, self._folders, first, self._count)
        self._requests.show(len(self._preview.requests), self._request_row, cursor=self._requests.cursor)
        self.query_one("#problems", Passage).show(told.problems_told(self._preview))
        self._show_seeds()

    def _request_row(self, index: int) -> Row:
        assert self._preview is not None  # noqa: S101 - rows are shown of one
        return told.request_row(self._preview.requests[index], sent=index < told.requests_sent(self._preview))

    def _show_seeds(self) -> None:
        seed = self._recipe.sampling.seed
        pins = f" · {len(self._recipe.pins)} pinned" if self._recipe.pins else ""
        send, keep = key_for("studio.generate"), key_for("expansions.keep_seed")
        roll = key_for("expansions.roll")
        random = f"random seed: these are samples · {roll} rolls others · {keep} keeps one"
        fixed = f"seed {seed} · ▶ is what {send} sends; it counts on · {keep} frees it"
        self.query_one("#seeds", Static).update(plain((random if seed is None else fixed) + pins))

    # ------------------------------------------------------------------ what is seen

    @on(RowList.Moved, "#requests")
    def show_request(self) -> None:
        """Another picture: its words, its picks."""
        if self._preview is None:
            return
        self._items = told.items_of(self._request, self._preview)
        self._picks.show(len(self._items), self._pick_row, cursor=self._picks.cursor, empty=NO_CHANCE)

    def _pick_row(self, index: int) -> Row:
        return told.item_row(self._items[index], self._picks.scrollable_content_region.width - 1)

    @on(RowList.Moved, "#picks")
    def show_pick(self) -> None:
        """Another pick: where it stands in the words, where it comes from."""
        item, request = self._item, self._request
        chosen = item.index if item is not None and self._picks.has_focus else None
        said = told.spelled_out(request, chosen) if request else []
        wordless = request is not None and not any(text.strip() for text, _ in said)
        self.query_one("#sent-words", Passage).show(NO_WORDS if wordless else said)
        words = told.where(item, self._preview) if item is not None and self._preview is not None else ""
        self.query_one("#behind", Static).update(plain(words))
        self.query_one("#sent").border_title = f"Seed {request.seed} says" if request else ""

    @on(RowList.Chosen, "#requests")
    def go_to_picks(self) -> None:
        """From a picture to its picks."""
        self._picks.focus()

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Among the pictures Enter leads to their picks."""
        return None if action == "pin" and not self._picks.has_focus else True

    def on_descendant_focus(self) -> None:
        """Other keys make sense now."""
        self.refresh_bindings()

    def _edit(self, recipe: Recipe) -> None:
        if recipe != self._recipe:
            self._recipe = recipe
            self.post_message(RecipeEdited(recipe))
            self.reload()

    @on(RowList.Chosen, "#picks")
    def action_pin(self) -> None:
        """Pin the pick, or let it roll again; a choice is written in its place, after a question."""
        item = self._item
        if item is None:
            return
        if item.pick.kind == "choice":
            self._offer_to_write(item)
        elif item.pick.pinned:
            self._edit(unpinned(self._recipe, item.pick.name))
        else:
            self._edit(pinned(self._recipe, item.pick.name, item.pick.became))
            again = sum(pick.name == item.pick.name for pick in self._request.picks) if self._request else 1
            if again > 1:
                self.notify(f"{item.pick.written} stands here {again} times: the pin holds for all.", markup=False)

    def _offer_to_write(self, item: told.Item) -> None:
        request, index, became = self._request, item.index, item.pick.became
        plainly = None if request is None or index is None else choice_replaced(self._recipe, request, index, became)
        if plainly is None or request is None or index is None:
            self.notify("This choice is no part of the recipe's own text: change it where it is written.", markup=False)
            return
        lines = ["A choice has no name by which it could be pinned; what it became can be written in its place.", ""]
        lines += [f"{one_line(item.pick.written, 60)}", f"→ {one_line(became, 60) or told.NOTHING}", ""]
        answers = [("enter", "Write it; what else this seed picks changes")]
        single = only(item.pick)
        held = choice_replaced(self._recipe, request, index, single) if single is not None else None
        if held is not None and single is not None:
            answers.append(("h", f"Write {one_line(single, 30)}, and the other picks stay"))
        recipes = {"enter": plainly, "h": held}

        def write(answer: str | None) -> None:
            recipe = recipes.get(answer or "")
            if recipe is not None:
                self._edit(recipe)

        self.app.push_screen(ConfirmScreen("Write the choice down?", lines, answers), write)

    def action_choose_line(self) -> None:
        """Another line of the wildcard, to be pinned."""
        self._with_wildcard(self._offer_lines)

    def _offer_lines(self, item: told.Item, wildcard: Wildcard) -> None:
        def pin(text: str | None) -> None:
            if text is not None:
                self._edit(pinned(self._recipe, wildcard.name, text))

        self.app.push_screen(WildcardLinesScreen(wildcard, item.pick.became), pin)

    def action_edit_file(self) -> None:
        """The wildcard's file in the user's own editor."""
        self._with_wildcard(
            lambda item, wildcard: self.post_message(FileWanted(Path(wildcard.path), item.pick.line, self.reload))
        )

    def _with_wildcard(self, then: Callable[[told.Item, Wildcard], object]) -> None:
        """Do something with the pick under the cursor and the wildcard behind it; say so when there is none."""
        item = self._item
        if item is None or item.pick.kind == "choice":
            self.notify("Only wildcards have lines in a file.", markup=False)
        else:
            self._found_wildcard(item, then)

    @work(group="wildcard", exclusive=True)
    async def _found_wildcard(self, item: told.Item, then: Callable[[told.Item, Wildcard], object]) -> None:
        # read anew: what is pinned was not needed, and the file may be another one now
        wildcard = await asyncio.to_thread(wildcard_named, self._folders, item.pick.name)
        if wildcard is None:
            self.notify(f"There is no file for {item.pick.written}.", severity="warning", markup=False)
        else:
            then(item, wildcard)

    def action_roll(self) -> None:
        """Other sample seeds."""
        if self._recipe.sampling.seed is not None:
            self.notify("The seed is fixed; s lets it roll.", markup=False)
            return
        self._sample = new_seed()
        self.reload()

    def action_keep_seed(self) -> None:
        """Keep the seed of the picture under the cursor, or let it be random again."""
        request = self._request
        if request is None:
            return
        seed = None if self._recipe.sampling.seed == request.seed else request.seed
        if seed is None:
            self._sample = request.seed
        sampling = self._recipe.sampling.model_copy(update={"seed": seed})
        self._requests.cursor = 0
        self._edit(self._recipe.model_copy(update={"sampling": sampling}))

    def action_more(self) -> None:
        """More pictures to look at."""
        self._show_so_many(self._count + SHOWN)

    def action_fewer(self) -> None:
        """Fewer of them."""
        self._show_so_many(self._count - SHOWN)

    def _show_so_many(self, count: int) -> None:
        self._count = max(SHOWN, min(count, MOST_SHOWN))
        self.reload()

    def action_back(self) -> None:
        """Back to the studio."""
        self.dismiss(None)
