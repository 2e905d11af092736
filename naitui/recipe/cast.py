"""The cast of a recipe: its characters, what they do to one another, who places them; and every edit of it.

Interactions name characters by ids, so another order changes nothing. A cast never changes: an edit gives another one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from naitui.recipe.captions import Role, role_of
from naitui.recipe.model import Character, Interaction, Recipe
from naitui.recipe.places import CELLS, Spot, overlapping, rounded


@dataclass(frozen=True, slots=True)
class Gone:
    """A character that was removed, with all that is needed to bring it back as it was."""

    index: int
    character: Character
    rows: tuple[tuple[int, Interaction, Interaction | None], ...]
    """Interactions it took part in: index, before, and after (None for one that went with it)."""


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

    def removed(self, index: int) -> tuple[Cast, Gone]:
        """Without one of them. What nobody could do any more goes too: no hug is left with one side to it."""
        character = self.characters[index]
        kept: list[Interaction] = []
        rows: list[tuple[int, Interaction, Interaction | None]] = []
        for at, before in enumerate(self.interactions):
            if character.id is None or character.id not in before.people:
                kept.append(before)
                continue
            after = _without(before, character.id)
            rows.append((at, before, after))
            kept += [after] if after is not None else []
        people = (*self.characters[:index], *self.characters[index + 1 :])
        return Cast(people, tuple(kept), self.ai_choice), Gone(index, character, tuple(rows))

    def restored(self, gone: Gone) -> Cast:
        """With somebody back, and with all they did as far as it still can be done."""
        character = gone.character
        taken = character.id is not None and character.id in self._ids()
        id = self.fresh_id() if taken else character.id
        people = list(self.characters)
        people.insert(min(gone.index, len(people)), character.model_copy(update={"id": id}))
        known = {one.id for one in people}
        rows = list(self.interactions)
        for at, before, after in gone.rows:
            row = _renamed(before, character.id, id, known)
            role = role_of(id, row)
            same = next((n for n, one in enumerate(rows) if one.action == before.action), None)
            if after is None:
                rows.insert(min(at, len(rows)), row)
            elif at < len(rows) and rows[at] == after:
                rows[at] = row
            elif after in rows:
                rows[rows.index(after)] = row
            elif same is not None and id is not None:
                rows[same] = _with_role(rows[same], id, role)
            elif id is not None:
                rows.append(_with_role(Interaction(action=before.action), id, role))
        return Cast(tuple(people), tuple(rows), self.ai_choice)

    def placed(self, index: int, place: Spot) -> Cast:
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

    def with_action(self, action: str, row: int | None = None) -> Cast:
        """With another name for an interaction, or with one more that nobody takes part in yet."""
        if row is None:
            return replace(self, interactions=(*self.interactions, Interaction(action=action)))
        named = self.interactions[row].model_copy(update={"action": action})
        return replace(self, interactions=self._rows(row, named))

    def with_interaction(self, row: int, interaction: Interaction) -> Cast:
        """With an interaction put in at ``row``, of those who are here."""
        known: set[str | None] = {character.id for character in self.characters}
        rows = list(self.interactions)
        rows.insert(min(row, len(rows)), _renamed(interaction, None, None, known))
        return replace(self, interactions=tuple(rows))

    def without_action(self, row: int) -> Cast:
        """Without an interaction."""
        return replace(self, interactions=(*self.interactions[:row], *self.interactions[row + 1 :]))

    def fresh_id(self) -> str:
        """An id that nobody has, nor any interaction means."""
        taken = self._ids()
        number = 1
        while f"c{number}" in taken:
            number += 1
        return f"c{number}"

    def _ids(self) -> set[str]:
        own = {character.id for character in self.characters if character.id is not None}
        return own.union(*(interaction.people for interaction in self.interactions))

    def moved_action(self, row: int, to: int) -> Cast:
        """With an interaction at another place in the order: the last one comes first in the captions."""
        rows = list(self.interactions)
        rows.insert(to, rows.pop(row))
        return replace(self, interactions=tuple(rows))

    def _rows(self, row: int, interaction: Interaction) -> tuple[Interaction, ...]:
        return (*self.interactions[:row], interaction, *self.interactions[row + 1 :])

    def _with(self, characters: Sequence[Character]) -> Cast:
        return Cast(tuple(characters), self.interactions, self.ai_choice)


def beside(place: Spot, others: Sequence[Spot]) -> Spot:
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
    fields = {"source": "sources", "target": "targets", "mutual": "mutual"}
    update: dict[str, tuple[str, ...]] = {}
    for name, field in fields.items():
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


def _renamed(interaction: Interaction, old: str | None, new: str | None, known: set[str | None]) -> Interaction:
    """An interaction as it was, of those who are still there; one of them may have got another id."""

    def renamed(ids: tuple[str, ...]) -> tuple[str, ...]:
        now = [new if one == old else one for one in ids]
        return tuple(one for one in now if one is not None and one in known)

    sides = {name: renamed(getattr(interaction, name)) for name in ("sources", "targets", "mutual")}
    return interaction.model_copy(update=sides)
