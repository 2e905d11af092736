"""Answers and keys in one stream: no answer is ever a key, no key is ever lost, however the stream is cut."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.terminal.filtering import AnswerFilter

DA1, STATUS = "\x1b[?62;4;22c", "\x1b[0n"
OTHERS = ("\x1bP>|kitty(0.41.1)\x1b\\", "\x1bP1$r0;48:2:1:2:3m\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[6;20;10t")
KEYS = (
    "a",
    "G",
    "[",
    "?",
    "\r",
    "é",
    "字",
    "\x1b[A",
    "\x1b[6~",
    "\x1bOP",
    "\x1b[I",
    "\x1b[200~hello\x1b[201~",
    "\x1b[1;5A",
)


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(ends)]


@given(st.lists(st.sampled_from([*KEYS, *OTHERS, STATUS]), max_size=12), st.lists(st.integers(0, 500), max_size=8))
def test_late_answers_are_taken_out_wherever_the_stream_is_cut(parts: list[str], places: list[int]) -> None:
    keys = AnswerFilter(owed=1)
    keys.open = parts.count(STATUS)
    read = [keys.feed(piece, 0.0) for piece in cut("".join(parts) + DA1, places)]
    assert "".join(one.keys for one in read) == "".join(part for part in parts if part in KEYS)
    assert sum(one.answered for one in read) == parts.count(STATUS)
    assert (keys.owed, keys.open, keys.holds) == (0, 0, False)


@given(st.text(st.sampled_from("\x1b[]?0nPG_;c1>|\\ax"), max_size=40), st.lists(st.integers(0, 50), max_size=5))
def test_nothing_is_touched_when_nothing_is_expected(text: str, places: list[int]) -> None:
    keys = AnswerFilter()
    assert "".join(keys.feed(piece, 0.0).keys for piece in cut(text, places)) == text


@given(st.text(st.sampled_from("\x1b[]?0nPG_;c1>|\\ax"), max_size=40))
def test_what_only_looks_like_an_answer_comes_in_the_end(text: str) -> None:
    keys = AnswerFilter(owed=1)
    got = keys.feed(text, 0.0).keys + keys.feed("", 5.0).keys
    assert got == re.sub(r"\x1b\[0n|\x1b\[\?[0-9;]*c|\x1bP>\|[^\x1b]*\x1b\\|\x1b_G[^\x1b]*\x1b\\", "", text)


@pytest.mark.parametrize("key", ["\x1b", "\x1bP", "\x1b_", "\x1b["])
def test_a_key_that_looks_like_an_answer_waits_no_longer_than_it_has_to(key: str) -> None:
    keys = AnswerFilter(owed=1)
    assert keys.feed(key, 10.0).keys == ""
    assert keys.holds
    assert keys.feed("", 10.1).keys == ""
    assert keys.feed("", 10.2).keys == key
    assert not keys.holds


def test_the_start_s_answers_are_given_up_some_time() -> None:
    keys = AnswerFilter(owed=1, now=0.0)
    assert keys.feed(DA1, 100.0).keys == DA1


def test_an_answer_that_nobody_waits_for_is_no_concern() -> None:
    keys = AnswerFilter()
    keys.open = 1
    assert keys.feed(STATUS + STATUS, 0.0) == ("", 2)
    assert keys.open == 0
