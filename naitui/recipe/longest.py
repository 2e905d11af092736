"""The longest that a recipe's texts may come to: what a meter has to reckon with while chance has not decided yet.

NovelAI's page measures so too: of ``||a|b||`` it takes the longest, by characters.
"""

from __future__ import annotations

from dataclasses import replace

from naitui.recipe.comments import without_comments
from naitui.recipe.marks import Mark, scan
from naitui.recipe.model import Recipe
from naitui.recipe.resolve import settle
from naitui.recipe.words import NO_WORDS, Entry, Style, Wildcard, Words


def longest_of(recipe: Recipe, words: Words = NO_WORDS) -> tuple[Recipe, bool]:
    """The recipe with its words settled as long as they can be, and whether they may come to something else.

    They may where chance decides, and where ``words`` does not have what is called: that stays as it is written.
    """
    seed = recipe.sampling.seed or 0
    resolved, problems = settle(recipe, seed, words=words)
    if any(not pick.pinned for pick in resolved.picks):
        chosen, problems = settle(_chosen_recipe(recipe), seed, words=_chosen_words(words))
        return chosen.recipe, True
    return resolved.recipe, bool(problems)


def _chosen_recipe(recipe: Recipe) -> Recipe:
    people = tuple(
        person.model_copy(update={"prompt": _chosen(person.prompt), "undesired": _chosen(person.undesired)})
        for person in recipe.characters
    )
    actions = tuple(one.model_copy(update={"action": _chosen(one.action)}) for one in recipe.interactions)
    texts = {"prompt": _chosen(recipe.prompt), "undesired": _chosen(recipe.undesired)}
    pins = tuple((name, _chosen(text)) for name, text in recipe.pins)
    return recipe.model_copy(update={**texts, "characters": people, "interactions": actions, "pins": pins})


def _chosen_words(words: Words) -> Words:
    return replace(
        words,
        wildcards={name: _chosen_wildcard(wildcard) for name, wildcard in words.wildcards.items()},
        snippets={name: _chosen(text) for name, text in words.snippets.items()},
        styles={name: _chosen_style(style) for name, style in words.styles.items()},
    )


def _chosen_wildcard(wildcard: Wildcard) -> Wildcard:
    texts = [entry.text for entry in wildcard.entries if entry.weight > 0]
    return replace(wildcard, entries=(Entry(_chosen(max(texts, key=len))),) if texts else ())


def _chosen_style(style: Style) -> Style:
    prefix, suffix, undesired = map(_chosen, style.texts)
    return style.model_copy(update={"prefix": prefix, "suffix": suffix, "undesired": undesired})


def _chosen(text: str) -> str:
    """The longest choice in the place of each; of equally long ones the last, as on the page."""
    return "".join(
        max(reversed(piece.choices), key=len) if isinstance(piece, Mark) and piece.kind == "choice" else _written(piece)
        for piece in scan(without_comments(text))
    )


def _written(piece: str | Mark) -> str:
    return piece.written if isinstance(piece, Mark) else piece
