"""Characters that are no text: the table, and regular expressions made of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.controls import CONTROLS, LINE_MARKS, UNPRINTABLE, character_class


@pytest.mark.parametrize("codes", [UNPRINTABLE, [code for code in CONTROLS if code not in LINE_MARKS]])
def test_a_class_matches_its_codes_and_nothing_else(codes: list[int]) -> None:
    one = re.compile(f"[{character_class(codes)}]")
    assert {code for code in range(0x110000) if one.match(chr(code))} == set(codes)


@given(st.sets(st.integers(0, 300), min_size=1))
def test_any_codes(codes: set[int]) -> None:
    one = re.compile(f"[{character_class(codes)}]")
    assert {code for code in range(400) if one.match(chr(code))} == codes
