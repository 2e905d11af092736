"""Interactions as words: the caption of every character, with ``source#``, ``target#`` and ``mutual#`` in front.

NovelAI knows interactions as plain text in character prompts only: ``source#hug`` is who hugs, ``target#hug`` who is
hugged, ``mutual#hug`` everybody who hugs the other. The rules are those of the client whose files people have:
interactions are taken in the order of the list and each puts its words in front of what is there, so the last one
comes first. Two things are ours: what a prompt says already is not said again, and nothing is dropped unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from naitui.recipe.comments import without_comments
from naitui.recipe.marks import scan
from naitui.recipe.model import Character, Interaction
from naitui.recipe.tree import rows_in

Role = Literal["source", "target", "mutual"]
ROLES: tuple[Role, ...] = get_args(Role)
MARK = "#"
JOIN = ", "

_TYPED = re.compile(rf"({'|'.join(ROLES)}){MARK}(.+)", re.IGNORECASE | re.DOTALL)
_NOT_IN_ACTIONS = re.compile(r"[,|\n\r]")


@dataclass(frozen=True, slots=True)
class Typed:
    """An interaction's words that somebody typed into a prompt, as a tag of its own."""

    role: Role
    action: str
    start: int
    end: int
    """Where it stands: ``prompt[start:end]``."""


def prefix(role: Role, action: str) -> str:
    """The words of one role in an action: ``source#hug``."""
    return f"{role}{MARK}{action.strip()}"


def role_of(id: str | None, interaction: Interaction) -> Role | None:
    """What a character is in an interaction. Who is both does it: nobody gets two roles in one."""
    if id is None:
        return None
    if id in interaction.mutual:
        return "mutual"
    if id in interaction.sources:
        return "source"
    return "target" if id in interaction.targets else None


def prefixes(character: Character, interactions: Iterable[Interaction]) -> list[str]:
    """What goes in front of a character's prompt, in the order in which it is sent; each said once."""
    said = {prefix(typed.role, typed.action).casefold() for typed in typed_roles(character.prompt)}
    found: list[str] = []
    for interaction in interactions:
        role = role_of(character.id, interaction)
        if role is None or not interaction.action.strip():
            continue
        words = prefix(role, interaction.action)
        if words.casefold() not in said:
            said.add(words.casefold())
            found.insert(0, words)
    return found


def caption(character: Character, interactions: Iterable[Interaction]) -> str:
    """A character's prompt as it is sent."""
    return JOIN.join((*prefixes(character, interactions), character.prompt))


def captions(characters: Sequence[Character], interactions: Sequence[Interaction]) -> list[str]:
    """The caption of each of these characters, in order."""
    return [caption(character, interactions) for character in characters]


def uncommented(character: Character, interactions: Iterable[Interaction]) -> tuple[Character, list[Interaction]]:
    """A character and what it may take part in as they are before a request: without the comments in their words."""
    rows = [one.model_copy(update={"action": without_comments(one.action)}) for one in interactions]
    return character.model_copy(update={"prompt": without_comments(character.prompt)}), rows


def typed_roles(prompt: str) -> list[Typed]:
    """The roles that are typed in a prompt as tags of their own, wherever they stand; those inside braces, weights,
    choices, comments and text blocks say more than a role does and are left to themselves."""
    return list(_typed(prompt)) if MARK in prompt else []


def _typed(prompt: str) -> Iterator[Typed]:
    for row in rows_in(prompt):
        for item in row.items:
            match = _TYPED.fullmatch(prompt, item.start, item.end)
            if match is None or item.kind != "tag" or item.groups:
                continue
            action = match[2].strip()
            if action and fault_in_action(action) is None:
                yield Typed(_role(match[1]), action, item.start, item.end)


def fault_in_action(action: str) -> str | None:
    """Why a text cannot be the name of an action; None when it can."""
    sent = without_comments(action).strip()
    if not sent:
        return "has no action, like hug"
    led = _TYPED.fullmatch(sent)
    if led is not None:
        return f"begins with {led[1]}{MARK}, which the role puts in front of it: {led[2].strip()} is enough"
    # what stands in a choice or a wildcard is settled before it is looked at
    plain = "".join(piece for piece in scan(sent) if isinstance(piece, str))
    found = _NOT_IN_ACTIONS.search(plain)
    if found is None:
        return None
    what = {",": "a comma", "|": "a bar"}.get(found[0], "a line end")
    return f"holds {what}, behind which an action ends"


def is_complete(interaction: Interaction) -> bool:
    """Whether everybody in it has somebody to do it with: sources have targets, and mutual ones are two at least."""
    one_sided = bool(interaction.sources) != bool(interaction.targets)
    return bool(interaction.people) and not one_sided and len(interaction.mutual) != 1


def _role(word: str) -> Role:
    return next(role for role in ROLES if role == word.lower())
