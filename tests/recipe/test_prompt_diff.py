"""What changed between two prompts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.prompt_diff import prompt_diff
from tests.recipe.test_syntax import prompts


def told(before: str, after: str) -> list[tuple[object, ...]]:
    return [(change.kind, change.tag, change.before, change.after) for change in prompt_diff(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a, b", "a, b", []),
        ("a,  B", "a, b", []),
        ("a, b", "b", [("removed", "a", 1, None)]),
        ("a", "a, 1.2::c::", [("added", "c", None, 1.2)]),
        ("a, b", "a, 1.3::b::", [("reweighted", "b", 1, 1.3)]),
        ("a, b, c", "c, a, b", [("moved", "c", 1, 1)]),
        ("a, b, c", "c, {a}, b", [("moved", "c", 1, 1), ("reweighted", "a", 1, 1.05)]),
        ("a, a, b", "a, b", [("removed", "a", 1, None)]),
        ("1.2::a, b::", "1.2::a::, b", [("reweighted", "b", 1.2, 1)]),
        ("a, rain", "a, /*rain*/", [("removed", "rain", 1, None), ("added", "/*rain*/", None, 1)]),
        ("a, Text: hi, you", "a, Text: bye", [("removed", "Text: hi, you", 1, None), ("added", "Text: bye", None, 1)]),
        ("a /*x*/, b", "b", [("removed", "a /*x*/", 1, None)]),
    ],
)
def test_changes(before: str, after: str, changes: list[tuple[object, ...]]) -> None:
    assert told(before, after) == changes


@given(prompts)
def test_a_text_is_as_it_is(text: str) -> None:
    assert prompt_diff(text, text) == []


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_as_few_as_can_be_have_moved(order: list[str]) -> None:
    changes = prompt_diff("a, b, c, d, e", ", ".join(order))
    assert {change.kind for change in changes} <= {"moved"}
    stayed = [tag for tag in order if tag not in {change.tag for change in changes}]
    assert stayed == sorted(stayed)
    assert all(sorted([*stayed, change.tag]) != [t for t in order if t in {*stayed, change.tag}] for change in changes)


@given(prompts, prompts)
def test_there_and_back_are_mirror_images(before: str, after: str) -> None:
    there, back = prompt_diff(before, after), prompt_diff(after, before)
    for kind, other in (("added", "removed"), ("reweighted", "reweighted")):
        assert sorted(c.tag.casefold() for c in there if c.kind == kind) == sorted(
            c.tag.casefold() for c in back if c.kind == other
        )
