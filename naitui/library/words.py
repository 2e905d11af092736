"""Loads the words that a recipe calls: wildcards, snippets and styles. Only the files that it names are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from naitui.library.styles import StyleBook, read_styles
from naitui.library.wildcards import find, names_in_folders, read_snippet, read_wildcard
from naitui.novelai import Catalog, Model
from naitui.recipe import Fault, Recipe, RecipeError, Wildcard, Words
from naitui.recipe.marks import Kind, names_in
from naitui.recipe.sweep import cells
from naitui.settings import Settings


@dataclass(frozen=True, slots=True)
class WordFolders:
    """Where words are kept."""

    wildcards: tuple[Path, ...]
    """Folders of text files, the first that has a name wins."""
    snippets: Path
    styles: Path
    """The user's file of styles."""

    @classmethod
    def of(cls, settings: Settings) -> WordFolders:
        """The user's own, then the folders that the settings name."""
        data = settings.folders.data
        return cls((data / "wildcards", *settings.words.wildcards), data / "snippets", data / "styles.toml")


@dataclass(frozen=True, slots=True)
class WildcardFile:
    """A wildcard as it is listed: its lines, and what is wrong with its file."""

    wildcard: Wildcard
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SnippetFile:
    """A snippet as it is listed; its text is None when it cannot be used, which the faults tell."""

    name: str
    text: str | None
    path: str
    faults: tuple[Fault, ...]


def load_words(recipe: Recipe, catalog: Catalog, folders: WordFolders) -> Words:
    """Everything that settling this recipe may ask for; reads files, so use a thread.

    It never fails: what is not there is said when the recipe is resolved, what is wrong stands in ``faults``.
    """
    loading = _Loading(folders)
    every = _cells(recipe)
    named = dict.fromkeys(name for one in every for name in one.styles)
    book = read_styles(folders.styles) if named else StyleBook({}, frozenset())
    styles = {name: book.styles[name] for name in named if name in book.styles}
    texts = dict.fromkeys(text for one in every for text in _texts(one))
    loading.load((*texts, *(text for style in styles.values() for text in style.texts)), _pinned(every))
    others: dict[str, tuple[str, ...]] = {kind: _names(folders, kind) for kind in loading.missing}
    if named.keys() - styles.keys():
        others["style"] = tuple(book.styles)
    return Words(
        loading.wildcards,
        loading.snippets,
        styles,
        others,
        {one.model: names_of(catalog.model(one.model)) for one in every},
        (*book.faults, *loading.faults),
    )


def _cells(recipe: Recipe) -> list[Recipe]:
    """The recipe, or every cell of its sweep: an axis may call what nothing else does."""
    try:
        return [cell.recipe for cell in cells(recipe)]
    except RecipeError:  # whoever makes the requests says what is wrong with it
        return [recipe]


def list_wildcards(folders: WordFolders) -> tuple[list[WildcardFile], tuple[Fault, ...]]:
    """Every wildcard, read; and the files that have no name to be called by. Slow: every file is read."""
    names, unnamed = names_in_folders(folders.wildcards)
    found = []
    for name in names:
        path, faults = find(folders.wildcards, name)
        wildcard, more = read_wildcard(path, name) if path is not None else (Wildcard(name, ()), [])
        found.append(WildcardFile(wildcard, (*faults, *more)))
    return found, tuple(unnamed)


def list_snippets(folders: WordFolders) -> tuple[list[SnippetFile], tuple[Fault, ...]]:
    """Every snippet, read; and the files that have no name to be called by."""
    names, unnamed = names_in_folders([folders.snippets])
    found = []
    for name in names:
        path, faults = find([folders.snippets], name)
        text, more = read_snippet(path) if path is not None else (None, [])
        found.append(SnippetFile(name, text, str(path or ""), (*faults, *more)))
    return found, tuple(unnamed)


def wildcard_named(folders: WordFolders, name: str) -> Wildcard | None:
    """A wildcard, whether a recipe calls it or not; None when there is no file of that name."""
    path, _ = find(folders.wildcards, name)
    return None if path is None else read_wildcard(path, name)[0]


def names_of(model: Model) -> frozenset[str]:
    """By what names a style may mean a model."""
    return frozenset((model.id, model.base, model.family))


def wildcard_names(folders: WordFolders) -> tuple[str, ...]:
    """What can be called as ``__name__``; no file is read."""
    return tuple(names_in_folders(folders.wildcards)[0])


def snippet_names(folders: WordFolders) -> tuple[str, ...]:
    """What can be called as ``@{name}``; no file is read."""
    return tuple(names_in_folders([folders.snippets])[0])


def _names(folders: WordFolders, kind: Kind) -> tuple[str, ...]:
    return wildcard_names(folders) if kind == "wildcard" else snippet_names(folders)


def _pinned(every: Sequence[Recipe]) -> set[str]:
    """The wildcards that are rolled nowhere."""
    return set.intersection(*({name for name, _ in one.pins} for one in every))


def _texts(recipe: Recipe) -> Iterator[str]:
    yield recipe.prompt
    yield recipe.undesired
    for character in recipe.characters:
        yield from (character.prompt, character.undesired)
    yield from (interaction.action for interaction in recipe.interactions)
    yield from (text for _, text in recipe.pins)


@dataclass(slots=True)
class _Loading:
    """Follows names from text to text."""

    folders: WordFolders
    wildcards: dict[str, Wildcard] = field(default_factory=dict)
    snippets: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    missing: set[Kind] = field(default_factory=set)

    def load(self, texts: Iterable[str], pins: Iterable[str]) -> None:
        """Read what the texts name, and what that names, and so on."""
        seen: set[tuple[Kind, str]] = {("wildcard", name) for name in pins}
        waiting = sorted(set().union(*(names_in(text) for text in texts)) - seen)
        while waiting:
            kind, name = waiting.pop()
            if (kind, name) in seen:
                continue
            seen.add((kind, name))
            inner = self._wildcard(name) if kind == "wildcard" else self._snippet(name)
            waiting += sorted({called for text in inner for called in names_in(text)} - seen)

    def _wildcard(self, name: str) -> Iterable[str]:
        path, faults = find(self.folders.wildcards, name)
        self.faults += faults
        if path is None:
            self.missing.add("wildcard")
            return ()
        self.wildcards[name], faults = read_wildcard(path, name)
        self.faults += faults
        # most lines call nothing; asking all of a long file is what would take time
        return (entry.text for entry in self.wildcards[name].entries if "__" in entry.text or "@{" in entry.text)

    def _snippet(self, name: str) -> Iterable[str]:
        path, faults = find([self.folders.snippets], name)
        text = None
        if path is not None:
            text, faults = read_snippet(path)
        self.faults += faults
        if text is None:
            self.missing.add("snippet")
            return ()
        self.snippets[name] = text
        return (text,)
