"""Raising and lowering weights: what a key writes, and that the other key takes it back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.syntax import parse
from naitui.recipe.tree import rows_in, tags_of
from naitui.recipe.weighing import NoEdit, weigh
from tests.recipe.test_syntax import dialects, prompts


def pressed(marked: str, keys: str, dialect: Dialect = PLAIN) -> str:
    """A text with its selection between ‹ and ›, or its cursor at ‹, after keys ``+`` and ``-``."""
    start = marked.index("‹")
    text = marked.replace("‹", "")
    end = text.index("›") if "›" in text else start
    text = text.replace("›", "")
    for key in keys:
        text, start, end = weigh(text, start, end, up=key == "+", dialect=dialect)
    assert 0 <= start <= end <= len(text)
    return f"{text[:start]}‹{text[start:end]}›{text[end:]}"


@pytest.mark.parametrize(
    ("marked", "keys", "after"),
    [
        ("a, sil‹ver hair, c", "+", "a, 1.1::‹silver hair›::, c"),
        ("a, sil‹ver hair, c", "+++", "a, 1.3::‹silver hair›::, c"),
        ("a, sil‹ver hair, c", "++--", "a, ‹silver hair›, c"),
        ("a, sil‹ver hair, c", "--", "a, 0.8::‹silver hair›::, c"),
        ("‹a", "-----------", "-0.1::‹a›::"),
        ("1.2::a, ‹b, c::, d", "+", "1.2::a::, 1.3::‹b›::, 1.2::c::, d"),
        ("1.2::a, ‹b, c::, d", "+-", "1.2::a, ‹b›, c::, d"),
        ("1.2::a, ‹b, c::, d", "--", "1.2::a::, ‹b›, 1.2::c::, d"),
        ("1.2::‹a, b, d", "+", "1.3::‹a›::, 1.2::b, d"),
        ("a 1.5::‹b 0.5::c::", "+", "a 1.6::‹b› 0.5::c::"),
        ("1.55::‹a::", "+", "1.65::‹a›::"),
        ("1.9::‹a::", "++", "2.1::‹a›::"),
        ("{a‹, b}", "+", "{1.1::‹a›::, b}"),
        ("{1.2::‹a::}", "--", "{‹a›}"),
        ("||‹a|b||", "+", "||1.1::‹a›::|b||"),
        ("a, ‹b, c›, d", "+", "a, 1.1::‹b, c›::, d"),
        ("a, ‹b, c›, d", "++--", "a, ‹b, c›, d"),
        ("‹a, 1.2::b::›", "+", "‹1.1::a::, 1.3::b::›"),
        ("a, b‹\nc", "+", "a, 1.1::‹b›::\nc"),
        ("year 20‹24, b", "+", "1.1::‹year 2024› ::, b"),
        ("year 20‹24, b", "+-", "‹year 2024›, b"),
        ("1.2::year 2024, ‹b::", "+-", "1.2::year 2024, ‹b›::"),
        ("__hair__‹, b", "+", "1.1::‹__hair__›::, b"),
    ],
)
def test_numbers(marked: str, keys: str, after: str) -> None:
    assert pressed(marked, keys) == after


@pytest.mark.parametrize(
    ("marked", "keys", "after"),
    [
        ("a, ‹b, c", "+", "a, {‹b›}, c"),
        ("a, ‹b, c", "++-", "a, {‹b›}, c"),
        ("[‹a]", "++", "{‹a›}"),
        ("{{‹a, b}}", "-", "{{[‹a›], b}}"),
        ("a, ‹b, c›, d", "++--", "a, ‹b, c›, d"),
        ("{{‹a, b›}}", "-", "{‹a, b›}"),
    ],
)
def test_braces_where_the_model_knows_no_numbers(marked: str, keys: str, after: str) -> None:
    assert pressed(marked, keys, OLD) == after


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("‹", "no tag"),
        (" ‹ , a", "no tag"),
        ("/* a‹ */", "no tag"),
        ("a, Text: hel‹lo", "no tag"),
        ("1.2::||‹a|b||, c::", "group around it"),
        ("1.2::{‹a, b}, c::", "group around it"),
        ("10::‹a::", "go from -5 to 10"),
    ],
)
def test_where_a_key_can_do_nothing_it_says_why(marked: str, why: str) -> None:
    with pytest.raises(NoEdit, match=why):
        pressed(marked, "+")


def all_weights(text: str, dialect: Dialect) -> list[tuple[str, float]]:
    """Every word with its effective weight, blanks and commas apart."""
    prompt = parse(text, dialect)
    words = [
        piece for piece in prompt.pieces if piece.kind in ("words", "label", "action", "quoted", "wildcard", "snippet")
    ]
    return [(prompt.of(p).strip(), round(p.weight, 6)) for p in words if prompt.of(p).strip()]


@given(prompts, st.integers(0, 60), dialects, st.booleans())
def test_raising_then_lowering_restores_every_weight(text: str, cursor: int, dialect: Dialect, up: bool) -> None:
    assume(not list(parse(text, dialect).faults))
    before = all_weights(text, dialect)
    try:
        there = weigh(text, min(cursor, len(text)), min(cursor, len(text)), up=up, dialect=dialect)
        back = weigh(*there, up=not up, dialect=dialect)
    except NoEdit:
        return
    assert all_weights(back.text, dialect) == before


@given(prompts, st.integers(0, 60), st.booleans())
def test_only_the_tag_that_is_meant_changes_its_weight(text: str, cursor: int, up: bool) -> None:
    assume(not list(parse(text).faults))
    before = all_weights(text, PLAIN)
    try:
        there = weigh(text, min(cursor, len(text)), min(cursor, len(text)), up=up, dialect=PLAIN)
    except NoEdit:
        return
    after = all_weights(there.text, PLAIN)
    assert [word for word, _ in after] == [word for word, _ in before]
    changed = [abs(b - a) for (_, a), (_, b) in zip(before, after, strict=True) if a != b]
    assert changed or not there.text[there.start : there.end].strip("|{}[], \n")  # nothing in it to be weighed
    assert not list(parse(there.text).faults)


@given(st.lists(st.text("abc ", min_size=1).filter(str.strip), min_size=1, max_size=6), st.integers(0, 40))
def test_a_plain_text_comes_back_to_the_letter(tags: list[str], cursor: int) -> None:
    text = ", ".join(tags)
    place = min(cursor, len(text))
    for dialect in (PLAIN, OLD):
        try:
            assert weigh(*weigh(text, place, place, up=True, dialect=dialect), up=False, dialect=dialect).text == text
        except NoEdit:
            assert not [tag for tag in tags_of(rows_in(text)) if tag.room_start <= place <= tag.room_end]
