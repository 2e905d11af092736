"""The prompt parser: it covers every text, weighs what counts, and names what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.language import quoted_passages
from naitui.recipe.syntax import GLUED, NO_ALTERNATIVE, NO_NAME, ONE_TOO_MANY, STRAY, UNCLOSED, Prompt, parse

MARKS = ["{", "}", "[", "]", "1.2::", "-1::", "0::", ".5::", "::", "|", "||", ",", "\n", " ", "a", "tag b", "Text:"]
MARKS += ["__", "__w__", "/*", "*/", "@{s}", '"', "'", "「", "」", "::1", "5", ".", ":1.2", "source#", "artist:"]
MARKS += ["year 2024", "fur dataset", ":", "#"]
V5, V4 = Dialect(quotes=True), Dialect(interactions=False)
dialects = st.sampled_from([PLAIN, OLD, V4, V5])
prompts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(MARKS), max_size=24).map("".join))


@given(prompts, dialects)
def test_what_was_parsed_prints_as_it_was(text: str, dialect: Dialect) -> None:
    prompt = parse(text, dialect)
    assert str(prompt) == text
    ends = [0, *(piece.end for piece in prompt.pieces)]
    assert [piece.start for piece in prompt.pieces] == ends[:-1]
    assert all(piece.start < piece.end for piece in prompt.pieces)


@given(prompts, dialects)
def test_partners_are_each_other_s_and_faults_have_none(text: str, dialect: Dialect) -> None:
    pieces = parse(text, dialect).pieces
    for index, piece in enumerate(pieces):
        if piece.partner is not None and pieces[piece.partner].kind != "weight":
            assert pieces[piece.partner].partner == index
        if piece.fault == STRAY:
            assert piece.partner is None


def weights(text: str, dialect: Dialect = PLAIN) -> dict[str, float]:
    prompt = parse(text, dialect)
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
    assert weights("1.5::a::, {b}, Text: c", OLD) == {"1.5::a::": 1, "b": 1.05, "Text: c": 1}


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
    assert told(parse(text)) == faults


def kinds(text: str, dialect: Dialect = PLAIN) -> list[tuple[str, str]]:
    """What is no plain word, and how it is written."""
    prompt = parse(text, dialect)
    return [(piece.kind, prompt.of(piece)) for piece in prompt.pieces if piece.kind not in ("words", "separator")]


@pytest.mark.parametrize(
    ("text", "dialect", "found"),
    [
        ("artist:wlop, rating:general, year 2024", PLAIN, [("label", p) for p in ("artist:", "rating:", "year ")]),
        ("fur dataset, Background Dataset", V4, [("label", "fur dataset"), ("label", "Background Dataset")]),
        ("an artist: me, yearly 2024, year 20245, dreamyear 2024", PLAIN, [("label", "artist:")]),
        ("{source#hug}, Target#pat, resource#x", PLAIN, [
            ("open", "{"), ("action", "source#"), ("close", "}"), ("action", "Target#")]),
        ("source#hug", V4, []),
        ("a, Text: {b}, 2::c:: | text: d", PLAIN, [
            ("literal", "Text: {b}, 2::c:: "), ("bar", "|"), ("literal", "text: d")]),
        ("a|text: b", PLAIN, [("bar", "|"), ("literal", "text: b")]),
        ("/*text: no*/ a", PLAIN, [("comment", "/*text: no*/")]),
        ("Text: b", OLD, []),
        ('sign "hi, {you}" b, “a\nb”', V5, [
            ("quoted", '"hi, '), ("open", "{"), ("quoted", "you"), ("close", "}"), ("quoted", '"'),
            ("quoted", "“a\nb”")]),
        ('sign "hi, you"', PLAIN, []),
        ('"hi", Text: you', V5, [("literal", "Text: you")]),  # the page collects nothing beside words given by hand
        ("girl's, boys' hats, 'a b'", V5, [("quoted", "'a b'")]),
        ("""/*"*/ "a" /*'*/""", V5, [("comment", '/*"*/'), ("quoted", '"a"'), ("comment", "/*'*/")]),
        ("cat:1.2 | dog:-.8", OLD, [("mix", ":1.2"), ("bar", "|"), ("mix", ":-.8")]),
        ("cat:1.2 | dog:-.8", PLAIN, [("bar", "|")]),
        ("||a:1|b||:2", OLD, [("choice", "||"), ("bar", "|"), ("choice", "||"), ("mix", ":2")]),
        ("/* half, __half, @half, 1.2:", PLAIN, [("begun", "/*")]),
    ],
)  # fmt: skip
def test_what_the_pieces_are(text: str, dialect: Dialect, found: list[tuple[str, str]]) -> None:
    assert kinds(text, dialect) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cat:2 | {dog}:-.5 | hat", {"cat": 2, "dog": -0.525, "hat": 1}),
        ("cat:2", {"cat": 1}),  # a part alone is mixed with nothing
        ("a|b|c|d|e|f:2|g:3", {**dict.fromkeys("abcde", 1), "f:2": 3, "|": 3, "g": 3}),
    ],
)
def test_parts_of_a_mix_have_weights(text: str, found: dict[str, float]) -> None:
    assert weights(text, OLD) == found


def told(prompt: Prompt) -> list[tuple[str, str]]:
    return [(prompt.of(piece), piece.fault) for piece in prompt.faults]


@pytest.mark.parametrize(
    ("text", "dialect", "faults"),
    [
        ("1.2::year 2024::, a", PLAIN, [("2024::", GLUED)]),
        ("1.2::year 2024 ::, 20::a::", PLAIN, []),
        ("/* a", PLAIN, [("/*", UNCLOSED)]),
        ("@{two words}, @{one}", PLAIN, [("@{two words}", NO_NAME)]),
        ("a|b|c|d|e|f|g", OLD, [("|", ONE_TOO_MANY)]),
        ("a|b|c|d|e|f|g", PLAIN, []),
        ("||a|b||| c", PLAIN, [("|", NO_ALTERNATIVE)]),
        ("||a|b| || c, |||a|b|| | c", PLAIN, []),
    ],
)
def test_more_faults(text: str, dialect: Dialect, faults: list[tuple[str, str]]) -> None:
    assert told(parse(text, dialect)) == faults


noted = st.lists(st.sampled_from([mark for mark in MARKS if mark not in ("/*", "*/", "Text:")]), max_size=24)


@given(noted.map("".join), st.sampled_from([PLAIN, V4, V5]), st.data())
def test_a_comment_between_two_pieces_changes_neither(text: str, dialect: Dialect, data: st.DataObject) -> None:
    prompt = parse(text, dialect)
    before = [(piece.kind, prompt.of(piece), piece.weight, piece.fault) for piece in prompt.pieces]
    # a label is known by what stands behind it, ``source#`` by what stands in front of it
    at = data.draw(
        st.sampled_from([i for i in range(len(before) + 1) if i == 0 or before[i - 1][0] not in ("label", "wildcard")])
    )
    place = prompt.pieces[at].start if at < len(before) else len(text)
    after = parse(f'{text[:place]}/*1.2::{{note"*/{text[place:]}', dialect)
    found = [(piece.kind, after.of(piece), piece.weight, piece.fault) for piece in after.pieces]
    assert found[at][:2] == ("comment", '/*1.2::{note"*/')
    assert found[:at] + found[at + 1 :] == before


@given(st.lists(st.sampled_from(["a", "b ", " ", ",", '"', "“", "”", "'", "「", "」", "\n"]), max_size=24).map("".join))
def test_what_is_quoted_is_what_the_request_collects(text: str) -> None:
    prompt = parse(text, V5)
    quoted = [prompt.of(piece)[1:-1].strip() for piece in prompt.pieces if piece.kind == "quoted"]
    assert quoted == quoted_passages([text])
