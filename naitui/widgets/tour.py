"""The tour: its steps, how far it has come, and the panel that says what to do next. It takes no key from anybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

Deed = Literal["write", "generate", "picture", "look", "seed", "character", "go", "rate", "undo"]
"""What somebody does on the tour."""
STEPS: tuple[tuple[Deed, str], ...] = (
    ("write", "Type a tag into the prompt, e.g. 1girl, rain. Tab takes what is offered."),
    ("generate", "Press {studio.generate}: the price stands on the bar below; here all is free."),
    ("picture", "The picture is being drawn; {studio.page} shows it in a narrow terminal, {studio.cancel} cancels."),
    (
        "look",
        "Go to the picture with Tab ({studio.page}): {picture.whole_screen} is the whole screen and back,"
        " {picture.zoom_in} zooms, {picture.next_picture} {picture.previous_picture} others.",
    ),
    ("seed", "{studio.keep_seed} keeps its seed: change a tag, {studio.generate}, and compare. Again: random."),
    ("character", "{studio.add_character} adds a character; write who it is. Esc leads back to the list."),
    ("go", "{studio.screens} leads to every other screen; {studio.gallery} to the gallery, with all pictures."),
    ("rate", "In the gallery: 4 gives four stars. {gallery.search} finds words, rated:>3 what you liked."),
    ("undo", "{gallery.undo} takes that back here; in the studio {studio.undo} takes back any change."),
)
"""What is to be done, and how, with the keys in braces."""


@dataclass(slots=True)
class Tour:
    """How far somebody has come. What was done before its turn counts when its turn comes."""

    done: set[Deed] = field(default_factory=set)

    @property
    def step(self) -> int | None:
        """The place of the step that is next; None when all are done."""
        return next((place for place, (deed, _) in enumerate(STEPS) if deed not in self.done), None)

    def did(self, deeds: Collection[Deed]) -> bool:
        """Something was done; whether that changes what is next."""
        before = self.step
        self.done |= set(deeds)
        return self.step != before

    def skip(self) -> None:
        """On to the next step."""
        if self.step is not None:
            self.done.add(STEPS[self.step][0])


class TourPanel(Horizontal):
    """One or two lines above the last ones."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._keys = Static(id="tour-words"), Static(id="tour-keys")

    def compose(self) -> ComposeResult:
        """What to do, and how to leave."""
        yield self._words
        yield self._keys

    async def on_click(self) -> None:
        """Begin, skip or leave, as its keys do."""
        await self.app.run_action("screen.tour")

    def say(self, title: str, words: str, keys: str) -> None:
        """Say something else; it may be before the panel is there."""
        self._words.update(Content.assemble((f"{title} ", "bold"), words))
        self._keys.update(Content(keys))
