"""Comments are dropped, and leave no empty tag behind."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.comments import has_comment, without_comments


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a, /* c */, b", "a, b"),
        ("a /* c */, b", "a, b"),
        ("a, /* c */ b", "a, b"),
        ("a /* c */ b", "a b"),
        ("a/* c */b", "ab"),
        ("a/*c*/, b", "a, b"),
        ("/* c */, b", "b"),
        ("/* c */ b", "b"),
        ("a, /* c */", "a"),
        ("a /* c */", "a"),
        ("/* c */", ""),
        ("a, /*x*/, /*y*/, b", "a, b"),
        ("a, /*x*/ /*y*/, b", "a, b"),
        ("/*x*/,/*y*/,/*z*/ b", "b"),
        ("a, /* x */\nb", "a,\nb"),
        ("a,\n/* x */\nb", "a,\nb"),
        ("a,\n  /* x */\nb", "a,\nb"),
        ("/* x */\na", "a"),
        ("{/*c*/, a}", "{a}"),
        ("{a, /*c*/}", "{a}"),
        ("a | /*c*/, b", "a | b"),
        ("a, /*c*/ | b", "a | b"),
        ("||red|blue|| /*c*/, b", "||red|blue||, b"),
        ("a, /*c*/ ||x|y||", "a, ||x|y||"),
        ("||a /* x|y */|b||", "||a|b||"),
        ("1.2::a:: /*c*/, b", "1.2::a::, b"),
        ("a, /* two\nlines */, b", "a, b"),
        ("a, /*/ b */, c", "a, c"),
        ("a /* open, b", "a /* open, b"),
        ("a */ b", "a */ b"),
        ("a, , b  ,, c", "a, , b  ,, c"),
        ("a,, /*c*/ b ,  , d", "a,, b ,  , d"),
    ],
)
def test_what_stays(text: str, left: str) -> None:
    assert without_comments(text) == left


@given(st.lists(st.sampled_from(["a", "b c", "", "/*x*/", " /* y, z */ "]), max_size=8))
def test_no_empty_tag_stays_that_only_a_comment_made(tags: list[str]) -> None:
    """Tags of which some are nothing but a comment come to the tags without those."""
    tags = [tag for tag in tags if tag]
    left = without_comments(", ".join(tags))
    assert not re.search(r",\s*,|^\s*,|,\s*$", left)
    assert [t.strip() for t in left.split(",") if t.strip()] == [t for t in tags if "/*" not in t]


@given(st.text(alphabet="ab,/* \n|{}", max_size=40))
def test_without_a_comment_nothing_is_touched(text: str) -> None:
    if not has_comment(text):
        assert without_comments(text) == text
    elif "," not in text:
        kept = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert "".join(without_comments(text).split()) == "".join(kept.split())


@pytest.mark.parametrize("piece", ["/*", "/*x*/", "/*x*/,", "*/", ",/*x*/ ", "/*x*/\n"])
def test_long_texts_are_read_once(piece: str) -> None:
    without_comments(piece * (1_000_000 // len(piece)))
