"""What a search line means, and what it says when it means nothing."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.query import SIDE, Name, Number, QueryError, Word, read_query


def test_words_phrases_and_what_is_not_wanted() -> None:
    assert read_query('rain "night city" -sketch -"old man"') == (
        Word("rain"),
        Word("night city", whole=True),
        Word("sketch", wanted=False),
        Word("old man", whole=True, wanted=False),
    )


def test_fields_with_values_comparisons_and_ranges() -> None:
    assert read_query("seed:42 steps:>23 cfg:4..7 -rated:<=2") == (
        Number("seed", "=", 42),
        Number("steps", ">", 23),
        Number("guidance", "..", 4, 7),
        Number("rated", "<=", 2, wanted=False),
    )
    assert read_query('undesired:hat character:"red hair" is:portrait model:V5') == (
        Word("hat", "undesired"),
        Word("red hair", "character", whole=True),
        Name("is", "portrait"),
        Name("model", "v5"),
    )


def test_sizes() -> None:
    assert read_query("size:>1mp") == (Number("area", ">", 1_000_000),)
    assert read_query("size:832x1216") == (Number("width", "=", 832), Number("height", "=", 1216))
    assert read_query("-size:832x1216") == (Number("sides", "=", 832 * SIDE + 1216, wanted=False),)
    assert read_query("size:>=832x1216") == (Number("area", ">=", 832 * 1216),)


def test_dates_take_whole_days_months_and_years() -> None:
    begin, end = datetime(2026, 10, 1).timestamp(), datetime(2026, 10, 2).timestamp()
    assert read_query("before:2026-10-01") == (Number("created", "<", begin),)
    assert read_query("after:2026-10-01") == (Number("created", ">=", end),)
    (day,) = read_query("date:2026-12")
    assert isinstance(day, Number)
    assert day.value == datetime(2026, 12, 1).timestamp()
    assert day.until < datetime(2027, 1, 1).timestamp() < day.until + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sead:3", 'did you mean "seed:"'),
        ("zzz:3", "there are seed, steps"),
        ("steps:many", "steps: takes numbers"),
        ("steps:", "needs a value"),
        ("size:big", "832x1216 or megapixels"),
        ("before:2026-13", "dates are like"),
        ("before:soon", "dates are like"),
        ("is:nice", "is: takes new, rated"),
    ],
)
def test_what_cannot_be_understood_is_told_with_what_could(text: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        read_query(text)


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    with suppress(QueryError):
        assert all(read_query(f"-{text}"))
