"""What earlier runs left is put in its place once, and told of; a job of which nothing came is kept until told."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from naitui.library import SaveFailed, Shelf, recover_all
from naitui.library.files import write_new
from naitui.library.incoming import Incoming, taken
from naitui.library.queue import QueuedJob, QueueState, QueueStore
from naitui.library.record import Record, read_record, with_record
from naitui.library.work import Drawn, read_work, recipe_of
from naitui.recipe import Pick, Recipe, read_recipe, write_recipe


def leave(shelf: Shelf, name: str, recipe: Recipe, *pictures: bytes) -> Path:
    """A job as a killed run leaves it."""
    folder = shelf.incoming / name
    folder.mkdir(parents=True)
    (folder / "recipe.toml").write_text(write_recipe(recipe), "utf-8")
    for sample, data in enumerate(pictures):
        (folder / f"sample-{sample}").write_bytes(data)
    return folder


def test_pictures_are_placed_and_unknown_jobs_kept_by_their_recipe(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    leave(shelf, "job-1", recipe, png, png)
    leave(shelf, "job-2", recipe)
    first, second, unknown = recover_all(shelf, None)
    assert [first.tone, second.tone, unknown.tone] == ["good", "good", "warning"]
    assert all(str(message.path) in message.text for message in (first, second, unknown))
    assert first.path.is_file()
    assert unknown.path == shelf.incoming.parent / "unfinished" / "job-2.toml"
    assert read_recipe(unknown.path.read_text("utf-8")) == recipe
    assert "naitui run" in unknown.text
    assert "may have been charged" in unknown.text
    assert recover_all(shelf, None) == []
    assert unknown.path.is_file()


@pytest.mark.parametrize("state", ["running", "waiting", "unknown", "done"])
def test_a_row_of_the_queue_never_says_less_than_its_picture(
    shelf: Shelf, recipe: Recipe, png: bytes, tmp_path: Path, state: QueueState
) -> None:
    store = QueueStore(tmp_path / "queue.sqlite")
    ids = ["job-1", "job-2"]
    store.add([(QueuedJob(id, "me", "plan", "generation", id, "model", 5, "", 1, "1-aa"), b"") for id in ids])
    if state == "running":
        store.take("me", "1-aa", ids)
    elif state != "waiting":
        store.end("job-1", state, [tmp_path / "first.png"], "who knows")
    leave(shelf, "job-1", recipe, png)
    leave(shelf, "stranger", recipe, png)  # of `naitui generate`, whose jobs stand in no queue
    paths = {message.job: message.path for message in recover_all(shelf, store)}
    row = next((row for row in store.jobs("me", ended=9) if row.id == "job-1"), None)
    assert row is not None
    assert (row.state, row.files[-1]) == ("done", paths["job-1"])
    assert row.files[:-1] == ((tmp_path / "first.png",) if state in ("unknown", "done") else ())
    assert row.ended is not None
    assert [one.id for one in store.jobs("me")] == ["job-2"]


def test_a_queue_that_cannot_be_told_keeps_no_picture(shelf: Shelf, recipe: Recipe, png: bytes, tmp_path: Path) -> None:
    (tmp_path / "queue").mkdir()
    leave(shelf, "job-1", recipe, png)
    saved, told = recover_all(shelf, QueueStore(tmp_path / "queue"))
    assert saved.path is not None
    assert saved.path.is_file()
    assert told.tone == "warning"


def test_the_demo_charges_nobody(shelf: Shelf, recipe: Recipe) -> None:
    leave(shelf, "job", recipe)
    [unknown] = recover_all(shelf, None, demo=True)
    assert "charged" not in unknown.text


def test_a_job_that_another_start_has_taken_is_left_to_it(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    folder = leave(shelf, "job", recipe, png)
    [left] = shelf.left_over()
    with taken(folder) as ours:
        assert ours
        assert shelf.left_over() == []
        assert shelf.recover(left) == []
        assert shelf.put_aside(left) is None
    assert len(shelf.recover(left)) == 1
    assert shelf.recover(left) == []  # it is gone
    assert len(list(shelf.pictures.rglob("*.png"))) == 1


def test_what_cannot_be_recovered_is_told_and_stays(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    folder = leave(shelf, "job", recipe, png)
    shelf.pictures.write_bytes(b"")
    [told] = recover_all(shelf, None)
    assert (told.tone, told.path) == ("error", folder / "sample-0")
    (folder / "sample-0").unlink()
    (folder / "sample-0").mkdir()  # cannot be read as a file
    with pytest.raises(SaveFailed, match="cannot be read"):
        shelf.recover(shelf.left_over()[0])
    (folder / "sample-0").rmdir()
    shelf.incoming.with_name("unfinished").write_bytes(b"")
    [told] = recover_all(shelf, None)
    assert (told.tone, told.path) == ("error", folder)
    assert (folder / "recipe.toml").is_file()


def test_a_closed_job_is_never_seen_as_left_over(shelf: Shelf, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = Incoming._unlock
    monkeypatch.setattr(Incoming, "_unlock", lambda self, job: (real(self, job), seen.append(shelf.left_over()))[0])
    shelf.open_job("job", recipe)
    shelf.close_job("job")
    assert seen == [[]]


def test_without_links_a_name_that_cannot_be_filled_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "link", fails)
    monkeypatch.setattr(os, "replace", fails)
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="input/output"):
        write_new(tmp_path / "a.png", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_library_of_years_is_not_walked_at_every_start(shelf: Shelf) -> None:
    old = time.time() - 3 * 86400
    torn: list[Any] = []
    for day in range(12):
        part = shelf.pictures / f"day-{day:02}" / ".naitui-x.part"
        part.parent.mkdir(parents=True)
        part.write_bytes(b"half")
        os.utime(part, (old, old))
        os.utime(part.parent, (old + day, old + day))
        torn.append(part)
    shelf.left_over()
    assert [part.exists() for part in torn] == [True] * 7 + [False] * 5


def drawn(recipe: Recipe) -> Drawn:
    pick = Pick("prompt", "wildcard", "__hair__", "red\n🌙", "hair", 3)
    return Drawn(recipe, (pick,), Recipe(prompt="__hair__", styles=("x",), pins={"a": "b"}))


def test_what_was_written_survives_a_crash_too(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    shelf.open_job("job", drawn(recipe))
    folder = shelf.incoming / "job"
    assert (folder / "words.json").stat().st_mode & 0o077 == 0  # prompts are private
    assert read_recipe((folder / "recipe.toml").read_text("utf-8")) == recipe
    assert read_work(folder) == drawn(recipe)
    leave(shelf, "left", recipe, png)
    (folder / "words.json").rename(shelf.incoming / "left" / "words.json")
    (message,) = recover_all(shelf, None)
    record = read_record(message.path.read_bytes())
    assert (record.picks, record.draft) == (drawn(recipe).picks, drawn(recipe).draft)
    assert read_work(folder) == recipe  # without the words the recipe is still there


@pytest.mark.parametrize("words", ["", "[]", "{", '{"picks": [3], "draft": {"prompt": 7}}', "[" * 5000, "\\ud800"])
def test_damaged_words_do_not_lose_the_recipe(shelf: Shelf, recipe: Recipe, words: str) -> None:
    folder = leave(shelf, "job", recipe)
    (folder / "words.json").write_text(words)
    assert recipe_of(read_work(folder)) == recipe


def test_words_too_large_for_a_picture_leave_the_recipe_in_it(recipe: Recipe, png: bytes) -> None:
    endless = Record(recipe, 0, draft=Recipe(prompt="x" * 9_000_000))
    assert read_record(with_record(png, endless)) == Record(recipe, 0)
