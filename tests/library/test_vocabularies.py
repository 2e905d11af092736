"""Vocabularies on disk: which file is used, what a broken one comes to, and the quick form beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from naitui.library.vocabularies import Vocabularies
from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers import VocabularyError

GOOD = json.dumps({"model": {"unk_id": 0, "vocab": [["<unk>", 0], ["▁a", -1.0], ["▁", -2.0], ["b", -3.0]]}}).encode()
OTHER = json.dumps({"model": {"unk_id": 0, "vocab": [["<unk>", 0], ["▁", -2.0]]}}).encode()
ENTRIES: dict[Kind, int] = {"t5": 4}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def opened(home: Path, **named: Path) -> Vocabularies:
    return Vocabularies(home / "data", home / "cache", named, ENTRIES)


def packed(home: Path) -> list[Path]:
    return sorted((home / "cache").glob("*"))


def test_without_a_file_there_is_no_tokenizer(home: Path) -> None:
    assert opened(home).find("t5") is None
    assert opened(home).load("t5") is None


def test_what_was_fetched_counts_from_then_on(home: Path) -> None:
    path = opened(home).keep("t5", GOOD)
    assert (path.parent, path.read_bytes()) == (home / "data", GOOD)
    tokenizer = opened(home).load("t5")
    assert tokenizer is not None
    assert (tokenizer.count("a b"), tokenizer.entries) == (4, 4)
    assert [one.name[:3] for one in packed(home)] == ["t5-"]


@pytest.mark.parametrize(
    ("data", "words"), [(b"<html>", "a web page"), (GOOD[:-9], "cut off"), (b"", "empty"), (OTHER, "has 2 pieces")]
)
def test_what_is_none_is_not_kept_and_leaves_the_old_one(home: Path, data: bytes, words: str) -> None:
    path = opened(home).keep("t5", GOOD)
    with pytest.raises(VocabularyError, match=words):
        opened(home).keep("t5", data)
    assert path.read_bytes() == GOOD
    assert os.listdir(home / "data") == ["t5.def"]


def test_a_file_of_the_settings_comes_first(home: Path) -> None:
    opened(home).keep("t5", GOOD)
    mine = home / "mine.json"
    mine.write_bytes(GOOD.replace(b'"b"', b'"c"'))
    vocabularies = opened(home, t5=mine)
    found, tokenizer = vocabularies.find("t5"), vocabularies.load("t5")
    assert (found.path, found.origin) == (mine, "settings")
    assert tokenizer.count("c") == 3  # ▁, c, the end
    assert opened(home).load("t5").count("c") == 3  # ▁, unknown, the end
    assert tokenizer.count("b b") == 5


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b"<html>"), "mine.json: is a web page"),
        (lambda path: path.write_bytes(OTHER), "mine.json: has 2 pieces; the vocabulary of t5 has 4"),
        (lambda path: path.mkdir(), "mine.json: this is no regular file"),
        (lambda path: os.mkfifo(path), "mine.json: this is no regular file"),
        (lambda path: None, "mine.json: No such file"),
    ],
)
def test_a_broken_file_is_named_and_nothing_else_is_taken(home: Path, make: object, words: str) -> None:
    opened(home).keep("t5", GOOD)
    mine = home / "mine.json"
    make(mine)
    with pytest.raises(VocabularyError, match=words):
        opened(home, t5=mine).load("t5")


def test_another_file_under_the_same_name_is_noticed(home: Path) -> None:
    mine = home / "mine.json"
    mine.write_bytes(GOOD)
    assert opened(home, t5=mine).load("t5").count("b") == 3
    mine.write_bytes(GOOD.replace(b'"b"', b'"c"'))
    assert opened(home, t5=mine).load("t5").count("cc") == 4
    assert len(packed(home)) == 1  # that of the old one is gone


def test_a_damaged_or_missing_quick_form_only_costs_time(home: Path) -> None:
    opened(home).keep("t5", GOOD)
    [path] = packed(home)
    before = path.read_bytes()
    for damaged in (before[:-1], b"something else", None):
        path.write_bytes(damaged) if damaged is not None else path.unlink()
        assert opened(home).load("t5").count("a b") == 4
        assert path.read_bytes() == before


def test_a_cache_that_cannot_be_written_only_costs_time(home: Path) -> None:
    (home / "cache").write_text("a file where the folder should be")
    opened(home).keep("t5", GOOD)
    assert opened(home).load("t5").count("a b") == 4


def test_the_catalog_decides_anew_how_many_entries_there_must_be(home: Path) -> None:
    mine = home / "mine.json"
    mine.write_bytes(OTHER)
    assert Vocabularies(home / "data", home / "cache", {"t5": mine}, {}).load("t5").entries == 2
    with pytest.raises(VocabularyError, match="has 2 pieces"):
        opened(home, t5=mine).load("t5")


def test_all_three_may_lie_side_by_side(home: Path) -> None:
    vocabularies = opened(home)
    vocabularies.keep("t5", GOOD)
    vocabularies.keep("qwen", json.dumps({"merges": [["a", "b"]], "specialTokens": []}).encode())
    vocabularies.keep("clip", json.dumps({"text": "bpe_simple_vocab\na b</w>\n"}).encode())
    assert {kind: vocabularies.load(kind).count("ab") for kind in ("qwen", "clip")} == {"qwen": 1, "clip": 1}
    assert [one.name.split("-")[0] for one in packed(home)] == ["clip", "qwen", "t5"]
