"""The marks of the prompt language (api.md 3.4 and 5)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.language import (
    add_before_text_block,
    has_text_block,
    quoted_passages,
    split_mix,
    split_trailing_weight,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("cat", ["cat"]),
        ("cat|dog", ["cat", "dog"]),
        ("a|b|c|d|e|f", list("abcdef")),
        ("a|b|c|d|e|f|g|h", ["a", "b", "c", "d", "e", "f|g|h"]),
        ("||red|blue|| hair", ["||red|blue|| hair"]),
        ("||red|blue|| hair|dog, ||1|2||", ["||red|blue|| hair", "dog, ||1|2||"]),
        ("a|b|c|d|e|f ||1|2|| |g", ["a", "b", "c", "d", "e", "f ||1|2|| |g"]),
        ("|", ["", ""]),
    ],
)
def test_single_bars_cut_six_parts_at_most(text: str, parts: list[str]) -> None:
    assert split_mix(text) == parts


@given(st.text(alphabet="ab|", max_size=30))
def test_cutting_loses_nothing(text: str) -> None:
    parts = split_mix(text)
    assert "|".join(parts) == text
    assert len(parts) <= 6


MARKS = [" ", "\n", "\t", ",", ".", ":", "[", "]", "{", "}", "，", "、"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("word", ["text:", "Text:", "TEXT:", "teXt:"])
def test_a_text_block_begins_after_each_mark(mark: str, word: str) -> None:
    block = f"{mark}{word} Hello"
    assert has_text_block(f"sign{block}")
    assert add_before_text_block(f"sign{block}", "good", lambda a, b: f"{a}+{b}") == f"sign+good{block}"


@pytest.mark.parametrize(
    "text", ["context: x", "a text", "no text", "text::1.2", "a, Text::x", "-text: x", "_text:", ""]
)
def test_other_words_are_no_text_block(text: str) -> None:
    assert not has_text_block(text)


def test_a_prompt_that_begins_with_the_block_keeps_it_apart_from_what_is_put_before_it() -> None:
    """Whatever is drawn literally must not grow into the tags: `no textText: Hi` would be no block any more."""
    joined = add_before_text_block("Text: Hi", "no text", lambda a, b: f"{a}, {b}" if a else b)
    assert joined == "no text Text: Hi"
    assert has_text_block(joined)


@pytest.mark.parametrize(
    ("part", "words", "weight"),
    [
        ("cat:1.2", "cat", ":1.2"),
        ("cat:2", "cat", ":2"),
        ("cat:.5", "cat", ":.5"),
        ("cat:-1", "cat", ":-1"),
        ("cat:1.2 ", "cat", ":1.2 "),
        ("cat", "cat", ""),
        ("year 2024", "year 2024", ""),
        ("rating:general", "rating:general", ""),
        ("a:1, b", "a:1, b", ""),
    ],
)
def test_the_weight_of_a_mixing_part(part: str, words: str, weight: str) -> None:
    assert split_trailing_weight(part) == (words, weight)


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ('a sign "Hello"', ["Hello"]),
        ("“Hi” and 「やあ」 and 'yo'", ["Hi", "やあ", "yo"]),
        ("she doesn't, he can't", []),
        ("girls' hats, boys' caps", []),
        ("girls' hats, sign 'open'", ["open"]),
        ("'don't stop'", ["don't stop"]),
        ('"don\'t stop"', ["don't stop"]),
        ('"two\nlines"', ["two\nlines"]),
        ('""', []),
        ('" "', []),
        ('" padded "', ["padded"]),
        ('"" "b"', ["b"]),
        ('5" tall', []),
        ("", []),
    ],
)
def test_quoted_passages(text: str, passages: list[str]) -> None:
    assert quoted_passages([text]) == passages


def test_quoted_passages_come_in_the_order_of_the_texts() -> None:
    assert quoted_passages(['"b" "a"', "", "'c'"]) == ["b", "a", "c"]


OLD = re.compile(
    r"""
      "([^"]*)" | “([^”]*)” | 「([^」]*)」
    | (?<![^\W_])'((?:[^']|'(?=[^\W_])){0,1000}+)'(?![^\W_])
    """,
    re.VERBOSE,
)
"""The rule as one expression: right, but its time grows with the square of the text."""


@given(st.text(alphabet="ab '\"“”「」_9é\n", max_size=40))
def test_quoted_passages_by_the_rule(text: str) -> None:
    found = [next(g for g in match.groups() if g is not None).strip() for match in OLD.finditer(text)]
    assert quoted_passages([text]) == [words for words in found if words]


@pytest.mark.parametrize("length", [999, 1000, 1001])
def test_single_marks_far_apart_are_apostrophes(length: int) -> None:
    assert quoted_passages([f"'{'x' * length}'"]) == (["x" * length] if length <= 1000 else [])


@pytest.mark.parametrize("piece", ["'a b ", "“", "「a", '"', "' ", "'a' "])
def test_a_long_prompt_of_marks_is_read_once(piece: str) -> None:
    """With a rule that looks anew from every mark this would not end within the patience of the test runner."""
    quoted_passages([piece * (4_000_000 // len(piece))])
