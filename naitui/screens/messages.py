"""What the screens over the studio ask of the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from textual.message import Message

from naitui.recipe import Recipe
from naitui.recipe.past import Made

WordScreen = Literal["history", "expansions", "styles", "presets"]


@dataclass
class RecipeEdited(Message):
    """The recipe is this one now: the studio should have it."""

    recipe: Recipe


@dataclass
class TextWanted(Message):
    """A text is to be put into the prompt, where the cursor is."""

    text: str


@dataclass
class FileWanted(Message):
    """A file is wanted in the user's own editor."""

    path: Path
    line: int | None
    then: Callable[[], None]
    """Called when the editor has ended."""


@dataclass
class WordsWanted(Message):
    """One of the screens about words is wanted."""

    what: WordScreen


@dataclass
class PictureWanted(Message):
    """A picture of the past is to be shown."""

    picture: Made


class QueueWanted(Message):
    """The screen of the queue is wanted."""


class EditWanted(Message):
    """The screen of a source is wanted, for the recipe as it is now."""


class ReferencesWanted(Message):
    """The screen of references is wanted, for the recipe as it is now."""


class GalleryWanted(Message):
    """The gallery is wanted."""


@dataclass
class TravelWanted(Message):
    """The last change is to be taken back (or done again): the studio knows which it was."""

    back: bool


@dataclass
class HomeWanted(Message):
    """Something that makes the program one's own is wanted."""

    what: Literal["settings", "theme", "tour", "token"]
    setting: str = ""
    """The setting, dotted, that the settings are opened for."""


@dataclass
class StudioWanted(Message):
    """What a key of the studio does is wanted, from a screen over it."""

    action: str


class PicturesRated(Message):
    """Pictures have got stars, or lost them."""


class LeftToGenerate(Message):
    """Generate was pressed: back to the studio, which does it."""


@runtime_checkable
class ShowsNewest(Protocol):
    """A screen of pictures that are there already, to which another one may come."""

    def show_newest(self) -> None:
        """A picture was saved."""
