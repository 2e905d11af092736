"""The stage: the cast that several widgets show and change, with the one character that they are about.

It is a plain object and not a widget's state: whoever changes the cast, everybody sees it at once, before the next key.
With messages between them, a burst of keys that goes from one widget to another would be worked on casts of yesterday.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from naitui.novelai import Model
from naitui.recipe import Cast, Character, Interaction, Recipe
from naitui.recipe.cast import Gone


@dataclass(frozen=True, slots=True)
class GoneAction:
    """An interaction that was removed, and where it stood."""

    row: int
    interaction: Interaction


class Stage:
    """The characters of the recipe that is being edited."""

    def __init__(self, recipe: Recipe, model: Model) -> None:
        self.recipe = recipe
        self.model = model
        self.index = 0
        """The current character's place in the order; 0 when there is nobody."""
        self._bin: list[Gone | GoneAction] = []
        self._views: list[Callable[[], None]] = []
        self._typing: list[Callable[[], None]] = []

    @property
    def cast(self) -> Cast:
        """The cast as it is now."""
        return Cast.of(self.recipe)

    @property
    def current(self) -> Character | None:
        """The current character."""
        people = self.recipe.characters
        return people[self.index] if self.index < len(people) else None

    def attach(self, view: Callable[[], None], *, typing: Callable[[], None] | None = None) -> None:
        """Call ``view`` after every change. ``typing`` brings in, before a change, what was typed and not yet told."""
        self._views.append(view)
        if typing is not None:
            self._typing.append(typing)

    def detach(self, view: Callable[[], None], *, typing: Callable[[], None] | None = None) -> None:
        """Call them no more."""
        self._views.remove(view)
        if typing is not None:
            self._typing.remove(typing)

    def follow(self, recipe: Recipe, model: Model) -> None:
        """Take another recipe from its holder. Words of the base prompt are nobody's business here."""
        before = self.cast, self.model.id, _size(self.recipe)
        self.recipe, self.model = recipe, model
        if before != (self.cast, model.id, _size(recipe)):
            self._tell(self.index)

    def edit(self, change: Callable[[Cast], Cast], index: int | None = None) -> None:
        """Change the cast, and which character is the current one."""
        self._collect()
        self.recipe = change(self.cast).into(self.recipe)
        self._tell(self.index if index is None else index)

    def choose(self, index: int) -> None:
        """Another character is the current one."""
        self._collect()
        self._tell(index)

    def change_current(self, **fields: object) -> None:
        """Change fields of the current character."""
        if self.current is not None:
            self._collect()
            index, changed = self.index, self.current.model_copy(update=fields)
            self.edit(lambda cast: cast.replaced(index, changed))

    def switch_ai_choice(self) -> None:
        """Let the AI place everybody, or let it be."""
        self.edit(lambda cast: replace(cast, ai_choice=not cast.ai_choice))

    def remove(self, index: int) -> None:
        """Take a character out; `undo` brings it back."""
        self._collect()
        cast, gone = self.cast.removed(index)
        self._bin.append(gone)
        self.edit(lambda _: cast)

    def remove_action(self, row: int) -> None:
        """Take an interaction out; `undo` brings it back."""
        self._bin.append(GoneAction(row, self.recipe.interactions[row]))
        self.edit(lambda cast: cast.without_action(row))

    def undo(self) -> bool:
        """Bring back what was removed last, with all that belongs to it; False when nothing was."""
        if not self._bin:
            return False
        gone = self._bin.pop()
        if isinstance(gone, Gone):
            self.edit(lambda cast: cast.restored(gone), gone.index)
        else:
            self.edit(lambda cast: cast.with_interaction(gone.row, gone.interaction))
        return True

    def _collect(self) -> None:
        for typing in tuple(self._typing):
            typing()

    def _tell(self, index: int) -> None:
        self.index = max(0, min(index, len(self.recipe.characters) - 1))
        for view in tuple(self._views):
            view()


def _size(recipe: Recipe) -> tuple[int, int]:
    return recipe.sampling.width, recipe.sampling.height
