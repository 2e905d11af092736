"""``naitui tags import``, ``tags files`` and ``tags --local``: completion without the service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    file = tmp_path / "tags.csv"
    file.write_text('quokka_girl,0,50,"quokka"\nimport car,0,9,\nquokka \x1b[2J,0,1,\n')
    return file


def test_a_file_is_imported_and_used_from_then_on(program: Any, tags: Path) -> None:
    ended = program("tags", "import", tags)
    assert ended.code == 0, ended.err
    assert ended.err == f"{tags}: 2 tags; 1 line skipped, first line 3: there are control characters in it\n"
    assert program("tags", "--local", "quok").out == "quokka girl\t50\n"
    assert program("tags", "files").out == (
        f"{tags}: 2 tags, 1 lines skipped (first line 3: there are control characters in it), imported\n"
    )
    tags.write_text("quokka boy,0,7,\n")
    assert program("tags", "--local", "quok").out == "quokka boy\t7\n"
    tags.unlink()
    ended = program("tags", "--local", "quok")
    assert (ended.code, ended.out, ended.err) == (0, "", f"{tags}: No such file or directory\n")


def test_good_files_are_told_on_stdout_and_bad_ones_fail(door: Any, tags: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("qq,0,1,\n")
    ended = door("tags", "import", tmp_path / "missing.csv", other, tmp_path)
    assert ended.code == 1
    assert ended.out == f"{other}: 1 tag\n"
    assert "missing.csv: No such file" in ended.err
    assert "this is no regular file" in ended.err
    [known] = json.loads(door("tags", "files", "--json").out)
    assert known == {"path": str(other), "tags": 1, "skipped": 0, "first_skipped": "", "added": True}


def test_a_file_can_be_left_out_again(door: Any, tags: Path) -> None:
    assert door("tags", "files").out.startswith("No tag files are in use.")
    door("tags", "import", tags)
    ended = door("tags", "files", "--forget", tags)
    assert (ended.code, ended.out) == (0, "No tag files are in use. naitui tags import FILE takes one in.\n")
    assert door("tags", "files", "--forget", tags).code == 1
    assert door("tags", "quok", "--local").out == ""


def test_files_of_the_settings(door: Any, tags: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[tags]\nfiles = ["~/tags.csv", "none.csv"]\n')
    ended = door("tags", "quokka", "--local", "--config", config)
    assert ended.out == "quokka girl\t50\tquokka\n"
    assert "none.csv: No such file" in ended.err
    assert f"{tags}: 2 tags" in ended.err
    [known] = json.loads(door("tags", "files", "--json", "--config", config).out)
    assert (known["path"], known["added"]) == (str(tags), False)


def test_local_works_on_day_one_and_as_json(door: Any) -> None:
    assert door("tags", "--local", "silver ey").out.split("\t")[::2] == ["grey eyes", "silver eyes\n"]
    [found] = json.loads(door("tags", "--local", "--json", "silver ey").out)
    assert found["name"] == "grey eyes"
    assert set(found) == {"name", "category", "count", "alias", "source", "uses", "confidence"}
    assert door("tags", "--local", "artist:").code == 0


def test_the_service_is_asked_as_before(door: Any, tags: Path) -> None:
    ended = door("tags", "silver", "--demo", "--pace", "0")
    assert (ended.code, ended.out) == (0, "silver hair\t9390\n")
    door("tags", "import", tags)
    assert door("tags", "quok", "--demo", "--pace", "0").out == ""


def test_a_query_that_is_the_word_of_an_action(door: Any, tags: Path) -> None:
    door("tags", "import", "--", tags)
    assert door("tags", "--local", "--", "import").out == "import car\t9\n"
    assert door("tags", "--local", "--", "files").out == ""
    assert door("tags", "--demo", "--pace", "0", "--", "import").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a", "b"), "one QUERY, not 2"),
        (("import",), "import which FILE"),
        (("files", "x"), "one QUERY"),
        (("--", "import", "x"), "one QUERY"),
        (("a", "--forget", "x"), "--forget belongs to"),
        ((), "required: QUERY"),
    ],
)
def test_what_makes_no_sense_is_2(door: Any, arguments: tuple[str, ...], said: str) -> None:
    ended = door("tags", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_the_demo_keeps_its_tags_apart(door: Any, tags: Path) -> None:
    door("tags", "import", tags, "--demo")
    assert door("tags", "quok", "--local").out == ""
    assert door("tags", "quok", "--local", "--demo").out == "quokka girl\t50\n"


def test_a_damaged_index_is_told(door: Any, tmp_path: Path) -> None:
    place = tmp_path / "data" / "naitui" / "tags.sqlite"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"no database " * 99)
    ended = door("tags", "--local", "quok")
    assert ended.code == 1
    assert "the tag index is damaged" in ended.err
