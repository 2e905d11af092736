"""What the position board shows: who stands where, as the model is sent it, and the words under it. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from naitui.actions.in_effect import key_for
from naitui.novelai import Model
from naitui.novelai.placing import place_warnings, placed_for, places_count, sent_places
from naitui.recipe import Character, Recipe
from naitui.recipe.places import CELLS, Point, rounded, snapped, write_place
from naitui.widgets.discs import call_name, disc_class

FAR = 0.1
"""How far Shift moves a free place."""


@dataclass(frozen=True, slots=True)
class Disc:
    """Somebody on the board."""

    index: int
    place: Point
    name: str
    """Its component class."""


@dataclass(frozen=True)
class Board:
    """The characters of a recipe as a model places them; ``index`` is the current one."""

    recipe: Recipe
    model: Model
    index: int = 0

    @property
    def free(self) -> bool:
        """Whether the model places freely; else it has the grid."""
        return self.model.positions == "free"

    @property
    def empty(self) -> bool:
        """Whether nobody can be placed."""
        return self.model.positions == "none" or not self.recipe.characters

    @property
    def ratio(self) -> float:
        """Width by height of the picture."""
        return self.recipe.sampling.width / self.recipe.sampling.height

    @property
    def current(self) -> Character | None:
        """The current character."""
        people = self.recipe.characters
        return people[self.index] if self.index < len(people) else None

    @cached_property
    def discs(self) -> tuple[Disc, ...]:
        """Everybody who has a place: all who take part, the others where they were put, and the current one."""
        sent = iter(sent_places(self.recipe, self.model))
        discs = []
        for index, character in enumerate(self.recipe.characters):
            own = character.position
            place = next(sent) if character.live else None if own is None else placed_for(own, self.model)
            if place is None and index == self.index:
                place = 0.5, 0.5
            if place is not None:
                discs.append(Disc(index, place, disc_class(character, index)))
        return tuple(discs)

    @property
    def place(self) -> Point | None:
        """Where the current one stands; None when there is nobody."""
        return next((disc.place for disc in self.discs if disc.index == self.index), None)

    @cached_property
    def warnings(self) -> list[str]:
        """What may go wrong with the places."""
        return place_warnings(self.recipe, self.model)

    def moved(self, across: int, down: int, step: float, *, far: bool = False) -> Point | None:
        """Where one step leads the current one. The side that is not moved keeps all it has, also what the grid does
        not show; on the grid a step is a cell."""
        place, character = self.place, self.current
        if place is None or character is None or self.empty:
            return None
        own = character.position or place
        low, high = (0.0, 1.0) if self.free else (0.1, 0.9)
        length = (FAR if far else step) if self.free else 1 / CELLS
        x, y = (
            min(high, max(low, shown + by * length)) if by else kept
            for shown, kept, by in zip(place, own, (across, down), strict=True)
        )
        return rounded((x, y))

    def where(self) -> str:
        """Who is meant and where."""
        character, place = self.current, self.place
        if character is None:
            return "Nobody to be placed yet."
        who, own = call_name(character, self.index), character.position
        if self.model.positions == "none" or place is None:
            return who
        if self.recipe.ai_choice:
            return f"{who}: AI's choice ({key_for('board.ai_choice')}: by you)"
        if own is None:
            return f"{who}: {write_place(place, grid=not self.free)}, not placed yet"
        free = write_place(own, grid=False)
        if self.free:
            return f"{who}: {free}"
        kept = "" if snapped(own) == rounded(own) else f" ({free} where places are free)"
        alone = "" if places_count(self.recipe, self.model) else f"; {self.model.title} places one alone itself"
        return f"{who}: {write_place(own, grid=True)}{alone or kept}"
