"""Kills at any moment of saving and indexing: no torn file, no finished picture lost, a sound index, and the next run
mends the rest."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from naitui.library import Shelf
from naitui.library.album import Album, AlbumPlaces
from naitui.library.record import read_record
from naitui.novelai import load_catalog
from naitui.pictures.png import without_text

KILLS = 30

# Says S and the seed of every picture when it has been saved. Each is another picture by a chunk of its own.
SAVES = """
import sys
from datetime import datetime
from pathlib import Path
from naitui.library import Shelf
from naitui.library.album import Album, AlbumPlaces
from naitui.novelai import load_catalog
from naitui.pictures.png import with_text
from naitui.recipe import Recipe, Sampling

pictures, incoming = Path(sys.argv[1]), Path(sys.argv[2])
beside = incoming.parent
album = Album(AlbumPlaces(pictures, beside / "index", beside / "marks", beside / "thumbnails"), load_catalog())
shelf = Shelf(pictures, incoming, "{date}/{seed}", noted=album.note)
base = Path(sys.argv[3]).read_bytes()
def tell(what):
    sys.stdout.write(what + "\\n")
    sys.stdout.flush()
tell("ready")
seed = int(sys.argv[4])
while True:
    recipe = Recipe(prompt="x" * 2000, sampling=Sampling(seed=seed))
    job = f"job-{seed}"
    shelf.open_job(job, recipe)
    shelf.save(job, recipe, 0, with_text(base, "made", str(seed)), datetime.now())
    tell(f"S{seed}")
    shelf.close_job(job)
    seed += 1
"""


def one_kill(command: list[str], pictures: int, delay: float) -> set[int]:
    """Run, kill a moment after some pictures, and give the seeds of all that were saved by its own word."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        said = [process.stdout.readline() for _ in range(pictures)]
        time.sleep(delay)
        process.kill()
        said += process.stdout.read().splitlines()
    return {int(line[1:]) for line in said}


def album_of(root: Path) -> Album:
    return Album(AlbumPlaces(root / "pictures", root / "index", root / "marks", root / "thumbnails"), load_catalog())


def killed(tmp_path: Path, png: bytes, kills: int) -> None:
    base = tmp_path / "base.png"
    base.write_bytes(png)
    shelf = Shelf(tmp_path / "pictures", tmp_path / "incoming", "{date}/{seed}")
    dice = random.Random(7)
    saved: set[int] = set()
    unfinished = 0
    for kill in range(kills):
        command = [sys.executable, "-c", SAVES, str(shelf.pictures), str(shelf.incoming), str(base), str(kill * 10_000)]
        saved |= one_kill(command, dice.randint(1, 3), dice.uniform(0.0, 0.02))
        for left in shelf.left_over():
            unfinished += 1
            assert left.recipe is not None
            for path in left.pictures:
                assert path.read_bytes().endswith(b"IEND\xaeB`\x82")
            shelf.recover(left)
    assert shelf.left_over() == []
    files = list(shelf.pictures.rglob("*.png"))
    kept = set()
    for path in files:
        data = path.read_bytes()
        assert without_text(without_text(data, "naitui"), "made") == png
        kept.add(read_record(data).recipe.sampling.seed)
    assert saved <= kept
    assert len(saved) >= kills
    assert unfinished > 0  # otherwise no kill has met a save, and this proves nothing
    with sqlite3.connect(tmp_path / "index") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    album = album_of(tmp_path)
    known = len(album.find(""))
    assert known > len(saved) // 2  # most of them were noted before the kill
    album.scan()
    assert album.told == []
    assert len(album.find("")) == len(files)


def test_kill_9(tmp_path: Path, png: bytes) -> None:
    killed(tmp_path, png, KILLS)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_kill_9_five_hundred_times(tmp_path: Path, png: bytes) -> None:
    killed(tmp_path, png, 500)
