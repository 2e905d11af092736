"""What the studio offers: what Generate would do and cost, hints about the words, the account at the top."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from naitui.jobs import forecast
from naitui.library.seen import SeenFiles
from naitui.novelai import Catalog, Subscription
from naitui.recipe import Recipe
from naitui.recipe.hints import Hint
from naitui.screens import wording
from naitui.widgets.action_bar import ActionBar
from naitui.widgets.hinting import HintGuide
from naitui.widgets.status_bar import StatusBar
from naitui.widgets.write_pane import WritePane

if TYPE_CHECKING:  # read when it is opened
    from naitui.screens.characters import CharactersScreen


@dataclass
class MeterWanted(Message):
    """The words of a recipe are to be counted, and looked through for hints."""

    recipe: Recipe


class Offering:
    """Keeps the studio's bars true to the recipe and to the account.

    Args:
        screen: the studio, which has the bars.
        words: what is being edited.
        catalog: models and prices.
        demo: whether it is the demo's account.
    """

    def __init__(self, screen: Screen[None], words: WritePane, catalog: Catalog, *, demo: bool) -> None:
        self._screen, self._words, self._catalog, self._demo = screen, words, catalog, demo
        self.guide = HintGuide(words)
        self.account: Subscription | None = None
        """As last read."""
        self.beside: CharactersScreen | None = None
        """The screen of the characters, while it is open: the price stands there too."""
        self._agreed = 0

    @property
    def bars(self) -> list[ActionBar]:
        """Where the price stands."""
        return [self._screen.query_one(ActionBar), *([self.beside.bar] if self.beside is not None else [])]

    def show(self) -> None:
        """Work out what Generate would do and cost."""
        if not self._screen.app.is_running:
            return  # a timer that ends while the widgets are being taken down
        standing = self.account.standing if self.account else None
        recipe = self._words.recipe
        alone = recipe.model_copy(update={"sweep": None})
        quote, found = forecast(alone, self._catalog, standing, self._words.encodings)
        offer = wording.offer(quote, found, recipe)
        for bar in self.bars:
            bar.offer(offer.title, offer.cost, offer.note, refused=offer.refused)
        self.show_status()
        self.measure()

    def show_status(self) -> None:
        """The line at the top."""
        if self._screen.app.is_running:  # as above
            told = wording.status(
                self._words.model, self.account, self._catalog, time.time(), demo=self._demo, agreed=self._agreed
            )
            self._screen.query_one(StatusBar).show(told)

    def measure(self) -> None:
        """Have the words counted, and looked through for hints."""
        self._screen.post_message(MeterWanted(self._words.recipe))

    def show_hints(self, recipe: Recipe, found: Sequence[Hint]) -> None:
        """The hints about a recipe; nothing is said when it is another one by now."""
        if recipe is self._words.recipe:
            self._screen.query_one(ActionBar).hint(wording.hint(found))
            told = self.guide.hear(found)
            if told:
                self._screen.notify(told, markup=False)

    def show_account(self, account: Subscription) -> None:
        """The account has been read: prices are sure now."""
        self.account = account
        self.show()

    def show_agreed(self, anlas: int) -> None:
        """A press may cost so much from now on without being asked about: that must be seen."""
        self._agreed = anlas
        self.show()

    def show_seen(self, seen: SeenFiles) -> None:
        """The files of the references have been looked at: what must be encoded is known."""
        self._words.show_seen(seen)
        self.show()
