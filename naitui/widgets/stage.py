"""The stage: the cast that several widgets show and change, with the one character that they are about.

It is a plain object and not a widget's state: whoever changes the cast, everybody sees it at once, before the next key.
With messages between them, a burst of keys that goes from one widget to another would be worked on casts of yesterday.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from naitui.novelai import Model
from naitui.recipe import Cast, Character, Recipe


class Stage:
    """The characters of the recipe that is being edited.

    Args:
        recipe: what is edited.
        model: its model.
        hold: takes a recipe in which they were changed, and the run of keys that the change is of.
    """

    def __init__(self, recipe: Recipe, model: Model, hold: Callable[[Recipe, Hashable], object]) -> None:
        self.recipe = recipe
        self.model = model
        self.index = 0
        """The current character's place in the order; 0 when there is nobody."""
        self._hold = hold
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

    @property
    def unplaced(self) -> tuple[object, ...]:
        """All that can be told of the cast but where they stand: a move of somebody changes nothing of it."""
        people = tuple(one.model_copy(update={"position": None}) for one in self.recipe.characters)
        return self.index, self.model, people, self.recipe.interactions

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

    def edit(self, change: Callable[[Cast], Cast], index: int | None = None, run: Hashable = None) -> None:
        """Change the cast, and which character is the current one; ``run`` names the keys that the change is of."""
        self.collect()
        self.recipe = change(self.cast).into(self.recipe)
        self._hold(self.recipe, run)
        self._tell(self.index if index is None else index)

    def choose(self, index: int) -> None:
        """Another character is the current one."""
        self.collect()
        self._tell(index)

    def change_current(self, **fields: object) -> None:
        """Change fields of the current character."""
        index = self.index
        if self.current is not None:
            self.edit(lambda cast: cast.replaced(index, cast.characters[index].model_copy(update=fields)))

    def switch_ai_choice(self) -> None:
        """Let the AI place everybody, or let it be."""
        self.edit(lambda cast: replace(cast, ai_choice=not cast.ai_choice))

    def collect(self) -> None:
        """Bring in what was typed and not yet told."""
        for typing in tuple(self._typing):
            typing()

    def _tell(self, index: int) -> None:
        self.index = max(0, min(index, len(self.recipe.characters) - 1))
        for view in tuple(self._views):
            view()


def _size(recipe: Recipe) -> tuple[int, int]:
    return recipe.sampling.width, recipe.sampling.height
