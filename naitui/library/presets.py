"""Presets: whole recipes with names and without a seed, one file each, which people copy and write by hand too.

``presets/rainy/night.toml`` is the preset ``rainy/night``. It is a recipe file like any other; where it does not say a
model, taking it up leaves the model as it is. Nothing here deletes: what is removed or replaced goes into a hidden
folder among the others.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from naitui.library.again import files_named, is_there
from naitui.library.calling import call_characters
from naitui.library.collection import MARK, MAX_WORD_BYTES, Collection, NoEntry, name_fault
from naitui.library.files import place_new, sync_folder, write_new, write_whole
from naitui.library.materials import anchored
from naitui.recipe import Fault, Recipe, RecipeError, read_recipe, write_recipe

ENDING = ".toml"
REMOVED = ".removed"
"""The folder among the presets where removed and replaced ones go."""
MAX_BYTES = 4_000_000
MOST = 2000
"""Presets that are listed."""


class NoPreset(LookupError):
    """There is no preset of that name, or none that can be used; the message says why."""


class PresetTaken(FileExistsError):
    """There is a preset of this name already."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A recipe with a name."""

    name: str
    """With folders: ``rainy/night``."""
    path: Path
    recipe: Recipe

    @property
    def says_model(self) -> bool:
        """Whether it chooses the model."""
        return "model" in self.recipe.model_fields_set


@dataclass(frozen=True, slots=True)
class Removed:
    """A preset that was removed, or was replaced by another one of its name."""

    name: str
    path: Path
    """Where it lies now."""
    replaced: bool = False
    """Whether another one has its name now."""


class PresetFolder:
    """A folder of presets. All of it reads or writes files: use a thread.

    Args:
        folder: where they lie.
        characters: the folder of the character library, whose people a recipe file may call.
    """

    def __init__(self, folder: Path, characters: Path) -> None:
        self.folder, self._characters = folder, characters

    @property
    def removed(self) -> Path:
        """The folder of those that were removed or replaced."""
        return self.folder / REMOVED

    def path(self, name: str) -> Path:
        """Where a preset of this name lies, or would lie."""
        return self.folder / f"{name}{ENDING}"

    def names(self) -> list[str]:
        """Of all presets, those too that cannot be read, sorted; no file is read."""
        found = [path.relative_to(self.folder).as_posix().removesuffix(ENDING) for path in self._files([])]
        return sorted((name for name in found if not name_fault(name)), key=lambda name: (name.casefold(), name))

    def listed(self) -> tuple[list[Preset], tuple[Fault, ...]]:
        """Every preset by name, and what is wrong with the files of others."""
        faults: list[Fault] = []
        found: list[Preset] = []
        for path in self._files(faults):
            name = path.relative_to(self.folder).as_posix().removesuffix(ENDING)
            wrong = name_fault(name)
            if wrong:
                faults.append(Fault(str(path), None, f"cannot be called: its name {wrong}"))
                continue
            try:
                found.append(self._read(name, path))
            except RecipeError as error:
                faults += [Fault(str(path), one.line, f"{one}; the preset is not used") for one in error.problems]
            except (OSError, ValueError) as error:
                faults.append(Fault(str(path), None, _why(error)))
        return sorted(found, key=lambda one: (one.name.casefold(), one.name)), tuple(faults)

    def find(self, name: str) -> Preset:
        """The preset of this name. Paths in its file count from there.

        Raises:
            NoPreset: there is none; the message names those that are called nearly so.
            RecipeError: its file is no recipe.
            OSError, ValueError: it cannot be read.
        """
        path = self.path(name)
        if name_fault(name) or not path.is_file():
            near = difflib.get_close_matches(name, self.names(), 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; naitui preset list shows them"
            raise NoPreset(f"there is no preset {name!r}{hint}")
        return self._read(name, path)

    def taken(self, name: str) -> str | None:
        """What is called so already, as it is spelled: case makes no difference, for on some disks it makes none."""
        return _spelled(self.folder, name.split("/"))

    def keep(self, name: str, recipe: Recipe, *, replace: bool = False) -> Removed | None:
        """Keep a recipe under a name, without its seed; its pictures are named so that they are found from anywhere.
        What was called so and is replaced is given back.

        Raises:
            ValueError: nothing can be called so.
            PresetTaken: there is one of this name, and it is not to be replaced.
            OSError: it cannot be written.
        """
        check_name(name)
        there = self.taken(name)
        if there is not None and not replace:
            raise PresetTaken(f"there is a preset {there} already")
        data = preset_text(anchored(recipe, Path())).encode()
        if there is None:
            path = write_new(self.path(name), data)
            if path != self.path(name):  # somebody was quicker
                path.unlink()
                raise PresetTaken(f"there is a preset {name} already")
            return None
        old = write_new(self.removed / f"{there}{ENDING}", self.path(there).read_bytes())
        write_whole(self.path(there), data)
        return Removed(there, old, replaced=True)

    def remove(self, name: str) -> Removed:
        """Take a preset out, into the folder of removed ones.

        Raises:
            NoPreset: there is none of that name.
            OSError: it cannot be moved.
        """
        path = self.path(name)
        if name_fault(name) or not path.is_file():
            raise NoPreset(f"there is no preset {name!r}")
        away = write_new(self.removed / f"{name}{ENDING}", path.read_bytes())
        path.unlink()
        sync_folder(path.parent)
        return Removed(name, away)

    def bring_back(self, removed: Removed) -> str:
        """Put a removed preset back: what it is called now, which is another name when its own is taken. The one that
        had replaced it is removed in its turn.

        Raises:
            OSError: it cannot be moved.
        """
        path = self.path(removed.name)
        if removed.replaced and path.exists():
            write_new(self.removed / path.relative_to(self.folder), path.read_bytes())
            write_whole(path, removed.path.read_bytes())
            removed.path.unlink(missing_ok=True)
            return removed.name
        copy = write_new(path.with_name(f".naitui-{path.name}.part"), removed.path.read_bytes())
        back = place_new(copy, path)
        removed.path.unlink(missing_ok=True)
        return back.relative_to(self.folder).as_posix().removesuffix(ENDING)

    def rename(self, name: str, to: str) -> None:
        """Give a preset another name; what is in its file stays as it is.

        Raises:
            NoPreset: there is none of that name.
            ValueError: nothing can be called so.
            PresetTaken: something is called so already.
            OSError: it cannot be moved.
        """
        check_name(to)
        path, new = self.path(name), self.path(to)
        if name_fault(name) or not path.is_file():
            raise NoPreset(f"there is no preset {name!r}")
        there = self.taken(to)
        if there is not None and there != name:
            raise PresetTaken(f"there is a preset {there} already")
        new.parent.mkdir(parents=True, exist_ok=True)
        path.rename(new)
        sync_folder(new.parent)

    def _read(self, name: str, path: Path) -> Preset:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError(f"is larger than {MAX_BYTES // 1_000_000} MB and is not used")
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        recipe = read_recipe(text, str(path), fill_in=lambda document: call_characters(document, self._characters))
        try:
            return Preset(name, path, anchored(recipe, path.parent))
        except RuntimeError:  # ~somebody
            raise ValueError("names a picture in the home of somebody who is not here") from None

    def _files(self, faults: list[Fault]) -> Iterator[Path]:
        def unread(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):  # nobody has kept one yet
                faults.append(Fault(str(error.filename), None, error.strerror or "cannot be read"))

        count = 0
        for place, folders, files in os.walk(self.folder, onerror=unread):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for file in sorted(files):
                if not file.endswith(ENDING) or file.startswith("."):
                    continue
                if count == MOST:
                    faults.append(Fault(str(self.folder), None, f"only the first {MOST:,} presets are listed"))
                    return
                count += 1
                yield Path(place, file)


def check_name(name: str) -> None:
    """Raise `ValueError` when no preset can be called so."""
    fault = name_fault(name) or ("is too long for a file" if _too_long(name) else "")
    if fault:
        raise ValueError(f"{name!r} {fault}")


def preset_text(recipe: Recipe) -> str:
    """A recipe as the file of a preset: without a seed, and without a model where it says none."""
    unseeded = recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update={"seed": None})})
    return write_recipe(unseeded, without=() if "model" in recipe.model_fields_set else ("model",))


