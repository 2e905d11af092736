"""From captions back to interactions: what stands typed in prompts becomes cells of the matrix.

`lifted` takes no more than what the same captions can be made of again, letter by letter: that is for pictures, whose
request must not change. `gathered` takes everything that makes an interaction, wherever it stands in a prompt: that is
for a key, after which everybody sees what has become of the captions. In both, a role that nobody answers stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from naitui.recipe import editing
from naitui.recipe.captions import JOIN, ROLES, Role, Typed, captions, prefix, role_of, typed_roles
from naitui.recipe.cast import Cast
from naitui.recipe.dialect import PLAIN
from naitui.recipe.model import Character, Interaction
from naitui.recipe.weighing import NoEdit

_FRONT = re.compile(rf"({'|'.join(ROLES)})#([^,|\n\r{{}}\[\]]*[^,|\n\r{{}}\[\]\s]){JOIN}(?=\S)")
_Key = tuple[str, bool]
"""An action, and whether it is mutual: what one interaction is found by."""


def lifted(characters: Sequence[Character]) -> Cast:
    """The cast whose captions are these characters' prompts, with as much of them as possible made interactions.

    The characters' ids are given anew. ``captions`` of the result are the prompts that went in, exactly.
    """
    runs = [_run(character.prompt) for character in characters]
    taken = _agreeing([character.prompt for character in characters], runs)
    cast = Cast(tuple(_shortened(one, run[:count]) for one, run, count in zip(characters, runs, taken, strict=True)))
    cast = _joined(cast, [run[:count] for run, count in zip(runs, taken, strict=True)])
    if captions(cast.characters, cast.interactions) != [character.prompt for character in characters]:
        return Cast(tuple(character.model_copy(update={"id": None}) for character in characters))
    return cast


def gathered(cast: Cast) -> Cast:
    """The cast with what is typed made cells of its interactions, as far as somebody answers it."""
    roles = [typed_roles(character.prompt) for character in cast.characters]
    answered = _answered(cast, roles)
    for index, typed in enumerate(roles):
        for one in reversed(typed):  # from the end, so that the places in front stay true
            if _key(one) not in answered:
                continue
            cast = cast.taking_part(index, one.role, one.action)
            cast = _cut(cast, index, one)
    return cast


def with_cell(cast: Cast, action: str, index: int, role: Role | None, row: int | None = None) -> Cast:
    """The cast with a cell of the matrix set, and with nothing else said about it: what the character's prompt says of
    this action itself goes. ``row`` is the interaction; without one there is a new one of that name."""
    character = cast.characters[index]
    for one in reversed(typed_roles(character.prompt)):
        if one.action.casefold() == action.strip().casefold():
            cast = _cut(cast, index, one)
    if row is None:
        row = len(cast.interactions)
        cast = cast.with_action(action)
    return cast.with_role(row, index, role)


def _answered(cast: Cast, roles: Sequence[Sequence[Typed]]) -> set[_Key]:
    """The actions that somebody does to somebody, with those that stand in the matrix already."""
    sides: dict[_Key, set[tuple[Role, object]]] = {}
    for interaction in cast.interactions:
        for id in interaction.people:
            role = role_of(id, interaction)
            if role is not None:
                sides.setdefault((interaction.action.strip().casefold(), role == "mutual"), set()).add((role, id))
    for index, typed in enumerate(roles):
        for one in typed:
            sides.setdefault(_key(one), set()).add((one.role, cast.characters[index].id or index))
    return {key for key, people in sides.items() if _is_answered(key, people)}


def _is_answered(key: _Key, people: set[tuple[Role, object]]) -> bool:
    if key[1]:
        return len(people) > 1
    return any(one == "source" and other == "target" and a != b for one, a in people for other, b in people)


def _key(typed: Typed) -> _Key:
    return typed.action.casefold(), typed.role == "mutual"


def _cut(cast: Cast, index: int, typed: Typed) -> Cast:
    """Without the words of a role in a prompt, and without their comma; never so that nothing is left."""
    character = cast.characters[index]
    try:
        text = editing.remove(character.prompt, typed.start, typed.start, dialect=PLAIN).text
    except NoEdit:
        return cast
    if not text.strip():
        return cast
    return cast.replaced(index, character.model_copy(update={"prompt": text}))


# ---------------------------------------------------------------------- exactly


def _run(prompt: str) -> list[Typed]:
    """The roles at the very front of a prompt, as a caption has them; the rest of it is not empty."""
    found: list[Typed] = []
    at = 0
    while match := _FRONT.match(prompt, at):
        role = next(role for role in ROLES if role == match[1])
        if match[2] != match[2].strip():
            break
        found.append(Typed(role, match[2], at, match.end()))
        at = match.end()
    return found


def _agreeing(prompts: Sequence[str], runs: Sequence[Sequence[Typed]]) -> list[int]:
    """How many roles of each run can be taken: the front of it, as far as all are answered and can be put in order."""
    taken = [len(run) for run in runs]
    while True:
        bad = _lonely(runs, taken) | _twice(prompts, runs, taken)
        if not bad:
            bad = _tangled(runs, taken)
        if not bad:
            return taken
        for index, run in enumerate(runs):
            keys = [_exact(one) for one in run[: taken[index]]]
            taken[index] = next((at for at, key in enumerate(keys) if key in bad), len(keys))


def _exact(typed: Typed) -> _Key:
    return typed.action, typed.role == "mutual"


def _lonely(runs: Sequence[Sequence[Typed]], taken: Sequence[int]) -> set[_Key]:
    """Actions with nobody on the other side."""
    roles: dict[_Key, list[Role]] = {}
    for run, count in zip(runs, taken, strict=True):
        for one in run[:count]:
            roles.setdefault(_exact(one), []).append(one.role)
    return {key for key, found in roles.items() if (len(found) < 2 if key[1] else len(set(found)) < 2)}


def _twice(prompts: Sequence[str], runs: Sequence[Sequence[Typed]], taken: Sequence[int]) -> set[_Key]:
    """Actions in which somebody has two roles, for a cell holds one; or one role twice, for a caption says it once."""
    bad: set[_Key] = set()
    for prompt, run, count in zip(prompts, runs, taken, strict=True):
        keys = [_exact(one) for one in run[:count]]
        bad |= {key for key in keys if keys.count(key) > 1}
        rest = typed_roles(prompt[run[count - 1].end :]) if count else []
        said = [_words(one) for one in (*run[:count], *rest)]
        bad |= {_exact(one) for one in run[:count] if said.count(_words(one)) > 1}
    return bad


def _words(typed: Typed) -> str:
    return prefix(typed.role, typed.action).casefold()


def _tangled(runs: Sequence[Sequence[Typed]], taken: Sequence[int]) -> set[_Key]:
    """An action in a circle: one caption has it before another one, a second caption behind that."""
    try:
        _in_order(runs, taken)
    except CycleError as error:
        return {error.args[1][0]}
    return set()


def _in_order(runs: Sequence[Sequence[Typed]], taken: Sequence[int]) -> list[_Key]:
    """The actions in an order that gives every caption its own: the last one of the list comes first in a caption."""
    order: TopologicalSorter[_Key] = TopologicalSorter()
    for run, count in zip(runs, taken, strict=True):
        keys = [_exact(one) for one in reversed(run[:count])]
        for at, key in enumerate(keys):
            order.add(key, *keys[at - 1 : at] if at else ())
    return list(order.static_order())


def _joined(cast: Cast, runs: Sequence[Sequence[Typed]]) -> Cast:
    rows: dict[_Key, int] = {}
    for key in _in_order(runs, [len(run) for run in runs]):
        rows[key] = len(cast.interactions)
        cast = replace(cast, interactions=(*cast.interactions, Interaction(action=key[0])))
    for index, run in enumerate(runs):
        for one in run:
            cast = cast.with_role(rows[_exact(one)], index, one.role)
    return cast


def _shortened(character: Character, run: Iterable[Typed]) -> Character:
    end = max((one.end for one in run), default=0)
    return character.model_copy(update={"prompt": character.prompt[end:], "id": None})
