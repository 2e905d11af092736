"""What other programs write, made into what NovelAI reads; and what is NovelAI's, left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.conversion import Change, changes, convert, converted_inside
from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.syntax import parse
from tests.recipe.test_syntax import MARKS, V5, dialects, prompts


@pytest.mark.parametrize(
    ("text", "after", "told"),
    [
        ("1girl, (silver hair:1.2)", "1girl, 1.2::silver hair::", "1 weight"),
        ("((rain)), (((hat)))", "1.21::rain::, 1.33::hat::", "2 weights"),
        ("(rain:1.2), (best quality), [blurry]", "1.2::rain::, 1.1::best quality::, 0.91::blurry::", "3 weights"),
        ("(a big (red:1.2) hat:1.1)", "1.1::a big:: 1.32::red:: 1.1::hat::", "2 weights"),
        ("(red hat, (umbrella:1.5), rain)", "1.1::red hat::, 1.65::umbrella::, 1.1::rain::", "2 weights"),
        ("(rain:1), (hat:1.0), ((snow:0.5))", "rain, hat, 0.55::snow::", "3 weights"),
        ("(rain:-1), (hat:0)", "-1::rain::, 0::hat::", "2 weights"),
        ("(year 2024:1.2)", "1.2::year 2024 ::", "1 weight"),
        ("hat(red:1.2)", "hat 1.2::red::", "1 weight"),
        (r"saber \(fate\)", "saber (fate)", "2 escaped brackets"),
        (r"(saber_\(fate\):1.2)", "1.2::saber (fate)::", "1 weight, 2 escaped brackets, 1 underscored tag"),
        ("silver_hair, miku_(vocaloid), re:zero_kara", "silver hair, miku (vocaloid), re:zero kara",
         "3 underscored tags"),
        ("<lora:a:0.8>, girl, <lora:b:1>, <lyco:c>, hat, <lora:d:1>", "girl, hat", "left out: 4 LoRAs or embeddings"),
        ("girl, embedding:bad_hands, (embedding:worse:1.2)", "girl", "left out: 2 LoRAs or embeddings"),
        ("girl,\n<lora:a:1>\nhat", "girl,\nhat", "left out: 1 LoRA or embedding"),
        ("a girl <lora:a:1> and a cat", "a girl and a cat", "left out: 1 LoRA or embedding"),
        ("girl, BREAK, hat", "girl, hat", "left out: 1 BREAK"),
        ("girl,\nBREAK\nhat", "girl,\nhat", "left out: 1 BREAK"),
        ("girl BREAK (hat:1.2)", "girl, 1.2::hat::", "1 weight; left out: 1 BREAK"),
        ("[cat:dog:0.3], [cat:dog:0.7], [hat:0.5], [hat::10]", "dog, cat, hat, hat", "4 prompt editings"),
        ("[cat|dog], {red|blue} hair", "||cat|dog||, ||red|blue|| hair", "2 random choices"),
        ("({red|blue} hair:1.2)", "||1.2::red::|1.2::blue::|| 1.2::hair::", "1 weight, 1 random choice"),
        ("1.2::hat, (rain:1.3), snow::", "1.2::hat, {{{{{rain}}}}}, snow::", "1 weight"),  # numbers do not nest
        ("{red|blue|}, hat", "||red|blue| ||, hat", "1 random choice"),  # three bars would be a choice and a bar
        ("{|red}, {<lora:a:1>|hat}", "|| |red||, || |hat||", "2 random choices; left out: 1 LoRA or embedding"),
        ("a|{red|blue}|b", "a| ||red|blue|| |b", "1 random choice"),
        ("girl, (:1.2), hat, ((:1.3):1.2)", "girl, hat", "left out: 2 weights of nothing"),
        ("(<lora:a:1>:1.2), hat", "hat", "left out: 1 LoRA or embedding"),
        ("((a):1.2), 0.5::x::", "1.32::a::, 0.5::x::", "1 weight"),
        ("-(a:1.2), b-(c:-1)", "- 1.2::a::, b- -1::c::", "2 weights"),
        ("{hat}, (rain:1.3), (snow), [hail]", "{hat}, 1.3::rain::, (snow), [hail]", "1 weight"),  # NovelAI's too
    ],
)  # fmt: skip
def test_what_is_another_program_s(text: str, after: str, told: str) -> None:
    converted = convert(text, PLAIN)
    assert (converted.text, str(converted)) == (after, told)


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("cat‹", "(dog:1.2)", "cat 1.2::dog::"),
        ("0.8::x, ‹ ::", "(dog:1.2), rain", "0.8::x, {{{{dog}}}}, rain ::"),
        ("0.8::x, ‹", "(dog:1.2), rain", "0.8::x, {{{{dog}}}}, rain"),
        ("0.8::x::, ‹, 0.8::y::", "(dog:1.2)", "0.8::x::, 1.2::dog::, 0.8::y::"),
        ("0.8::x | ‹", "(dog:1.2)", "0.8::x | 1.2::dog::"),
        ("0.8::x, ‹ ::", "(dog:-1)", "0.8::x, (dog:-1) ::"),  # braces cannot say it
        ("||red|‹||", "{a|b}, (c:1.2)", "||red|{a|b}, 1.2::c::||"),
        ("||red|blue||, ‹", "{a|b}", "||red|blue||, ||a|b||"),
        ("a|‹|b", "{a|b}", "a| ||a|b|| |b"),
        ("-‹", "(dog:1.2)", "- 1.2::dog::"),
        ("||0.8::x|‹||", "(dog:1.2)", "||0.8::x|1.2::dog::||"),  # what one alternative leaves open ends with it
        ("0.8::||x|‹||, y::", "(dog:1.2)", "0.8::||x|{{{{dog}}}}||, y::"),
    ],
)
def test_what_comes_into_a_text_fits_in(text: str, words: str, after: str) -> None:
    start = text.index("‹")
    before, behind = text[:start], text[start + 1 :]
    converted = converted_inside(f"{before}{words}{behind}", start, start + len(words), PLAIN)
    assert before + converted.text + behind == after


@given(
    st.lists(st.sampled_from(["cat", "0.8::", "::", ", ", "{", "}", "||", "|", "-", "2", " "]), max_size=12).map(
        "".join
    ),
    st.integers(0, 40),
    st.sampled_from(["(dog:1.2)", "(dog:1.2), rain", "((dog)), fog", "(dog:0)"]),
    dialects,
)
def test_what_comes_into_a_text_leaves_the_rest_what_it_is(text: str, at: int, words: str, dialect: Dialect) -> None:
    start = min(at, len(text))
    before, behind = text[:start], text[start:]
    converted = converted_inside(before + words + behind, start, start + len(words), dialect).text
    if converted == words:
        return

    def rest(inside: str) -> tuple[list[float], list[tuple[str, str, str]]]:
        prompt = parse(before + inside + behind, dialect)
        letters = [at for at, letter in enumerate(before + "," * len(inside) + behind) if letter in "cat"]
        outside = [piece for piece in prompt.pieces if piece.end <= start or piece.start >= start + len(inside)]
        marks = [(piece.kind, prompt.of(piece), piece.fault) for piece in outside if piece.kind != "words"]
        return [round(prompt.weight_at(place), 6) for place in letters], marks

    assert rest(converted) == rest(re.sub(r"\(.*\)", ",", words))  # a comma is a part of no mark


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("(rain:1.1), [hat], (snow)", "{{rain}}, [[hat]], {{snow}}"),
        ("(rain:0.5)", "[" * 14 + "rain" + "]" * 14),
        ("(rain:-1), (hat:0)", "(rain:-1), (hat:0)"),  # braces cannot say it
    ],
)
def test_old_models_get_braces(text: str, after: str) -> None:
    assert convert(text, OLD).text == after


@pytest.mark.parametrize(
    "text",
    [
        "saber (fate), 2b (nier:automata), vertin (reverse:1999), (reverse:1999)",
        "(masterpiece), a girl (in a hat), (9), (o)_(o)",
        "{hat}, [[blurry]], 1.2::rain, snow::, -1::hat::, [artist:someone], [artist:someone:0.5]",
        r"\(^o^)/, \m/, \o/, \||/, :(, hat :), ^_^, o_o, @_@, >_<, 3_3, ._., ;_;, (smile :3), fill in: _____",
        "||red|blue|| hair, __hair/colour_2__, @{my_snippet}, /* (note:1.2) my_note */",
        "a sign, Text: (loud:1.2) under_score",
        "source#hug, target#pat, year 2024, rating:general, fur dataset",
        "PRISON BREAK poster, BREAKING, a [b], (c",
        "cat:1.2 | dog:0.8",
        "(a, 1.2::b::, c:1.1), (text: words:1.2)",  # it is not clear what is meant
    ],
)
@pytest.mark.parametrize("dialect", [PLAIN, V5])
def test_what_is_novelai_s_stays(text: str, dialect: Dialect) -> None:
    assert changes(text, dialect) == ()


def test_what_is_quoted_stays_where_the_model_draws_it() -> None:
    text = 'a sign "(loud:1.2) under_score", (rain:1.2)'
    assert convert(text, V5).text == 'a sign "(loud:1.2) under_score", 1.2::rain::'
    assert convert(text, PLAIN).text == 'a sign "1.2::loud:: under score", 1.2::rain::'


TAG = st.sampled_from(
    [
        "1girl", "silver hair", "saber (fate)", "year 2024", "artist:wlop", "vertin (reverse:1999)", "^_^", "o_o", ":3",
        "source#hug", "a girl in a red hat", "__hair/colour__", "@{heroine}", "/* a_note (x:1.2) */", ">_<", "(9)",
        "銀髪", "||red|blue|| eyes", "5'4\"", "re:zero",
    ]
)  # fmt: skip


def _own(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.lists(inner, min_size=1, max_size=3).map(", ".join)
    numbers = st.sampled_from(["1.2", "-1", "0", ".5"])
    weighed = st.tuples(numbers, tags).map(lambda pair: f"{pair[0]}::{pair[1]} ::")
    return st.one_of(tags.map("{{{}}}".format), tags.map("[{}]".format), weighed)


own_texts = st.lists(st.recursive(TAG, _own, max_leaves=6), max_size=8).map(", ".join)


@given(own_texts, st.sampled_from(["", ", Text: (loud:1.2) my_words", " | cat, {dog}"]), st.sampled_from([PLAIN, V5]))
def test_whatever_is_written_for_novelai_stays(text: str, end: str, dialect: Dialect) -> None:
    assert changes(text + end, dialect) == ()


FOREIGN = [
    "(",
    ")",
    "((",
    "))",
    ":1.2)",
    ":0.5)",
    "\\(",
    "\\)",
    "[",
    "]",
    ":0.3]",
    "|",
    "{",
    "}",
    "<lora:a:1>",
    "BREAK",
]
FOREIGN += ["embedding:b", "_", "silver_hair", "word", " ", ", ", "\n", "hat", ":", "text:"]
foreign_texts = st.lists(st.sampled_from(FOREIGN + MARKS), max_size=20).map("".join) | prompts


@given(foreign_texts, dialects)
def test_done_again_it_changes_nothing(text: str, dialect: Dialect) -> None:
    once = convert(text, dialect)
    assert convert(once.text, dialect) == type(once)(once.text, ())


@given(foreign_texts, dialects)
def test_changes_lie_one_behind_the_other_and_change_something(text: str, dialect: Dialect) -> None:
    at = 0
    for change in changes(text, dialect):
        assert at <= change.start < change.end <= len(text)
        assert change.instead != text[change.start : change.end]
        assert change.kinds
        at = change.end


@given(foreign_texts, dialects)
def test_no_word_is_lost_but_those_that_are_said_to_be(text: str, dialect: Dialect) -> None:
    converted = convert(text, dialect)
    gone = {kind for change in converted.changes for kind in change.kinds} & {"extra", "break", "editing"}
    if not gone:
        words = [word for word in ("silver", "hair", "word", "hat", "tag b") if word in text.replace("_", " ")]
        assert all(word in converted.text.replace("_", " ") for word in words)


@given(
    st.lists(st.tuples(st.sampled_from(["rain", "hat", "red cat"]), st.integers(-30, 40)), min_size=1, max_size=5),
    st.integers(0, 3),
)
def test_every_tag_gets_the_weight_that_it_had(tags: list[tuple[str, int]], around: int) -> None:
    """Each tag with its own number, and as many brackets around all of them: these multiply."""
    inner = ", ".join(f"({words}:{tenths / 10})" for words, tenths in tags)
    text = "(" * around + inner + ", end" + ")" * around
    prompt = parse(convert(text, PLAIN).text)
    found = [
        (prompt.of(p).strip(), round(p.weight, 2)) for p in prompt.pieces if p.kind == "words" and prompt.of(p).strip()
    ]
    factor = 1.1**around
    expected = [(words, round(tenths / 10 * factor, 2)) for words, tenths in tags]
    assert found == [*expected, ("end", round(factor, 2))]


def test_deep_brackets_are_read_too() -> None:
    text = "(" * 5000 + "rain" + ")" * 5000 + "]" * 5000
    assert isinstance(convert(text, PLAIN).text, str)


def test_changes_know_their_places() -> None:
    assert changes("a, (b:1.2), c_dd", PLAIN) == (
        Change(3, 10, "1.2::b::", ("weight",)),
        Change(12, 16, "c dd", ("underscore",)),
    )
