"""Keys on whole tags."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import editing
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import Edit, NoEdit
from tests.recipe.test_syntax import prompts


def at(marked: str) -> tuple[str, int]:
    return marked.replace("‹", ""), marked.index("‹")


def shown(edit: Edit) -> str:
    return f"{edit.text[: edit.start]}‹{edit.text[edit.start :]}"


@pytest.mark.parametrize(
    ("marked", "right", "after"),
    [
        ("‹a, b, c", True, "b, ‹a, c"),
        ("a, b‹b, c", False, "b‹b, a, c"),
        ("1.2::‹a::, b", True, "b, 1.2::‹a::"),
        ("‹a, {b, c}, d", True, "{b, c}, ‹a, d"),
        ("{‹a, b}, c", True, "{b, ‹a}, c"),
        ("a,\n‹b", False, "‹b,\na"),
        ("x | ‹a, b", True, "x | b, ‹a"),
        ("||a, ‹b|c||", False, "||‹b, a|c||"),
    ],
)
def test_move(marked: str, right: bool, after: str) -> None:
    text, cursor = at(marked)
    assert shown(editing.move(text, cursor, right=right, numeric=True)) == after


@pytest.mark.parametrize(("marked", "right"), [("‹a, b", False), ("a, ‹b", True), ("{a‹}, b", True), ("x | ‹a", False)])
def test_at_the_end_of_its_group_or_part_a_tag_stays(marked: str, right: bool) -> None:
    text, cursor = at(marked)
    if marked == "{a‹}, b":  # its braces are its own, so they go with it
        assert editing.move(text, cursor, right=right, numeric=True).text == "b, {a}"
        return
    with pytest.raises(NoEdit, match="one here"):
        editing.move(text, cursor, right=right, numeric=True)


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("a, ‹b, c", "a, ‹c"),
        ("a, ‹b", "a‹"),
        ("‹a", "‹"),
        ("1.2::‹a::, b", "‹b"),
        ("{‹a, b}, c", "{‹b}, c"),
        ("a,\n‹b,\nc", "a,\n‹\nc"),
        ("a | ‹b", "a | ‹"),
    ],
)
def test_remove(marked: str, after: str) -> None:
    text, cursor = at(marked)
    assert shown(editing.remove(text, cursor, numeric=True)) == after


@pytest.mark.parametrize(
    ("marked", "after"),
    [("a, b‹b, c", "a, /*b‹b*/, c"), ("1.2::‹a::", "/*‹1.2::a::*/"), ("a, /*b‹b*/, c", "a, b‹b, c")],
)
def test_comment_out_and_back(marked: str, after: str) -> None:
    text, cursor = at(marked)
    edit = editing.comment(text, cursor, numeric=True)
    assert shown(edit).replace("‹", "") == after.replace("‹", "")
    assert editing.comment(edit.text, edit.start, numeric=True).text == text


def test_select_grows() -> None:
    text, start, end = "a, 1.2::b, cc::, d", 11, 11
    found = []
    for _ in range(4):
        _, start, end = editing.select(text, start, end, numeric=True)
        found.append(text[start:end])
    assert found == ["cc", "b, cc", "1.2::b, cc::", text]
    with pytest.raises(NoEdit):
        editing.select(text, start, end, numeric=True)


Operation = Callable[[str, int], Edit]
OPERATIONS: list[Operation] = [
    lambda text, cursor: editing.move(text, cursor, right=True, numeric=True),
    lambda text, cursor: editing.move(text, cursor, right=False, numeric=True),
    lambda text, cursor: editing.remove(text, cursor, numeric=True),
    lambda text, cursor: editing.comment(text, cursor, numeric=True),
    lambda text, cursor: editing.select(text, cursor, cursor, numeric=True),
]


@given(prompts, st.integers(0, 60), st.sampled_from(OPERATIONS))
def test_any_key_anywhere_gives_a_text_and_a_place_in_it(text: str, cursor: int, operation: Operation) -> None:
    try:
        edit = operation(text, min(cursor, len(text)))
    except NoEdit:
        return
    assert 0 <= edit.start <= edit.end <= len(edit.text)


@given(prompts, st.integers(0, 60), st.booleans())
def test_moving_there_and_back_changes_nothing(text: str, cursor: int, right: bool) -> None:
    try:
        there = editing.move(text, min(cursor, len(text)), right=right, numeric=True)
    except NoEdit:
        return
    assert sorted(there.text) == sorted(text)  # nothing is lost
    if [p.kind for p in parse(text).pieces] != [p.kind for p in parse(there.text).pieces]:
        return  # what came together has another meaning, e.g. half a mark at each side
    try:
        assert editing.move(there.text, there.start, right=not right, numeric=True).text == text
    except NoEdit:
        pytest.fail("it cannot go back")


@given(prompts, st.integers(0, 60))
def test_a_comment_comes_back_to_the_letter(text: str, cursor: int) -> None:
    try:
        there = editing.comment(text, min(cursor, len(text)), numeric=True)
    except NoEdit:
        return
    if "/*" not in text and "*/" not in text:
        assert editing.comment(there.text, there.start, numeric=True).text == text
