"""Makes packs. What a preset calls comes with it: its references, styles, wildcards, snippets.

Nothing of this machine goes into one: pictures lie in it by their content and are named relative to the recipe, and
give away nothing but their pixels; what looks like a token is refused; settings are not asked.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import posixpath
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import tomli_w

from naitui.library.characters import read_characters
from naitui.library.collection import MARK, NoEntry, entry_name
from naitui.library.entries import SETTINGS_ENDING, EntrySettings
from naitui.library.files import write_new
from naitui.library.pack import FORMAT, KINDS, MANIFEST, Kind, safe_name
from naitui.library.pack_look import Places
from naitui.library.pack_pictures import bare_picture
from naitui.library.pack_zip import LIMITS, Limits
from naitui.library.presets import preset_text
from naitui.library.styles import StyleBook, read_styles
from naitui.library.vibes import vibes_in
from naitui.library.wildcards import find
from naitui.library.words import WordFolders, load_words, snippet_names, wildcard_names
from naitui.novelai import Catalog
from naitui.pictures.vibes import VibeFile, write_vibe
from naitui.recipe import Recipe, Style
from naitui.recipe.pictures import paths_of, with_only, with_paths
from naitui.tokens.looks import redacted

Thing = tuple[Kind, str]
"""A kind and a name."""
_FOLDERS: dict[Kind, str] = {
    "preset": "presets", "style": "styles", "wildcard": "wildcards", "snippet": "snippets",
    "character": "characters", "reference": "references",
}  # fmt: skip
NAMELESS_FOLDER = "pictures"
"""Of pictures that have no name in the collection: they are called by their content."""
_DIGITS = 16
"""Hexadecimal digits of a content's hash in a name."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""When files in a pack were made is nobody's business, and the same things make the same pack."""
_MODE = 0o100644 << 16


class NotMade(ValueError):
    """A pack that cannot be made; the message says why. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Made:
    """A pack, and what is in it."""

    data: bytes
    things: tuple[Thing, ...]
    notes: tuple[str, ...]
    """What was left out, or is otherwise in it, one sentence each."""


def there(places: Places, kind: Kind) -> Sequence[str]:
    """The names of everything of a kind that can go into a pack."""
    match kind:
        case "preset":
            return places.presets.names()
        case "style":
            return sorted(read_styles(places.words.styles).own)
        case "wildcard":
            return wildcard_names(places.words)
        case "snippet":
            return snippet_names(places.words)
        case "character":
            return tuple(read_characters(places.characters).cards)
        case "reference":
            return [entry.name for entry in places.collection.entries()[0]]


def make_pack(
    things: Iterable[Thing],
    places: Places,
    catalog: Catalog,
    title: str,
    description: str = "",
    limits: Limits = LIMITS,
) -> Made:
    """A pack of these things and of what they call; reads files.

    Raises:
        NotMade: something is not there, or it would be larger than a pack may be.
        OSError, RecipeError, ValueError: something cannot be read.
    """
    making = _Making(places, catalog)
    for thing in dict.fromkeys(things):
        making.take(thing)
    if not making.things:
        raise NotMade("nothing was named that could go into a pack")
    return making.packed(title, description, limits)


def write_pack(path: Path, made: Made) -> Path:
    """Write a pack under a name that nothing has yet; where.

    Raises:
        OSError: it cannot be written.
    """
    return write_new(path, made.data)


