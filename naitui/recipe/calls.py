"""Calls of wildcards and snippets in texts, by other names: ``__hair__`` becomes ``__hair-2__``."""

from __future__ import annotations

from collections.abc import Mapping

from naitui.recipe.language import MIX
from naitui.recipe.marks import Mark, scan
from naitui.recipe.model import Recipe

_CALLS: Mapping[str, str] = {"wildcard": "__{}__", "snippet": "@{{{}}}"}


def renamed_calls(text: str, wildcards: Mapping[str, str], snippets: Mapping[str, str]) -> str:
    """The text with calls of other names, inside choices too; everything else stays as it is written."""
    if not wildcards and not snippets:
        return text
    names = {"wildcard": wildcards, "snippet": snippets}
    pieces = []
    for piece in scan(text):
        if not isinstance(piece, Mark):
            pieces.append(piece)
        elif piece.kind == "choice":
            choices = (renamed_calls(choice, wildcards, snippets) for choice in piece.choices)
            pieces.append(f"||{MIX.join(choices)}||")
        else:
            new = names[piece.kind].get(piece.content)
            pieces.append(piece.written if new is None else _CALLS[piece.kind].format(new))
    return "".join(pieces)


def renamed_in(recipe: Recipe, wildcards: Mapping[str, str], snippets: Mapping[str, str]) -> Recipe:
    """The recipe with calls of other names in all its texts, and with its pins."""
    if not wildcards and not snippets:
        return recipe

    def again(text: str) -> str:
        return renamed_calls(text, wildcards, snippets)

    people = tuple(
        one.model_copy(update={"prompt": again(one.prompt), "undesired": again(one.undesired)})
        for one in recipe.characters
    )
    rows = tuple(one.model_copy(update={"action": again(one.action)}) for one in recipe.interactions)
    update = {
        "prompt": again(recipe.prompt),
        "undesired": again(recipe.undesired),
        "characters": people,
        "interactions": rows,
        "pins": tuple(sorted((wildcards.get(name, name), again(text)) for name, text in recipe.pins)),
    }
    return recipe.model_copy(update=update)
