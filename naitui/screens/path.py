"""A path, typed and completed: files and folders, names of the collection, the newest pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import work
from textual.widgets import Input, OptionList

from naitui.actions.in_effect import keyed
from naitui.library.entries import ENDINGS
from naitui.library.path_offers import Nearby, PathOffer, pasted, path_offers
from naitui.screens.choose import ChooseScreen
from naitui.widgets.bindings import bindings_of
from naitui.widgets.line_field import LineField
from naitui.widgets.typed_ahead import typed_ahead

HINT = "a path, @name, or words of either · {path.complete} completes"


class PathScreen(ChooseScreen):
    """Ends with a path as it would be typed, or None.

    Args:
        title: what it is for.
        base: the folder from which paths count.
        nearby: reads what is offered beside files; called in a thread.
        endings: which files are offered.
        typed: what stands there already.
        new: whether a file that does not exist yet is meant: then what is typed counts, and not what the cursor is on.
    """

    BINDINGS = bindings_of("path", priority=True)

    def __init__(
        self,
        title: str,
        base: Path,
        nearby: Callable[[], Nearby],
        endings: tuple[str, ...] = ENDINGS,
        *,
        typed: str = "",
        new: bool = False,
        hint: str = HINT,
    ) -> None:
        super().__init__(title, (), "", typed_hint=keyed(hint))
        self._base, self._find_nearby, self._endings = base, nearby, endings
        self._nearby: Nearby | None = None
        self._typed, self._new = typed, new
        self._offers: list[PathOffer] = []
        self._shown_for: str | None = None

    def on_mount(self) -> None:
        """Begin with what stands there, beside what every list of choices does."""
        field = self.query_one(LineField)
        field.answers_slowly = True
        field.value = self._typed
        field.cursor_position = len(self._typed)

    def _fill(self, wanted: str) -> None:
        """The folder is read in a thread; only the newest text counts."""
        self._look_for(wanted)

    @work(group="paths", exclusive=True)
    async def _look_for(self, text: str) -> None:
        await self._look(text)

    async def _look(self, text: str) -> None:
        if self._nearby is None:
            self._nearby = await asyncio.to_thread(self._find_nearby)
        offers = await asyncio.to_thread(path_offers, text, self._base, self._nearby, self._endings)
        self._offers, self._shown_for = offers, text
        self.show_choices([(offer.path, _in_words(offer)) for offer in offers], "")
        if self._new:
            self.query_one(OptionList).highlighted = None

    @property
    def _offer(self) -> PathOffer | None:
        place = self.query_one(OptionList).highlighted
        return self._offers[place] if place is not None and place < len(self._offers) else None

    def _go_on_from(self, path: str) -> None:
        field = self.query_one(Input)
        field.value = path
        field.cursor_position = len(path)

    async def action_complete(self) -> None:
        """What the cursor is on, or the first, stands in the field now; from a folder it goes on."""
        text = self.query_one(Input).value
        if self._shown_for != text:
            await self._look(text)
        offer = self._offer or (self._offers[0] if self._offers else None)
        if offer is not None:
            self._go_on_from(offer.path)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the cursor is on, or what was typed."""
        event.prevent_default()  # Textual calls the handlers of all base classes
        self._take(event.value)

    @work(group="paths", exclusive=True)
    async def _take(self, text: str) -> None:
        if self._shown_for != text:
            await self._look(text)
        offer = self._offer
        if offer is not None and offer.is_folder:
            self._go_on_from(offer.path)
        elif offer is not None:
            self.dismiss(offer.path)
        elif text.strip():
            self.dismiss(pasted(text))
        typed_ahead(self.app).go_on()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen with the mouse."""
        event.prevent_default()
        offer = self._offers[event.option_index]
        if offer.is_folder:
            self._go_on_from(offer.path)
            self.query_one(Input).focus()
        else:
            self.dismiss(offer.path)


def _in_words(offer: PathOffer) -> str:
    return f"{offer.path}  – {offer.note}" if offer.note else offer.path
