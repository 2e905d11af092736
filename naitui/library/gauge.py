"""The gauge: counts the words of recipes with the vocabularies that are here, and with the user's own words on disk;
and looks through them for hints.
"""

from __future__ import annotations

from naitui.library.vocabularies import Vocabularies
from naitui.library.words import WordFolders, load_words
from naitui.novelai import Catalog
from naitui.novelai.counting import Count, count_recipe
from naitui.novelai.entries import Kind
from naitui.novelai.reading import reader_of
from naitui.novelai.tokenizers import Tokenizer, VocabularyError
from naitui.novelai.unread import unread
from naitui.recipe import Recipe, Words
from naitui.recipe.hints import Hint, hints


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
        return self._count(recipe, self._words(recipe))

    def look(self, recipe: Recipe) -> tuple[Count, list[Hint]]:
        """The same, and the hints about the words: the most important first."""
        words = self._words(recipe)
        count = self._count(recipe, words)
        return count, hints(recipe, reader_of(recipe, self._catalog, words, unread(count)))

    def _words(self, recipe: Recipe) -> Words:
        return load_words(recipe, self._catalog, self._folders)

    def _count(self, recipe: Recipe, words: Words) -> Count:
        return count_recipe(recipe, self._catalog, self._tokenizers, words)
