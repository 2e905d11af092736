"""The album: saved pictures are found at once, marks outlive everything but the picture, the bin gives back."""

import os
import threading
from datetime import datetime
from pathlib import Path

import pytest

from naitui.library import Shelf
from naitui.library.album import Album, AlbumPlaces
from naitui.library.bin import NAME
from naitui.library.facts import Stamp
from naitui.library.marks import Mark
from naitui.library.thumbnails import Thumbnails
from naitui.library.work import Drawn
from naitui.novelai import load_catalog
from naitui.pictures.decode import size_of
from naitui.recipe import Recipe, Sampling

CATALOG = load_catalog()


@pytest.fixture
def album(tmp_path: Path) -> Album:
    places = (tmp_path / "pictures", tmp_path / "cache" / "index.sqlite", tmp_path / "data" / "library.sqlite")
    return Album(AlbumPlaces(*places, tmp_path / "thumbnails", (tmp_path / "pictures" / "demo",)), CATALOG)


@pytest.fixture
def shelf(tmp_path: Path, album: Album) -> Shelf:
    return Shelf(album.folder, tmp_path / "incoming", "{seed}", noted=album.note)


def save(shelf: Shelf, prompt: str, png: bytes, seed: int = 1) -> Path:
    recipe = Recipe(prompt=prompt, sampling=Sampling(seed=seed))
    job = f"job{seed}"
    shelf.open_job(job, recipe)
    kept = shelf.save(job, recipe, 0, png, datetime.now())
    shelf.close_job(job)
    return kept.path


def names(album: Album, query: str = "") -> list[str]:
    return [row.facts.path.name for row in album.index.rows(album.find(query))]


def test_a_saved_picture_is_found_without_a_scan(album: Album, shelf: Shelf, png: bytes) -> None:
    save(shelf, "cat", png)
    assert names(album, "cat") == ["1.png"]


def test_a_picture_that_is_recovered_is_found_too(album: Album, shelf: Shelf, png: bytes) -> None:
    recipe = Recipe(prompt="cat", sampling=Sampling(seed=7))
    shelf.open_job("lost", recipe)
    shelf._jobs.keep("lost", 0, png)
    shelf._jobs._unlock("lost")  # the program ended
    [left] = shelf.left_over()
    shelf.recover(left)
    assert names(album, "cat") == ["7.png"]


def test_what_is_said_of_a_picture_from_the_start_survives_a_kill(album: Album, shelf: Shelf, png: bytes) -> None:
    mark = Mark(2, ("without-rain",), ("ablation-of-7",))
    shelf.open_job("lost", Drawn(Recipe(prompt="cat", sampling=Sampling(seed=7)), mark=mark))
    shelf._jobs.keep("lost", 0, png)
    shelf._jobs._unlock("lost")  # the program ended
    [left] = shelf.left_over()
    shelf.recover(left)
    [row] = album.index.rows(album.find("collection:ablation-of-7 label:without-rain"))
    assert row.mark == mark


def test_an_index_that_takes_nothing_loses_no_picture(tmp_path: Path, png: bytes) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    places = AlbumPlaces(tmp_path / "p", tmp_path / "cache" / "i", tmp_path / "m", tmp_path / "t")
    shelf = Shelf(tmp_path / "p", tmp_path / "incoming", "{seed}", noted=Album(places, CATALOG).note)
    assert save(shelf, "cat", png).exists()


def test_pictures_of_the_demo_are_not_among_the_others(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "cat", png)
    (album.folder / "demo").mkdir()
    (album.folder / "demo" / "2.png").write_bytes(path.read_bytes())
    album.scan()
    assert names(album) == ["1.png"]


