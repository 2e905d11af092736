"""The tokenizers, against slow and obvious ways to do the same; with the real vocabularies where they are at hand."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers import Tokenizer, Unigram, read_definition, tokenizer_of
from naitui.novelai.tokenizers.bytelevel import Clip, Qwen, byte_letters, qwen_words
from naitui.novelai.tokenizers.classes import letters_marks_numbers
from naitui.novelai.tokenizers.merging import MergeTable

COUNTED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("token_counts.json").read_text("utf-8"))
"""Texts and what the real vocabularies make of them; the numbers were found with other programs."""
DATA = Path(__file__).parents[3] / "shared" / "data"

# ---------------------------------------------------------------------- unigram

PIECES = {"<unk>": 0.0, "▁": -2.0, "a": -4.0, "b": -4.5, "ab": -5.0, "▁a": -4.5, "▁ab": -9.0, "aba": -7.25, "c▁": -9.0}
UNKNOWN = min(PIECES.values()) - 10


def small() -> Unigram:
    return Unigram(list(PIECES), list(PIECES.values()), 0)


def every_way(word: str) -> list[tuple[float, int]]:
    """Score and number of pieces of every way to put a word together."""
    if not word:
        return [(0.0, 0)]
    ways = []
    for size in range(1, len(word) + 1):
        score = PIECES.get(word[:size], UNKNOWN if size == 1 else None)
        if score is not None:
            ways += [(score + rest, count + 1) for rest, count in every_way(word[size:])]
    return ways


@given(st.text("abcz▁", min_size=1, max_size=9))
def test_of_all_ways_to_put_a_word_together_the_likeliest_counts(word: str) -> None:
    whole = word if word.startswith("▁") else "▁" + word
    ways = every_way(whole)
    best = max(score for score, _ in ways)
    assert small().count(word) - 1 in {count for score, count in ways if abs(score - best) < 1e-9}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 1),  # the closing token
        ("{}", 2),  # an empty word, and the closing token
        ("a", 2),
        ("a b", 4),  # ▁a, then ▁ and b
        ("  a", 3),  # blanks at an end are an empty word
        ("a\n\u3000a\t", 4),
        ("{a}, [1.5::a::]", 4),  # the comma is unknown
        ("-1::a ::", 3),
        (".5::a", 2),
        ("a::", 2),
        ("▁a", 2),  # no second mark in front
        ("zz", 4),  # each unknown character for itself
        ("\N{ARTIST PALETTE}", 4),  # two units of UTF-16
        ("１::a", 4),  # only ASCII digits are a weight
    ],
)
def test_a_caption_is_cut_as_the_page_cuts_it(text: str, tokens: int) -> None:
    assert small().count(text) == tokens


def test_a_piece_beyond_the_first_plane_is_found() -> None:
    palette = "\N{ARTIST PALETTE}"
    with_it = Unigram([*PIECES, palette], [*PIECES.values(), -3.0], 0)
    assert with_it.count(palette) == small().count(palette) - 1


def test_a_long_word_counts_as_a_short_one_does() -> None:
    assert small().count("z" * 5000) == 5002


# ---------------------------------------------------------------------- byte pairs

LETTERS = "abc"


def slow_merge(symbols: list[str], ranks: dict[tuple[str, str], int]) -> int:
    """Joins the pair of lowest rank, the leftmost of them, until there is none."""
    while True:
        pairs = [
            (ranks[pair], at) for at in range(len(symbols) - 1) if (pair := (symbols[at], symbols[at + 1])) in ranks
        ]
        if not pairs:
            return len(symbols)
        _, at = min(pairs)
        symbols = [*symbols[:at], symbols[at] + symbols[at + 1], *symbols[at + 2 :]]


@st.composite
def vocabularies(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Merges, each of letters or of what merges before it make; some of them in another order, as Qwen's."""
    made, pairs = list(LETTERS), []
    for _ in range(draw(st.integers(1, 14))):
        pair = (draw(st.sampled_from(made)), draw(st.sampled_from(made)))
        if pair not in pairs:
            pairs.append(pair)
            made.append("".join(pair))
    return draw(st.permutations(pairs)) if draw(st.booleans()) else pairs


@given(vocabularies(), st.text(LETTERS, max_size=14))
def test_pairs_are_joined_in_the_order_of_their_ranks(pairs: list[tuple[str, str]], word: str) -> None:
    ranks = {pair: rank for rank, pair in enumerate(pairs)}
    table = MergeTable.of(LETTERS, pairs)
    assert table.count([LETTERS.index(letter) for letter in word]) == slow_merge(list(word), ranks)


