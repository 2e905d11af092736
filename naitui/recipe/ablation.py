"""One picture for each tag that is left out: which tag does what, told by the seed that made the picture with all of
them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from naitui.recipe.blocks import block_at
from naitui.recipe.dialect import Dialect
from naitui.recipe.model import Axis, Recipe, Sweep
from naitui.recipe.problems import Problem, RecipeError
from naitui.recipe.removal import removal
from naitui.recipe.tree import rows_in, tags_of
from naitui.recipe.weighing import NoEdit

ALL = "with all of them"


def ablated(recipe: Recipe, dialect: Dialect, only: Collection[str] = ()) -> Recipe:
    """The recipe as a sweep: first as it is, then without each tag of its prompt and of its characters' prompts.

    Args:
        recipe: settled, with a seed; a sweep of its own is given up.
        dialect: the marks that its model reads.
        only: the tags that are left out, where it is not each of them.

    Raises:
        RecipeError: there is no such tag, or none that can be left out by itself.
    """
    texts = [recipe.prompt, *(one.prompt for one in recipe.characters)]
    changes = [(at, tag, text) for at, whole in enumerate(texts) for tag, text in _without_each(whole, dialect)]
    wanted = {_plain(tag) for tag in only}
    missing = wanted - {_plain(tag) for _, tag, _ in changes}
    if missing:
        raise RecipeError([Problem(("prompt",), f'has no tag "{min(missing)}" that could be left out by itself')])
    changes = [change for change in changes if not wanted or _plain(change[1]) in wanted]
    if not changes:
        raise RecipeError([Problem(("prompt",), "has no tag that could be left out by itself")])
    labels = (ALL, *(f"without {tag}" for _, tag, _ in changes))
    axes: list[Axis] = []
    for at, whole in enumerate(texts):
        values = (whole, *(text if here == at else whole for here, _, text in changes))
        if len(set(values)) > 1:  # what never changes is no axis
            name = "prompt" if at == 0 else f"character {at} prompt"
            axes.append(Axis(set=name, values=values, labels=labels if not axes else ("",) * len(labels)))
    return recipe.model_copy(update={"sweep": Sweep(x=tuple(axes))})


def _without_each(text: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Each tag, and the text without it; one that cannot go by itself is passed over."""
    for item in tags_of(rows_in(text, dialect)):
        try:
            gone = removal(text, block_at(text, (item.start, item.end), dialect), dialect)
        except NoEdit:
            continue
        yield text[item.start : item.end], text[: gone.start] + gone.instead + text[gone.end :]


def _plain(tag: str) -> str:
    return " ".join(tag.casefold().split())
