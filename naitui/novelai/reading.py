"""Who reads a recipe's words, for the hints about them: which marks its model knows, and how far it reads."""

from __future__ import annotations

from naitui.novelai.catalog import Catalog
from naitui.recipe import Recipe, Words
from naitui.recipe.hints import Reader


def reader_of(recipe: Recipe, catalog: Catalog, words: Words | None = None) -> Reader:
    """The reader of a recipe's words, which may call ``words`` by name; None when these were not looked up."""
    model = catalog.model(recipe.model)
    return Reader(model.title, model.dialect, words)
