"""Turns the files of a pack, naitui's own or NAIWeaver's, into things that can be added. Nothing is written.

What is broken or strange is left out with its reason, and the rest is read.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from naitui.library.characters import Card
from naitui.library.entries import ENDINGS, SETTINGS_ENDING, EntrySettings, ending_of
from naitui.library.pack import FORMAT, MANIFEST, BadPack, Item, Kind, Origin, Pack, Skipped, safe_name
from naitui.library.pack_zip import name_fault, shown
from naitui.library.vibes import vibes_in
from naitui.library.weaver import NotWoven, weave
from naitui.library.weaver_words import MODES, SIDE_FILES, callable_name, weave_style, weave_wildcard
from naitui.library.wildcards import MAX_BYTES
from naitui.novelai import Catalog
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.recipe import Recipe, RecipeError, Style, read_recipe
from naitui.recipe.model import Part
from naitui.recipe.pictures import paths_of, with_only, with_paths
from naitui.recipe.toml import read_part

PRESETS_FILE, STYLES_FILE = "presets.json", "prompt_styles.json"
WOVEN = "woven/"
"""What begins the keys of pictures that come with presets of NAIWeaver's: no file of a pack is called so."""
_MOST_IN_A_FILE = 2000
"""Presets or styles of one JSON file."""
_NOT_OURS = {
    "settings.json": "settings of another program are never taken",
    "themes": "themes are another program's",
    "gallery_albums": "albums of another program's gallery",
    "saved_refs": "another program's list of references; those of presets are taken",
    "saved_vibes": "another program's list of vibes; those of presets are taken",
}


class StyleFile(Part):
    """``styles/*.toml`` in a pack."""

    name: str
    style: Style


