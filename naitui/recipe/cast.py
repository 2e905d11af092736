"""The cast of a recipe: its characters, what they do to one another, who places them; and every edit of it.

Interactions name characters by ids, so another order changes nothing. A cast never changes: an edit gives another one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from naitui.recipe.captions import ROLES, Role, role_of
from naitui.recipe.model import Character, Interaction, Recipe
from naitui.recipe.places import CELLS, Point, overlapping, rounded

_SIDES = ("sources", "targets", "mutual")


@dataclass(frozen=True, slots=True)
class Cast:
    """All characters, their interactions, and whether the AI places them."""

    characters: tuple[Character, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    ai_choice: bool = True

    @classmethod
    def of(cls, recipe: Recipe) -> Cast:
        """The cast of a recipe."""
        return cls(recipe.characters, recipe.interactions, recipe.ai_choice)

    def into(self, recipe: Recipe) -> Recipe:
        """The recipe with this cast."""
        update = {"characters": self.characters, "interactions": self.interactions, "ai_choice": self.ai_choice}
        return recipe.model_copy(update=update)

    # ------------------------------------------------------------------ characters

    def added(self, character: Character, index: int | None = None) -> Cast:
        """With one more, at the end or in front of ``index``. It takes part in nothing yet, so it has no id."""
        at = len(self.characters) if index is None else index
        fresh = character.model_copy(update={"id": None})
        return self._with([*self.characters[:at], fresh, *self.characters[at:]])

    def replaced(self, index: int, character: Character) -> Cast:
        """With another one in the place of ``index``, in the same interactions."""
        own = character.model_copy(update={"id": self.characters[index].id})
        return self._with([*self.characters[:index], own, *self.characters[index + 1 :]])

    def duplicated(self, index: int) -> Cast:
        """With a twin behind ``index``, who stands beside it and takes part in nothing yet."""
        twin = self.characters[index]
        if twin.position is not None:
            others = [one.position for one in self.characters if one.position is not None]
            twin = twin.model_copy(update={"position": beside(twin.position, others)})
        return self.added(twin, index + 1)

    def moved(self, index: int, to: int) -> Cast:
        """With one at another place in the order."""
        people = list(self.characters)
        people.insert(to, people.pop(index))
        return self._with(people)

    def removed(self, index: int) -> Cast:
        """Without one of them. What nobody could do any more goes too: no hug is left with one side to it."""
        id = self.characters[index].id
        left = [_without(one, id) if id is not None and id in one.people else one for one in self.interactions]
        people = (*self.characters[:index], *self.characters[index + 1 :])
        return Cast(people, tuple(one for one in left if one is not None), self.ai_choice)

    def called(self, ids: Sequence[str | None]) -> Cast:
        """With these ids, wherever there is one; the interactions mean the same people as before."""
        taken = {id for id in ids if id is not None}
        renamed: dict[str, str] = {}
        people = []
        for character, id in zip(self.characters, ids, strict=True):
            new = id or character.id
            if id is None and new in taken:
                new = self._fresh(taken | set(renamed.values()))
            if character.id is not None and new is not None:
                renamed[character.id] = new
            people.append(character.model_copy(update={"id": new}))
        rows = tuple(_renamed(interaction, renamed) for interaction in self.interactions)
        return Cast(tuple(people), rows, self.ai_choice)

    def placed(self, index: int, place: Point) -> Cast:
        """With one at another place. That is placing by hand, so it is no longer the AI's choice."""
        character = self.characters[index].model_copy(update={"position": rounded(place)})
        return replace(self.replaced(index, character), ai_choice=False)

    # ------------------------------------------------------------------ interactions

    def role(self, row: int, index: int) -> Role | None:
        """What a character is in an interaction."""
        return role_of(self.characters[index].id, self.interactions[row])

    def with_role(self, row: int, index: int, role: Role | None) -> Cast:
        """With another cell of the matrix; None leaves it blank."""
        character = self.characters[index]
        if character.id is None:
            if role is None:
                return self
            character = character.model_copy(update={"id": self.fresh_id()})
        people = (*self.characters[:index], character, *self.characters[index + 1 :])
        assert character.id is not None  # noqa: S101 - it was just given one
        return Cast(people, self._rows(row, _with_role(self.interactions[row], character.id, role)), self.ai_choice)

    def taking_part(self, index: int, role: Role, action: str) -> Cast:
        """With a role in an action for a character: in the interaction of that name with a free cell, or a new one."""
        for row, interaction in enumerate(self.interactions):
            same = interaction.action.strip().casefold() == action.strip().casefold()
            if same and self.role(row, index) in (None, role):
                return self.with_role(row, index, role)
        grown = self.with_action(action.strip())
        return grown.with_role(len(self.interactions), index, role)

    def row_for(self, action: str) -> int | None:
        """The interaction of that name in which somebody has no role yet; None where another one is needed."""
        for row, interaction in enumerate(self.interactions):
            same = interaction.action.strip().casefold() == action.strip().casefold()
            if same and any(self.role(row, index) is None for index in range(len(self.characters))):
                return row
        return None

    def with_action(self, action: str, row: int | None = None) -> Cast:
        """With another name for an interaction, or with one more that nobody takes part in yet."""
        if row is None:
            return replace(self, interactions=(*self.interactions, Interaction(action=action)))
        named = self.interactions[row].model_copy(update={"action": action})
        return replace(self, interactions=self._rows(row, named))

    def without_action(self, row: int) -> Cast:
        """Without an interaction."""
        return replace(self, interactions=(*self.interactions[:row], *self.interactions[row + 1 :]))

    def fresh_id(self) -> str:
        """An id that nobody has, nor any interaction means."""
        return self._fresh(set())

    def _fresh(self, others: set[str]) -> str:
        own = {character.id for character in self.characters if character.id is not None}
        taken = own.union(others, *(interaction.people for interaction in self.interactions))
        return next(id for id in map("c{}".format, count(1)) if id not in taken)

    def moved_action(self, row: int, to: int) -> Cast:
        """With an interaction at another place in the order: the last one comes first in the captions."""
        rows = list(self.interactions)
        rows.insert(to, rows.pop(row))
        return replace(self, interactions=tuple(rows))

    def _rows(self, row: int, interaction: Interaction) -> tuple[Interaction, ...]:
        return (*self.interactions[:row], interaction, *self.interactions[row + 1 :])

    def _with(self, characters: Sequence[Character]) -> Cast:
        return Cast(tuple(characters), self.interactions, self.ai_choice)


