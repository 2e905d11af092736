"""Who reads a recipe's words, for the hints about them: which marks its model knows, and how far it reads."""

from __future__ import annotations

from collections.abc import Sequence

from naitui.novelai.catalog import Catalog
from naitui.novelai.unread import Unread
from naitui.recipe import Recipe, Words
from naitui.recipe.hints import Reader


def reader_of(recipe: Recipe, catalog: Catalog, words: Words | None = None, beyond: Sequence[Unread] = ()) -> Reader:
    """The reader of a recipe's words.

    Args:
        recipe: whose words.
        catalog: models.
        words: what they may call by name; None when it was not looked up.
        beyond: what lies behind the model's limit.
    """
    model = catalog.model(recipe.model)
    return Reader(model.title, model.dialect, words, tuple((one.where, one.start, one.end) for one in beyond))
