"""Adding what is in a pack: first a look at what is there already, then, with a word for each, the writing.

Nothing is overwritten unless somebody says so for that very thing, and then what was there is kept beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from naitui.library.collection import MARK
from naitui.library.files import write_new, write_whole
from naitui.library.pack import KINDS, Item, Kind, Pack
from naitui.library.pack_look import Places, Planned, by_size, entry_name_of, is_same, look, own_file
from naitui.library.style_files import put_style
from naitui.library.vibes import vibes_in
from naitui.recipe import Recipe, Style
from naitui.recipe.calls import renamed_calls, renamed_in
from naitui.recipe.pictures import with_paths

OnConflict = Literal["skip", "rename", "replace"]
ON_CONFLICT: tuple[OnConflict, ...] = ("skip", "rename", "replace")
REPLACED = "replaced"
"""The folder of the data where what was replaced is kept."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An item that is to be added, and what to do where its name is taken."""

    planned: Planned
    on_conflict: OnConflict = "skip"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one item."""

    kind: Kind
    name: str
    """What it is called here."""
    path: Path
    old: Path | None = None
    """Where what it replaced is kept."""


@dataclass(slots=True)
class Outcome:
    """What came of adding."""

    added: list[Added] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """What was not added because of what is there already, one sentence each."""
    failed: list[str] = field(default_factory=list)
    """What could not be written, and why, one sentence each."""


def add(choices: Sequence[Choice], pack: Pack, places: Places) -> Outcome:
    """Write what was chosen; references that a chosen preset needs come with it. One that cannot be written is told,
    and the others are."""
    adding = _Adding(places, {one.item.key: one.item for one in look(pack, places) if one.item.kind == "reference"})
    needed = {key for choice in choices for key in choice.planned.item.uses}
    chosen = {choice.planned.item.key for choice in choices if choice.planned.item.kind == "reference"}
    for item in adding.references.values():
        if item.key in needed | chosen:
            adding.reference(item)
    others = [choice for choice in choices if choice.planned.item.kind != "reference"]
    adding.settle_names(others)
    # presets come last: they name what the others are called by then
    for choice in sorted(others, key=lambda one: -KINDS.index(one.planned.item.kind)):
        adding.one(choice)
    return adding.outcome


@dataclass(slots=True)
class _Adding:
    places: Places
    references: Mapping[str, Item]
    outcome: Outcome = field(default_factory=Outcome)
    _paths: dict[str, str] = field(default_factory=dict)
    """The references' keys in the pack, and how recipes name them here."""
    _renamed: dict[tuple[Kind, str], str] = field(default_factory=dict)

    def settle_names(self, choices: Iterable[Choice]) -> None:
        """What gets another name is called by it in all that is added."""
        for choice in choices:
            planned = choice.planned
            if planned.state == "taken" and choice.on_conflict == "rename":
                self._renamed[planned.item.kind, planned.item.name] = planned.free

    def reference(self, item: Item) -> None:
        """A picture or vibe file into the collection, unless the very same one is there."""
        collection, data = self.places.collection, item.content
        assert isinstance(data, bytes)  # noqa: S101 - as every reference
        sizes = by_size(collection)
        same = next((name for name in sizes.get(len(data), ()) if is_same(self.places, name, item)), None)
        if same is not None:
            self._paths[item.key] = f"{MARK}{same}"
            return
        try:
            self._keep_encodings(data)
            entry = collection.add(entry_name_of(item.name), data, item.ending, item.settings)
        except (OSError, ValueError) as error:
            self._fail(item, error)
            return
        self._paths[item.key] = f"{MARK}{entry.name}"
        self.outcome.added.append(Added("reference", entry.name, entry.path))

    def _keep_encodings(self, data: bytes) -> None:
        """Encodings of pictures go to those that were bought: every recipe with that picture has them."""
        for vibe in vibes_in(data):
            if vibe.image is not None and vibe.encodings:
                self.places.sources.vibes.keep(vibe)

    def one(self, choice: Choice) -> None:
        """One of the others."""
        planned, item = choice.planned, choice.planned.item
        if planned.state == "same":
            self.outcome.left.append(f"{item.kind} {item.name}: the very same is there already")
            return
        if planned.state == "taken" and choice.on_conflict == "skip":
            self.outcome.left.append(f"{item.kind} {item.name}: the name is taken, and it was left out")
            return
        replacing = planned.state == "taken" and choice.on_conflict == "replace"
        name = planned.free if planned.state == "taken" and not replacing else item.name
        try:
            self._write(item, name, replacing=replacing)
        except (OSError, ValueError) as error:
            self._fail(item, error)

    def _fail(self, item: Item, error: OSError | ValueError) -> None:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        self.outcome.failed.append(f"{item.kind} {item.name}: {why}")

    def _write(self, item: Item, name: str, *, replacing: bool) -> None:
        content, places = item.content, self.places
        if isinstance(content, Recipe):
            recipe = self._worded(with_paths(content, lambda path: self._paths.get(path, path)))
            removed = places.presets.keep(name, recipe, replace=replacing)
            path = places.presets.path(name if removed is None else removed.name)
            self.outcome.added.append(Added("preset", name, path, removed.path if removed else None))
        elif isinstance(content, Style):
            old = self._aside(places.words.styles) if replacing else None
            put_style(places.words.styles, name, self._worded_style(content), replace=replacing)
            self.outcome.added.append(Added("style", name, places.words.styles, old))
        else:
            path = own_file(item.kind, name, places)
            data = self._worded_text(item.kind, content)
            old = self._aside(path) if replacing and path.exists() else None
            if replacing:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data)
            else:
                path = write_new(path, data)
            self.outcome.added.append(Added(item.kind, name, path, old))

    def _aside(self, path: Path) -> Path:
        """A copy of what is about to be replaced."""
        kept = self.places.data / REPLACED / path.relative_to(self.places.data)
        return write_new(kept, path.read_bytes())

    # ------------------------------------------------------------------ names inside texts

    def _of(self, kind: Kind) -> dict[str, str]:
        return {old: new for (of, old), new in self._renamed.items() if of == kind}

    def _again(self, text: str) -> str:
        return renamed_calls(text, self._of("wildcard"), self._of("snippet"))

    def _worded(self, recipe: Recipe) -> Recipe:
        styles = self._of("style")
        named = recipe.model_copy(update={"styles": tuple(styles.get(one, one) for one in recipe.styles)})
        return renamed_in(named, self._of("wildcard"), self._of("snippet"))

    def _worded_style(self, style: Style) -> Style:
        texts = ("prefix", "suffix", "undesired")
        return style.model_copy(update={name: self._again(getattr(style, name)) for name in texts})

    def _worded_text(self, kind: Kind, data: bytes) -> bytes:
        if not self._renamed or kind == "character":
            return data
        return self._again(data.decode("utf-8-sig")).encode()


def chosen(
    planned: Sequence[Planned], on_conflict: OnConflict, wanted: Callable[[Item], bool] = lambda item: True
) -> list[Choice]:
    """All of it, or what is ``wanted``, with one word for all conflicts."""
    return [Choice(one, on_conflict) for one in planned if wanted(one.item)]