def applied(now: Recipe, preset: Preset) -> Recipe:
    """The recipe that taking a preset up leads to: all of it, with the seed that is there now."""
    found = preset.recipe
    sampling = found.sampling.model_copy(update={"seed": now.sampling.seed})
    update: dict[str, object] = {"sampling": sampling}
    if not preset.says_model:
        update["model"] = now.model
    return found.model_copy(update=update)


def missing(recipe: Recipe, collection: Collection) -> list[str]:
    """What a recipe names that is not there, in a few words each."""
    found = []
    for what, path in files_named(recipe):
        if path.startswith(MARK):
            try:
                collection.find(path[len(MARK) :])
            except NoEntry:
                found.append(f"{what}: {path} is not in the collection")
        elif not is_there(path):
            found.append(f"{what}: {path} is not there")
    return found


def _spelled(folder: Path, steps: list[str]) -> str | None:
    """The preset of this name in a folder, in whatever case."""
    first, *rest = steps
    wanted = (first if rest else f"{first}{ENDING}").casefold()
    try:
        found = sorted(entry.name for entry in folder.iterdir() if entry.name.casefold() == wanted)
    except OSError:
        return None
    for entry in found:
        if not rest and entry.endswith(ENDING):
            return entry.removesuffix(ENDING)
        inner = _spelled(folder / entry, rest) if rest else None
        if inner is not None:
            return f"{entry}/{inner}"
    return None


def _too_long(name: str) -> bool:
    return any(len(step.encode(errors="replace")) > MAX_WORD_BYTES for step in name.split("/"))


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8 text"
    return (error.strerror if isinstance(error, OSError) else str(error)) or "cannot be read"