def json_in(data: bytes) -> object:
    """A JSON text as plain values.

    Raises:
        BadPack: it is none.
    """
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadPack("is not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise BadPack(f"is not valid JSON: {str(error)[:200]}") from None


@dataclass(slots=True)
class Reading:
    """Turns the files of a pack into items."""

    catalog: Catalog
    title: str
    foreign: bool | None = None
    """Whether it is NAIWeaver's; None until the manifest says so."""
    items: list[Item] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _files: dict[str, bytes] = field(default_factory=dict)
    _names: dict[Kind, set[str]] = field(default_factory=dict)
    _bound: set[str] = field(default_factory=set)
    """Files of references that a preset of NAIWeaver's has taken."""
    _modes: dict[str, str] = field(default_factory=dict)

    def read(self, files: dict[str, bytes], skipped: list[Skipped]) -> Pack:
        """Read every file there is."""
        self._files, self.skipped = files, list(skipped)
        description = self._manifest(files.pop(MANIFEST, None))
        self._modes = self._read_modes(files.pop(f"wildcards/{MODES}", None))
        references = [name for name in files if name.startswith("references/")]
        others = [name for name in files if not name.startswith("references/")]
        for name in (*others, *references):  # presets say which of NAIWeaver's references they are
            try:
                self._one(name, files[name])
            except (BadPack, NotWoven, BadPicture) as error:
                self._skip(name, str(error))
            except RecipeError as error:
                self._skip(name, "; ".join(str(problem) for problem in error.problems[:3]))
            except UnicodeError:
                self._skip(name, "is not UTF-8 text")
        if not self.items and not self.skipped:
            raise BadPack("holds nothing that a pack has")
        origin: Origin = "NAIWeaver" if self.foreign else "naitui"
        return Pack(shown(self.title), shown(description), origin, tuple(self._bound_items()), tuple(self.skipped))

    def _bound_items(self) -> Iterator[Item]:
        """The items; presets with the pictures in the pack alone: a stranger's recipe names no file of ours."""
        keys = {item.key for item in self.items if item.kind == "reference"}
        for item in self.items:
            if not isinstance(item.content, Recipe):
                yield item
                continue
            recipe, lost = with_only(item.content, keys)
            notes = (*item.notes, *(f"{what} is not in the pack, and is left out" for what in lost))
            yield Item("preset", item.name, recipe, item.size, uses=tuple(paths_of(recipe)), notes=notes)

    def _skip(self, name: str, reason: str) -> None:
        self.skipped.append(Skipped(shown(name), shown(reason)))

    def _named(self, kind: Kind, name: str) -> str:
        taken = self._names.setdefault(kind, set())
        safe = safe_name(name, taken)
        taken.add(safe.casefold())
        return safe

    # ------------------------------------------------------------------ what packs say of themselves

    def _manifest(self, data: bytes | None) -> str:
        """The description; a pack of a newer naitui is refused, and one without `naitui` in it is NAIWeaver's."""
        try:
            document = json_in(data) if data is not None else {}
        except BadPack as error:
            self._skip(MANIFEST, str(error))
            document = {}
        said = document if isinstance(document, dict) else {}
        version = said.get("naitui")
        if isinstance(version, int) and version > FORMAT:
            raise BadPack(f"was made by a newer naitui (format {version}; this one reads {FORMAT})")
        if self.foreign is None:
            self.foreign = version is None and not any(name.endswith(".toml") for name in self._files)
        name, description = said.get("name"), said.get("description")
        self.title = name if isinstance(name, str) and name.strip() else self.title
        return description if isinstance(description, str) else ""

    def _read_modes(self, data: bytes | None) -> dict[str, str]:
        if data is None:
            return {}
        try:
            document = json_in(data)
        except BadPack as error:
            self._skip(f"wildcards/{MODES}", str(error))
            return {}
        if not isinstance(document, dict):
            self._skip(f"wildcards/{MODES}", "should say a mode for each file")
            return {}
        return {str(name).removesuffix(".txt"): str(mode) for name, mode in document.items()}

    # ------------------------------------------------------------------ one file

    def _one(self, name: str, data: bytes) -> None:
        folder, slash, inner = name.partition("/")
        last = posixpath.basename(name)
        if name in (PRESETS_FILE, STYLES_FILE):
            self._many(name, data)
        elif last in SIDE_FILES:
            self._skip(name, SIDE_FILES[last])
        elif not slash or not inner or last.startswith("."):
            self._skip(name, _NOT_OURS.get(name, "is nothing that a pack has"))
        elif folder == "presets" and inner.endswith(".toml"):
            recipe = read_recipe(_text(data), name)
            self._add("preset", inner.removesuffix(".toml"), _relative(recipe, name), len(data))
        elif folder == "presets" and inner.endswith(".json"):
            self._weave(json_in(data), len(data))
        elif folder == "styles" and inner.endswith(".toml"):
            file = read_part(_text(data), StyleFile, name)
            self._add("style", file.name, file.style, len(data))
        elif folder == "styles" and inner.endswith(".json"):
            self._weave_style(json_in(data), len(data))
        elif folder in ("wildcards", "snippets") and inner.endswith(".txt"):
            self._text_file("wildcard" if folder == "wildcards" else "snippet", inner.removesuffix(".txt"), data)
        elif folder in ("characters", "character_presets"):
            self._character(name, inner, data)
        elif folder == "references":
            self._reference(name, inner, data)
        else:
            self._skip(name, _NOT_OURS.get(folder, "is nothing that a pack has"))

    def _add(
        self, kind: Kind, name: str, content: Recipe | Style | bytes, size: int, notes: tuple[str, ...] = ()
    ) -> None:
        safe = self._named(kind, name)
        if safe != name:
            notes = (f"is called {safe} here, not {shown(name)}", *notes)
        self.items.append(Item(kind, safe, content, size, notes=notes))

    def _many(self, name: str, data: bytes) -> None:
        document = json_in(data)
        entries = document if isinstance(document, list) else [document]
        if len(entries) > _MOST_IN_A_FILE:
            self._skip(name, f"only the first {_MOST_IN_A_FILE:,} are read")
        for number, entry in enumerate(entries[:_MOST_IN_A_FILE], 1):
            size = len(json.dumps(entry))
            try:
                if name == PRESETS_FILE:
                    self._weave(entry, size)
                else:
                    self._weave_style(entry, size)
            except (NotWoven, BadPicture) as error:
                self._skip(f"{name}, number {number}", str(error))

    def _weave(self, document: object, size: int) -> None:
        woven = weave(document, WOVEN, self.catalog, self._referenced)
        renamed: dict[str, str] = {}
        for path, picture in woven.pictures.items():
            inner = path.removeprefix(WOVEN)
            ending = ending_of(inner) or ".png"
            safe = self._named("reference", inner.removesuffix(ending))
            renamed[path] = f"{WOVEN}{safe}{ending}"
            self.items.append(Item("reference", safe, picture, len(picture), renamed[path], ending))
        recipe = with_paths(woven.recipe, lambda path: renamed.get(path, path))
        self._add("preset", woven.name.replace("/", "_"), recipe, size, tuple(map(shown, woven.notes)))

    def _referenced(self, file: str) -> bytes | None:
        name = f"references/{file}"
        self._bound.add(name)
        return None if name_fault(name) else self._files.get(name)

    def _weave_style(self, document: object, size: int) -> None:
        styled = weave_style(document, self.catalog)
        self._add("style", styled.name, styled.style, size, tuple(map(shown, styled.notes)))

    def _text_file(self, kind: Kind, name: str, data: bytes) -> None:
        notes: tuple[str, ...] = ()
        if len(data) > MAX_BYTES:
            raise BadPack(f"is larger than {MAX_BYTES // 1_000_000} MB, which no file of words can be")
        if self.foreign and kind == "wildcard":
            data, notes = weave_wildcard(data, self._modes.get(name))
        else:
            _text(data)
        called = callable_name(name)
        safe = self._named(kind, called)
        if safe != name:
            notes = (f"is called {safe} here, not {shown(name)}", *notes)
        self.items.append(Item(kind, safe, data, len(data), notes=tuple(map(shown, notes))))

    def _character(self, name: str, inner: str, data: bytes) -> None:
        if inner.endswith(".toml"):
            read_part(_text(data), Card, name)
            called = callable_name(inner.removesuffix(".toml"))
            self.items.append(Item("character", self._named("character", called), data, len(data)))
            return
        document = json_in(data)
        entries = document if isinstance(document, list) else [document]
        for entry in entries[:_MOST_IN_A_FILE]:
            if not isinstance(entry, dict) or not isinstance(entry.get("prompt"), str):
                raise BadPack("is no character: it has no prompt")
            said = {"name": "name", "prompt": "prompt", "undesired": "uc"}
            texts = {ours: entry[key] for ours, key in said.items() if isinstance(entry.get(key), str)}
            written = Card(**texts).written
            called = callable_name(texts.get("name") or Path(inner).stem)
            self.items.append(Item("character", self._named("character", called), written, len(written)))

    def _reference(self, name: str, inner: str, data: bytes) -> None:
        ending = ending_of(inner)
        stem = inner.removesuffix(SETTINGS_ENDING)
        if ending is None and inner.endswith(SETTINGS_ENDING):
            if not any(f"references/{stem}{one}" in self._files for one in ENDINGS):
                self._skip(name, "there is no picture beside it")
            return
        if name in self._bound:
            return  # its preset has brought it already
        if ending is None:
            raise BadPack("is neither a picture nor a vibe file")
        _check_picture(data)
        beside = self._files.get(f"{name.removesuffix(ending)}{SETTINGS_ENDING}")
        settings = EntrySettings() if beside is None else read_part(_text(beside), EntrySettings, name)
        called = inner.removesuffix(ending)
        safe = self._named("reference", called)
        notes = () if safe == called else (f"is called {safe} here, not {shown(called)}",)
        self.items.append(Item("reference", safe, data, len(data), name, ending.lower(), settings, notes=notes))


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _check_picture(data: bytes) -> None:
    """Raise `BadPicture` for what is neither a sound picture nor a vibe file."""
    if kind_of(data) == "json":
        vibes_in(data)
    else:
        open_picture(data)


def _relative(recipe: Recipe, name: str) -> Recipe:
    """A recipe's pictures, which are named relative to it, by their places in the pack."""
    return with_paths(recipe, lambda path: posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