def beside(place: Point, others: Sequence[Point]) -> Point:
    """A place near by in a cell where nobody stands: one cell to a side, or else the nearest free cell's middle."""
    step = 1 / CELLS
    sides = [(place[0] + across * step, place[1] + down * step) for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    middles = [((2 * x + 1) * step / 2, (2 * y + 1) * step / 2) for x in range(CELLS) for y in range(CELLS)]
    for spot in (*sides, *sorted(middles, key=lambda middle: math.dist(middle, place))):
        inside = min(*spot, 1 - spot[0], 1 - spot[1]) >= step / 2 - 1e-9
        if inside and not any(overlapping([spot, other], grid=True) for other in others):
            return rounded(spot)
    return place


def _with_role(interaction: Interaction, id: str, role: Role | None) -> Interaction:
    update: dict[str, tuple[str, ...]] = {}
    for name, field in zip(ROLES, _SIDES, strict=True):
        ids: tuple[str, ...] = getattr(interaction, field)
        if name != role:
            update[field] = tuple(one for one in ids if one != id)
        elif id not in ids:
            update[field] = (*ids, id)
    return interaction.model_copy(update=update)


def _without(interaction: Interaction, id: str) -> Interaction | None:
    """An interaction that somebody has left; None when nothing is left to be done."""
    left = _with_role(interaction, id, None)
    update: dict[str, tuple[str, ...]] = {}
    if interaction.sources and interaction.targets and not (left.sources and left.targets):
        update |= {"sources": (), "targets": ()}
    if len(interaction.mutual) > 1 and len(left.mutual) == 1:
        update["mutual"] = ()
    left = left.model_copy(update=update)
    return left if left.people else None


def _renamed(interaction: Interaction, ids: Mapping[str, str]) -> Interaction:
    sides = {name: tuple(ids.get(id, id) for id in getattr(interaction, name)) for name in _SIDES}
    return interaction.model_copy(update=sides)