def test_a_pair_of_what_nothing_makes_is_no_vocabulary() -> None:
    with pytest.raises(ValueError, match="nothing makes"):
        MergeTable.of(LETTERS, [("a", "b"), ("abc", "a")])


def test_every_byte_has_a_letter_of_its_own() -> None:
    letters = byte_letters()
    assert len(set(letters)) == 256
    assert (letters[ord("a")], letters[ord(" ")], letters[0]) == ("a", "Ġ", "Ā")
    assert all(letter.isprintable() and letter != " " for letter in letters)


@given(st.text())
def test_no_character_is_lost_between_words(text: str) -> None:
    assert "".join(qwen_words().findall(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1girl, silver hair", ["1", "girl", ",", " silver", " hair"]),
        ("it's I'LL", ["it", "'s", " I", "'LL"]),
        ("a  b", ["a", " ", " b"]),
        ("2024::", ["2", "0", "2", "4", "::"]),
        ("{a}\n\n b", ["{a", "}\n\n", " b"]),
        ("銀髪、夜", ["銀髪", "、夜"]),
        ("e\u0301a", ["e\u0301a"]),
        ("end  ", ["end", "  "]),
    ],
)
def test_qwen_cuts_words_as_its_own_pattern_says(text: str, words: list[str]) -> None:
    assert qwen_words().findall(text) == words


def test_letters_marks_and_numbers_are_those_of_unicode() -> None:
    classes = [re.compile(f"[{body}]") for body in letters_marks_numbers()]
    for code in (*range(0x3000), *range(0x4DF0, 0x4E10), *range(0x1F000, 0x20010), *range(0xE00F0, 0xE0110)):
        found = [name for name, one in zip("LMN", classes, strict=True) if one.match(chr(code))]
        category = unicodedata.category(chr(code))[0]
        assert found == ([category] if category in "LMN" else []), hex(code)


GIRL = [("g", "i"), ("gi", "r"), ("gir", "l"), ("Ġ", "girl"), ("Ã", "©")]


def qwen() -> Qwen:
    return Qwen(MergeTable.of(byte_letters(), GIRL), ["<|end|>", "<|end|>!"])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("girl", 1),
        (" girl", 1),
        ("1girl, girl", 4),
        ("{girl}", 3),  # marks of emphasis count
        ("1.5::girl::", 8),
        ("e\u0301", 1),  # composed before it is counted
        ("月", 3),
        ("girl<|end|>girl", 3),
        ("<|end|>!", 1),  # the longest special text
        ("<|END|>", 7),
    ],
)
def test_qwen_counts_everything(text: str, tokens: int) -> None:
    assert qwen().count(text) == tokens


def clip() -> Clip:
    letters = byte_letters()
    pairs = [("g", "i"), ("gi", "r"), ("gir", "l</w>"), ("a", "n"), ("an", "d</w>")]
    return Clip(MergeTable.of([*letters, *(letter + "</w>" for letter in letters)], pairs))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("girl", 1),
        ("GIRL  girl\n", 2),
        ("girls", 3),  # gir, l, s at its end
        ("{girl}[girl]", 2),  # brackets are blanks
        ("gi{rl}", 4),
        ("1.2", 3),
        ("girl&amp;amp;girl", 3),  # written so twice over, for the page reads it twice
        ("<|endoftext|>", 1),
        ("it's", 4),
    ],
)
def test_clip_counts_words_in_lower_case(text: str, tokens: int) -> None:
    assert clip().count(text) == tokens


# ---------------------------------------------------------------------- the real vocabularies

FILES: dict[Kind, tuple[str, int]] = {
    "t5": ("t5-tokenizer.json", 32_100),
    "qwen": ("qwen35_tokenizer.def", 247_587),
    "clip": ("clip_tokenizer.def", 48_894),
}


@functools.cache
def real(kind: Kind) -> Tokenizer:
    name, entries = FILES[kind]
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return tokenizer_of(kind, read_definition(kind, path.read_bytes(), entries))


@pytest.mark.parametrize("kind", FILES)
def test_with_the_real_vocabulary_the_numbers_are_those_of_others(kind: Kind) -> None:
    tokenizer = real(kind)
    assert [(one["text"], tokenizer.count(one["text"])) for one in COUNTED] == [(c["text"], c[kind]) for c in COUNTED]
