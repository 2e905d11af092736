"""A disk that fails at every single operation of every kind of save: what was there is whole, nothing half is left."""

from __future__ import annotations

import errno
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from naitui.library import SaveFailed, Shelf
from naitui.library.characters import keep_character
from naitui.library.draft import Draft
from naitui.library.presets import PresetFolder
from naitui.pictures.own import extract
from naitui.pictures.png import without_text
from naitui.recipe import Character, Recipe, Sampling, read_recipe

WHEN = datetime(2026, 10, 9, 8, 7, 6)
ERRORS = (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO)
OLD = Recipe(prompt="old", sampling=Sampling(seed=1))
NEW = Recipe(prompt="new", sampling=Sampling(seed=2))


def draft(home: Path, _: bytes, recipe: Recipe = NEW) -> None:
    Draft(home / "draft.toml").save(recipe)


def preset(home: Path, _: bytes, recipe: Recipe = NEW) -> None:
    PresetFolder(home / "presets", home / "characters").keep("a/one", recipe, replace=True)


def character(home: Path, _: bytes, recipe: Recipe = NEW) -> None:
    keep_character(home / "characters", "one", Character(prompt=recipe.prompt), replace=True)


def picture(home: Path, png: bytes, recipe: Recipe = NEW) -> None:
    Shelf(home / "pictures", home / "incoming", "one").save("job", recipe, 0, png, WHEN)


SAVES: dict[str, Any] = {"draft": draft, "preset": preset, "character": character, "picture": picture}


def said(path: Path, png: bytes) -> str:
    """Which of the two a file is; anything else is half a file."""
    if path.suffix == ".png" or path.name.startswith("sample-"):
        data = path.read_bytes()
        assert without_text(data, "naitui") == png
        return "new" if '"new"' in (extract(data) or '"new"') else "old"
    if path.parent.name == "characters":
        return path.read_text("utf-8").split('"')[1]
    return read_recipe(path.read_text("utf-8"), str(path)).prompt


def one_fault(home: Path, png: bytes, faults: Any, kind: str, at: int, number: int) -> bool:
    """Save, with what was there before it, and the ``at``-th operation fails; whether there was one of that number."""
    save = SAVES[kind]
    save(home, png, OLD)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    faults.calls, faults.failed = 0, None
    faults.arm(at, number)
    refused, kept = "", None
    try:
        save(home, png, NEW)
    except SaveFailed as error:
        refused = str(error)
        kept = error.kept
    except OSError as error:
        refused = str(error)
    finally:
        faults.disarm()
    found = {path: said(path, png) for path in home.rglob("*") if path.is_file() and ".part" not in path.name}
    assert not list(home.rglob("*.part")) or kind == "picture"
    assert set(before) <= set(found) or any(path.parent.name == ".removed" for path in found)
    if kind == "picture":
        assert all(path.read_bytes() == data for path, data in before.items()), "no picture is ever written over"
        assert not refused or without_text(kept.read_bytes(), "naitui") == png
        assert len(found) == len(before) + 1
    if refused:
        assert "old" in found.values()
    else:
        assert "new" in found.values()
    save(home, png, NEW)
    assert "new" in {said(path, png) for path in home.rglob("*") if path.is_file() and ".part" not in path.name}
    return bool(faults.failed)


@pytest.mark.parametrize("number", ERRORS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("kind", SAVES)
def test_a_disk_that_fails_at_any_operation(tmp_path: Path, png: bytes, faults: Any, kind: str, number: int) -> None:
    failed = 0
    while one_fault(tmp_path / str(failed), png, faults, kind, failed + 1, number):
        failed += 1
    assert failed >= 4  # opening, syncing, giving the name, syncing the folder