def test_a_picture_noted_elsewhere_stays_until_it_is_gone(album: Album, png: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other" / "a.png"
    other.parent.mkdir()
    other.write_bytes(png)
    album.note(other)
    album.scan()
    assert names(album) == ["a.png"]
    other.unlink()
    album.scan()
    assert names(album) == []


def test_marks_are_found_and_outlive_the_index_and_a_move(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "cat", png)
    row = album.row(path)
    album.mark(row, row.mark.rated(4).labelled(["Keep It"]).collected(["Cats"]))
    assert names(album, "rated:4 label:keep-it collection:cats") == ["1.png"]
    path.rename(path.with_name("moved.png"))
    album.close()
    for file in album.folder.parent.joinpath("cache").iterdir():
        file.unlink()
    album.scan()
    assert names(album, "rated:4 label:keep-it collection:cats") == ["moved.png"]
    again = album.row(path.with_name("moved.png"))
    album.mark(again, again.mark.rated(0).labelled(["keep-it"], on=False).collected(["cats"], on=False))
    assert names(album, "is:rated") == names(album, "label:keep-it") == names(album, "collection:cats") == []


def test_marks_are_copied_once_a_week(album: Album, shelf: Shelf, png: bytes, tmp_path: Path) -> None:
    row = album.row(save(shelf, "cat", png))
    album.mark(row, row.mark.rated(5))
    album.scan()
    copy = tmp_path / "data" / "library.sqlite.bak"
    first = copy.stat().st_ino
    album.scan()
    assert copy.stat().st_ino == first
    os.utime(copy, (0, 0))
    album.scan()
    assert copy.stat().st_ino != first


def test_seeds_of_one_recipe_are_a_group(album: Album, shelf: Shelf, png: bytes) -> None:
    for seed in (1, 2, 3):
        save(shelf, "cat", png, seed)
    save(shelf, "dog", png, 4)
    folded = album.groups("")
    assert [count for _, count in folded] == [1, 3]
    assert [row.facts.seed for row in album.index.rows([id for id, _ in folded])] == [4, 3]


def test_the_bin_gives_back_with_its_marks(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "cat", png)
    row = album.row(path)
    album.mark(row, row.mark.rated(3))
    data = path.read_bytes()
    [binned] = album.throw_away([path])
    assert not path.exists()
    assert names(album) == []
    album.scan()
    assert names(album) == []
    assert album.bin.listed() == [binned]
    assert album.bring_back([binned]) == [path]
    assert path.read_bytes() == data
    assert names(album, "rated:3") == ["1.png"]
    assert album.bin.listed() == []


def test_a_folder_is_not_thrown_away(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "girl", png)
    with pytest.raises(IsADirectoryError):
        album.throw_away([path.parent])
    assert path.exists()
    assert album.bin.listed() == []


def test_the_bin_overwrites_nothing(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "cat", png)
    binned = album.throw_away([path])
    path.write_bytes(b"somebody else's")
    assert album.bring_back(binned) == [path.with_name("1-2.png")]
    assert path.read_bytes() == b"somebody else's"


def test_the_bin_holds_pictures_of_one_name_and_is_emptied(album: Album, shelf: Shelf, png: bytes) -> None:
    path = save(shelf, "cat", png)
    album.throw_away([path])
    path.write_bytes(png)
    album.throw_away([path])
    assert [one.was for one in album.bin.listed()] == [path, path]
    album.bin.remove(album.bin.listed())
    assert not list((album.folder / NAME).iterdir())


def test_one_that_cannot_be_thrown_away_does_not_hide_the_others(album: Album, shelf: Shelf, png: bytes) -> None:
    first, second = save(shelf, "cat", png), save(shelf, "dog", png, 2)
    with pytest.raises(OSError, match="missing"):
        album.throw_away([first, album.folder / "missing.png", second])
    assert names(album) == ["2.png"]
    assert len(album.bin.listed()) == 1


def test_a_foreign_note_in_the_bin_is_let_be(album: Album) -> None:
    foreign = album.folder / NAME / "x" / "was.json"
    foreign.parent.mkdir(parents=True)
    foreign.write_text('{"was": "/etc/passwd"}')
    assert album.bin.listed() == []


def test_noting_while_others_scan_and_look(album: Album, shelf: Shelf, png: bytes) -> None:
    threads = [threading.Thread(target=save, args=(shelf, "cat", png, seed)) for seed in range(8)]
    threads += [threading.Thread(target=album.scan) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    album.scan()
    assert len(names(album, "cat")) == 8


def test_thumbnails_are_made_kept_and_dropped(tmp_path: Path, png: bytes) -> None:
    pictures = [tmp_path / f"{at}.png" for at in range(3)]
    kept = Thumbnails(tmp_path / "thumbnails", most=10**9)
    for path in pictures:
        path.write_bytes(png)
    made = [kept.of(path, Stamp.of(path.stat())) for path in pictures]
    assert max(size_of(made[0])) <= 192
    pictures[0].unlink()
    stamp = Stamp.of(pictures[1].stat())
    pictures[1].write_bytes(b"no picture any more")
    assert kept.of(pictures[1], stamp) == made[1]
    small = Thumbnails(tmp_path / "thumbnails", most=len(made[0]) * 2)
    assert small.trim() <= len(made[0]) * 2
    assert kept.of(pictures[2], Stamp.of(pictures[2].stat())) == made[2]
