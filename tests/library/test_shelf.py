"""The shelf: bytes first, names second, and nothing that came is ever lost."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library import SaveFailed, Shelf
from naitui.library.record import read_record
from naitui.pictures.png import without_text
from naitui.recipe import Recipe, Sampling, read_recipe

WHEN = datetime(2026, 10, 9, 8, 7, 6)


def incoming(shelf: Shelf) -> list[str]:
    return sorted(str(path.relative_to(shelf.incoming)) for path in shelf.incoming.rglob("*") if path.is_file())


def placed(shelf: Shelf) -> list[Path]:
    return sorted(path for path in shelf.pictures.rglob("*") if path.is_file())


def other_shelf(shelf: Shelf) -> Shelf:
    """The same folders as another run of the program sees them."""
    return Shelf(shelf.pictures, shelf.incoming, shelf.pattern)


def test_a_job_is_written_down_before_it_is_sent(shelf: Shelf, recipe: Recipe) -> None:
    shelf.open_job("job", recipe)
    assert incoming(shelf) == ["job/goal.toml", "job/recipe.toml"]
    assert read_recipe((shelf.incoming / "job" / "recipe.toml").read_text("utf-8")) == recipe
    assert (shelf.incoming / "job" / "recipe.toml").stat().st_mode & 0o077 == 0  # prompts are private
    shelf.close_job("job")
    assert list(shelf.incoming.iterdir()) == []


def test_bytes_are_kept_as_they_came_but_for_our_chunk(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    shelf.open_job("job", recipe)
    saved = shelf.save("job", recipe, 1, png, WHEN)
    assert saved.path == shelf.pictures / "2026-10-09" / "080706-8.png"
    data = saved.path.read_bytes()
    assert (saved.data, saved.size, saved.seed, saved.sample) == (data, len(data), 8, 1)
    assert without_text(data, "naitui") == png
    record = read_record(data)
    assert (record.recipe, record.sample) == (recipe, 1)
    assert incoming(shelf) == ["job/goal.toml", "job/recipe.toml"]


def test_our_bytes_are_on_disk_before_the_name_is_given(
    shelf: Shelf, recipe: Recipe, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    real = os.link

    def link(source: Any, target: Any, **options: Any) -> None:
        seen.append((shelf.incoming / "job" / "sample-0").read_bytes() == png)
        real(source, target, **options)

    monkeypatch.setattr(os, "link", link)
    shelf.open_job("job", recipe)
    shelf.save("job", recipe, 0, png, WHEN)
    assert seen == [True]


def test_webp_carries_the_record_too(shelf: Shelf, recipe: Recipe) -> None:
    out = io.BytesIO()
    Image.effect_noise((16, 16), 50).convert("RGB").save(out, "WEBP", lossless=True)
    shelf.open_job("job", recipe)
    saved = shelf.save("job", recipe, 0, out.getvalue(), WHEN)
    assert saved.path.suffix == ".webp"
    assert read_record(saved.path.read_bytes()).recipe == recipe


@pytest.mark.parametrize("data", [b"\xff\xd8\xff jpeg\xff\xd9", b"what?", b""], ids=["jpeg", "unknown", "empty"])
def test_what_takes_no_record_is_saved_as_it_came(shelf: Shelf, recipe: Recipe, data: bytes) -> None:
    shelf.open_job("job", recipe)
    saved = shelf.save("job", recipe, 0, data, WHEN)
    assert saved.path.read_bytes() == data


def test_a_record_too_large_for_any_reader_does_not_keep_the_picture_from_its_place(shelf: Shelf, png: bytes) -> None:
    recipe = Recipe(prompt="x" * (9 * 1024 * 1024))
    shelf.open_job("job", Recipe())
    assert shelf.save("job", recipe, 0, png, WHEN).path.read_bytes() == png


def test_seeds_run_round(shelf: Shelf, png: bytes) -> None:
    recipe = Recipe(sampling=Sampling(seed=2**32 - 1))
    shelf.open_job("job", recipe)
    assert [shelf.save("job", recipe, sample, png, WHEN).seed for sample in (0, 1)] == [2**32 - 1, 0]


def test_two_pictures_of_one_second_and_seed(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    shelf.open_job("job", recipe)
    used = [shelf.save("job", recipe, 0, png, WHEN).path.name for _ in range(3)]
    assert used == ["080706-7.png", "080706-7-2.png", "080706-7-3.png"]


@pytest.fixture
def blocked(shelf: Shelf, recipe: Recipe) -> Shelf:
    """A shelf with an open job, whose picture folder became a file."""
    shelf.open_job("job", recipe)
    shelf.pictures.rmdir()
    shelf.pictures.write_bytes(b"")
    return shelf


def test_a_job_whose_pictures_have_no_place_is_not_opened(shelf: Shelf, recipe: Recipe) -> None:
    shelf.pictures.write_bytes(b"")
    with pytest.raises(OSError, match="is a file, not a folder"):
        shelf.open_job("job", recipe)
    assert shelf.left_over() == []


def test_recovered_pictures_go_where_their_own_run_wanted_them(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    shelf.open_job("job", recipe)
    shelf._jobs.keep("job", 0, png)
    shelf._jobs._unlock("job")  # the program ended
    later = Shelf(shelf.pictures.with_name("elsewhere"), shelf.incoming, "{prompt:4}")
    [left] = later.left_over()
    [kept] = later.recover(left)
    assert kept.path.is_relative_to(shelf.pictures)
    assert kept.path.name.endswith("-7.png")


def test_a_picture_folder_that_takes_nothing(blocked: Shelf, recipe: Recipe, png: bytes) -> None:
    with pytest.raises(SaveFailed) as caught:
        blocked.save("job", recipe, 0, png, WHEN)
    kept = caught.value.kept
    assert kept is not None
    assert kept.read_bytes() == png
    assert str(kept) in str(caught.value)
    assert str(blocked.pictures) in str(caught.value)
    blocked.close_job("job")
    assert kept.read_bytes() == png


def test_kept_pictures_are_recovered_by_the_next_run(blocked: Shelf, recipe: Recipe, png: bytes) -> None:
    for sample in (0, 1):
        with pytest.raises(SaveFailed):
            blocked.save("job", recipe, sample, png, WHEN)
    blocked.close_job("job")
    later = other_shelf(blocked)
    [left] = later.left_over()
    assert left.recipe == recipe
    assert not left.unknown
    with pytest.raises(SaveFailed):
        later.recover(left)
    assert len(later.left_over()[0].pictures) == 2
    blocked.pictures.unlink()
    saved = later.recover(left)
    assert [(s.seed, s.sample) for s in saved] == [(7, 0), (8, 1)]
    assert [without_text(s.path.read_bytes(), "naitui") for s in saved] == [png, png]
    assert read_record(saved[1].data).sample == 1
    assert later.left_over() == []


def test_without_incoming_the_picture_still_gets_its_place(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    shelf.incoming.parent.mkdir()
    shelf.incoming.write_bytes(b"")
    with pytest.raises(OSError, match="incoming"):
        shelf.open_job("job", recipe)
    assert without_text(shelf.save("job", recipe, 0, png, WHEN).path.read_bytes(), "naitui") == png


def test_a_job_that_cannot_be_opened_leaves_nothing_behind(shelf: Shelf, recipe: Recipe, faults: Any) -> None:
    for nth in range(1, 12):
        faults.calls, faults.failed = 0, None
        faults.arm(nth)
        try:
            shelf.open_job("job", recipe)
            opened = True
        except OSError:
            opened = False
        faults.disarm()
        assert len(incoming(shelf)) == 2 * opened
        assert shelf.left_over() == []
        shelf.close_job("job")
        if faults.failed is None:
            break
    assert opened


def test_a_fault_at_any_operation_of_a_save_loses_nothing(
    shelf: Shelf, recipe: Recipe, png: bytes, faults: Any
) -> None:
    failures = 0
    for nth in range(1, 30):
        shelf.open_job(f"job-{nth}", recipe)
        faults.calls, faults.failed = 0, None
        faults.arm(nth)
        try:
            saved = shelf.save(f"job-{nth}", recipe, 0, png, WHEN).path
        except SaveFailed as error:
            saved, failures = error.kept, failures + 1
        faults.disarm()
        assert saved is not None
        assert without_text(saved.read_bytes(), "naitui") == png
        assert not [path for path in placed(shelf) if path.suffix == ".part"]
        shelf.close_job(f"job-{nth}")
        if faults.failed is None:
            break
    assert failures > 0
    for left in shelf.left_over():
        shelf.recover(left)
    assert len(placed(shelf)) == nth


def test_left_over_with_an_unreadable_recipe(shelf: Shelf, png: bytes) -> None:
    folder = shelf.incoming / "job"
    folder.mkdir(parents=True)
    (folder / "recipe.toml").write_bytes(b"\xff not toml")
    (folder / "sample-0").write_bytes(png)
    [left] = shelf.left_over()
    assert left.recipe is None
    [saved] = shelf.recover(left)
    assert without_text(saved.path.read_bytes(), "naitui") == png


HOLDS = """
import sys
from pathlib import Path
from naitui.library import Shelf
from naitui.recipe import Recipe
shelf = Shelf(Path(sys.argv[1]), Path(sys.argv[2]), "{seed}")
shelf.open_job("held", Recipe())
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_job_of_a_living_process_is_not_left_over_and_a_dead_ones_is(shelf: Shelf) -> None:
    command = [sys.executable, "-c", HOLDS, str(shelf.pictures), str(shelf.incoming)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        assert shelf.left_over() == []
        process.kill()
        process.wait()
    [left] = shelf.left_over()
    assert (left.folder.name, left.recipe, left.unknown) == ("held", Recipe(), True)
    assert shelf.put_aside(left) is not None
    assert shelf.left_over() == []
    assert list(shelf.incoming.iterdir()) == []


def test_records_of_strangers_are_checked(shelf: Shelf, recipe: Recipe, png: bytes) -> None:
    from naitui.pictures.own import embed

    for payload in ("", "[]", "{}", '{"recipe": 3}', '{"recipe": {"promt": ""}}', '{"recipe": {"prompt": "\\ud800"}}'):
        assert read_record(embed(png, payload)) is None, payload
    assert read_record(png) is None
