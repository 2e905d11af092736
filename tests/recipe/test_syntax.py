"""The prompt parser: it covers every text, weighs what counts, and names what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.syntax import STRAY, UNCLOSED, parse

MARKS = ["{", "}", "[", "]", "1.2::", "-1::", "0::", ".5::", "::", "|", "||", ",", "\n", " ", "a", "tag b", "Text:"]
MARKS += ["__", "__w__", "/*", "*/", "@{s}", '"', "::1", "5", "."]
prompts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(MARKS), max_size=24).map("".join))


@given(prompts, st.booleans())
def test_what_was_parsed_prints_as_it_was(text: str, numeric: bool) -> None:
    prompt = parse(text, numeric=numeric)
    assert str(prompt) == text
    ends = [0, *(piece.end for piece in prompt.pieces)]
    assert [piece.start for piece in prompt.pieces] == ends[:-1]
    assert all(piece.start < piece.end for piece in prompt.pieces)


@given(prompts)
def test_partners_are_each_other_s_and_faults_have_none(text: str) -> None:
    pieces = parse(text).pieces
    for index, piece in enumerate(pieces):
        if piece.partner is not None and pieces[piece.partner].kind != "weight":
            assert pieces[piece.partner].partner == index
        if piece.fault == STRAY:
            assert piece.partner is None


def weights(text: str, *, numeric: bool = True) -> dict[str, float]:
    prompt = parse(text, numeric=numeric)
    words = [piece for piece in prompt.pieces if piece.kind == "words" and prompt.of(piece).strip()]
    return {prompt.of(piece).strip(): round(piece.weight, 4) for piece in words}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a, {b}, {{c}}, [d]", {"a": 1, "b": 1.05, "c": 1.1025, "d": round(1 / 1.05, 4)}),
        ("1.5::a, b::, c", {"a": 1.5, "b": 1.5, "c": 1}),
        ("1.5::a 0.5::b::, c", {"a": 1.5, "b": 0.5, "c": 1}),
        ("-1::a::, 0::b::", {"a": -1, "b": 0}),
        ("2::{a}::, {2::b::}, c", {"a": 2.1, "b": 2.1, "c": 1}),
        ("{[a]}, c", {"a": 1, "c": 1}),
        ("{a | b", {"a": 1.05, "b": 1}),  # a bar begins anew
        ("2::a | b", {"a": 2, "b": 1}),
        ("{||a|{b}||}, c", {"a": 1.05, "b": 1.1025, "c": 1}),
        ("||{a|b||, c", {"a": 1.05, "b": 1, "c": 1}),  # what one alternative leaves open ends with it
        ("year2.5::a::", {"year2.5": 1, "a": 1}),
        ("a, Text: {b}, 2::c::", {"a": 1}),
        ("/* {x */ a", {"a": 1}),
    ],
)
def test_effective_weights(text: str, found: dict[str, float]) -> None:
    assert weights(text) == found


def test_old_models_know_no_numbers_and_no_text_blocks() -> None:
    assert weights("1.5::a::, {b}, Text: c", numeric=False) == {"1.5::a::": 1, "b": 1.05, "Text: c": 1}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{a, [b", [("{", UNCLOSED), ("[", UNCLOSED)]),
        ("a}", [("}", STRAY)]),
        ("a::", [("::", STRAY)]),
        ("1.2::a", [("1.2::", UNCLOSED)]),
        ("||a|b", [("||", UNCLOSED)]),
        ("||{a|b}||", [("{", UNCLOSED), ("}", STRAY)]),
        ("{a | b}", [("{", UNCLOSED), ("}", STRAY)]),
        ("{a}, 1.2::b::, ||c|d||, [e]", []),
        ("1.2::a 1.3::b::", []),
        (":3, ^_^, >_<, {}", []),
    ],
)
def test_faults(text: str, faults: list[tuple[str, str]]) -> None:
    prompt = parse(text)
    assert [(prompt.of(piece), piece.fault) for piece in prompt.faults] == faults
