"""The fragment at a cursor, and what accepting a completion makes of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.fragments import WILDCARD, Fragment, accept, fragment_at, put_in, tags_in
from tests.recipe.test_syntax import dialects

CURSOR = "¦"
"""Where the cursor stands in the texts below; the bar of the prompt syntax is another one."""


def at(marked: str) -> Fragment | None:
    cursor = marked.index(CURSOR)
    return fragment_at(marked.replace(CURSOR, ""), cursor)


def accepted(marked: str, replacement: str) -> str:
    text, fragment = marked.replace(CURSOR, ""), at(marked)
    assert fragment is not None
    text, cursor = accept(text, fragment, replacement)
    return text[:cursor] + CURSOR + text[cursor:]


@pytest.mark.parametrize(
    ("marked", "typed", "whole"),
    [
        ("¦", "", ""),
        ("silv¦", "silv", "silv"),
        ("1girl, silv¦", "silv", "silv"),
        ("1girl,silv¦er hair, hat", "silv", "silver hair"),
        ("1girl, ¦", "", ""),
        ("1girl, ¦hat", "", "hat"),
        ("1girl¦, hat", "1girl", "1girl"),
        ("1girl\nsil¦", "sil", "sil"),
        ("1girl\r\nsil¦\r\nhat", "sil", "sil"),
        ("cat|do¦g", "do", "dog"),
        ("||red|bl¦ue|| hat", "bl", "blue"),
        ("long ¦", "long ", "long "),
        ("long ¦ , hat", "long ", "long "),
        ("a big ha¦t  , x", "a big ha", "a big hat"),
        # marks around it
        ("{{sil¦ver}}, x", "sil", "silver"),
        ("[sil¦", "sil", "sil"),
        ("(sil¦ver), x", "sil", "silver"),
        ("((sil¦ver))", "sil", "silver"),
        ("saber (fa¦te)", "saber (fa", "saber (fate)"),
        ("{saber (fate)¦}", "saber (fate)", "saber (fate)"),
        ("1.2::sil¦ver hair::, x", "sil", "silver hair"),
        ("-1::sil¦ver::", "sil", "silver"),
        ("-.5:: sil¦ver", "sil", "silver"),
        ("hat 1.5::co¦at", "co", "coat"),
        ("ha¦t 1.5::coat::", "ha", "hat"),
        ("1.5::hat::0.5::co¦at::", "co", "coat"),
        ("0.5::year 20¦24::", "year 20", "year 2024"),
        ("1.2::hat:: sil¦", "sil", "sil"),
        ("source#pa¦t", "pa", "pat"),
        ("{Target#hu¦g}", "hu", "hug"),
        ("mutual#¦", "", ""),
        (":3¦", ":3", ":3"),
        (">_<¦", ">_<", ">_<"),
        ("artist:wl¦op", "artist:wl", "artist:wlop"),
        ("year 20¦", "year 20", "year 20"),
        # comments and text blocks in front and behind
        ("/* hat */ sil¦", "sil", "sil"),
        ("sil¦/* hat */", "sil", "sil"),
        ("a/*x*/sil¦ver", "sil", "silver"),
        ("hat, sil¦ Text: hello", "sil", "sil"),
        ("ha¦t. text: hello", "ha", "hat."),
        # marks beside one another, and at the ends
        ("{¦{a}}", "", ""),
        ("1.2::¦::", "", ""),
        ("¦/* x */", "", ""),
        ("/* x */¦", "", ""),
        ("¦{a}", "", ""),
    ],
)
def test_tags(marked: str, typed: str, whole: str) -> None:
    fragment = at(marked)
    assert fragment is not None
    assert (fragment.kind, fragment.text) == ("tag", typed)
    assert marked.replace(CURSOR, "")[fragment.start : fragment.end] == whole


@pytest.mark.parametrize(
    ("marked", "kind", "typed", "whole"),
    [
        ("a, __ha¦", "wildcard", "ha", "ha"),
        ("__¦", "wildcard", "", ""),
        ("__ha¦ir_colour__, x", "wildcard", "ha", "hair_colour"),
        ("__a__ and __b¦", "wildcard", "b", "b"),
        ("long __colour/li¦ hair", "wildcard", "colour/li", "colour/li"),
        ("__ha¦ hair, __b__", "wildcard", "ha", "ha"),
        ("a, <po¦", "style", "po", "po"),
        ("<¦", "style", "", ""),
        ("hat <my sty¦le> x", "style", "my sty", "my style"),
        ("{<po¦", "style", "po", "po"),
    ],
)
def test_names(marked: str, kind: str, typed: str, whole: str) -> None:
    fragment = at(marked)
    assert fragment is not None
    assert (fragment.kind, fragment.text) == (kind, typed)
    assert marked.replace(CURSOR, "")[fragment.start : fragment.end] == whole


@pytest.mark.parametrize("marked", ["__a__ ha¦t", "<style> ha¦t", "1<2 ha¦t"])
def test_behind_a_name_a_tag_is_typed(marked: str) -> None:
    fragment = at(marked)
    assert fragment is not None
    assert fragment.kind == "tag"


@pytest.mark.parametrize(
    "marked",
    [
        "1.¦2::hat", "1.2:¦:hat", "sour¦ce#hat", "a, ¦ hat", "hat /* silv¦er */", "hat /* silv¦", "/¦* x */", "/*¦",
        "hat, Text: hel¦lo", "hat, Te¦xt: hello", "¦Text: hello", "text:¦", ],
)  # fmt: skip
def test_where_nothing_is_completed(marked: str) -> None:
    assert at(marked) is None


@pytest.mark.parametrize(
    ("marked", "dialect", "whole"),
    [
        ("cat:1.2|do¦g:-.8", OLD, "dog"),
        ("cat:1.2|do¦g:-.8", PLAIN, "dog:-.8"),
        ("cat:1¦.2|dog", OLD, None),
        ("1.5::ha¦t::", OLD, "1.5::hat::"),
        ("text: ha¦t", OLD, "text: hat"),
        ("source#ha¦t", OLD, "source#hat"),
        ('a sign "ha¦t, x"', Dialect(quotes=True), 'a sign "hat, x"'),
    ],
)
def test_what_a_model_does_not_read_as_a_mark_is_typed(marked: str, dialect: Dialect, whole: str | None) -> None:
    text = marked.replace(CURSOR, "")
    fragment = fragment_at(text, marked.index(CURSOR), dialect)
    assert (text[fragment.start : fragment.end] if fragment else None) == whole


def test_a_cursor_outside_the_text_is_at_its_ends() -> None:
    assert fragment_at("hat", 99) == fragment_at("hat", 3) == Fragment(0, 3, "hat")
    assert fragment_at("hat", -5) == Fragment(0, 3, "")


@pytest.mark.parametrize(
    ("marked", "replacement", "then"),
    [
        ("silv¦", "silver hair", "silver hair, ¦"),
        ("1girl, silv¦er h", "silver hair", "1girl, silver hair, ¦"),
        ("silv¦, hat", "silver hair", "silver hair¦, hat"),
        ("silv¦ , hat", "silver hair", "silver hair¦ , hat"),
        ("a, silv¦\nhat", "silver hair", "a, silver hair, ¦\nhat"),
        ("a, silver   ¦", "silver hair", "a, silver hair, ¦"),
        ("a, si¦lver   ", "silver hair", "a, silver hair, ¦  "),
        ("{silv¦}, x", "silver hair", "{silver hair¦}, x"),
        ("1.2::silv¦::", "silver hair", "1.2::silver hair¦::"),
        ("red|bl¦|x", "blue", "red|blue¦|x"),
        ("si¦ text: hi", "silver", "silver¦ text: hi"),
        ("__ha¦", "hair", "__hair__, ¦"),
        ("__ha¦__ x", "hair", "__hair__¦ x"),
        ("__ha¦", "hair__", "__hair__, ¦"),
        ("a <po¦, b", "portrait", "a <portrait>¦, b"),
        ("<po¦>", "portrait", "<portrait>, ¦"),
        ("saber (f¦", "saber (fate)", "saber (fate), ¦"),
        ("artist:wl¦", "artist:wlop", "artist:wlop, ¦"),
    ],
)
def test_accepting(marked: str, replacement: str, then: str) -> None:
    assert accepted(marked, replacement) == then


def test_the_tags_of_a_prompt() -> None:
    prompt = (
        "1girl, {{silver  hair}}, [hat], 1.2::smile, saber (fate)::, -1::blur::, source#pat, __wild__, <style>,\n"
        "a __b__ c\n"
        "||red|blue||, 1girl, >_<, :3, year 2024, /* no tag */ cat | dog, Text: not this"
    )
    assert tags_in(prompt) == [
        "1girl", "silver hair", "hat", "smile", "saber (fate)", "blur", "pat", "red", "blue", ">_<", ":3", "year 2024",
        "cat", "dog",
    ]  # fmt: skip
    assert tags_in("") == tags_in(" , |\n{}[]") == tags_in("/* x") == []


PIECES = st.sampled_from(
    [
        *("hat", "silver hair", " ", "  ", ",", ", ", "|", "||", "\n", "\r\n", "{", "}", "[", "]", "(", ")", "1.2::"),
        *("-1::", "::", ":", "source#", "target#", "__", "_", "<", ">", "/*", "*/", "/", "*", "text:", " Text: x"),
        *(
            "year ",
            "2024",
            "0.5",
            "^_^",
            ">_<",
            ":3",
            "銀髪",
            "\u202e",
            "\0",
            "\ud800",
            "\x1b",
            "İ",
            "ß",
            "cat:1.2",
            "\t",
        ),
        *("\x0b", "\u2028"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)


@given(TEXTS, st.integers(-3, 80), dialects)
def test_the_fragment_lies_in_the_text_around_the_cursor(text: str, cursor: int, dialect: Dialect) -> None:
    fragment = fragment_at(text, cursor, dialect)
    if fragment is not None:
        cursor = max(0, min(cursor, len(text)))
        assert 0 <= fragment.start <= cursor <= fragment.end <= len(text)
        assert fragment.text == text[fragment.start : cursor]
        assert not set(text[fragment.start : fragment.end]) & set(",|\n\r")


@given(TEXTS, st.integers(-3, 80), st.sampled_from(["hat", "silver hair", "", "^_^", "a__", "b>", "saber (fate)"]))
def test_accepting_keeps_what_stands_outside(text: str, cursor: int, replacement: str) -> None:
    fragment = fragment_at(text, cursor)
    if fragment is None:
        return
    after, where = accept(text, fragment, replacement)
    closing = {"wildcard": "__", "style": ">", "tag": ""}[fragment.kind]
    before, rest = text[: fragment.start], text[fragment.end :]
    if closing:  # a name that is closed already keeps its closing marks, in front of the comma
        rest = rest.removeprefix(closing)
    assert after.startswith(before + replacement.removesuffix(closing) + closing)
    assert after.endswith(rest)
    inserted = after[len(before) : len(after) - len(rest)]
    assert inserted.removeprefix(replacement.removesuffix(closing)) in (
        "",
        ", ",
        ",",
        closing,
        f"{closing}, ",
        f"{closing},",
    )
    assert len(before) <= where <= len(after)
    if rest.lstrip(" \t").startswith(","):
        assert not inserted.removeprefix(replacement).endswith((",", ", "))


@given(TEXTS, st.integers(0, 80))
def test_at_its_cursor_a_fragment_is_a_tag_of_the_prompt(text: str, cursor: int) -> None:
    fragment = fragment_at(text, cursor)
    if fragment is not None and fragment.kind == "tag" and "/*" not in text:
        tag = " ".join(text[fragment.start : fragment.end].split())
        assert not tag or tag in tags_in(text) or WILDCARD in tag or tag.startswith("<")


@given(TEXTS)
def test_tags_hold_no_marks(text: str) -> None:
    for tag in tags_in(text):
        assert tag == tag.strip() != ""
        assert not set(tag) & set(",|\n\r{}[]")
        assert "::" not in tag


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("^", "T^"),
        ("a^", "a, T^"),
        ("a ^", "a, T^"),
        ("a,^", "a, T^"),
        ("a, ^", "a, T^"),
        ("a, ^b", "a, T^, b"),
        ("^a", "T^, a"),
        ("a^, b", "a, T^, b"),
        ("{^}", "{T^}"),
        ("{a^}", "{a, T^}"),
        ("1.2::^::", "1.2::T^::"),
        ("1.2::a::^", "1.2::a::, T^"),
        ("a\n^\nb", "a\nT^\nb"),
        ("a |^| b", "a |T^| b"),
    ],
)
def test_a_tag_more_with_the_commas_it_needs(text: str, became: str) -> None:
    after, cursor = put_in(text.replace("^", ""), text.index("^"), "T")
    assert f"{after[:cursor]}^{after[cursor:]}" == became


@given(TEXTS, st.integers(0, 60))
def test_nothing_is_lost_by_a_tag_more(text: str, at: int) -> None:
    after, cursor = put_in(text, at := min(at, len(text)), "new tag")
    assert after[:cursor].endswith("new tag")
    assert "".join(after.replace("new tag", "", 1).replace(",", "").split()) == "".join(text.replace(",", "").split())
