"""What a path that is being typed may become."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naitui.library.collection import Collection
from naitui.library.path_offers import Nearby, PathOffer, at_home, look_nearby, newest_pictures, pasted, path_offers

NEARBY = Nearby(
    (PathOffer("@moods/dusk", "blue hour"), PathOffer("@her")), (PathOffer("/p/2026-01-01/120000-7.png", "newest"),)
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("home/mine.png", "cat.png", "Cat two.JPG", "a cat.webp", "x.naiv4vibe", "notes.txt", ".hidden.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "cats").mkdir()
    (tmp_path / "cats" / "deep.png").touch()
    return tmp_path


def offered(typed: str, folder: Path, nearby: Nearby | None = None) -> list[str]:
    return [offer.path for offer in path_offers(typed, folder, nearby or Nearby())]


def test_names_that_begin_so_come_before_names_that_hold_it(folder: Path) -> None:
    assert offered("cat", folder) == ["cat.png", "cats/", "Cat two.JPG", "a cat.webp"]
    assert offered("CAT.", folder) == ["cat.png", "a cat.webp"]
    assert offered("nothing", folder) == []


def test_nothing_typed_offers_what_is_near_and_then_files_before_folders(folder: Path) -> None:
    assert offered("", folder, NEARBY) == [
        "@moods/dusk",
        "@her",
        "/p/2026-01-01/120000-7.png",
        "Cat two.JPG",
        "a cat.webp",
        "cat.png",
        "x.naiv4vibe",
        "cats/",
        "home/",
    ]


def test_words_find_what_is_near(folder: Path) -> None:
    assert offered("dusk", folder, NEARBY) == ["@moods/dusk"]
    assert offered("7.png", folder, NEARBY) == ["/p/2026-01-01/120000-7.png"]
    assert offered("@", folder, NEARBY) == ["@moods/dusk", "@her"]
    assert offered("@dusk mood", folder, NEARBY) == ["@moods/dusk"]


def test_paths_lead_through_folders(folder: Path) -> None:
    assert offered("cats/", folder, NEARBY) == ["cats/deep.png"]
    assert offered("./cats/de", folder) == ["./cats/deep.png"]
    assert offered(f"{folder}/cats", folder) == [f"{folder}/cats/"]
    assert offered("~", folder) == offered("~/", folder) == ["~/mine.png"]
    assert offered("~/m", folder) == ["~/mine.png"]


def test_hidden_files_are_for_those_who_ask(folder: Path) -> None:
    assert ".hidden.png" not in offered("hidden", folder)
    assert offered("./.hid", folder) == ["./.hidden.png"]


@pytest.mark.parametrize("typed", ["gone/", "/root/none/", "~nobody/", "a\0b/", "x" * 5000, "cat.png/"])
def test_what_cannot_be_read_offers_nothing(folder: Path, typed: str) -> None:
    assert offered(typed, folder) == []


@given(st.text(max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_survived(folder: Path, typed: str) -> None:
    assert all(isinstance(offer, PathOffer) for offer in path_offers(typed, folder, NEARBY))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("'/a b/c.png'", "/a b/c.png"),
        ('"/a b/c.png"', "/a b/c.png"),
        ("/a\\ b/c.png ", "/a b/c.png"),
        ("file:///a/c.png", "/a/c.png"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_pasted_paths_are_unwrapped(text: str, path: str) -> None:
    assert pasted(text) == path


def test_the_newest_pictures_are_found_in_the_newest_folders(tmp_path: Path) -> None:
    for day in range(1, 9):
        folder = tmp_path / f"2026-01-0{day}"
        folder.mkdir()
        for number in range(3):
            path = folder / f"{number}.png"
            path.touch()
            os.utime(path, (day * 1000 + number,) * 2)
        (folder / "notes.txt").touch()
        os.utime(folder, (day * 1000,) * 2)
    found = [str(path.relative_to(tmp_path)) for path in newest_pictures(tmp_path, 5)]
    assert found == [
        "2026-01-08/2.png",
        "2026-01-08/1.png",
        "2026-01-08/0.png",
        "2026-01-07/2.png",
        "2026-01-07/1.png",
    ]
    assert newest_pictures(tmp_path / "none") == []


def test_what_is_near_is_read_from_the_disk(folder: Path, tmp_path: Path) -> None:
    (folder / "references" / "moods").mkdir(parents=True)
    (folder / "references" / "moods" / "dusk.png").touch()
    (folder / "references" / "moods" / "dusk.toml").write_text('type = "vibe"\nnote = "blue\\nhour"')
    nearby = look_nearby(Collection(folder / "references"), folder / "home")
    assert nearby.references == (PathOffer("@moods/dusk", "blue hour"),)
    assert [offer.path for offer in nearby.pictures] == ["~/mine.png"]


def test_the_home_folder_is_nobodys_business(folder: Path) -> None:
    assert at_home(folder / "home" / "mine.png") == "~/mine.png"
    assert at_home(Path("/elsewhere/x.png")) == "/elsewhere/x.png"
