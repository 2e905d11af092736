"""The rows of the interaction matrix: what the recipe holds, and what is typed in prompts. No widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from naitui.recipe import Cast
from naitui.recipe.captions import Role, typed_roles

LETTERS: dict[Role, str] = {"source": "S", "target": "T", "mutual": "M"}
BLANK = "·"


@dataclass(slots=True)
class Row:
    """An action with everybody's cell in it."""

    action: str
    row: int | None
    """Its interaction; None for one that is only typed in prompts."""
    roles: dict[int, Role] = field(default_factory=dict)
    typed: dict[int, Role] = field(default_factory=dict)
    """What prompts say themselves."""

    def letter(self, index: int) -> str:
        """A cell as it is shown: ``S``, ``T``, ``M``; small where it is typed; a dot for nothing."""
        role = self.roles.get(index)
        if role is not None:
            return LETTERS[role]
        typed = self.typed.get(index)
        return BLANK if typed is None else LETTERS[typed].lower()

    @property
    def lonely(self) -> bool:
        """Whether somebody in it has nobody to do it with."""
        all_roles = [*(self.typed | self.roles).values()]
        return ("source" in all_roles) != ("target" in all_roles) or all_roles.count("mutual") == 1

    @property
    def empty(self) -> bool:
        """Whether nobody has a role in it."""
        return not self.roles and not self.typed


def rows_of_cast(cast: Cast) -> list[Row]:
    """The interactions in order, then the actions that are only typed."""
    rows = []
    for number, interaction in enumerate(cast.interactions):
        roles = {index: role for index in range(len(cast.characters)) if (role := cast.role(number, index))}
        rows.append(Row(interaction.action, number, roles))
    for index, character in enumerate(cast.characters):
        for typed in typed_roles(character.prompt):
            own = next((row for row in rows if row.action.strip().casefold() == typed.action.casefold()), None)
            if own is None:
                own = Row(typed.action, None)
                rows.append(own)
            own.typed.setdefault(index, typed.role)
    return rows
