"""What happens to bytes that were paid for when nothing goes right, and to what a kill leaves behind."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest

from naitui.library import SaveFailed, Shelf
from naitui.recipe import Recipe

WHEN = datetime(2026, 10, 9, 8, 7, 6)


def test_an_unreadable_answer_is_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "pictures", tmp_path / "state" / "incoming", "{seed}")
    first, second = shelf.keep_answer("job", b"half a zip"), shelf.keep_answer("job", b"another")
    assert first is not None
    assert second is not None
    assert (first.read_bytes(), second.read_bytes()) == (b"half a zip", b"another")
    assert first.stat().st_mode & 0o077 == 0


def test_without_any_folder_the_temporary_one_takes_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recipe: Recipe, png: bytes
) -> None:
    (tmp_path / "file").write_text("in the way of both folders")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    shelf = Shelf(tmp_path / "file" / "pictures", tmp_path / "file" / "incoming", "{seed}")
    with pytest.raises(SaveFailed) as failure:
        shelf.save("job", recipe, 0, png, WHEN)
    assert failure.value.kept is not None
    assert failure.value.kept.read_bytes() == png
    assert str(failure.value.kept) in str(failure.value)


def test_old_half_written_files_are_swept_and_young_ones_left(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "pictures", tmp_path / "incoming", "{seed}")
    old, young = tmp_path / "pictures" / "day" / ".naitui-a.part", tmp_path / "incoming" / ".naitui-b.part"
    for path in (old, young):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * 86400,) * 2)
    assert shelf.left_over() == []
    assert (old.exists(), young.exists()) == (False, True)
