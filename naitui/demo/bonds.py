"""Reads interactions out of captions: who is linked to whom, and what is left of the words for the looks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from naitui.demo.painter import Bond
from naitui.recipe.captions import typed_roles

MOST = 24
"""Bonds in one picture; more could not be told apart."""


def read_bonds(prompts: Sequence[str]) -> tuple[tuple[Bond, ...], list[str]]:
    """The bonds between characters by their captions, and the captions without the words that made them."""
    sources: dict[str, list[int]] = {}
    targets: dict[str, list[int]] = {}
    mutual: dict[str, list[int]] = {}
    sides = {"source": sources, "target": targets, "mutual": mutual}
    looks = []
    for index, prompt in enumerate(prompts):
        roles = typed_roles(prompt)
        for one in roles:
            sides[one.role].setdefault(one.action.casefold(), []).append(index)
        for one in reversed(roles):
            prompt = prompt[: one.start] + prompt[one.end :].removeprefix(", ")
        looks.append(prompt)
    bonds = [
        Bond(source, target)
        for action, people in sources.items()
        for source in people
        for target in targets.get(action, ())
        if source != target
    ]
    bonds += [Bond(one, other, mutual=True) for people in mutual.values() for one, other in pairwise(people)]
    return tuple(bonds[:MOST]), looks