@dataclass(slots=True)
class _Making:
    places: Places
    catalog: Catalog
    files: dict[str, bytes] = field(default_factory=dict)
    things: dict[Thing, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _book: StyleBook | None = None
    _pictures: dict[str, str] = field(default_factory=dict)
    """Paths of recipes, and the file in the pack that stands for each."""
    _taken: dict[str, set[str]] = field(default_factory=dict)

    @property
    def book(self) -> StyleBook:
        """The styles."""
        if self._book is None:
            self._book = read_styles(self.places.words.styles)
        return self._book

    def take(self, thing: Thing) -> None:
        """One more thing, unless it is in the pack already."""
        kind, name = thing
        if thing in self.things:
            return
        match kind:
            case "preset":
                self._preset(name)
            case "style":
                self._style(name)
            case "reference":
                self._entry(name)
            case _:
                self._text(kind, name)

    def _put(self, kind: Kind, name: str, ending: str, data: bytes) -> str:
        """A file in the pack, under a name that is safe everywhere."""
        folder = _FOLDERS[kind]
        taken = self._taken.setdefault(folder, set())
        safe = safe_name(name, taken)
        taken.add(safe.casefold())
        file = f"{folder}/{safe}{ending}"
        self.files[file] = data
        self.things[kind, name] = None
        return file

    def _words(self, kind: Kind, name: str, text: str) -> bytes:
        """Text for the pack. Raises `NotMade` where a token stands in it."""
        if redacted(text) != text:
            raise NotMade(f"{kind} {name} holds what looks like a token of NovelAI's: take it out first")
        return text.encode()

    # ------------------------------------------------------------------ each kind

    def _preset(self, name: str) -> None:
        try:
            recipe = self.places.presets.find(name).recipe
        except LookupError as error:
            raise NotMade(str(error)) from None
        self.things["preset", name] = None  # in front of what comes with it
        loaded = load_words(recipe, self.catalog, self.places.words)
        for style in recipe.styles:
            if style in self.book.own:
                self.take(("style", style))
        for wildcard in loaded.wildcards:
            self.take(("wildcard", wildcard))
        for snippet in loaded.snippets:
            self.take(("snippet", snippet))
        for path in paths_of(recipe):
            self._picture(path, name)
        recipe, _ = with_only(recipe, [path for path in paths_of(recipe) if path in self._pictures])
        safe = safe_name(name, self._taken.setdefault("presets", set()))
        folder = posixpath.dirname(f"presets/{safe}")
        relative = with_paths(recipe, lambda path: posixpath.relpath(self._pictures[path], folder))
        self._put("preset", name, ".toml", self._words("preset", name, preset_text(relative)))

    def _style(self, name: str) -> None:
        style = self.book.styles.get(name)
        if style is None:
            raise NotMade(_missing("style", name, list(self.book.styles)))
        self.things["style", name] = None
        self._called(style)
        table = {"name": name, "style": style.model_dump(mode="json", exclude_defaults=True)}
        text = tomli_w.dumps(table, multiline_strings="\\r" not in repr(table))
        self._put("style", name, ".toml", self._words("style", name, text))

    def _called(self, style: Style) -> None:
        """The words that a style's texts call."""
        asking = Recipe(model=self.catalog.default, prompt="\n".join(style.texts))
        loaded = load_words(asking, self.catalog, self.places.words)
        for kind, names in (("wildcard", loaded.wildcards), ("snippet", loaded.snippets)):
            for name in names:
                self.take((kind, name))  # type: ignore[arg-type]  # both are kinds

    def _text(self, kind: Kind, name: str) -> None:
        words: WordFolders = self.places.words
        folders = {"wildcard": words.wildcards, "snippet": (words.snippets,), "character": (self.places.characters,)}
        ending = ".toml" if kind == "character" else ".txt"
        path, _ = find(folders[kind], name, ending)
        if path is None:
            raise NotMade(_missing(kind, name, there(self.places, kind)))
        self.things[kind, name] = None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.notes.append(f"{kind} {name} is not UTF-8 text, and is left out")
            del self.things[kind, name]
            return
        self._put(kind, name, ending, self._words(kind, name, text))

    def _entry(self, name: str) -> None:
        try:
            self.places.collection.find(name)
        except NoEntry as error:
            raise NotMade(f"{MARK}{name}: {error}") from None
        self._picture(f"{MARK}{name}", "")

    # ------------------------------------------------------------------ pictures

    def _picture(self, path: str, preset: str) -> None:
        """A picture or vibe file that a recipe names, by its content; one that cannot be read is told."""
        if path in self._pictures:
            return
        try:
            data = self._with_encodings(self.places.sources.read(path))
            bare, ending = bare_picture(data)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: the home of somebody who is not here
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            of = f" of preset {preset}" if preset else ""
            self.notes.append(f"a picture{of} is left out: {Path(path).name}: {why}")
            return
        name = entry_name(path)
        settings = EntrySettings() if name is None else self.places.collection.find(name).settings
        called = name or f"{NAMELESS_FOLDER}/{hashlib.sha256(bare).hexdigest()[:_DIGITS]}"
        same = next(
            (file for file, other in self.files.items() if file.startswith("references/") and other == bare), None
        )
        if same is not None and name is None:
            self._pictures[path] = same
            return
        file = self._pictures[path] = self._put("reference", called, ending, bare)
        said = settings.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        if said:
            beside = file.removesuffix(ending) + SETTINGS_ENDING
            self.files[beside] = self._words("reference", called, tomli_w.dumps(said))

    def _with_encodings(self, data: bytes) -> bytes:
        """A plain picture with the encodings that were bought of it: whoever gets the pack does not pay again."""
        if vibes_in(data):
            return data
        bought = self.places.sources.vibes.find(VibeFile(name="", image=data).id)
        return write_vibe(replace(bought, image=data)) if bought is not None and bought.encodings else data

    # ------------------------------------------------------------------ the ZIP

    def packed(self, title: str, description: str, limits: Limits) -> Made:
        """Everything in one file."""
        counts = {_FOLDERS[kind]: sum(one == kind for one, _ in self.things) for kind in KINDS}
        manifest = {"naitui": FORMAT, "name": title, "description": description, "holds": counts}
        self.files[MANIFEST] = self._words("reference", MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False))
        total = sum(map(len, self.files.values()))
        large = next((name for name, data in self.files.items() if len(data) > limits.entry), None)
        if large is not None:
            raise NotMade(f"{large} is larger than {limits.entry // 1_000_000} MB, which no pack may hold")
        if total > limits.total or len(self.files) > limits.entries:
            raise NotMade(
                f"it would be {total / 1_000_000:.0f} MB in {len(self.files):,} files; a pack may have "
                f"{limits.total // 1_000_000} MB in {limits.entries:,}"
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in sorted(self.files.items(), key=lambda file: (file[0] != MANIFEST, file[0])):
                info = zipfile.ZipInfo(name, _NO_TIME)
                info.external_attr, info.create_system = _MODE, 3
                # pictures do not become smaller; a text that would seem to be a bomb is not made into one
                info.compress_type = zipfile.ZIP_DEFLATED if len(data) < limits.unsuspicious else zipfile.ZIP_STORED
                archive.writestr(info, data)
        return Made(out.getvalue(), tuple(self.things), tuple(self.notes))


def _missing(kind: Kind, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 3)
    return f"there is no {kind} {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")
