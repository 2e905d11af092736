"""The gauge: counts the words of recipes with the vocabularies that are here, and with the user's own words on disk."""

from __future__ import annotations

from naitui.library.vocabularies import Vocabularies
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog
from naitui.novelai.counting import Count, count_recipe
from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers import Tokenizer, VocabularyError
from naitui.recipe import Recipe


class Gauge:
    """Counts; exactly once a tokenizer was loaded. Everything in it reads files or takes its time: use threads."""

    def __init__(self, catalog: Catalog, vocabularies: Vocabularies, folders: WordFolders) -> None:
        self._catalog, self._vocabularies, self._folders = catalog, vocabularies, folders
        self._tokenizers: dict[Kind, Tokenizer] = {}

    def load(self, kind: Kind) -> str:
        """Load a tokenizer, if there is a file for it; what is wrong with the file, in words, or nothing."""
        try:
            tokenizer = self._vocabularies.load(kind)
        except VocabularyError as error:
            return str(error)
        if tokenizer is not None:
            self._tokenizers[kind] = tokenizer
        return ""

    def count(self, recipe: Recipe) -> Count:
        """What the recipe's words come to, styles and the like included."""
        return count_recipe(recipe, self._catalog, self._tokenizers, load_words(recipe, self._catalog, self._folders))
